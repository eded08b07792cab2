/**
 * An operator for tests without a browser: signs in over HTTP, obeys the console protocol, sits in the call's room like livekit-client does,
 * speaks a tone and keeps what it hears. For tests with many operators; the browser has tests of its own.
 */
import { TrackSource } from "@livekit/protocol";
import { Decoder, Encoder } from "@evan/opus";
import { WebSocket } from "ws";
import { joinRoom } from "../../media/room/join.ts";
import type { Room } from "../../media/room/room.ts";
import {
  consoleSubprotocol,
  type ConsoleCommand,
  type ConsoleRefusal,
  type OperatorView,
  type ToConsole,
} from "../../src/protocol/console.ts";
import { tone } from "./phone/audio.ts";

interface Site {
  readonly url: string;
}

export interface OperatorOptions {
  readonly application?: string;
  /** What the operator says into the microphone: a tone of so many hertz. */
  readonly speaks?: number;
  /** The browser tab; another one than that of another console of the same person. */
  readonly tab?: string;
}

/** 20 ms at 8 kHz: Opus speaks and hears at the telephone's own rate. */
const frame = 160;

export class TestOperator {
  readonly id: string;
  /** 8 kHz, everything heard since the last call began. */
  #heard: Int16Array[] = [];
  #message: Extract<ToConsole, { type: "view" }> | undefined;
  #asked = new Map<number, (refusal: ConsoleRefusal | undefined) => void>();
  #lastId = 0;
  #watchers = new Set<() => void>();
  #room: { readonly callId: string; readonly room: Promise<Room | undefined> } | undefined;
  #speaking: NodeJS.Timeout | undefined;
  readonly #socket: WebSocket;
  readonly #speaks: number;
  closedWith: number | undefined;

  private constructor(id: string, socket: WebSocket, speaks: number) {
    this.id = id;
    this.#socket = socket;
    this.#speaks = speaks;
    socket.on("message", (data: Buffer) => this.#hear(JSON.parse(data.toString()) as ToConsole)); // the stack is ours
    socket.on("close", (code) => {
      this.closedWith = code;
      for (const answer of this.#asked.values()) answer("signed_out");
      this.#asked.clear();
    });
    socket.on("error", () => undefined);
  }

  static async signIn(site: Site, id: string, password: string, options: OperatorOptions = {}): Promise<TestOperator> {
    const base = `${site.url}/v1/applications/${options.application ?? "callcenter"}`;
    const response = await fetch(`${base}/sessions`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ operator: id, password }),
    });
    if (response.status !== 201) throw new Error(`sign-in answered ${response.status}: ${await response.text()}`);
    const { token } = (await response.json()) as { token: string };
    const tab = options.tab ?? "first";
    const socket = new WebSocket(`${base.replace("http", "ws")}/console?tab=${tab}`, [consoleSubprotocol, token], {
      origin: site.url,
    });
    const operator = new TestOperator(id, socket, options.speaks ?? 880);
    await operator.until(() => true, "the first view");
    return operator;
  }

  get view(): OperatorView | undefined {
    return this.#message?.view;
  }

  get lead(): boolean {
    return this.#message?.lead ?? false;
  }

  /** Everything heard in the present or last call, 8 kHz mono. */
  heard(): Int16Array {
    const all = new Int16Array(this.#heard.reduce((length, part) => length + part.length, 0));
    let at = 0;
    for (const part of this.#heard) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  /** Waits until the view is as wanted. */
  async until(wanted: (view: OperatorView) => boolean, what: string, within = 10_000): Promise<OperatorView> {
    const started = Date.now();
    for (;;) {
      const { view } = this;
      if (view !== undefined && wanted(view)) return view;
      const left = within - (Date.now() - started);
      if (left <= 0) throw new Error(`${this.id}: no ${what} within ${within} ms; the view is ${JSON.stringify(view)}`);
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          this.#watchers.delete(done);
          resolve();
        };
        const timer = setTimeout(done, left);
        this.#watchers.add(done);
      });
    }
  }

  untilStatus(status: OperatorView["status"], within?: number): Promise<OperatorView> {
    return this.until((view) => view.status === status, `status ${status}`, within);
  }

  /** Undefined when it was done, else why not. */
  command(command: ConsoleCommand): Promise<ConsoleRefusal | undefined> {
    if (this.#socket.readyState !== WebSocket.OPEN) return Promise.resolve("signed_out");
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#asked.set(id, resolve);
      this.#socket.send(JSON.stringify({ id, command }));
    });
  }

  ready(): Promise<ConsoleRefusal | undefined> {
    return this.command({ type: "goReady" });
  }

  /** Waits for an offer, so long at most, and takes it; resolves when caller and operator hear each other. */
  async accept(within?: number): Promise<OperatorView> {
    const { offer } = await this.until((view) => view.offer !== undefined, "offer", within);
    if (offer !== undefined) await this.command({ type: "accept", offerId: offer.offerId });
    // Longer than usual when a packet of the key exchange gets lost: it is sent again after a second.
    return this.until((view) => view.call?.connectedAt !== undefined, "connection");
  }

  async decline(): Promise<void> {
    const { offer } = await this.until((view) => view.offer !== undefined, "offer");
    if (offer !== undefined) await this.command({ type: "decline", offerId: offer.offerId });
  }

  async hangUp(): Promise<void> {
    const callId = this.view?.call?.callId;
    if (callId !== undefined) await this.command({ type: "hangUp", callId });
  }

  /** Closes the tab. */
  close(): void {
    this.#stopSpeaking();
    void this.#leave();
    this.#socket.close();
  }

  #hear(message: ToConsole): void {
    if (message.type === "answer") {
      this.#asked.get(message.id)?.(message.ok ? undefined : message.refusal);
      this.#asked.delete(message.id);
      return;
    }
    this.#message = message;
    this.#attend(message.view, message.lead);
    for (const watcher of Array.from(this.#watchers)) watcher(); // each takes itself out
  }

  /** In the room from the ringing on, as the browser console is. */
  #attend(view: OperatorView, lead: boolean): void {
    const seat = view.offer ?? view.call;
    if (seat === undefined || !lead) {
      void this.#leave();
      return;
    }
    if (this.#room?.callId === seat.callId) return;
    void this.#leave();
    this.#heard = [];
    this.#room = { callId: seat.callId, room: this.#join(seat.pass.url, seat.pass.token) };
  }

  async #join(url: string, token: string): Promise<Room | undefined> {
    const admitted = Promise.withResolvers<void>();
    const room = await joinRoom({
      url,
      token,
      on: { permitted: (mayPublish) => mayPublish && admitted.resolve() },
    }).catch(() => undefined);
    if (room === undefined) return undefined;
    void admitted.promise.then(() => {
      for (const seat of room.seats()) {
        if (seat.identity.startsWith("operator_") || seat.identity.startsWith("announcer_")) continue;
        for (const track of seat.tracks) if (track.audio) this.#listenTo(room, track.sid);
      }
      // The call may be over before they are heard.
      return this.#speak(room).catch(() => undefined);
    });
    return room;
  }

  #listenTo(room: Room, trackSid: string): void {
    const decoder = new Decoder({ channels: 1, sample_rate: 8_000 });
    room.subscribe(trackSid, ({ payload }) => {
      const pcm = decoder.decode(payload);
      this.#heard.push(new Int16Array(pcm.buffer.slice(pcm.byteOffset, pcm.byteOffset + pcm.byteLength)));
    });
  }

  async #speak(room: Room): Promise<void> {
    const encoder = new Encoder({ channels: 1, sample_rate: 8_000, application: "voip" });
    const second = tone(this.#speaks, 1_000);
    const frames = Array.from({ length: 50 }, (_, i) => encoder.encode(second.slice(i * frame, (i + 1) * frame)));
    const publication = await room.publish({ name: "microphone", source: TrackSource.MICROPHONE });
    const startedAt = performance.now();
    let sent = 0;
    this.#speaking = setInterval(() => {
      while (sent * 20 < performance.now() - startedAt) {
        const next = frames[sent % frames.length];
        if (next !== undefined) publication.send(next);
        sent += 1;
      }
    }, 10);
  }

  #stopSpeaking(): void {
    clearInterval(this.#speaking);
    this.#speaking = undefined;
  }

  async #leave(): Promise<void> {
    this.#stopSpeaking();
    const { room } = this.#room ?? {};
    this.#room = undefined;
    await (await room)?.leave();
  }
}
