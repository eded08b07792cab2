/** When a schedule is due, and which time its report is about then: by the local clock of its zone. */
import { dateOf, dayOf, weekdayOf, type Day } from "../hours/calendar.ts";
import { firstInstantOf, wallAt } from "../hours/zone.ts";
import type { Period } from "../reports/make.ts";
import { minutes, type Instant } from "../words/index.ts";
import type { RelativePeriod, When } from "./settings.ts";

const hour = minutes(60);
const day = 24 * hour;

/**
 * The first moment after another at which it is due. In the hour that spring leaves out that is the moment of the leap; in the one that autumn
 * repeats the first of the two: so it is due once on every day that has it.
 */
export function nextDue(when: When, timeZone: string, after: Instant): Instant {
  const [hours = 0, minute = 0] = when.at.split(":").map(Number);
  // The clock may have been put back over midnight since: from the day before on.
  for (let date = dayAt(timeZone, after) - 1; ; date += 1) {
    if (!isOn(when, date)) continue;
    const due = firstInstantOf(timeZone, date * day + hours * hour + minutes(minute));
    if (due > after) return due;
  }
}

/** Of all moments at which it was due up to now, the last that is not before the one given. */
export function lastDue(when: When, timeZone: string, due: Instant, now: Instant): Instant {
  let last = due;
  for (let next = due; next <= now; next = nextDue(when, timeZone, next)) last = next;
  return last;
}

function isOn(when: When, date: Day): boolean {
  if (when.every === "week") return weekdayOf(date) === when.on;
  if (when.every === "month") {
    const { day: dayOfMonth } = dateOf(date);
    return dayOfMonth === when.day || (dayOfMonth < when.day && dateOf(date + 1).day === 1);
  }
  return true;
}

/** Both ends of it; the second is not later than the moment that it is seen from. */
export function periodAt(period: RelativePeriod, timeZone: string, at: Instant): Period {
  const today = dayAt(timeZone, at);
  const midnight = (date: Day): Instant => firstInstantOf(timeZone, date * day);
  switch (period.of) {
    case "yesterday":
      return { from: midnight(today - 1), until: midnight(today) };
    case "lastWeek": {
      const monday = today - ((((today + 3) % 7) + 7) % 7); // 1970-01-01 was a Thursday
      return { from: midnight(monday - 7), until: midnight(monday) };
    }
    case "lastMonth": {
      const { year, month } = dateOf(today);
      const before = month === 1 ? { year: year - 1, month: 12, day: 1 } : { year, month: month - 1, day: 1 };
      return { from: midnight(dayOf(before)), until: midnight(dayOf({ year, month, day: 1 })) };
    }
    case "lastDays":
      return { from: midnight(today - period.count), until: midnight(today) };
    case "lastHours": {
      // By elapsed time: an hour that the clock shows twice is two.
      const until = at - (((wallAt(timeZone, at) % hour) + hour) % hour);
      return { from: until - period.count * hour, until };
    }
  }
}

const dayAt = (timeZone: string, at: Instant): Day => Math.floor(wallAt(timeZone, at) / day);
