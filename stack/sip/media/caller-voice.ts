/**
 * The caller's voice: G.711 packets of any length → 20 ms Opus frames, sent on as they arrive, for the listeners' own jitter buffers
 * smooth better than another one here would. Short losses are filled; longer gaps (a phone that is silent on the wire) are counted.
 */
import { conceal, concealedAtMost } from "./conceal.ts";
import type { G711Codec } from "./g711.ts";
import { OpusEncoder } from "./opus.ts";
import type { RtpPacket } from "./rtp.ts";
import { timestampDistance } from "./rtp.ts";
import { frameSamples, joined } from "./samples.ts";

const remembered = 480;
/** A packet further behind than this does not come late: the phone has begun a new stream. */
const lateAtMost = 8_000;
/** A single packet longer than this is no telephony. */
const longestPacket = 8_000;

/** @param skipped how many frames of silence precede this one */
export type SendFrame = (frame: Uint8Array, skipped: number) => void;

export class CallerVoice {
  readonly #codec: G711Codec;
  readonly #encoder = new OpusEncoder();
  readonly #send: SendFrame;
  #ssrc: number | undefined;
  #expected = 0;
  #waiting: Int16Array = new Int16Array(0);
  #heard: Int16Array = new Int16Array(0);
  #skipped = 0;

  constructor(codec: G711Codec, send: SendFrame) {
    this.#codec = codec;
    this.#send = send;
  }

  received(packet: RtpPacket): void {
    const samples = packet.payload.length;
    if (samples === 0 || samples > longestPacket) return;
    const gap = this.#ssrc === packet.ssrc ? timestampDistance(this.#expected, packet.timestamp) : 0;
    if (gap < 0 && gap > -lateAtMost) return; // late or repeated: its place has been filled
    this.#ssrc = packet.ssrc;
    this.#expected = packet.timestamp + samples;
    if (gap > concealedAtMost) this.#skip(gap);
    else if (gap > 0) this.#take(conceal(this.#heard, 0, gap));
    this.#take(this.#codec.decode(packet.payload));
  }

  /** Rounds the gap to whole frames: what is begun is finished with silence. */
  #skip(gap: number): void {
    const begun = this.#waiting.length;
    if (begun > 0) this.#take(new Int16Array(frameSamples - begun));
    this.#skipped += Math.floor((gap - (begun > 0 ? frameSamples - begun : 0)) / frameSamples);
  }

  #take(samples: Int16Array): void {
    this.#heard = joined(this.#heard, samples).slice(-remembered);
    let waiting = joined(this.#waiting, samples);
    while (waiting.length >= frameSamples) {
      this.#send(this.#encoder.encode(waiting.slice(0, frameSamples)), this.#skipped);
      this.#skipped = 0;
      waiting = waiting.slice(frameSamples);
    }
    this.#waiting = waiting;
  }

  close(): void {
    this.#encoder.release();
  }
}
