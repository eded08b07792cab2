/**
 * The Gregorian calendar in whole days, counted from 1970-01-01. Without `Date`, which knows but one time zone beside UTC.
 * Formulas: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (`days_from_civil`, `civil_from_days`).
 */
import { weekdays, type Weekday } from "../protocol/hours.ts";

/** Days since 1970-01-01. */
export type Day = number;

export interface CivilDate {
  readonly year: number;
  /** 1–12. */
  readonly month: number;
  /** 1–31. */
  readonly day: number;
}

/** A date that does not exist (30 February) gives the day that comes as many days after the last of the month. */
export function dayOf({ year, month, day }: CivilDate): Day {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export function dateOf(day: Day): CivilDate {
  const z = day + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1,
  };
}

/** 1970-01-01 was a Thursday. */
export function weekdayOf(day: Day): Weekday {
  return weekdays[(((day + 3) % 7) + 7) % 7] ?? "monday"; // the index is one of the seven
}

const two = (n: number): string => String(n).padStart(2, "0");

/** `MM-DD`. */
export const monthAndDay = ({ month, day }: CivilDate): string => `${two(month)}-${two(day)}`;

/** `YYYY-MM-DD`. */
export const isoDate = (date: CivilDate): string => `${String(date.year).padStart(4, "0")}-${monthAndDay(date)}`;

/** Whether `YYYY-MM-DD` is a day that exists. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year = 0, month = 0, day = 0] = text.split("-").map(Number);
  return month >= 1 && month <= 12 && isoDate(dateOf(dayOf({ year, month, day }))) === text;
}
