import type { Duration } from "../src/words/index.ts";

const shortest = 100;
const longest = 5_000;
/** One that ran this long was well: its next death counts as its first. */
const wellAfter = 10_000;

/** How long to wait before starting a child again that keeps dying. */
export class BackOff {
  readonly #firstAtOnce: boolean;
  #deaths = 0;

  /** @param firstAtOnce the first restart comes without waiting: for parts whose absence callers hear */
  constructor(firstAtOnce: boolean) {
    this.#firstAtOnce = firstAtOnce;
  }

  /** @param lived how long the child ran before it died this time */
  afterDeath(lived: Duration): Duration {
    if (lived >= wellAfter) this.#deaths = 0;
    const doublings = this.#deaths++ - (this.#firstAtOnce ? 1 : 0);
    return doublings < 0 ? 0 : Math.min(longest, shortest * 2 ** doublings);
  }
}
