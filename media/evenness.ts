/** Counts how evenly packets leave: how far each was from 20 ms (and the silence between) after the one before, in its room. */
import type { Duration } from "../src/words/index.ts";

const width: Duration = 0.1;
/** The last one holds everything beyond a hundred milliseconds. */
const buckets = 1_000;

export class Evenness {
  readonly #counts = new Uint32Array(buckets);

  add(deviation: Duration): void {
    const bucket = Math.min(buckets - 1, Math.floor(Math.abs(deviation) / width));
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
  }

  /** What was counted since it was last asked; the quantiles are rounded up to tenths of a millisecond. */
  take(): { readonly packets: number; readonly p50Ms: Duration; readonly p99Ms: Duration } {
    const packets = this.#counts.reduce((sum, count) => sum + count, 0);
    const result = { packets, p50Ms: this.#quantile(0.5 * packets), p99Ms: this.#quantile(0.99 * packets) };
    this.#counts.fill(0);
    return result;
  }

  #quantile(rank: number): Duration {
    let below = 0;
    const bucket = this.#counts.findIndex((count) => (below += count) >= rank);
    return Math.round((bucket + 1) * width * 10) / 10;
  }
}
