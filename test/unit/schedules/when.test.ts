import { describe, expect, it } from "vitest";
import { lastDue, nextDue, periodAt } from "../../../src/schedules/when.ts";
import type { RelativePeriod, When } from "../../../src/schedules/settings.ts";

const at = (text: string): number => Date.parse(text);
const iso = (instant: number): string => new Date(instant).toISOString().replace(":00.000Z", "Z");
const dues = (when: When, zone: string, after: string, n: number): string[] => {
  const all: string[] = [];
  for (let last = at(after); all.length < n; all.push(iso(last))) last = nextDue(when, zone, last);
  return all;
};

describe("when a report is due", () => {
  it("[G4] daily, weekly and monthly by the local clock; months that lack the day, on their last", () => {
    expect(dues({ every: "day", at: "08:00" }, "Europe/Moscow", "2026-11-23T05:00:00Z", 2)).toEqual([
      "2026-11-24T05:00Z",
      "2026-11-25T05:00Z",
    ]);
    expect(dues({ every: "week", on: "monday", at: "00:05" }, "Asia/Tokyo", "2026-11-20T00:00:00Z", 2)).toEqual([
      "2026-11-22T15:05Z",
      "2026-11-29T15:05Z",
    ]);
    expect(dues({ every: "month", day: 31, at: "23:59" }, "UTC", "2027-01-15T00:00:00Z", 4)).toEqual([
      "2027-01-31T23:59Z",
      "2027-02-28T23:59Z",
      "2027-03-31T23:59Z",
      "2027-04-30T23:59Z",
    ]);
  });

  it("[G4] once on every day: in the hour that spring leaves out at the leap, of the one that autumn repeats in the first", () => {
    const daily = (clock: string, after: string) => dues({ every: "day", at: clock }, "Europe/Berlin", after, 3);
    expect(daily("02:30", "2027-03-27T00:00:00Z")).toEqual([
      "2027-03-27T01:30Z",
      "2027-03-28T01:00Z",
      "2027-03-29T00:30Z",
    ]);
    expect(daily("02:30", "2026-10-24T00:00:00Z")).toEqual([
      "2026-10-24T00:30Z",
      "2026-10-25T00:30Z",
      "2026-10-26T01:30Z",
    ]);
    // Here the clock is put back over midnight: 4 November 2012 in Cuba shows 00:30 twice.
    expect(dues({ every: "day", at: "00:30" }, "America/Havana", "2012-11-03T12:00:00Z", 2)).toEqual([
      "2012-11-04T04:30Z",
      "2012-11-05T05:30Z",
    ]);
  });

  it("[G5] of what was missed the last is made up for", () => {
    const when: When = { every: "day", at: "08:00" };
    const due = at("2026-11-20T08:00:00Z");
    expect(iso(lastDue(when, "UTC", due, at("2026-11-23T07:59:00Z")))).toBe("2026-11-22T08:00Z");
    expect(lastDue(when, "UTC", due, due)).toBe(due);
  });

  it("[G4] a report is about whole days, weeks, months or hours of that clock", () => {
    const period = (of: RelativePeriod, zone: string, seen: string) => {
      const { from, until } = periodAt(of, zone, at(seen));
      return `${iso(from)} ${iso(until)}`;
    };
    const moscow = (of: RelativePeriod, seen = "2026-11-23T22:30:00Z") => period(of, "Europe/Moscow", seen);
    // There it is Tuesday, 24 November, 01:30.
    expect(moscow({ of: "yesterday" })).toBe("2026-11-22T21:00Z 2026-11-23T21:00Z");
    expect(moscow({ of: "lastWeek" })).toBe("2026-11-15T21:00Z 2026-11-22T21:00Z");
    expect(moscow({ of: "lastMonth" })).toBe("2026-09-30T21:00Z 2026-10-31T21:00Z");
    expect(moscow({ of: "lastMonth" }, "2027-01-10T00:00:00Z")).toBe("2026-11-30T21:00Z 2026-12-31T21:00Z");
    expect(moscow({ of: "lastDays", count: 3 })).toBe("2026-11-20T21:00Z 2026-11-23T21:00Z");
    expect(moscow({ of: "lastHours", count: 2 })).toBe("2026-11-23T20:00Z 2026-11-23T22:00Z");
    expect(period({ of: "lastHours", count: 1 }, "Asia/Kolkata", "2026-11-23T22:45:00Z")).toBe(
      "2026-11-23T21:30Z 2026-11-23T22:30Z",
    );
    // A day of 25 hours.
    expect(period({ of: "yesterday" }, "Europe/Berlin", "2026-10-26T06:00:00Z")).toBe(
      "2026-10-24T22:00Z 2026-10-25T23:00Z",
    );
  });
});
