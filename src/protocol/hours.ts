/** When a queue is open: what administrators set up, and what a supervisor did by hand. `src/hours/` says what follows from it. */
import type { Instant } from "../words/index.ts";

/** In the order of the week, Monday first. */
export const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export type Weekday = (typeof weekdays)[number];

/**
 * From one time of day to another, both `HH:MM` by the local clock. `to` may be `24:00`; a `to` that is not later than `from` is of the next day,
 * so that `22:00`–`06:00` passes midnight and `00:00`–`00:00` is a whole day. The interval belongs to the day on which it begins.
 */
export interface Interval {
  readonly from: string;
  readonly to: string;
}

export interface WeeklyInterval extends Interval {
  /** The days on which it begins. */
  readonly days: readonly Weekday[];
}

/** A day that is not like the others of its name: its intervals take the place of the week's. */
export interface SpecialDay {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** The same day of every year, the given one's and those before it too. A date of one year goes before one of every year. Default: no. */
  readonly yearly: boolean;
  /** What people call it; up to 100 characters, default none. */
  readonly name: string;
  /** None: closed all day. At most 10. */
  readonly intervals: readonly Interval[];
}

export interface Timetable {
  /** IANA name: `Europe/Berlin`. */
  readonly timeZone: string;
  /** Up to 50. None: closed but for special days. */
  readonly week: readonly WeeklyInterval[];
  /** Up to 100. Default: none. */
  readonly special: readonly SpecialDay[];
}

/** Opened or closed by hand, whatever the timetable says. */
export interface Override {
  readonly open: boolean;
  /** Who did it: a person's id, or `key`. */
  readonly by: string;
  readonly since: Instant;
  /** When the timetable has its say again: its next change after `since`. Null: it never changes, so the override must be lifted. */
  readonly until: Instant | null;
}

export interface OpeningHours extends Timetable {
  /** The newest, be it over; null when there was none or it was lifted. */
  readonly override: Override | null;
}
