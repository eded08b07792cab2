import type { Duration, Instant } from "../words/index.ts";

const kept = 1_000;

/** What is done once in so long for each thing, as far as this isolate remembers: after a restart once more. */
export class Seldom {
  readonly #every: Duration;
  /** When each thing was done last, the longest ago first. */
  readonly #done = new Map<string, Instant>();

  constructor(every: Duration) {
    this.#every = every;
  }

  /** Does it unless it was done a short while ago. Failed, it counts as not done. */
  async do(thing: string, now: Instant, work: () => Promise<void>): Promise<void> {
    const last = this.#done.get(thing);
    if (last !== undefined && now - last < this.#every) return;
    await work();
    this.#done.delete(thing);
    this.#done.set(thing, now);
    const [oldest] = this.#done.keys();
    if (this.#done.size > kept && oldest !== undefined) this.#done.delete(oldest);
  }
}
