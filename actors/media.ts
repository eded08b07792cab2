/**
 * One media worker process, through its WebSocket; named after the worker's run.
 * It stays in memory as long as the socket is open and keeps nothing on disk: the worker says in its `hello` what it holds.
 */
import { DurableObject } from "cloudflare:workers";
import { rootDirectoryName } from "../src/directory/port.ts";
import { actorName, type CallPort, type MediaPort } from "../src/protocol/actors.ts";
import {
  mediaSubprotocol,
  type FromMediaWorker,
  type SoundOrder,
  type ToMediaWorker,
  type Treatment,
} from "../src/protocol/media.ts";
import { fromMediaWorker } from "../src/protocol/media.schema.ts";
import { applicationOfRoom, operatorOf, whoIs } from "../src/protocol/rooms.ts";
import type { RoomFact } from "../src/protocol/room.ts";
import type { ApplicationId, CallId, Instant, MediaWorkerId } from "../src/words/index.ts";
import type { ActorEnv } from "./env.ts";

/** How often the directory hears of a worker whose load does not change. */
const sightEvery = 15_000;
/** Of uploads to convert it is remembered whose they are, for when the worker is lost: more than it can have before it. Nobody says when one is done. */
const mostOrders = 200;
/**
 * LiveKit's webhooks tell of departures first; the worker is the second witness. Heard only if the call still stands after so long:
 * usually it has ended by then, and nobody need be told twice.
 */
const webhooksTake = 2_000;

export class MediaActor extends DurableObject<ActorEnv> implements MediaPort {
  #socket: WebSocket | undefined;
  #worker: MediaWorkerId | undefined;
  #capacity = 0;
  #load = 0;
  #seenAt: Instant = 0;
  readonly #calls = new Map<CallId, ApplicationId>();
  /** Uploads that it has been asked to convert since it signed on, with the names of their sounds' actors. */
  readonly #orders = new Map<string, string>();

  override fetch(): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    server.accept();
    // A worker has one connection: the newer one counts.
    this.#socket?.close(4000, "replaced");
    this.#socket = server;
    server.addEventListener("message", ({ data }) => this.ctx.waitUntil(this.#hear(server, data)));
    server.addEventListener("close", () => this.ctx.waitUntil(this.#closed(server)));
    server.addEventListener("error", () => this.ctx.waitUntil(this.#closed(server)));
    return new Response(null, {
      status: 101,
      webSocket: client,
      headers: { "Sec-WebSocket-Protocol": mediaSubprotocol },
    });
  }

  async join(call: Parameters<MediaPort["join"]>[0]): Promise<boolean> {
    const { application, callId, room, url, token, treatment } = call;
    if (this.#worker === undefined || (this.#calls.size >= this.#capacity && !this.#calls.has(callId))) return false;
    if (!this.#say({ type: "call.join", callId, url, token, room, treatment })) return false;
    this.#calls.set(callId, application);
    return true;
  }

  async treat(callId: CallId, treatment: Treatment): Promise<boolean> {
    return this.#calls.has(callId) && this.#say({ type: "call.treat", callId, treatment });
  }

  async release(callId: CallId): Promise<void> {
    if (this.#calls.delete(callId)) this.#say({ type: "call.leave", callId });
  }

  async convert(order: Omit<SoundOrder, "type">): Promise<boolean> {
    if (!this.#say({ type: "sound.convert", ...order })) return false;
    this.#orders.set(order.upload, actorName(order.application, order.sound));
    const oldest = this.#orders.keys().next();
    if (this.#orders.size > mostOrders && oldest.done !== true) this.#orders.delete(oldest.value);
    return true;
  }

  async holds(callId: CallId): Promise<boolean> {
    return this.#socket !== undefined && this.#calls.has(callId);
  }

  async #hear(socket: WebSocket, data: unknown): Promise<void> {
    const message = readable(data);
    if (message === undefined) {
      console.warn(JSON.stringify({ level: "warn", event: "media.unreadable" }));
      return;
    }
    if (message.type === "hello") return this.#welcome(socket, message);
    if (message.type === "load") {
      this.#capacity = message.capacity;
      return this.#register(message.calls);
    }
    const application = this.#calls.get(message.callId);
    if (application === undefined || this.#worker === undefined) return;
    const call = this.env.CALL.getByName(actorName(application, message.callId));
    await this.#pass(call, message, this.#worker);
  }

  async #welcome(socket: WebSocket, hello: Extract<FromMediaWorker, { type: "hello" }>): Promise<void> {
    this.#worker = hello.worker;
    this.#capacity = hello.capacity;
    const kept = await Promise.all(
      hello.calls.map(async (hand) => {
        const application = applicationOfRoom(hand.room);
        if (application === undefined) return undefined;
        this.#calls.set(hand.callId, application);
        const keeps = await this.env.CALL.getByName(actorName(application, hand.callId))
          .held(hello.worker, hand)
          .catch(() => true); // the call cannot be asked just now: better music than silence, and the patrol looks after it
        if (!keeps) this.#calls.delete(hand.callId);
        return keeps ? hand.callId : undefined;
      }),
    );
    if (socket !== this.#socket) return;
    this.#say({ type: "welcome", calls: kept.filter((callId) => callId !== undefined) });
    this.#seenAt = 0;
    await this.#register(this.#calls.size);
  }

  async #pass(
    call: CallPort,
    message: Exclude<FromMediaWorker, { type: "hello" | "load" }>,
    worker: MediaWorkerId,
  ): Promise<void> {
    const at = Date.now();
    switch (message.type) {
      case "call.joined":
        return;
      case "call.active":
        return call.tell({ type: "media.active", at, worker });
      case "speech.finished":
        return call.tell({ type: "speech.finished", at, playId: message.playId, musicAt: message.musicAt });
      case "digit":
        return call.tell({ type: "digit", at, digit: message.digit });
      case "participant.left": {
        const fact = departure(message.identity, message.sid, at);
        if (fact !== undefined) this.#laterUnlessOver(message.callId, () => call.tell(fact));
        return;
      }
      case "call.left":
        if (message.reason === "roomClosed") {
          this.#laterUnlessOver(message.callId, () => {
            this.#calls.delete(message.callId);
            return call.tell({ type: "room.gone", at });
          });
          return;
        }
        this.#calls.delete(message.callId);
        if (message.reason === "failed") await call.tell({ type: "media.lost", at, worker });
        return;
      default:
        return message satisfies never;
    }
  }

  #laterUnlessOver(callId: CallId, tell: () => Promise<void>): void {
    setTimeout(() => {
      if (this.#calls.has(callId)) this.ctx.waitUntil(tell());
    }, webhooksTake);
  }

  async #register(calls: number): Promise<void> {
    if (this.#worker === undefined) return;
    const now = Date.now();
    const much = Math.abs(calls - this.#load) * 10 >= this.#capacity;
    if (!much && now - this.#seenAt < sightEvery) return;
    this.#load = calls;
    this.#seenAt = now;
    await this.env.DIRECTORY.getByName(rootDirectoryName).mediaWorkerSeen({
      worker: this.#worker,
      calls,
      capacity: this.#capacity,
      seenAt: now,
    });
  }

  /** The worker is gone, or its connection is: its calls look for another at once. If it comes back it is told to leave them. */
  async #closed(socket: WebSocket): Promise<void> {
    if (socket !== this.#socket) return;
    this.#socket = undefined;
    const worker = this.#worker;
    if (worker === undefined) return;
    const calls = [...this.#calls];
    const orders = [...this.#orders];
    this.#calls.clear();
    this.#orders.clear();
    await this.env.DIRECTORY.getByName(rootDirectoryName).mediaWorkerGone(worker);
    await Promise.allSettled(
      calls.map(([callId, application]) =>
        this.env.CALL.getByName(actorName(application, callId)).tell({ type: "media.lost", at: Date.now(), worker }),
      ),
    );
    // Of those that are done their actors know nothing any more.
    await Promise.allSettled(orders.map(([upload, name]) => this.env.SOUND.getByName(name).lost(upload)));
  }

  #say(message: ToMediaWorker): boolean {
    if (this.#socket === undefined) return false;
    try {
      this.#socket.send(JSON.stringify(message));
      return true;
    } catch {
      return false; // closing: `close` follows and the calls are told
    }
  }
}

function readable(data: unknown): FromMediaWorker | undefined {
  if (typeof data !== "string") return undefined;
  try {
    const parsed = fromMediaWorker.safeParse(JSON.parse(data));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function departure(identity: string, sid: string, at: Instant): RoomFact | undefined {
  switch (whoIs(identity)) {
    case "caller":
      return { type: "caller.left", at, sid, reason: "seen leaving" };
    case "operator":
      return { type: "operator.left", at, operatorId: operatorOf(identity), sid, reason: "seen leaving" };
    case "announcer":
    case "stranger":
      return undefined;
  }
}
