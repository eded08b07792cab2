/** One 20 ms beat for all calls, on absolute deadlines so that it does not drift. */
import type { Duration } from "../../../src/words/index.ts";

const beat: Duration = 20;
/** After a longer stall the missed beats are left out rather than sent as a burst that no jitter buffer would take. */
const caughtUpAtMost: Duration = 100;

export interface Ticker {
  /**
   * Calls `tick` every 20 ms until the returned function is called. `missed` counts the beats left out just before this one.
   * `tick` must not throw.
   */
  add(tick: (missed: number) => void): () => void;
}

export function startTicker(): Ticker {
  const ticks = new Set<(missed: number) => void>();
  let due = 0;
  let timer: NodeJS.Timeout | undefined;

  function run(): void {
    const now = performance.now();
    const missed = now - due > caughtUpAtMost ? Math.floor((now - due) / beat) : 0;
    due += missed * beat;
    let skipped = missed;
    while (due <= now) {
      for (const tick of ticks) tick(skipped);
      skipped = 0;
      due += beat;
    }
    timer = ticks.size === 0 ? undefined : setTimeout(run, Math.max(0, due - performance.now()));
  }

  return {
    add(tick) {
      ticks.add(tick);
      if (timer === undefined) {
        due = performance.now() + beat;
        timer = setTimeout(run, beat);
      }
      return () => ticks.delete(tick);
    },
  };
}
