/** What can befall an actor of the world beside what its messages do. */
import type { Duration } from "../../../src/words/index.ts";

/** The process died amid its work: nobody hears how that went. */
export class Crash extends Error {}

/**
 * The point of a turn at which a process dies. Where nothing is sent, the last two are one: what was saved is answered to nobody.
 * Death between turns is {@link Actor.kill}.
 */
export const crashPoints = ["before the save", "before sending", "amid sending", "before the answer"] as const;
export type CrashPoint = (typeof crashPoints)[number];

export interface Fate {
  /** Asked at every save. Undefined: the turn goes well. */
  crash?(): CrashPoint | undefined;
  /** How much too late an alarm rings, and how long after that it rings again, if it does. */
  alarm?(): { readonly late: Duration; readonly again?: Duration | undefined };
  /** Told everything that happens, in order. */
  happened?(line: string): void;
}
