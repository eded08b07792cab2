/** A media worker that says and reports what a real one would (media/), without any sound: every caller hears it as soon as it has joined. */
import { ParticipantInfo_Kind } from "@livekit/protocol";
import { WebSocket } from "ws";
import { mediaSubprotocol, type FromMediaWorker, type Treatment } from "../../src/protocol/media.ts";
import { toMediaWorker } from "../../src/protocol/media.schema.ts";
import { announcerIdentity, whoIs } from "../../src/protocol/rooms.ts";
import { as, seconds, type CallId, type MediaWorkerId } from "../../src/words/index.ts";
import { add, type Tally } from "./counts.ts";
import type { LiveKit } from "./livekit.ts";

const capacity = 5_000;
const reportEvery = seconds(5);
/** How long a letter takes to say. */
const letter = 70;

export class Announcer {
  readonly #socket: WebSocket;
  readonly #liveKit: LiveKit;
  readonly #rooms = new Map<CallId, string>();
  /** Of the treatment that each caller hears. */
  readonly #revisions = new Map<CallId, number>();
  /** What this worker has said: its actor's incoming messages. */
  said: Tally = {};

  private constructor(socket: WebSocket, liveKit: LiveKit) {
    this.#socket = socket;
    this.#liveKit = liveKit;
  }

  static async signOn(url: string, secret: string, liveKit: LiveKit): Promise<Announcer> {
    const worker = as<MediaWorkerId>("w_bench");
    const socket = new WebSocket(`${url}/v1/media/socket?worker=${worker}`, [mediaSubprotocol, secret]);
    const announcer = new Announcer(socket, liveKit);
    socket.addEventListener("message", ({ data }) => {
      if (typeof data === "string") announcer.#obey(data);
    });
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    announcer.#say({ type: "hello", worker, capacity, calls: [] });
    const load = setInterval(
      () => announcer.#say({ type: "load", calls: announcer.#rooms.size, capacity, cpu: 0 }),
      reportEvery,
    );
    socket.once("close", () => clearInterval(load));
    return announcer;
  }

  close(): void {
    this.#socket.close();
  }

  #obey(text: string): void {
    const order = toMediaWorker.parse(JSON.parse(text));
    if (order.type === "call.join") this.#enter(order.callId, order.room);
    if (order.type === "call.treat") this.#speak(order.callId, order.treatment);
    if (order.type === "call.leave") this.#leave(order.callId);
  }

  #enter(callId: CallId, room: string): void {
    this.#rooms.set(callId, room);
    this.#liveKit.join(room, {
      identity: announcerIdentity,
      kind: ParticipantInfo_Kind.AGENT,
      left: (identity, sid) => {
        if (whoIs(identity) !== "announcer") this.#say({ type: "participant.left", callId, identity, sid });
      },
      closed: () => {
        if (this.#forget(callId)) this.#say({ type: "call.left", callId, reason: "roomClosed" });
      },
    });
    this.#liveKit.publish(room, announcerIdentity);
    this.#say({ type: "call.joined", callId });
    this.#say({ type: "call.active", callId });
  }

  /** A newer treatment cuts short what is being said. */
  #speak(callId: CallId, { speech, revision }: Treatment): void {
    if (!this.#rooms.has(callId)) return;
    this.#revisions.set(callId, revision);
    if (speech === undefined) return;
    setTimeout(() => {
      if (this.#revisions.get(callId) !== revision) return;
      this.#say({ type: "speech.finished", callId, playId: speech.playId, musicAt: 0 });
    }, speech.text.length * letter);
  }

  #leave(callId: CallId): void {
    const room = this.#rooms.get(callId);
    if (room === undefined) return;
    this.#forget(callId);
    this.#liveKit.leave(room, announcerIdentity);
    this.#say({ type: "call.left", callId, reason: "told" });
  }

  #forget(callId: CallId): boolean {
    this.#revisions.delete(callId);
    return this.#rooms.delete(callId);
  }

  #say(message: FromMediaWorker): void {
    add(this.said, "MediaActor", message.type);
    this.#socket.send(JSON.stringify(message));
  }
}
