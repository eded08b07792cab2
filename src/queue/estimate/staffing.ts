/**
 * How many operators a caller may count on.
 *
 * Usually those who serve now: when some come or go for good, the expected wait follows at once. (The wait of the first in line, which needs no model,
 * was tried in its place: it is twice as wrong in general, and after such a change it tells of what is over; docs/simulation.md has the figures.) But
 * where operators come and go all the time, and several times while one caller waits, their number of late, on the average, says more than
 * that of this moment; also when it happens to be none. So the two are mixed: by how much of the coming and going has been undone again.
 */
import { minutes, type Duration, type Instant } from "../../words/index.ts";

export interface Staffing {
  /** How many served, on the average of the last minutes before `at`. */
  readonly average: number;
  /** How many have come or gone, what is long ago counting less. */
  readonly moved: number;
  /** How many more have come than gone, likewise. */
  readonly net: number;
  /** When somebody last came or went. */
  readonly at: Instant;
}

export const unknownStaffing: Staffing = { average: 0, moved: 0, net: 0, at: 0 };

/** What is so long ago counts for a third (1/e). About as long as callers wait where they wait for long. */
const memory: Duration = minutes(10);

const fading = (from: Instant, to: Instant): number => Math.exp(-Math.max(0, to - from) / memory);

/** Operators have come or gone. */
export function staffed(
  staffing: Staffing,
  at: Instant,
  { before, after }: { before: number; after: number },
): Staffing {
  const kept = fading(staffing.at, at);
  return {
    average: before + (staffing.average - before) * kept,
    moved: staffing.moved * kept + Math.abs(after - before),
    net: staffing.net * kept + after - before,
    at,
  };
}

/** How many a caller may count on, when so many serve now. 0: nobody, or hardly ever. */
export function countedOn({ average, moved, net, at }: Staffing, serving: number, now: Instant): number {
  const undone = moved === 0 ? 0 : 1 - Math.abs(net) / moved;
  const ofLate = serving + (average - serving) * fading(at, now);
  const expected = serving + undone * (ofLate - serving);
  return serving === 0 && expected < 0.25 ? 0 : expected;
}
