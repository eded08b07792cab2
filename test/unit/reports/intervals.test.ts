import { expect, it } from "vitest";
import { boundsOf, hourAt, indexIn, type IntervalName } from "../../../src/reports/intervals.ts";

const bounds = (from: string, until: string, interval: IntervalName, timeZone: string): string[] =>
  boundsOf({ from: Date.parse(from), until: Date.parse(until), interval, timeZone }, 1_000).map((at) =>
    new Date(at).toISOString().replace(":00.000Z", ""),
  );

it("[R6] days, weeks and months are those of the local clock, in any zone", () => {
  expect(bounds("2026-01-30T12:00Z", "2026-03-02T00:00Z", "1mo", "Europe/Moscow")).toEqual([
    "2026-01-30T12:00",
    "2026-01-31T21:00",
    "2026-02-28T21:00",
    "2026-03-02T00:00",
  ]);
  // The Monday is Kathmandu's, 5 h 45 min before that of Greenwich.
  expect(bounds("2026-11-20T00:00Z", "2026-12-01T00:00Z", "1w", "Asia/Kathmandu")).toEqual([
    "2026-11-20T00:00",
    "2026-11-22T18:15",
    "2026-11-29T18:15",
    "2026-12-01T00:00",
  ]);
  expect(bounds("2026-11-20T00:00Z", "2026-11-20T02:00Z", "1h", "Asia/Kathmandu")).toEqual([
    "2026-11-20T00:00",
    "2026-11-20T00:15",
    "2026-11-20T01:15",
    "2026-11-20T02:00",
  ]);
});

it("[R6] on the days on which the clock is changed a day has 23 or 25 hours, and the hour that is shown twice is two", () => {
  expect(bounds("2026-03-28T23:00Z", "2026-03-29T22:00Z", "1d", "Europe/Berlin")).toEqual([
    "2026-03-28T23:00",
    "2026-03-29T22:00",
  ]);
  expect(bounds("2026-03-28T23:00Z", "2026-03-29T22:00Z", "1h", "Europe/Berlin")).toHaveLength(24);
  expect(bounds("2026-10-24T22:00Z", "2026-10-25T23:00Z", "1d", "Europe/Berlin")).toEqual([
    "2026-10-24T22:00",
    "2026-10-25T23:00",
  ]);
  expect(bounds("2026-10-24T22:00Z", "2026-10-25T23:00Z", "1h", "Europe/Berlin")).toHaveLength(26);
  // By half an hour, and away from the hour.
  const lordHowe = bounds("2026-04-04T13:00Z", "2026-04-04T18:00Z", "1h", "Australia/Lord_Howe");
  expect(lordHowe.slice(0, 5)).toEqual([
    "2026-04-04T13:00",
    "2026-04-04T14:00",
    "2026-04-04T15:00",
    "2026-04-04T15:30",
    "2026-04-04T16:30",
  ]);
  expect([0, 1].map((more) => hourAt("Europe/Berlin", Date.parse("2026-10-25T00:30Z") + more * 3_600_000))).toEqual([
    "02",
    "02",
  ]);
});

it("[R6] a moment lies in one interval or in none", () => {
  expect([0, 9, 10, 19, 20, 29, 30].map((at) => indexIn([1, 10, 20, 30], at))).toEqual([
    undefined,
    0,
    1,
    1,
    2,
    2,
    undefined,
  ]);
  expect(boundsOf({ from: 0, until: 3_600_000, interval: "5m", timeZone: "UTC" }, 5)).toHaveLength(5);
});
