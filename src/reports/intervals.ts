/** How a stretch of time is divided by the local clock of any zone. */
import { dateOf, dayOf, type Day } from "../hours/calendar.ts";
import { firstInstantOf, wallAt, type Wall } from "../hours/zone.ts";
import { minutes, type Instant } from "../words/index.ts";

export const intervalNames = ["5m", "15m", "30m", "1h", "1d", "1w", "1mo"] as const;
export type IntervalName = (typeof intervalNames)[number];

const day = minutes(24 * 60);

/**
 * The bounds of the intervals from one moment to another, both included: one more than there are intervals. Intervals begin where the local clock
 * shows a multiple of their length, days at midnight, weeks on Monday, months on the first; the first and the last may be cut short. Days on which
 * the clock is changed have 23 or 25 hours; the hour that autumn repeats is two of them.
 *
 * Ends early, at `most` bounds, where there would be more.
 */
export function boundsOf(
  {
    from,
    until,
    interval,
    timeZone,
  }: {
    readonly from: Instant;
    readonly until: Instant;
    /** Undefined: it is not divided. */
    readonly interval: IntervalName | undefined;
    readonly timeZone: string;
  },
  most: number,
): Instant[] {
  const bounds = [from];
  if (interval !== undefined) {
    for (let at = nextAfter(from, interval, timeZone); at < until; at = nextAfter(at, interval, timeZone)) {
      if (bounds.length >= most) return bounds;
      bounds.push(at);
    }
  }
  return [...bounds, until];
}

function nextAfter(at: Instant, interval: IntervalName, timeZone: string): Instant {
  const wall = wallAt(timeZone, at);
  switch (interval) {
    case "5m":
      return withinDay(at, wall, minutes(5));
    case "15m":
      return withinDay(at, wall, minutes(15));
    case "30m":
      return withinDay(at, wall, minutes(30));
    case "1h":
      return withinDay(at, wall, minutes(60));
    case "1d":
      return firstInstantOf(timeZone, (dayAt(wall) + 1) * day);
    case "1w":
      return firstInstantOf(timeZone, (mondayOf(dayAt(wall)) + 7) * day);
    case "1mo": {
      const { year, month } = dateOf(dayAt(wall));
      return firstInstantOf(
        timeZone,
        dayOf(month === 12 ? { year: year + 1, month: 1, day: 1 } : { year, month: month + 1, day: 1 }) * day,
      );
    }
  }
}

/** By elapsed time, so that an hour which the clock shows twice is counted twice. */
const withinDay = (at: Instant, wall: Wall, length: number): Instant =>
  at + (Math.floor(wall / length) + 1) * length - wall;

const dayAt = (wall: Wall): Day => Math.floor(wall / day);

/** 1970-01-01 was a Thursday. */
const mondayOf = (date: Day): Day => Math.floor((date + 3) / 7) * 7 - 3;

/** The hour that the local clock shows, `00` to `23`. */
export const hourAt = (timeZone: string, at: Instant): string => {
  const hour = Math.floor(wallAt(timeZone, at) / minutes(60)) % 24;
  return String(hour < 0 ? hour + 24 : hour).padStart(2, "0");
};

/** Which interval a moment lies in; undefined: none. */
export function indexIn(bounds: readonly Instant[], at: Instant): number | undefined {
  const last = bounds.length - 1;
  if (at < (bounds[0] ?? 0) || at >= (bounds[last] ?? 0)) return undefined;
  let [low, high] = [0, last];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((bounds[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  return low;
}
