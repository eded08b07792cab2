/** What the media worker's tests share: a tiny edge app, worker processes, tokens, and ears. */
import { type ChildProcess, spawn } from "node:child_process";
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { connect, createServer, type Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AccessToken, type VideoGrant } from "livekit-server-sdk";
import { vi } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { decode } from "../../media/opus.ts";
import { joinRoom } from "../../media/room/join.ts";
import type { OpusPacket, Room } from "../../media/room/room.ts";
import { fromMediaWorker } from "../../src/protocol/media.schema.ts";
import {
  type FromMediaWorker,
  mediaSubprotocol,
  type ToMediaWorker,
  type Treatment,
} from "../../src/protocol/media.ts";
import { announcerIdentity } from "../../src/protocol/rooms.ts";
import { as, type CallId, type PlayId, type RoomName } from "../../src/words/index.ts";
import { freePort } from "../../stack/ports.ts";
import type { LiveKit } from "../support/livekit.ts";

export const secret = "a-media-secret-for-tests";
/** Kept between runs, so that the music is composed once. */
export const dataFolder = join(tmpdir(), "acd-test-media");
export const patience = { timeout: 15_000, interval: 10 };

type Report<Type extends FromMediaWorker["type"]> = Extract<FromMediaWorker, { readonly type: Type }>;

/** An edge app that accepts workers, notes what they report, and says what the test wants. */
export class FakeEdge {
  readonly reports: FromMediaWorker[] = [];
  /** Calls that a `welcome` lists. */
  calls: CallId[] = [];
  refused = 0;
  /** Under `/v1/media/sounds/`: what it hands out, and what it has been brought. */
  readonly files = new Map<string, Uint8Array>();
  readonly brought = new Map<string, Uint8Array>();
  readonly #http: Server;
  readonly #server: WebSocketServer;
  readonly #sockets: WebSocket[] = [];

  constructor(port: number) {
    this.#http = createHttpServer((request, response) => void this.#answer(request, response));
    this.#http.listen(port, "127.0.0.1");
    this.#server = new WebSocketServer({
      server: this.#http,
      path: "/v1/media/socket",
      handleProtocols: (offered) => (offered.has(secret) && offered.has(mediaSubprotocol) ? mediaSubprotocol : false),
    });
    this.#server.on("connection", (socket) => {
      this.#sockets.push(socket);
      socket.on("message", (data: Buffer) => {
        const report = fromMediaWorker.parse(JSON.parse(data.toString()));
        this.reports.push(report);
        if (report.type === "hello") socket.send(JSON.stringify({ type: "welcome", calls: this.calls }));
      });
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "").replace("/v1/media/sounds/", "");
    if (request.headers.authorization !== `Bearer ${secret}`) return void response.writeHead(401).end();
    if (request.method === "PUT") {
      this.brought.set(path, await buffer(request));
      return void response.writeHead(204).end();
    }
    const file = this.files.get(path);
    response.writeHead(file === undefined ? 404 : 200).end(file);
  }

  /** To the worker that signed on last. */
  say(message: ToMediaWorker): void {
    this.raw(JSON.stringify(message));
  }

  raw(text: string | Buffer): void {
    this.#sockets.at(-1)?.send(text);
  }

  /** Breaks every connection without a word. */
  break(): void {
    for (const socket of this.#sockets.splice(0)) socket.terminate();
  }

  of<Type extends FromMediaWorker["type"]>(type: Type, callId?: CallId): Report<Type>[] {
    return this.reports.filter(
      (report): report is Report<Type> =>
        report.type === type && (callId === undefined || ("callId" in report && report.callId === callId)),
    );
  }

  /** Waits for the n-th report of a kind about a call. */
  async heard<Type extends FromMediaWorker["type"]>(type: Type, callId?: CallId, n = 1): Promise<Report<Type>> {
    return vi.waitFor(() => {
      const report = this.of(type, callId)[n - 1];
      if (report === undefined)
        throw new Error(`no ${type} number ${n}; reported: ${JSON.stringify(this.reports.slice(-10))}`);
      return report;
    }, patience);
  }

  async close(): Promise<void> {
    this.break();
    await new Promise((resolve) => this.#server.close(resolve));
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }
}

export interface WorkerProcess {
  readonly process: ChildProcess;
  /** Everything it has logged. */
  readonly log: () => string;
  kill(): Promise<void>;
}

export function startWorker(edgePort: number, environment: Readonly<Record<string, string>> = {}): WorkerProcess {
  const child = spawn(process.execPath, [join(import.meta.dirname, "../../media/worker.ts")], {
    stdio: ["ignore", "ignore", "pipe"],
    env: {
      PATH: process.env["PATH"],
      ACD_EDGE_URL: `http://127.0.0.1:${edgePort}`,
      ACD_MEDIA_SECRET: secret,
      ACD_DATA: dataFolder,
      ...environment,
    },
  });
  let logged = "";
  child.stderr.on("data", (bytes: Buffer) => (logged += bytes.toString()));
  return {
    process: child,
    log: () => logged,
    kill: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once("exit", () => resolve());
        child.kill("SIGKILL");
      }),
  };
}

export async function token(
  livekit: LiveKit,
  room: string,
  identity: string,
  grant: Partial<VideoGrant> = {},
): Promise<string> {
  const access = new AccessToken(livekit.apiKey, livekit.apiSecret, { identity, ttl: 120 });
  access.addGrant({ roomJoin: true, room, canUpdateOwnMetadata: true, ...grant });
  if (identity === announcerIdentity) access.kind = "agent";
  return access.toJwt();
}

let rooms = 0;
/** A room of no other test. */
export const newRoom = (): RoomName => as<RoomName>(`call-test_74951234567_${process.pid}${(rooms += 1)}`);
export const callOf = (room: RoomName): CallId => as<CallId>(`call of ${room}`);
export const play = (name: string): PlayId => as<PlayId>(name);

/** What an actor orders: the announcer's token is good for that room alone, to publish a microphone and hear nobody. */
export async function joinOrder(livekit: LiveKit, room: RoomName, treatment: Treatment): Promise<ToMediaWorker> {
  const announcer = await token(livekit, room, announcerIdentity, { canSubscribe: false, canPublishData: false });
  return { type: "call.join", callId: callOf(room), url: livekit.url, token: announcer, room, treatment };
}

export const music = (revision: number, musicFrom = 0): Treatment => ({ revision, background: "music", musicFrom });
export const quiet = (revision: number): Treatment => ({ revision, background: "quiet", musicFrom: 0 });
export const saying = (
  revision: number,
  playId: PlayId,
  text: string,
  background: Treatment["background"] = "music",
): Treatment => ({
  revision,
  background,
  musicFrom: 0,
  speech: { playId, text, language: "ru" },
});

/** A caller who hears everything that is published. */
export interface Caller {
  readonly room: Room;
  /** As they came, with the track they are of and the moment of each (milliseconds). */
  readonly packets: (OpusPacket & { readonly track: string; readonly cameAt: number })[];
}

export async function caller(livekit: LiveKit, room: RoomName): Promise<Caller> {
  const packets: Caller["packets"] = [];
  const seat = await joinRoom({
    url: livekit.url,
    token: await token(livekit, room, "sip_+74951234567"),
    on: {
      trackPublished: (track) =>
        seat.subscribe(track.sid, (packet) =>
          packets.push({
            ...packet,
            payload: Uint8Array.from(packet.payload),
            track: track.sid,
            cameAt: performance.now(),
          }),
        ),
    },
  });
  return { room: seat, packets };
}

/** A way to the signalling port that can be cut without either end saying good-bye. */
export async function breakableLine(
  port: string,
): Promise<{ readonly url: string; break(): void; close(): Promise<void> }> {
  const lines = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port), "127.0.0.1");
    for (const socket of [near, far]) {
      lines.add(socket);
      socket.on("error", () => undefined).on("close", () => lines.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  const own = await freePort();
  await new Promise<void>((resolve) => server.listen(own, "127.0.0.1", resolve));
  return {
    url: `ws://127.0.0.1:${own}`,
    break: () => lines.forEach((socket) => socket.destroy()),
    close: () => {
      lines.forEach((socket) => socket.destroy());
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** What packets sound like, one after the other. */
export const sound = (packets: readonly OpusPacket[]): Int16Array => decode(packets.map((packet) => packet.payload));

/** How alike two sounds of the same length are: 1 the same, 0 unrelated. */
export function likeness(a: Int16Array, b: Int16Array): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let n = 0; n < Math.min(a.length, b.length); n += 1) {
    const [x, y] = [a[n] ?? 0, b[n] ?? 0];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}

/** Where in `whole` a piece is found, to the frame: the best place and how alike it is there. */
export function find(piece: Int16Array, whole: Int16Array): { readonly frame: number; readonly likeness: number } {
  let best = { frame: -1, likeness: 0 };
  for (let frame = 0; (frame + 1) * 960 <= whole.length; frame += 1) {
    const there = likeness(piece, whole.subarray(frame * 960, frame * 960 + piece.length));
    if (there > best.likeness) best = { frame, likeness: there };
  }
  return best;
}

/** The greatest step from one sample to the next, of 32,768. */
export function greatestStep(pcm: Int16Array): number {
  let greatest = 0;
  for (let n = 1; n < pcm.length; n += 1) greatest = Math.max(greatest, Math.abs((pcm[n] ?? 0) - (pcm[n - 1] ?? 0)));
  return greatest;
}
