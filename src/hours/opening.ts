/** Is it open, and when does that change? */
import type { Interval, OpeningHours, Override, SpecialDay, Timetable, Weekday } from "../protocol/hours.ts";
import { minutes, type Instant } from "../words/index.ts";
import { dateOf, isoDate, monthAndDay, weekdayOf, type Day } from "./calendar.ts";
import { firstInstantOf, wallAt, type Wall } from "./zone.ts";

export interface Opening {
  readonly open: boolean;
  /** When that changes; undefined when it does not within nine years (as far as it is from one 29 February to the next, at most). */
  readonly until: Instant | undefined;
  /** Who opened or closed it by hand, when that is why. */
  readonly by: string | undefined;
}

const dayLength = minutes(24 * 60);
const horizon: Day = 9 * 366;

export function openingAt(hours: OpeningHours, at: Instant): Opening {
  const { override } = hours;
  if (override === null || !isInForce(override, at)) {
    const timetable = timetableAt(hours, at);
    return { ...timetable, by: undefined };
  }
  const { open, by, until } = override;
  if (until === null) return { open, by, until: undefined };
  // What the timetable says then may be what the hand has said: that is no change.
  const then = timetableAt(hours, until);
  return { open, by, until: then.open === open ? then.until : until };
}

/** Opens or closes by hand, until the timetable changes next. */
export function overridden(timetable: Timetable, what: { open: boolean; by: string; at: Instant }): Override {
  const { open, by, at } = what;
  return { open, by, since: at, until: timetableAt(timetable, at).until ?? null };
}

export const isInForce = (override: Override, at: Instant): boolean =>
  override.since <= at && (override.until === null || at < override.until);

/** The special day on whose date an instant falls. */
export function specialDayAt(timetable: Timetable, at: Instant): SpecialDay | undefined {
  return calendarOf(timetable).special(Math.floor(wallAt(timetable.timeZone, at) / dayLength));
}

function timetableAt(timetable: Timetable, at: Instant): { open: boolean; until: Instant | undefined } {
  const { timeZone } = timetable;
  // An interval lasts a day at most, and a repeated hour sets the wall back: two days ago nothing began that lasts until now.
  const from = Math.floor(wallAt(timeZone, at) / dayLength) - 2;
  for (const span of spansFrom(timetable, from)) {
    const end = span.end === undefined ? undefined : firstInstantOf(timeZone, span.end);
    if (end !== undefined && end <= at) continue;
    const start = firstInstantOf(timeZone, span.start);
    // Left out by a leap of the clock, whole.
    if (start === end) continue;
    return start <= at ? { open: true, until: end } : { open: false, until: start };
  }
  return { open: false, until: undefined };
}

interface Span {
  readonly start: Wall;
  /** Undefined: beyond the horizon. */
  readonly end: Wall | undefined;
}

/** When it is open, one after the other: what overlaps or meets is one. */
function* spansFrom(timetable: Timetable, first: Day): Generator<Span> {
  const calendar = calendarOf(timetable);
  let current: { start: Wall; end: Wall } | undefined;
  for (let day = first; day < first + horizon; day += 1) {
    for (const { from, to } of calendar.intervals(day)) {
      const [start, end] = [day * dayLength + from, day * dayLength + to];
      if (current !== undefined && start <= current.end) {
        current.end = Math.max(current.end, end);
        continue;
      }
      if (current !== undefined) yield current;
      current = { start, end };
    }
  }
  if (current === undefined) return;
  const beyond = current.end >= (first + horizon) * dayLength;
  yield { start: current.start, end: beyond ? undefined : current.end };
}

/** Since midnight, `to` later than `from`. */
interface Stretch {
  readonly from: Wall;
  readonly to: Wall;
}

/** Which intervals begin on a day, in order. */
function calendarOf({ week, special }: Timetable) {
  const byWeekday = new Map<Weekday, Stretch[]>();
  for (const interval of week) {
    for (const day of new Set(interval.days)) byWeekday.set(day, [...(byWeekday.get(day) ?? []), stretch(interval)]);
  }
  for (const [day, stretches] of byWeekday) byWeekday.set(day, stretches.toSorted(inOrder));
  const byDate = new Map<string, SpecialDay>();
  for (const day of special) byDate.set(day.yearly ? day.date.slice("YYYY-".length) : day.date, day);

  const specialOn = (day: Day): SpecialDay | undefined => {
    if (byDate.size === 0) return undefined;
    const date = dateOf(day);
    return byDate.get(isoDate(date)) ?? byDate.get(monthAndDay(date));
  };
  return {
    special: specialOn,
    intervals(day: Day): readonly Stretch[] {
      const found = specialOn(day);
      if (found !== undefined) return found.intervals.map(stretch).toSorted(inOrder);
      return byWeekday.get(weekdayOf(day)) ?? [];
    },
  };
}

const inOrder = (a: Stretch, b: Stretch): number => a.from - b.from;

function stretch({ from, to }: Interval): Stretch {
  const [start, end] = [sinceMidnight(from), sinceMidnight(to)];
  return { from: start, to: end > start ? end : end + dayLength };
}

function sinceMidnight(time: string): Wall {
  const [hours = 0, more = 0] = time.split(":").map(Number);
  return minutes(hours * 60 + more);
}
