/**
 * How many waiting callers one media worker can play music to: rooms per core, memory per room, and how evenly the packets reach listeners.
 * A real worker process, a real LiveKit server of its own; `--rooms 500` by default.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { AccessToken } from "livekit-server-sdk";
import { type WebSocket, WebSocketServer } from "ws";
import * as z from "zod";
import { fromMediaWorker } from "../src/protocol/media.schema.ts";
import { type FromMediaWorker, mediaSubprotocol, type ToMediaWorker } from "../src/protocol/media.ts";
import { announcerIdentity } from "../src/protocol/rooms.ts";
import { as, type CallId, type RoomName } from "../src/words/index.ts";
import { processorTime, share } from "./measure/processor.ts";
import { quantile } from "./measure/statistics.ts";
import { freePort } from "../stack/ports.ts";
import { type LiveKit, startLiveKit } from "../test/support/livekit.ts";
import type { Heard, ListenerOptions } from "./media/listener.ts";

const { values } = parseArgs({
  options: { rooms: { type: "string", default: "500" }, rate: { type: "string", default: "25" } },
});
const rooms = Number(values.rooms);
const joinsPerSecond = Number(values.rate);
const measured = 20_000;
const settling = 3_000;
/** In how many rooms somebody listens; each costs this machine something that the worker is not to blame for. */
const listened = 8;
const secret = "a-media-secret-for-the-bench";

const load = loadavg()[0];
const livekit = await startLiveKit();
const edgePort = await freePort();
const edge = new WebSocketServer({ port: edgePort, host: "127.0.0.1", handleProtocols: () => mediaSubprotocol });
const worker = spawn(process.execPath, [join(import.meta.dirname, "../media/worker.ts")], {
  stdio: ["ignore", "ignore", "pipe"],
  env: {
    PATH: process.env["PATH"],
    ACD_EDGE_URL: `http://127.0.0.1:${edgePort}`,
    ACD_MEDIA_SECRET: secret,
    ACD_MEDIA_CAPACITY: values.rooms,
    ACD_DATA: join(tmpdir(), "acd-bench-media"),
  },
});
const evennessLine = z.object({
  what: z.literal("evenness"),
  packets: z.number(),
  p50Ms: z.number(),
  p99Ms: z.number(),
});
const workerLog = createInterface({ input: worker.stderr });
let listener: ChildProcess | undefined;
try {
  console.log(JSON.stringify({ media: await measure() }));
} finally {
  worker.kill("SIGKILL");
  listener?.kill("SIGKILL");
  edge.close();
  for (const socket of edge.clients) socket.terminate();
  await livekit.stop();
}
process.exit(0); // the native side keeps threads that outlive their connections

async function measure(): Promise<Record<string, unknown>> {
  const socket = await signedOn();
  const pid = worker.pid ?? 0;
  await pause(2_000);
  const before = residentMb(pid);

  const names = Array.from({ length: rooms }, (_, n) => as<RoomName>(`call-bench_7495${n}_x`));
  const joined = new Map<CallId, number>();
  const failed: string[] = [];
  socket.on("message", (data: Buffer) => {
    const report = fromMediaWorker.parse(JSON.parse(data.toString()));
    if (report.type === "call.joined") joined.set(report.callId, performance.now());
    if (report.type === "call.left") failed.push(report.detail ?? report.reason);
  });
  const ears = listen(
    livekit,
    names.filter((_, n) => n % Math.ceil(rooms / listened) === 0),
  );
  await ears.ready;
  const asked = new Map<CallId, number>();
  for (const [n, room] of names.entries()) {
    const callId = as<CallId>(room);
    const token = await tokenFor(livekit, room, announcerIdentity);
    const order: ToMediaWorker = {
      type: "call.join",
      callId,
      url: livekit.url,
      token,
      room,
      treatment: { revision: 1, background: "music", musicFrom: (n * 137 * 20) % 100_000 },
    };
    asked.set(callId, performance.now());
    socket.send(JSON.stringify(order));
    await pause(1_000 / joinsPerSecond);
  }
  const deadline = performance.now() + 30_000;
  while (joined.size < rooms && performance.now() < deadline) await pause(100);
  if (joined.size < rooms || failed.length > 0)
    throw new Error(`${joined.size} of ${rooms} joined: ${failed.slice(0, 5).join(", ")}`);

  await pause(settling);
  ears.startAfresh();
  await evenness();
  const began = processorTime(pid);
  await pause(measured);
  const ended = processorTime(pid);
  if (began === undefined || ended === undefined) throw new Error("This bench reads /proc, which is not there.");
  const cores = share(began, ended, "used");
  const after = residentMb(pid);
  const sent = await evenness();
  const heard = await ears.heard();
  const joins = [...joined].map(([callId, at]) => at - (asked.get(callId) ?? at));
  return {
    rooms,
    callersPerCore: Math.round(rooms / cores),
    cores: round(cores, 3),
    mbPerCaller: round((after - before) / rooms, 3),
    mbTotal: Math.round(after),
    // Of every packet, as the worker hands it to the network.
    pacingP50Ms: sent.p50Ms,
    pacingP99Ms: sent.p99Ms,
    packetsSent: sent.packets,
    // What reaches listeners has been through LiveKit, which shares this machine and needs more of it than the worker.
    heardP50Ms: round(quantile(heard.deviations, 0.5), 2),
    heardP99Ms: round(quantile(heard.deviations, 0.99), 2),
    packetsHeard: heard.packets,
    packetsLost: heard.lost,
    joinP50Ms: round(quantile(joins, 0.5), 1),
    joinP99Ms: round(quantile(joins, 0.99), 1),
    machine: { cpus: cpus().length, model: cpus()[0]?.model, node: process.version, loadBefore: load },
  };
}

/** Asks the worker how evenly it has sent since it was last asked. */
function evenness(): Promise<z.infer<typeof evennessLine>> {
  return new Promise((resolve) => {
    const hear = (line: string): void => {
      const answer = evennessLine.safeParse(JSON.parse(line));
      if (!answer.success) return;
      workerLog.off("line", hear);
      resolve(answer.data);
    };
    workerLog.on("line", hear);
    worker.kill("SIGUSR2");
  });
}

function signedOn(): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    worker.once("exit", () => reject(new Error("the worker ended")));
    edge.on("connection", (socket) => {
      socket.once("message", (data: Buffer) => {
        const hello: FromMediaWorker = fromMediaWorker.parse(JSON.parse(data.toString()));
        if (hello.type !== "hello") return reject(new Error(`the worker began with ${hello.type}`));
        socket.send(JSON.stringify({ type: "welcome", calls: [] } satisfies ToMediaWorker));
        resolve(socket);
      });
    });
  });
}

function listen(
  server: LiveKit,
  names: readonly RoomName[],
): { readonly ready: Promise<void>; startAfresh(): void; heard(): Promise<Heard> } {
  const started = Promise.all(names.map((room) => tokenFor(server, room, "sip_bench"))).then((tokens) => {
    const options: ListenerOptions = { url: server.url, tokens };
    const child = spawn(process.execPath, [join(import.meta.dirname, "media/listener.ts"), JSON.stringify(options)], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    listener = child;
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return { child, lines };
  });
  return {
    ready: started.then(async ({ lines }) => void (await lines.next())),
    startAfresh: () => void started.then(({ child }) => child.stdin.write("afresh\n")),
    async heard() {
      const { child, lines } = await started;
      child.stdin.end();
      return JSON.parse((await lines.next()).value as string) as Heard; // written by media/listener.ts
    },
  };
}

async function tokenFor(server: LiveKit, room: string, identity: string): Promise<string> {
  const token = new AccessToken(server.apiKey, server.apiSecret, { identity, ttl: 600 });
  token.addGrant({ roomJoin: true, room, canSubscribe: identity !== announcerIdentity });
  return token.toJwt();
}

function residentMb(pid: number): number {
  const kb = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kb) / 1_024;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
