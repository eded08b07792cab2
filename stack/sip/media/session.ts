/** The media of one call: RTP with a telephone on one side, Opus frames of the room on the other. */
import { randomBytes } from "node:crypto";
import type { Duration } from "../../../src/words/index.ts";
import type { Place } from "../message/reply.ts";
import { CallerVoice } from "./caller-voice.ts";
import type { SendFrame } from "./caller-voice.ts";
import type { G711Codec } from "./g711.ts";
import { g711 } from "./g711.ts";
import { closePorts } from "./ports.ts";
import type { PortPair } from "./ports.ts";
import { RoomVoice } from "./room-voice.ts";
import { parseRtp, writeRtp } from "./rtp.ts";
import { frameSamples, mixed } from "./samples.ts";
import type { Agreed } from "./sdp.ts";
import { KeyListener, KeyPresser } from "./telephone-event.ts";
import type { Ticker } from "./ticker.ts";

export interface MediaEvents {
  /** 20 ms of the caller, for the room. */
  readonly frame: SendFrame;
  digit(digit: string): void;
  /** The caller's first packet. */
  heard(): void;
  /** No packet for as long as was allowed. */
  silent(): void;
}

export interface Patience {
  /** Until the first packet. */
  readonly initial: Duration;
  /** Between packets. */
  readonly general: Duration;
}

/** As long as packets come from one place, those from another are not believed. */
const sourceKept: Duration = 1_000;

export class MediaSession {
  readonly #ports: PortPair;
  readonly #agreed: Agreed;
  readonly #codec: G711Codec;
  readonly #events: MediaEvents;
  readonly #voices = new Map<string, RoomVoice>();
  readonly #callerVoice: CallerVoice;
  readonly #keysIn = new KeyListener();
  readonly #keysOut = new KeyPresser();
  readonly #stopTicking: () => void;
  readonly #ssrc = randomBytes(4).readUInt32BE();
  #sequence = randomBytes(2).readUInt16BE();
  #timestamp = randomBytes(4).readUInt32BE();
  #talkSpurt = true;
  /** Where to send: first what the telephone's description says, then where packets really come from. */
  #remote: Place | undefined;
  #lastPacketAt: number | undefined;
  #sendingSince: number | undefined;
  #patience: Patience | undefined;
  #closed = false;

  constructor(ports: PortPair, agreed: Agreed, ticker: Ticker, events: MediaEvents) {
    this.#ports = ports;
    this.#agreed = agreed;
    this.#codec = g711[agreed.codec];
    this.#events = events;
    this.#remote = agreed.remote;
    this.#callerVoice = new CallerVoice(this.#codec, events.frame);
    ports.rtp.on("message", (bytes, from) => this.#received(bytes, { address: from.address, port: from.port }));
    this.#stopTicking = ticker.add((missed) => this.#tick(missed));
  }

  /** Whether any packet has come from the caller. */
  get hasHeard(): boolean {
    return this.#lastPacketAt !== undefined;
  }

  hasVoice(trackSid: string): boolean {
    return this.#voices.has(trackSid);
  }

  get localPort(): number {
    return this.#ports.rtp.address().port;
  }

  /** Begins to send, silence included, and to expect packets. */
  start(patience: Patience): void {
    this.#sendingSince = performance.now();
    this.#patience = patience;
  }

  /** The voice of one track of the room, heard by the caller until it is dropped. */
  addVoice(trackSid: string): RoomVoice {
    this.dropVoice(trackSid);
    const voice = new RoomVoice();
    this.#voices.set(trackSid, voice);
    return voice;
  }

  dropVoice(trackSid: string): void {
    this.#voices.get(trackSid)?.close();
    this.#voices.delete(trackSid);
  }

  /** Presses a key towards the caller; nothing happens when they did not offer telephone-event. */
  press(digit: string): void {
    if (this.#agreed.eventPayload !== undefined) this.#keysOut.press(digit);
  }

  /** The caller wants to receive elsewhere from now on. */
  moveTo(remote: Place): void {
    this.#remote = remote;
    this.#lastPacketAt &&= performance.now() - sourceKept; // the next packet may come from a new place at once
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopTicking();
    for (const sid of this.#voices.keys()) this.dropVoice(sid);
    this.#callerVoice.close();
    closePorts(this.#ports);
  }

  #received(bytes: Buffer, from: Place): void {
    const packet = parseRtp(bytes);
    if (packet === undefined || this.#closed || !this.#believes(from)) return;
    const first = this.#lastPacketAt === undefined;
    this.#lastPacketAt = performance.now();
    if (first) this.#events.heard();
    if (packet.payloadType === this.#agreed.codecPayload) this.#callerVoice.received(packet);
    else if (this.#agreed.eventPayloadsHeard.includes(packet.payloadType)) {
      const digit = this.#keysIn.heard(packet);
      if (digit !== undefined) this.#events.digit(digit);
    }
  }

  /** Phones behind address translation are reached where they send from, whatever they wrote; but a stranger cannot take a call over. */
  #believes(from: Place): boolean {
    const same = this.#remote?.address === from.address && this.#remote.port === from.port;
    if (same) return true;
    const quiet = this.#lastPacketAt === undefined || performance.now() - this.#lastPacketAt >= sourceKept;
    if (quiet) this.#remote = from;
    return quiet;
  }

  #tick(missed: number): void {
    const frames = [...this.#voices.values()].flatMap((voice) => voice.next() ?? []);
    if (this.#sendingSince === undefined || this.#patience === undefined) return;
    if (missed > 0) this.#talkSpurt = true;
    this.#timestamp += (missed + 1) * frameSamples;
    const keys = this.#keysOut.next();
    if (keys === undefined) this.#sendAudio(frames);
    else {
      for (const { payload, age, first } of keys)
        this.#send(this.#agreed.eventPayload ?? 0, first, this.#timestamp - age, payload);
      this.#talkSpurt = true;
    }
    this.#judgeSilence(this.#sendingSince, this.#patience);
  }

  #sendAudio(frames: readonly Int16Array[]): void {
    const [only, ...more] = frames;
    const samples = only !== undefined && more.length === 0 ? only : mixed(frames);
    this.#send(this.#agreed.codecPayload, this.#talkSpurt, this.#timestamp, this.#codec.encode(samples));
    this.#talkSpurt = false;
  }

  #send(payloadType: number, marker: boolean, timestamp: number, payload: Uint8Array): void {
    if (this.#remote === undefined) return;
    const packet = writeRtp({ payloadType, marker, sequence: this.#sequence, timestamp, ssrc: this.#ssrc, payload });
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#ports.rtp.send(packet, this.#remote.port, this.#remote.address, ignore);
  }

  #judgeSilence(since: number, patience: Patience): void {
    const limit = this.#lastPacketAt === undefined ? since + patience.initial : this.#lastPacketAt + patience.general;
    if (performance.now() < limit) return;
    this.#patience = { initial: Infinity, general: Infinity }; // said once
    this.#events.silent();
  }
}

const ignore = (): void => undefined;
