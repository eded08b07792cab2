/** When something that was not taken is tried again. */
import type { Duration, Instant } from "../words/index.ts";
import { minutes, seconds } from "../words/index.ts";

const pauses: readonly Duration[] = [
  seconds(5),
  seconds(30),
  minutes(2),
  minutes(10),
  minutes(30),
  minutes(60),
  minutes(120),
];
/** For so long it is tried, from the first attempt. */
export const patience: Duration = minutes(24 * 60);

export interface Failed {
  /** How often it has been tried by now, from 1. */
  readonly tries: number;
  readonly firstTry: Instant;
  readonly now: Instant;
  /** The receiver's wish. */
  readonly notBefore?: Instant | undefined;
  /** In [0, 1): a pause is longer by up to a quarter, so that those who failed together do not come again together. */
  readonly chance: number;
}

/** Undefined: not any more. The last attempt is made when the day is over, whatever the receiver wishes. */
export function nextTry({ tries, firstTry, now, notBefore = 0, chance }: Failed): Instant | undefined {
  const end = firstTry + patience;
  if (now >= end) return undefined;
  const pause = pauses[tries - 1] ?? pauses.at(-1) ?? 0;
  return Math.min(end, Math.max(now + Math.round(pause * (1 + chance / 4)), notBefore));
}

/** A `Retry-After` (RFC 9110 §10.2.3): seconds, or a date. */
export function retryAfter(header: string | null, now: Instant): Instant | undefined {
  if (header === null) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(header)) return now + seconds(Number(header));
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : date;
}
