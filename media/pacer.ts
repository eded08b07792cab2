/**
 * One clock for all rooms. Every room has a beat every 20 ms, on a grid fixed at the start: being late once makes nothing later.
 * The rooms are spread over the 20 ms, so that they do not all send at once.
 */
import type { Duration } from "../src/words/index.ts";
import { frameLength } from "./clip.ts";

/** The clock as the pacer needs it, so that a test can turn it by hand. */
export interface Clock {
  /** Milliseconds on a clock that never jumps. */
  now(): number;
  /** Calls once, `after` milliseconds from now or a little later. */
  wake(after: Duration, call: () => void): void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  wake: (after, call) => void setTimeout(call, after),
};

/** `missed`: how many beats of this room went by unplayed since the last one, because the process stood still. */
export type Beat = (missed: number) => void;

const phases = 5;
const step: Duration = frameLength / phases;
/** Up to this much delay is made good by sending faster, which the receivers' buffers smooth out; beyond it the time is skipped. */
const forgivable: Duration = 100;
/** Timers fire on whole milliseconds: better half of one early than half of one late. */
const slack: Duration = 0.5;

export class Pacer {
  readonly #clock: Clock;
  readonly #epoch: number;
  readonly #phases: readonly Set<Beat>[] = Array.from({ length: phases }, () => new Set());
  /** Number of the next point on the grid of `step` milliseconds. */
  #next = 0;
  #awake = false;

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
    this.#epoch = clock.now();
  }

  /** Adds a beat and returns how to take it away again. */
  join(beat: Beat): () => void {
    const phase = this.#phases.reduce((least, each) => (each.size < least.size ? each : least));
    phase.add(beat);
    if (!this.#awake) {
      this.#awake = true;
      this.#next = Math.ceil((this.#clock.now() - this.#epoch) / step);
      this.#sleep();
    }
    return () => void phase.delete(beat);
  }

  #sleep(): void {
    let wait = 0;
    while (wait < phases && this.#phase(this.#next).size === 0) {
      this.#next += 1;
      wait += 1;
    }
    if (wait === phases) {
      this.#awake = false; // nobody to play for
      return;
    }
    const after = this.#epoch + this.#next * step - this.#clock.now();
    this.#clock.wake(Math.max(0, Math.floor(after)), () => this.#wake());
  }

  #wake(): void {
    const now = this.#clock.now() - this.#epoch + slack;
    const behind = now - this.#next * step;
    const missed = behind > forgivable ? Math.floor(behind / frameLength) : 0;
    this.#next += missed * phases;
    let first = true;
    for (let n = 0; this.#next * step <= now; n += 1) {
      first = n < phases;
      for (const beat of this.#phase(this.#next)) beat(first ? missed : 0);
      this.#next += 1;
    }
    this.#sleep();
  }

  #phase(n: number): Set<Beat> {
    return this.#phases[n % phases] as Set<Beat>; // the remainder is within the array
  }
}
