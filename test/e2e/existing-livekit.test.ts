/** `npm start` on a LiveKit that somebody else runs: a caller from the browser is heard by an announcer, and nothing else is started. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { joinRoom } from "../../media/room/join.ts";
import type { OpusPacket, RoomEvents } from "../../media/room/room.ts";
import { freePorts } from "../../stack/ports.ts";
import { listens } from "../../stack/ready.ts";
import type { Ports } from "../../stack/settings.ts";
import { type LiveKit, startLiveKit } from "../support/livekit.ts";
import { npmStart } from "../support/npm-start.ts";
import { demoNumber, eventually } from "./centre.ts";

let ports: Ports;
let folder: string;
let livekit: LiveKit;
const started: ChildProcess[] = [];

beforeAll(async () => {
  ports = await freePorts();
  folder = mkdtempSync(join(tmpdir(), "acd-livekit-"));
  livekit = await startLiveKit({ webhookUrl: `http://127.0.0.1:${ports.http}/livekit/webhook` });
});
afterAll(async () => {
  for (const one of started) one.kill("SIGKILL");
  await livekit?.stop();
  rmSync(folder, { recursive: true, force: true });
});

it("[S8] LIVEKIT_URL: the centre works on a LiveKit of one's own, and starts neither a server nor a gateway", async () => {
  const { process: supervisor, said } = await npmStart({
    ports,
    data: folder,
    environment: {
      LIVEKIT_URL: livekit.url,
      LIVEKIT_API_KEY: livekit.apiKey,
      LIVEKIT_API_SECRET: livekit.apiSecret,
    },
    began: (process) => started.push(process),
  });
  const url = `http://127.0.0.1:${ports.http}`;
  expect(said()).toContain(`only in the browser: ${livekit.url} has no SIP service`);
  expect(said()).toContain(`LiveKit must reach ${url}/livekit/webhook`);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect(await Promise.all([ports.livekit, ports.sip, ports.sipApi].map(listens))).toEqual([false, false, false]);

  const call = await callFromBrowser(url);
  const heard: OpusPacket[] = [];
  const on: RoomEvents = {
    trackPublished: (track, seat) => {
      if (seat.identity.startsWith("announcer_")) room.subscribe(track.sid, (packet) => heard.push(packet));
    },
  };
  const room = await joinRoom({ ...call.pass, on });
  await eventually(async () => (heard.length > 25 ? true : undefined), 10_000);
  expect(await record(url, call.callId)).toMatchObject({ channel: "web", to: demoNumber });
  await room.leave();
  await eventually(async () => ((await record(url, call.callId)).endedBy === "caller" ? true : undefined));

  supervisor.kill("SIGTERM");
  expect((await once(supervisor, "exit"))[0]).toBe(0);
});

async function callFromBrowser(
  url: string,
): Promise<{ readonly callId: string; readonly pass: { readonly url: string; readonly token: string } }> {
  const response = await fetch(`${url}/v1/applications/callcenter/web-calls`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ number: demoNumber }),
  });
  expect(response.status).toBe(201);
  return (await response.json()) as Awaited<ReturnType<typeof callFromBrowser>>; // the API describes itself so
}

async function record(url: string, callId: string): Promise<{ readonly endedBy?: string }> {
  const { adminKey } = JSON.parse(readFileSync(join(folder, "secrets.json"), "utf8")) as { adminKey: string };
  const response = await fetch(`${url}/v1/applications/callcenter/calls/${callId}`, {
    headers: { authorization: `Bearer ${adminKey}` },
  });
  return (await response.json()) as { endedBy?: string };
}
