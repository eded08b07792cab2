/**
 * One track of the room: Opus packets, unordered and with gaps → exactly 20 ms of 8 kHz audio at every beat.
 * The jitter buffer waits for `#depth` packets before it begins, deeper after packets have come too late.
 */
import { conceal, concealedAtMost } from "./conceal.ts";
import { OpusDecoder } from "./opus.ts";
import { sequenceDistance } from "./rtp.ts";
import { frameSamples, joined } from "./samples.ts";

const remembered = 480;
const shallowest = 2;
const deepest = 8;
/** This many packets more than the depth are a delay that helps nobody: the oldest go. */
const slack = 4;
/** A packet this far off belongs to a stream begun anew. */
const farOff = 1_000;
/** Beats without a late packet after which the buffer becomes shallower again: 10 s. */
const calmBeats = 500;

export class RoomVoice {
  readonly #decoder = new OpusDecoder();
  readonly #packets = new Map<number, Uint8Array>();
  /** The packet that is due next; undefined while nothing is playing. */
  #next: number | undefined;
  #depth = shallowest;
  #waited = 0;
  #calm = 0;
  #ready: Int16Array = new Int16Array(0);
  #heard: Int16Array = new Int16Array(0);
  #concealed = 0;

  received(packet: { readonly sequence: number; readonly payload: Uint8Array }): void {
    if (this.#next !== undefined) {
      const ahead = sequenceDistance(this.#next, packet.sequence);
      if (Math.abs(ahead) > farOff) this.#stop();
      else if (ahead < 0) {
        this.#depth = Math.min(this.#depth + 1, deepest);
        this.#calm = 0;
        return;
      }
    }
    this.#packets.set(packet.sequence, packet.payload);
  }

  /** The next 20 ms, or undefined for silence. */
  next(): Int16Array | undefined {
    this.#settle();
    while (this.#ready.length < frameSamples) {
      const samples = this.#nextSamples();
      if (samples === undefined) return undefined;
      this.#ready = joined(this.#ready, samples);
      this.#heard = joined(this.#heard, samples).slice(-remembered);
    }
    const frame = this.#ready.slice(0, frameSamples);
    this.#ready = this.#ready.slice(frameSamples);
    return frame;
  }

  close(): void {
    this.#decoder.release();
  }

  /** Gives back delay that was needed once and is not any more. */
  #settle(): void {
    this.#calm += 1;
    if (this.#calm < calmBeats) return;
    this.#calm = 0;
    this.#depth = Math.max(this.#depth - 1, shallowest);
    if (this.#packets.size > this.#depth + 1) this.#dropOldest();
  }

  #dropOldest(): void {
    if (this.#next === undefined) return;
    this.#packets.delete(this.#next);
    this.#next = (this.#next + 1) & 0xffff;
  }

  #nextSamples(): Int16Array | undefined {
    if (this.#next === undefined && !this.#begin()) return undefined;
    while (this.#packets.size > this.#depth + slack) this.#dropOldest();
    const due = this.#next ?? 0;
    const packet = this.#packets.get(due);
    if (packet === undefined) return this.#fillGap(due);
    this.#packets.delete(due);
    this.#next = (due + 1) & 0xffff;
    const samples = this.#decoder.decode(packet);
    if (samples === undefined) return this.#concealment();
    this.#concealed = 0;
    return samples;
  }

  /** Starts when enough packets wait, or when the first of few has waited as long as enough would take to come. */
  #begin(): boolean {
    if (this.#packets.size === 0) return false;
    this.#waited += 1;
    if (this.#packets.size < this.#depth && this.#waited <= this.#depth) return false;
    this.#waited = 0;
    const [some = 0] = this.#packets.keys();
    this.#next = [...this.#packets.keys()].reduce(
      (one, other) => (sequenceDistance(one, other) < 0 ? other : one),
      some,
    );
    return true;
  }

  /** A packet is missing: its place is passed over when later ones are there, else the speaker may have stopped. */
  #fillGap(due: number): Int16Array | undefined {
    if (this.#packets.size > 0) this.#next = (due + 1) & 0xffff;
    else if (this.#concealed >= concealedAtMost) {
      this.#stop();
      return undefined;
    }
    return this.#concealment();
  }

  #concealment(): Int16Array {
    const samples = conceal(this.#heard, this.#concealed, frameSamples);
    this.#concealed += frameSamples;
    return samples;
  }

  #stop(): void {
    this.#next = undefined;
    this.#packets.clear();
    this.#concealed = 0;
    this.#waited = 0;
  }
}
