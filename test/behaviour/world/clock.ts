import type { Duration, Instant } from "../../../src/words/index.ts";

/** Virtual time: things happen in the order of their moments, and of their planning within one moment. */
export class Clock {
  now: Instant = 1_000_000;
  #planned: { readonly at: Instant; readonly order: number; readonly what: () => void }[] = [];
  #order = 0;

  plan(after: Duration, what: () => void): void {
    this.#order += 1;
    this.#planned.push({ at: this.now + Math.max(0, after), order: this.#order, what });
  }

  /** Lets so much time pass. Between two happenings everything that was promised settles. */
  async pass(time: Duration): Promise<void> {
    const end = this.now + time;
    await settle();
    for (;;) {
      const next = this.#planned.toSorted((a, b) => a.at - b.at || a.order - b.order)[0];
      if (next === undefined || next.at > end) break;
      this.#planned = this.#planned.filter((other) => other !== next);
      this.now = Math.max(this.now, next.at);
      next.what();
      await settle();
    }
    this.now = end;
  }
}

/** Enough rounds of the microtask queue for the longest chain of awaits in a turn. */
async function settle(): Promise<void> {
  for (let i = 0; i < 40; i += 1) await Promise.resolve();
}
