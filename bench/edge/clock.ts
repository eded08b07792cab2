import { setImmediate as turn, setTimeout as pause } from "node:timers/promises";
import type { Duration } from "../../src/words/index.ts";

/** Waits for a moment of `performance.now`; exactly, because a timer alone comes up to a millisecond late. */
export async function at(moment: number): Promise<void> {
  const early = moment - performance.now() - 1.5;
  if (early > 0) await pause(early);
  while (performance.now() < moment) await turn();
}

/** Waits until something is so. @throws when it has not become so within the time given */
export async function becomesTrue(
  what: string,
  within: Duration,
  isSo: () => boolean | Promise<boolean>,
): Promise<void> {
  for (const start = performance.now(); !(await isSo()); await pause(100)) {
    if (performance.now() - start > within) throw new Error(`${what}: not within ${within} ms`);
  }
}
