import type { Duration, Instant } from "../../../src/words/index.ts";
import { Crash } from "./fate.ts";

interface Planned {
  readonly at: Instant;
  readonly what: () => void;
}

/** Virtual time: things happen in the order of their moments, and of their planning within one moment. */
export class Clock {
  now: Instant = 1_000_000;
  /** How many things have happened. */
  steps = 0;
  /** Called after everything that happened has settled. What it throws ends the passing of time. */
  watch: (() => void) | undefined;
  /** The soonest last. */
  readonly #planned: Planned[] = [];

  plan(after: Duration, what: () => void): void {
    const at = this.now + Math.max(0, after);
    let place = this.#planned.length;
    // Most of what is planned is soon, and so near the end.
    while (place > 0 && (this.#planned[place - 1]?.at ?? at) <= at) place -= 1;
    this.#planned.splice(place, 0, { at, what });
  }

  /** Lets so much time pass. Between two happenings everything that was promised settles. */
  async pass(time: Duration): Promise<void> {
    const end = this.now + time;
    await settle();
    for (;;) {
      const next = this.#planned.at(-1);
      if (next === undefined || next.at > end) break;
      this.#planned.pop();
      this.now = Math.max(this.now, next.at);
      this.steps += 1;
      try {
        next.what();
      } catch (error) {
        // Whoever was to be told has died; who told it without waiting for an answer does not learn of it.
        if (!(error instanceof Crash)) throw error;
      }
      await settle();
      this.watch?.();
    }
    this.now = end;
  }
}

/** Enough rounds of the microtask queue for the longest chain of awaits in a turn. */
async function settle(): Promise<void> {
  for (let i = 0; i < 40; i += 1) await Promise.resolve();
}
