/** A real LiveKit server, the real gateway as a process, and somebody to answer the phone. */
import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Decoder, Encoder } from "@evan/opus";
import { ParticipantInfo_Kind, TrackSource } from "@livekit/protocol";
import type { WebhookEvent } from "livekit-server-sdk";
import { AccessToken, RoomServiceClient, SipClient, WebhookReceiver } from "livekit-server-sdk";
import { joinRoom } from "../../media/room/join.ts";
import type { Room, RoomEvents, Seat } from "../../media/room/room.ts";
import type { LiveKit } from "../support/livekit.ts";
import { startLiveKit } from "../support/livekit.ts";
import { tone } from "../support/phone/audio.ts";

export const didNumber = "+74951234567";

export interface Ports {
  readonly livekit: number;
  readonly livekitUdp: number;
  readonly sip: number;
  readonly api: number;
  readonly rtp: string;
}

export interface Setting {
  readonly livekit: LiveKit;
  readonly gateway: Gateway;
  readonly sip: SipClient;
  readonly rooms: RoomServiceClient;
  readonly webhooks: readonly WebhookEvent[];
  /** The first webhook of that kind about a room whose name holds the text, past or to come. */
  webhook(event: WebhookEvent["event"], roomPart: string): Promise<WebhookEvent>;
  stop(): Promise<void>;
}

/** Starts all of it, with one trunk for `didNumber` and one individual dispatch rule. */
export async function startSetting(ports: Ports, environment: Readonly<Record<string, string>> = {}): Promise<Setting> {
  const inbox = await startInbox();
  const livekit = await startLiveKit({ port: ports.livekit, udpPort: ports.livekitUdp, webhookUrl: inbox.url });
  inbox.verifyWith(livekit);
  const gateway = await startGateway(livekit, ports, environment);
  const sip = new SipClient(gateway.apiUrl, livekit.apiKey, livekit.apiSecret);
  const trunk = await sip.createSipInboundTrunk("test", [didNumber]);
  await sip.createSipDispatchRule(
    { type: "individual", roomPrefix: "call-test" },
    { name: "test", trunkIds: [trunk.sipTrunkId] },
  );
  return {
    livekit,
    gateway,
    sip,
    rooms: new RoomServiceClient(livekit.url.replace("ws", "http"), livekit.apiKey, livekit.apiSecret),
    webhooks: inbox.events,
    webhook: inbox.wait,
    async stop() {
      await gateway.stop();
      await livekit.stop();
      inbox.close();
    },
  };
}

async function startInbox() {
  const events: WebhookEvent[] = [];
  const waiting = new Set<() => void>();
  let receiver: WebhookReceiver | undefined;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      response.end();
      void receiver?.receive(Buffer.concat(chunks).toString(), request.headers.authorization).then((event) => {
        events.push(event);
        for (const look of waiting) look();
      });
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a path
  return {
    url: `http://127.0.0.1:${port}/`,
    events,
    verifyWith: ({ apiKey, apiSecret }: LiveKit): void => {
      receiver = new WebhookReceiver(apiKey, apiSecret);
    },
    wait: (kind: WebhookEvent["event"], roomPart: string) =>
      new Promise<WebhookEvent>((found) => {
        const look = (): void => {
          const event = events.find((each) => each.event === kind && each.room?.name.includes(roomPart) === true);
          if (event === undefined) return;
          waiting.delete(look);
          found(event);
        };
        waiting.add(look);
        look();
      }),
    close: () => void server.close(),
  };
}

export interface LogLine {
  readonly event: string;
  readonly [field: string]: unknown;
}

export interface Gateway {
  readonly server: { readonly host: string; readonly port: number };
  readonly apiUrl: string;
  readonly folder: string;
  readonly process: ChildProcess;
  readonly lines: readonly LogLine[];
  stop(): Promise<void>;
}

export async function startGateway(
  livekit: Pick<LiveKit, "url" | "apiKey" | "apiSecret">,
  ports: Pick<Ports, "sip" | "api" | "rtp">,
  environment: Readonly<Record<string, string>> = {},
  folder = mkdtempSync(join(tmpdir(), "sip-gateway-")),
): Promise<Gateway> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "../../stack/sip/gateway.ts")], {
    env: {
      ...process.env,
      LIVEKIT_URL: livekit.url,
      LIVEKIT_API_KEY: livekit.apiKey,
      LIVEKIT_API_SECRET: livekit.apiSecret,
      SIP_PORT: String(ports.sip),
      SIP_API_PORT: String(ports.api),
      RTP_PORTS: ports.rtp,
      ACD_DATA: folder,
      ...environment,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: LogLine[] = [];
  const ready = new Promise<void>((resolve, reject) => {
    let rest = "";
    child.stdout.on("data", (chunk: Buffer) => {
      const parts = (rest + chunk.toString()).split("\n");
      rest = parts.pop() ?? "";
      for (const part of parts) {
        const line = JSON.parse(part) as LogLine; // our own process's log
        lines.push(line);
        if (line.event === "ready") resolve();
      }
    });
    child.once("exit", (code) => reject(new Error(`the gateway ended with ${code}`)));
  });
  await ready;
  return {
    server: { host: "127.0.0.1", port: ports.sip },
    apiUrl: `http://127.0.0.1:${ports.api}`,
    folder,
    process: child,
    lines,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = new Promise((done) => child.once("exit", done));
        child.kill("SIGTERM");
        await gone;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Answerer {
  readonly room: Room;
  /** Digits pressed by others in the room. */
  readonly digits: string[];
  /** What the caller's `sip.callStatus` has been, in order. */
  readonly statuses: string[];
  /** What the caller said, decoded at 8 kHz is the test's affair. */
  readonly packets: { readonly payload: Uint8Array; readonly sequence: number }[];
  leave(): Promise<void>;
}

/** Joins a call's room, publishes a tone that never ends, and listens to the caller. */
export async function answer(livekit: LiveKit, roomName: string, frequency = 440): Promise<Answerer> {
  const token = new AccessToken(livekit.apiKey, livekit.apiSecret, { identity: `answerer_${frequency}` });
  token.addGrant({ roomJoin: true, room: roomName });
  token.kind = "agent";
  const digits: string[] = [];
  const statuses: string[] = [];
  const packets: { payload: Uint8Array; sequence: number }[] = [];
  const note = (seat: Seat): void => {
    const status = seat.attributes["sip.callStatus"];
    if (seat.kind === ParticipantInfo_Kind.SIP && status !== undefined && statuses.at(-1) !== status)
      statuses.push(status);
  };
  const on: RoomEvents = {
    participantJoined: note,
    participantChanged: note,
    participantLeft: note,
    trackPublished: (track) => room.subscribe(track.sid, (packet) => packets.push(packet)),
    digit: (digit) => digits.push(digit),
  };
  const room = await joinRoom({ url: livekit.url, token: await token.toJwt(), on });
  const publication = await room.publish({ name: "tone", source: TrackSource.MICROPHONE });
  const frames = encodeTone(frequency);
  let at = 0;
  let due = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const send = (): void => {
    const frame = frames[at % frames.length];
    if (frame !== undefined) publication.send(frame);
    at += 1;
    due += 20;
    timer = setTimeout(send, Math.max(0, due - performance.now()));
  };
  send();
  return {
    room,
    digits,
    statuses,
    packets,
    leave: () => {
      clearTimeout(timer);
      return room.leave();
    },
  };
}

/** What the telephone said, as somebody in the room hears it. */
export function heardBy(answerer: Answerer): Int16Array {
  const decoder = new Decoder({ channels: 1, sample_rate: 8_000 });
  const inOrder = answerer.packets.toSorted((one, other) => one.sequence - other.sequence);
  const said = Buffer.concat(inOrder.map(({ payload }) => decoder.decode(payload)));
  return new Int16Array(said.buffer, said.byteOffset, said.length / 2);
}

/** One second of the tone in 20 ms frames; a whole number of periods, so that it can be repeated without a click. */
function encodeTone(frequency: number): Uint8Array[] {
  const encoder = new Encoder({ channels: 1, sample_rate: 8_000, application: "audio" });
  const samples = tone(frequency, 1_000);
  return Array.from({ length: 50 }, (_, frame) => encoder.encode(samples.slice(frame * 160, (frame + 1) * 160)));
}

/** Numbers no two tests share, so that each finds its own room. */
let callers = 0;
export const newCaller = (): string => {
  callers += 1;
  return `+7916${String(process.pid % 1_000).padStart(3, "0")}${String(callers).padStart(4, "0")}`;
};
