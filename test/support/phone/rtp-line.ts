/** The phone's ear and mouth: an RTP socket that sends 20 ms packets on the clock and records what comes. */
import { createSocket } from "node:dgram";
import type { Socket } from "node:dgram";
import { once } from "node:events";
import { aLawDecode, aLawEncode, muLawDecode, muLawEncode } from "./audio.ts";

export type Codec = "PCMU" | "PCMA";

export const payloadTypes: Readonly<Record<Codec, number>> = { PCMU: 0, PCMA: 8 };
export const eventPayload = 101;

/** A session description with sound and keys, but for how the sound is to go. */
export const soundOffered = (port: number, codec: Codec): readonly string[] => [
  "v=0",
  "o=- 1 1 IN IP4 127.0.0.1",
  "s=-",
  "c=IN IP4 127.0.0.1",
  "t=0 0",
  `m=audio ${port} RTP/AVP ${payloadTypes[codec]} ${eventPayload}`,
  `a=rtpmap:${payloadTypes[codec]} ${codec}/8000`,
  `a=rtpmap:${eventPayload} telephone-event/8000`,
];

const digits = "0123456789*#ABCD";
const packetSamples = 160;

export interface Arrived {
  readonly at: number;
  readonly payloadType: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly samples: Int16Array;
}

export class RtpLine {
  readonly socket: Socket;
  readonly #codec: Codec;
  /** Every packet as it came, for tests of pacing and order. */
  readonly arrived: Arrived[] = [];
  /** The keys the other side pressed. */
  readonly keys: string[] = [];
  /** The payload types of telephone-event, each way. */
  readonly keysAs = { sent: eventPayload, heard: eventPayload };
  #lastKeyTimestamp: number | undefined;
  #remote: { port: number; address: string } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #due = 0;
  #playing: { readonly samples: Int16Array; at: number; readonly done: () => void } | undefined;
  #sequence = Math.floor(Math.random() * 65_536);
  #timestamp = Math.floor(Math.random() * 2 ** 32);
  readonly #ssrc = Math.floor(Math.random() * 2 ** 32);

  private constructor(socket: Socket, codec: Codec) {
    this.socket = socket;
    this.#codec = codec;
    socket.on("message", (bytes) => this.#receive(bytes));
  }

  static async open(codec: Codec): Promise<RtpLine> {
    const socket = createSocket("udp4");
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    return new RtpLine(socket, codec);
  }

  get port(): number {
    return this.socket.address().port;
  }

  /** Everything heard so far, in order, lost packets as silence. */
  heard(): Int16Array {
    const audio = this.arrived.filter((packet) => packet.samples.length > 0);
    const [first] = audio;
    if (first === undefined) return new Int16Array();
    const offsetOf = (packet: Arrived): number => (packet.timestamp - first.timestamp) | 0;
    const whole = new Int16Array(Math.max(...audio.map((packet) => offsetOf(packet) + packet.samples.length)));
    for (const packet of audio) if (offsetOf(packet) >= 0) whole.set(packet.samples, offsetOf(packet));
    return whole;
  }

  /** Begins to send: silence unless something is played. */
  start(remote: { port: number; address: string }): void {
    this.#remote = remote;
    if (this.#timer !== undefined) return;
    this.#due = performance.now();
    this.#tick();
  }

  /** Stops sending; what comes is still recorded. */
  pause(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Resolves when the last sample has been sent. */
  play(samples: Int16Array): Promise<void> {
    return new Promise((done) => {
      this.#playing = { samples, at: 0, done };
    });
  }

  /** One press as RFC 4733 has it: 100 ms, the end sent three times. Rejects nothing; resolves when sent. */
  async press(digit: string): Promise<void> {
    const code = digits.indexOf(digit);
    const start = this.#timestamp;
    for (let packet = 1; packet <= 5; packet += 1) {
      this.#send(
        this.keysAs.sent,
        start,
        Uint8Array.of(code, 10, (packet * packetSamples) >> 8, (packet * packetSamples) & 0xff),
        packet === 1,
      );
      await sleep(20);
    }
    for (let repeat = 0; repeat < 3; repeat += 1) {
      this.#send(this.keysAs.sent, start, Uint8Array.of(code, 0x8a, 800 >> 8, 800 & 0xff), false);
    }
    await sleep(60);
  }

  /** Sends raw bytes to where the audio goes. */
  sendRaw(bytes: Uint8Array): void {
    if (this.#remote !== undefined) this.socket.send(bytes, this.#remote.port, this.#remote.address);
  }

  close(): void {
    this.pause();
    this.#remote = undefined;
    this.#playing?.done();
    this.socket.close();
  }

  readonly #tick = (): void => {
    const frame = new Int16Array(packetSamples);
    const playing = this.#playing;
    if (playing !== undefined) {
      frame.set(playing.samples.subarray(playing.at, playing.at + packetSamples));
      playing.at += packetSamples;
      if (playing.at >= playing.samples.length) {
        this.#playing = undefined;
        playing.done();
      }
    }
    const encode = this.#codec === "PCMU" ? muLawEncode : aLawEncode;
    this.#send(payloadTypes[this.#codec], this.#timestamp, Uint8Array.from(frame, encode), false);
    this.#timestamp = (this.#timestamp + packetSamples) >>> 0;
    this.#due += 20;
    this.#timer = setTimeout(this.#tick, Math.max(0, this.#due - performance.now()));
  };

  #send(payloadType: number, timestamp: number, payload: Uint8Array, marker: boolean): void {
    const bytes = Buffer.alloc(12 + payload.length);
    bytes.writeUInt8(0x80, 0);
    bytes.writeUInt8(payloadType | (marker ? 0x80 : 0), 1);
    bytes.writeUInt16BE(this.#sequence, 2);
    bytes.writeUInt32BE(timestamp >>> 0, 4);
    bytes.writeUInt32BE(this.#ssrc, 8);
    bytes.set(payload, 12);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.sendRaw(bytes);
  }

  #receive(bytes: Buffer): void {
    if (bytes.length < 12) return;
    const payloadType = bytes.readUInt8(1) & 0x7f;
    const timestamp = bytes.readUInt32BE(4);
    const payload = bytes.subarray(12);
    const decode =
      payloadType === payloadTypes.PCMU ? muLawDecode : payloadType === payloadTypes.PCMA ? aLawDecode : undefined;
    this.arrived.push({
      at: performance.now(),
      payloadType,
      sequence: bytes.readUInt16BE(2),
      timestamp,
      samples: decode === undefined ? new Int16Array() : Int16Array.from(payload, decode),
    });
    if (payloadType !== this.keysAs.heard || timestamp === this.#lastKeyTimestamp) return;
    this.#lastKeyTimestamp = timestamp;
    this.keys.push(digits[payload[0] ?? 0] ?? "?");
  }
}

const sleep = (duration: number): Promise<void> => new Promise((wake) => setTimeout(wake, duration));
