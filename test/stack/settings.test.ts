import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { assertFree, freePorts } from "../../stack/ports.ts";
import { readSettings } from "../../stack/settings.ts";

describe("the environment", () => {
  it("[S4] moves every port and the state folder", () => {
    const settings = readSettings(
      { PORT: "1", SIP_PORT: "2", SIP_API_PORT: "3", LIVEKIT_PORT: "4", LIVEKIT_UDP_PORT: "5", ACD_DATA: "/elsewhere" },
      "/project",
    );
    expect(settings.ports).toEqual({ http: 1, sip: 2, sipApi: 3, livekit: 4, livekitUdp: 5 });
    expect(settings.data).toBe("/elsewhere");
  });

  it("[S4] left alone, opens 8787 for the browser and 5060 for telephones", () => {
    const settings = readSettings({}, "/project");
    expect(settings.ports).toMatchObject({ http: 8787, sip: 5060 });
    expect(settings.data).toBe("/project/.acd");
  });

  it.each([
    [{ PORT: "eighty" }, /PORT must be a whole number/],
    [{ SIP_PORT: "70000" }, /SIP_PORT must be a whole number from 1 to 65535/],
    [{ ACD_MEDIA_WORKERS: "0" }, /ACD_MEDIA_WORKERS/],
    [{ ACD_LANGUAGE: "fr" }, /ACD_LANGUAGE is one of ru, en, not "fr"/],
    [{ ACD_RUNTIME: "node" }, /ACD_RUNTIME is one of workerd, wrangler/],
    [{ ACD_DEMO_PASSWORD: "short" }, /ACD_DEMO_PASSWORD needs 8 characters/],
    [{ ACD_ORIGIN: "acd.example.com" }, /ACD_ORIGIN is scheme and host/],
    [{ ACD_ORIGIN: "https://acd.example.com/operator" }, /ACD_ORIGIN is scheme and host/],
    [{ ACD_SECRET: "short" }, /ACD_SECRET needs 32 characters/],
    [{ ACD_SEAL_KEY: "short" }, /ACD_SEAL_KEY is 32 random bytes as base64url/],
    [{ ACD_SMTP_URL: "mail.example.com", ACD_MAIL_FROM: "acd@example.com" }, /ACD_SMTP_URL is smtps:/],
    [{ ACD_SMTP_URL: "smtp://mail.example.com?tls=no", ACD_MAIL_FROM: "acd@example.com" }, /ACD_SMTP_URL is smtps:/],
    [{ ACD_SMTP_URL: "smtps://mail.example.com" }, /ACD_MAIL_FROM is the address/],
    [{ LIVEKIT_URL: "livekit.example.com" }, /LIVEKIT_URL must start with/],
    [{ LIVEKIT_URL: "wss://livekit.example.com" }, /LIVEKIT_API_KEY and LIVEKIT_API_SECRET are needed/],
  ])("[S4] refuses %o in words that name the setting", (environment, words) => {
    expect(() => readSettings(environment)).toThrow(words);
  });

  it("[S8] selects an existing LiveKit", () => {
    const settings = readSettings({
      LIVEKIT_URL: "wss://livekit.example.com/",
      LIVEKIT_API_KEY: "key",
      LIVEKIT_API_SECRET: "secret",
    });
    expect(settings.livekit).toEqual({ url: "wss://livekit.example.com", apiKey: "key", apiSecret: "secret" });
  });
});

describe("a port", () => {
  it("[S4] that a stranger listens on is named, with the setting that moves it", async () => {
    const ports = await freePorts();
    const server = createServer().listen(ports.http, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    await expect(assertFree(ports, ["http", "sip"])).rejects.toThrow(
      `Port ${ports.http}/tcp is in use by another program. Stop it, or choose another port with PORT.`,
    );
  });

  it("[S4] is looked at for UDP too", async () => {
    const ports = await freePorts();
    const socket = createSocket("udp4").bind(ports.sip, "127.0.0.1");
    await once(socket, "listening");
    onTestFinished(() => void socket.close());
    await expect(assertFree(ports, ["sip"])).rejects.toThrow(`Port ${ports.sip}/udp is in use`);
  });

  it("[S4] cannot be given twice", async () => {
    const ports = await freePorts();
    await expect(assertFree({ ...ports, sipApi: ports.http }, ["http", "sipApi"])).rejects.toThrow(
      /PORT and SIP_API_PORT are both/,
    );
  });
});
