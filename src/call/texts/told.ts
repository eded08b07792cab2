/**
 * What of a standing is told to the caller. Not all that is known: a place that was told never gets worse, and a wait is told in steps and does
 * not swing between two of them. Whoever wants to know how it stands looks at the queue.
 */
import { minutes, type Duration } from "../../words/index.ts";

/** Kept with the call, and so plain numbers. */
export interface Told {
  readonly place: number;
  /** Index in {@link waitSteps}; null when the wait cannot be estimated. */
  readonly step: number | null;
}

/** So many minutes are spoken of a wait that is not shorter than `from`. The first is "less than a minute", the last "more than half an hour". */
export const waitSteps: readonly { readonly minutes: number; readonly from: Duration }[] = [
  { minutes: 0, from: 0 },
  { minutes: 1, from: minutes(1) },
  { minutes: 2, from: minutes(1.5) },
  { minutes: 3, from: minutes(2.5) },
  { minutes: 5, from: minutes(4) },
  { minutes: 10, from: minutes(7.5) },
  { minutes: 15, from: minutes(12.5) },
  { minutes: 20, from: minutes(17.5) },
  { minutes: 30, from: minutes(25) },
  { minutes: Number.POSITIVE_INFINITY, from: minutes(40) },
];

/** A step that has been told is told again until the expected wait is so far outside of it, as a share. */
const slack = 0.15;

/** `before`: what the same caller was told last in the same line. */
export function told(
  { place, expectedWait }: { readonly place: number; readonly expectedWait: Duration | null },
  before?: Told,
): Told {
  return {
    place: Math.min(place, before?.place ?? place),
    step: expectedWait === null ? null : stepOf(expectedWait, before?.step ?? null),
  };
}

function stepOf(wait: Duration, before: number | null): number {
  if (before !== null) {
    const from = waitSteps[before]?.from ?? 0;
    const to = waitSteps[before + 1]?.from ?? Number.POSITIVE_INFINITY;
    if (wait >= from * (1 - slack) && wait < to * (1 + slack)) return before;
  }
  return waitSteps.findLastIndex(({ from }) => wait >= from);
}
