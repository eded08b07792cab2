import { createServer, type AddressInfo, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { isEmail, mailSettingsOf, smtpServerOf, type SmtpServer } from "../../../src/mail/address.ts";
import { written, type Message } from "../../../src/mail/message.ts";
import { sendMail } from "../../../src/mail/smtp.ts";
import { connectByNode, mailServer, type MailServer } from "../../support/mail.ts";

const message: Omit<Message, "from"> = {
  id: "acd.callcenter.run-1.0@acd.example.com",
  at: Date.parse("2026-11-23T20:00:00Z"),
  to: "anna@example.com",
  subject: "Отчёт «Очереди» за вчера, 22 ноября 2026 года, и ещё несколько слов, чтобы строка была длинной",
  text: "Предложено: 12\n.точка в начале строки\n",
  html: "<p>Предложено: <b>12</b></p>",
  attachment: {
    name: "queues.xlsx",
    type: "application/octet-stream",
    bytes: Uint8Array.from({ length: 100_000 }, (_, at) => at % 251),
  },
};
const user = { name: "ünser", password: "right pässword" };
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function server(options: Parameters<typeof mailServer>[0] = {}): Promise<MailServer> {
  const made = await mailServer(options);
  closing.push(made.close);
  return made;
}

const send = (to: Omit<SmtpServer, "host">, within?: number) =>
  sendMail(connectByNode, { server: { host: "127.0.0.1", ...to }, from: "acd@example.com" }, message, within);

/** Says each of these as soon as something has come; nothing for undefined. */
async function scripted(greeting: string, ...answers: (string | undefined)[]): Promise<number> {
  const open = new Set<Socket>();
  const listening = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => undefined);
    socket.write(greeting);
    const left = [...answers];
    socket.on("data", () => {
      if (left.length === 0) return socket.end();
      socket.write(left.shift() ?? "");
    });
  });
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        listening.close(() => resolve());
      }),
  );
  return (listening.address() as AddressInfo).port;
}

describe("e-mail", () => {
  it.each(["starttls", "tls", "none"] as const)(
    "[G1] is sent, signed in, by %s: text, HTML and file as they were",
    async (security) => {
      const { port, arrived } = await server({ secure: security === "tls", allowInsecureAuth: security === "none" });
      expect(await send({ port, security, user })).toEqual({ sent: true });
      const [{ mail, ...envelope } = { mail: undefined }] = arrived;
      expect(envelope).toEqual({
        from: "acd@example.com",
        to: ["anna@example.com"],
        secure: security !== "none",
        user: user.name,
      });
      expect(mail).toMatchObject({
        messageId: `<${message.id}>`,
        date: new Date(message.at),
        subject: message.subject,
        html: message.html,
      });
      expect(mail?.text?.trimEnd()).toBe(message.text.trimEnd());
      expect(mail?.attachments).toMatchObject([{ filename: "queues.xlsx" }]);
      expect(mail?.attachments[0]?.content.equals(Buffer.from(message.attachment?.bytes ?? []))).toBe(true);
    },
  );

  it("[G1] signs in by LOGIN where there is nothing else", async () => {
    const { port, arrived } = await server({ authMethods: ["LOGIN"] });
    expect(await send({ port, security: "starttls", user })).toEqual({ sent: true });
    expect(arrived[0]?.user).toBe(user.name);
  });

  it("[G2] nothing is said unencrypted to a server that offers no encryption", async () => {
    const { port, arrived } = await server({ disabledCommands: ["STARTTLS"], allowInsecureAuth: true });
    expect(await send({ port, security: "starttls", user })).toEqual({ sent: false, problem: "noTls", forGood: true });
    expect(arrived).toEqual([]);
  });

  it("[G2] a wrong password, somebody who is not known, a full box and a message that is not taken are told apart", async () => {
    const { port } = await server({
      onRcptTo: ({ address }, _, done) =>
        done(Object.assign(new Error("no"), { responseCode: address === "anna@example.com" ? 550 : 250 })),
    });
    expect(await send({ port, security: "starttls" })).toEqual({ sent: false, problem: "refused", forGood: true });
    const wrong = { port, security: "starttls", user: { name: "a", password: "wrong" } } as const;
    expect(await send(wrong)).toEqual({ sent: false, problem: "signIn", forGood: true });
    const full = await server({
      onRcptTo: (_, __, done) => done(Object.assign(new Error("full"), { responseCode: 452 })),
    });
    expect(await send({ ...full, security: "starttls" })).toEqual({ sent: false, problem: "refused", forGood: false });
    const large = await server({
      onData: (stream, _, done) => {
        stream.resume();
        stream.once("end", () => done(Object.assign(new Error("too large"), { responseCode: 552 })));
      },
    });
    expect(await send({ ...large, security: "starttls" })).toEqual({ sent: false, problem: "refused", forGood: true });
  });

  it("[G2] a server that is not there, hangs up, says something else or nothing is waited for no longer than a while", async () => {
    const unreachable = { sent: false, problem: "unreachable", forGood: false };
    const { port, close } = await mailServer();
    await close();
    expect(await send({ port, security: "none" })).toEqual(unreachable);
    for (const answers of [[], ["250 acd\r\n"], ["250-acd\r\n250 8BITMIME\r\n", "250 yes\r\n"]])
      expect(await send({ port: await scripted("220 hello\r\n", ...answers), security: "none" })).toEqual(unreachable);
    const timeout = { sent: false, problem: "timeout", forGood: false };
    expect(await send({ port: await scripted("220-still\r\n", undefined), security: "none" }, 50)).toEqual(timeout);
    expect(await send({ port: await scripted("220 hello\r\n", "250-more"), security: "none" }, 50)).toEqual(timeout);
    expect(await send({ port: await scripted("x".repeat(100_000)), security: "none" })).toEqual(unreachable);
    expect(await send({ port: await scripted("421 too busy\r\n"), security: "none" })).toMatchObject({
      problem: "refused",
      forGood: false,
    });
  });

  it("[G2] what came unencrypted behind the answer to STARTTLS is not believed", async () => {
    // Somebody in between says yes to everything in advance.
    const port = await scripted("220 hello\r\n", "250-acd\r\n250 STARTTLS\r\n", `220 go\r\n${"250 yes\r\n".repeat(9)}`);
    expect(await send({ port, security: "starttls" }, 300)).toMatchObject({ sent: false });
  });

  it("[G1] the same message again is the same text, in lines that every server takes", () => {
    const text = written({ ...message, from: "acd@example.com" });
    expect(written({ ...message, from: "acd@example.com" })).toBe(text);
    const lines = text.split("\r\n");
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
    expect(lines.filter((line) => line.startsWith("."))).toEqual([]);
    expect(/[^\x20-\x7e\r\n]/.test(text)).toBe(false);
    // A name can be anything; it stays within its header.
    const evil = written({ ...message, from: "a@b.c", subject: "x\r\nBcc: everybody@example.com" });
    expect(evil.split("\r\n").filter((line) => line.startsWith("Bcc"))).toEqual([]);
  });

  it("[G3] addresses have nothing in them that could end a line or a command", () => {
    for (const good of ["anna@example.com", "a.b+c@x", "o'neil@sub.example.co.uk"])
      expect(isEmail(good), good).toBe(true);
    for (const bad of [
      "",
      "a",
      "a@",
      "@b",
      "a b@c",
      "a@b@c",
      "a@b>\r\nDATA",
      "<a@b>",
      "a@b,c@d",
      "анна@example.com",
      `${"a".repeat(65)}@b`,
      "a@-b",
    ])
      expect(isEmail(bad), bad).toBe(false);
  });

  it("[G3] the server's address says how it is encrypted; unencrypted only to this machine", () => {
    expect(smtpServerOf("smtps://me%40x:p%3Aw@mail.example.com")).toEqual({
      host: "mail.example.com",
      port: 465,
      security: "tls",
      user: { name: "me@x", password: "p:w" },
    });
    expect(smtpServerOf("smtp://mail.example.com:2525")).toMatchObject({ port: 2525, security: "starttls" });
    expect(smtpServerOf("smtp://mail.example.com")).toMatchObject({ port: 587, user: undefined });
    expect(smtpServerOf("smtp://127.0.0.1:1025?tls=no")).toMatchObject({ port: 1025, security: "none" });
    for (const bad of [
      "",
      "mail.example.com",
      "http://x",
      "smtp://x?tls=no",
      "smtps://x/path",
      "smtps://localhost?tls=no",
    ])
      expect(smtpServerOf(bad), bad).toBeUndefined();
    expect(mailSettingsOf("smtps://x", "acd@example.com")).toMatchObject({ from: "acd@example.com" });
    expect(mailSettingsOf("smtps://x", "nobody")).toBeUndefined();
    expect(mailSettingsOf(undefined, "acd@example.com")).toBeUndefined();
  });
});
