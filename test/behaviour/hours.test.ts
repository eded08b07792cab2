import { openingAt, overridden, specialDayAt } from "../../src/hours/opening.ts";
import { firstInstantOf, isTimeZone, wallAt } from "../../src/hours/zone.ts";
import { weekdays, type Interval, type OpeningHours, type SpecialDay } from "../../src/protocol/hours.ts";
import { minutes, type Instant } from "../../src/words/index.ts";
import { equal, test } from "./harness.ts";
import { chance } from "./world/chance.ts";

const at = (text: string): Instant => Date.parse(text);
const said = (instant: Instant | undefined): string | undefined =>
  instant === undefined ? undefined : new Date(instant).toISOString().replace(":00.000Z", "Z");

const workdays = weekdays.slice(0, 5);
const officeHours = { days: workdays, from: "09:00", to: "18:00" };

const hours = (more: Partial<OpeningHours>): OpeningHours => ({
  timeZone: "Europe/Berlin",
  week: [officeHours],
  special: [],
  override: null,
  ...more,
});
const special = (date: string, intervals: readonly Interval[] = [], yearly = false): SpecialDay => ({
  date,
  intervals,
  yearly,
  name: "a day",
});

/** `open`, and until when. */
function states(timetable: OpeningHours, instant: string): [boolean, string | undefined] {
  const { open, until } = openingAt(timetable, at(instant));
  return [open, said(until)];
}

test("[H1] a week: open within its intervals, and known until when", () => {
  // 2026-11-23 is a Monday; Berlin is an hour ahead.
  equal(states(hours({}), "2026-11-23T07:59:59Z"), [false, "2026-11-23T08:00Z"]);
  equal(states(hours({}), "2026-11-23T08:00:00Z"), [true, "2026-11-23T17:00Z"]);
  equal(states(hours({}), "2026-11-23T17:00:00Z"), [false, "2026-11-24T08:00Z"]);
  equal(states(hours({}), "2026-11-28T12:00:00Z"), [false, "2026-11-30T08:00Z"]);
  equal(states(hours({ week: [] }), "2026-11-28T12:00:00Z"), [false, undefined]);
});

test("[H1] several intervals a day; those that overlap or meet are one", () => {
  const lunch = hours({
    week: [
      { days: workdays, from: "13:00", to: "18:00" },
      { days: workdays, from: "09:00", to: "12:00" },
    ],
  });
  equal(states(lunch, "2026-11-23T10:00:00Z"), [true, "2026-11-23T11:00Z"]);
  equal(states(lunch, "2026-11-23T11:30:00Z"), [false, "2026-11-23T12:00Z"]);
  const meeting = hours({
    week: [
      { days: workdays, from: "09:00", to: "12:00" },
      { days: workdays, from: "12:00", to: "18:00" },
      { days: workdays, from: "11:00", to: "13:00" },
    ],
  });
  equal(states(meeting, "2026-11-23T10:00:00Z"), [true, "2026-11-23T17:00Z"]);
});

test("[H1] an interval may pass midnight, and belongs to the day on which it begins", () => {
  const night = hours({ week: [{ days: ["friday"], from: "22:00", to: "04:00" }], special: [special("2026-11-28")] });
  equal(states(night, "2026-11-27T22:30:00Z"), [true, "2026-11-28T03:00Z"]);
  equal(states(night, "2026-11-28T02:59:00Z"), [true, "2026-11-28T03:00Z"]);
  equal(states(night, "2026-11-28T03:00:00Z"), [false, "2026-12-04T21:00Z"]);
});

test("[H1] whole days, and always", () => {
  const weekend = hours({ week: [{ days: ["saturday", "sunday"], from: "00:00", to: "24:00" }] });
  equal(states(weekend, "2026-11-28T12:00:00Z"), [true, "2026-11-29T23:00Z"]);
  const always = hours({ week: [{ days: weekdays, from: "00:00", to: "00:00" }] });
  equal(states(always, "2026-11-28T12:00:00Z"), [true, undefined]);
  const butOnce = { ...always, special: [special("2026-12-25", [], true)] };
  equal(states(butOnce, "2026-12-26T12:00:00Z"), [true, "2027-12-24T23:00Z"]);
});

test("[H2] special days take the place of the week's, of one year or of every year, closed or with hours of their own", () => {
  const table = hours({
    special: [
      special("2020-12-25", [], true),
      special("2026-12-24", [{ from: "09:00", to: "12:00" }]),
      special("2020-12-24", [], true),
      special("2026-12-26", [{ from: "10:00", to: "11:00" }]),
    ],
  });
  equal(states(table, "2026-12-24T08:30:00Z"), [true, "2026-12-24T11:00Z"]);
  equal(states(table, "2026-12-24T11:00:00Z"), [false, "2026-12-26T09:00Z"]);
  equal(states(table, "2027-12-24T09:00:00Z"), [false, "2027-12-27T08:00Z"]);
  equal(specialDayAt(table, at("2027-12-24T09:00:00Z"))?.date, "2020-12-24");
  equal(specialDayAt(table, at("2027-12-23T22:59:00Z")), undefined);
  const leap = hours({ week: [], special: [special("2024-02-29", [{ from: "09:00", to: "10:00" }], true)] });
  equal(states(leap, "2024-02-29T09:00:00Z"), [false, "2028-02-29T08:00Z"]);
});

test("[H3] spring: what begins or ends in the hour that is left out does so at the leap", () => {
  // Berlin, 2026-03-29: 02:00 is 03:00, at 01:00 UTC.
  const until = hours({ week: [{ days: ["saturday"], from: "22:00", to: "02:30" }] });
  equal(states(until, "2026-03-29T00:59:00Z"), [true, "2026-03-29T01:00Z"]);
  const since = hours({ week: [{ days: ["sunday"], from: "02:30", to: "10:00" }] });
  equal(states(since, "2026-03-29T00:59:00Z"), [false, "2026-03-29T01:00Z"]);
  equal(states(since, "2026-03-29T01:00:00Z"), [true, "2026-03-29T08:00Z"]);
  const within = hours({ week: [{ days: ["sunday"], from: "02:15", to: "02:45" }] });
  equal(states(within, "2026-03-29T00:00:00Z"), [false, "2026-04-05T00:15Z"]);
  const day = hours({ week: [{ days: ["sunday"], from: "00:00", to: "24:00" }] });
  equal(states(day, "2026-03-28T23:00:00Z"), [true, "2026-03-29T22:00Z"]);
  // New York, 2026-03-08: 02:00 is 03:00, at 07:00 UTC. Nine o'clock is nine o'clock.
  const york = hours({ timeZone: "America/New_York", week: [{ days: weekdays, from: "09:00", to: "17:00" }] });
  equal(states(york, "2026-03-07T23:00:00Z"), [false, "2026-03-08T13:00Z"]);
  equal(states(york, "2026-03-06T23:00:00Z"), [false, "2026-03-07T14:00Z"]);
});

test("[H3] autumn: of the hour that is repeated the first counts, and nothing opens or closes twice", () => {
  // Berlin, 2026-10-25: 03:00 is 02:00, at 01:00 UTC.
  const until = hours({ week: [{ days: ["saturday"], from: "22:00", to: "02:30" }] });
  equal(states(until, "2026-10-25T00:29:00Z"), [true, "2026-10-25T00:30Z"]);
  equal(states(until, "2026-10-25T01:15:00Z"), [false, "2026-10-31T21:00Z"]);
  const since = hours({ week: [{ days: ["sunday"], from: "02:30", to: "10:00" }] });
  equal(states(since, "2026-10-24T23:00:00Z"), [false, "2026-10-25T00:30Z"]);
  equal(states(since, "2026-10-25T01:15:00Z"), [true, "2026-10-25T09:00Z"]);
  // New York, 2026-11-01: 02:00 is 01:00, at 06:00 UTC.
  const york = hours({ timeZone: "America/New_York", week: [{ days: ["sunday"], from: "01:30", to: "01:45" }] });
  equal(states(york, "2026-11-01T05:00:00Z"), [false, "2026-11-01T05:30Z"]);
  equal(states(york, "2026-11-01T05:45:00Z"), [false, "2026-11-08T06:30Z"]);
});

test("[H3] zones whose clocks leap by half an hour, or stand half an hour from the others", () => {
  // Lord Howe, 2026-10-04: 02:00 is 02:30, at 15:30 UTC of the day before. From +10:30 to +11.
  const island = hours({ timeZone: "Australia/Lord_Howe", week: [{ days: ["sunday"], from: "02:15", to: "03:00" }] });
  equal(states(island, "2026-10-03T15:00:00Z"), [false, "2026-10-03T15:30Z"]);
  equal(states(island, "2026-10-03T15:30:00Z"), [true, "2026-10-03T16:00Z"]);
  // 2026-04-05: 02:00 is 01:30, at 15:00 UTC of the day before.
  const autumn = hours({ timeZone: "Australia/Lord_Howe", week: [{ days: ["sunday"], from: "01:45", to: "02:15" }] });
  equal(states(autumn, "2026-04-04T14:00:00Z"), [false, "2026-04-04T14:45Z"]);
  equal(states(autumn, "2026-04-04T14:45:00Z"), [true, "2026-04-04T15:45Z"]);
  const kolkata = hours({ timeZone: "Asia/Kolkata" });
  equal(states(kolkata, "2026-11-23T03:29:00Z"), [false, "2026-11-23T03:30Z"]);
  equal(states(kolkata, "2026-11-23T12:00:00Z"), [true, "2026-11-23T12:30Z"]);
});

const zones = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"];
const aYear = minutes(365 * 24 * 60);

/** Intervals of every kind, on the quarter of an hour. */
function someHours(seed: number): { readonly hours: OpeningHours; readonly when: () => Instant } {
  const { upTo, happens } = chance(seed);
  const time = (): string => `${String(upTo(24)).padStart(2, "0")}:${["00", "15", "30", "45"][upTo(4)]}`;
  const interval = (): Interval => ({ from: time(), to: happens(0.2) ? "24:00" : time() });
  const many = <T>(most: number, make: () => T): T[] => Array.from({ length: upTo(most + 1) }, make);
  const date = (): string => `2026-${String(1 + upTo(12)).padStart(2, "0")}-${String(1 + upTo(28)).padStart(2, "0")}`;
  return {
    hours: hours({
      timeZone: zones[upTo(zones.length)] ?? "UTC",
      week: many(4, () => ({ ...interval(), days: weekdays.filter(() => happens(0.6)) })),
      special: many(5, () => special(date(), many(2, interval), happens(0.5))),
    }),
    when: () => at("2026-01-01T00:00:00Z") + upTo(aYear),
  };
}

test("[H4] the state lasts until the change that is told, and not longer", () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const { hours, when } = someHours(seed);
    const now = when();
    const { open, until } = openingAt(hours, now);
    if (until === undefined) continue;
    const last = openingAt(hours, until - 1);
    const next = openingAt(hours, until);
    const between = openingAt(hours, Math.floor((now + until) / 2));
    equal(
      [seed, until > now, last.open, last.until, next.open, between.open, between.until],
      [seed, true, open, until, !open, open, until],
    );
  }
});

test("[H4] away from the leaps of the clock it is open when a clock on the wall says so", () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const { hours, when } = someHours(seed);
    const now = when();
    const { timeZone } = hours;
    const day = minutes(24 * 60);
    const steady = wallAt(timeZone, now) - now === wallAt(timeZone, now - 2 * day) - (now - 2 * day);
    if (steady) equal([seed, openingAt(hours, now).open], [seed, openByTheWall(hours, wallAt(timeZone, now))]);
  }
});

/** As somebody would do it with a calendar and a watch: looks at the intervals of today and those of yesterday that pass midnight. */
function openByTheWall({ week, special }: OpeningHours, wall: number): boolean {
  const shown = new Date(wall).toISOString();
  const time = shown.slice(11, 16);
  const intervalsOn = (day: Date): readonly Interval[] => {
    const date = day.toISOString().slice(0, 10);
    const found =
      special.findLast((one) => !one.yearly && one.date === date) ??
      special.findLast((one) => one.yearly && one.date.slice(5) === date.slice(5));
    return (
      found?.intervals ?? week.filter(({ days }) => days.includes(weekdays[(day.getUTCDay() + 6) % 7] ?? "monday"))
    );
  };
  const today = intervalsOn(new Date(wall));
  const yesterday = intervalsOn(new Date(wall - minutes(24 * 60)));
  return (
    today.some(({ from, to }) => from <= time && (time < to || to <= from)) ||
    yesterday.some(({ from, to }) => to <= from && time < to)
  );
}

test("[H4] later on the wall is never earlier in time", () => {
  const { upTo } = chance(7);
  for (const zone of zones) {
    for (const leap of ["2026-03-08", "2026-03-29", "2026-04-04", "2026-10-03", "2026-10-25", "2026-11-01"]) {
      let before = Number.NEGATIVE_INFINITY;
      for (let wall = at(`${leap}T00:00:00Z`); wall < at(`${leap}T00:00:00Z`) + minutes(2 * 24 * 60);) {
        const instant = firstInstantOf(zone, wall);
        equal([instant >= before, wallAt(zone, instant) >= wall], [true, true]);
        before = instant;
        wall += minutes(1 + upTo(30));
      }
    }
  }
});

test("[H5] opened or closed by hand until the timetable changes next", () => {
  const close = (instant: string, open: boolean): OpeningHours => ({
    ...hours({}),
    override: overridden(hours({}), { open, by: "supervisor1", at: at(instant) }),
  });
  const closed = close("2026-11-23T10:00:00Z", false);
  equal(closed.override?.until, at("2026-11-23T17:00:00Z"));
  equal(states(closed, "2026-11-23T09:59:00Z"), [true, "2026-11-23T17:00Z"]);
  // At 18:00 it would close anyway: nothing changes before the next morning.
  equal(states(closed, "2026-11-23T10:00:00Z"), [false, "2026-11-24T08:00Z"]);
  equal(openingAt(closed, at("2026-11-23T10:00:00Z")).by, "supervisor1");
  equal(openingAt(closed, at("2026-11-23T17:00:00Z")).by, undefined);
  equal(states(closed, "2026-11-24T08:00:00Z"), [true, "2026-11-24T17:00Z"]);
  const opened = close("2026-11-23T20:00:00Z", true);
  equal(states(opened, "2026-11-23T20:00:00Z"), [true, "2026-11-24T17:00Z"]);
  const always = hours({ week: [{ days: weekdays, from: "00:00", to: "24:00" }] });
  const forever = {
    ...always,
    override: overridden(always, { open: false, by: "key", at: at("2026-11-23T20:00:00Z") }),
  };
  equal(forever.override.until, null);
  equal(states(forever, "2026-12-23T20:00:00Z"), [false, undefined]);
});

test("[H1] a time zone is one that the runtime knows by name", () => {
  equal(["Europe/Berlin", "UTC", "Asia/Kolkata"].map(isTimeZone), [true, true, true]);
  equal(["Europe/Atlantis", "", "+03:00", "<script>"].map(isTimeZone), [false, false, false, false]);
});
