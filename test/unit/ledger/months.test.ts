/** Records leave the ledger for the actors of their months; nobody who asks notices. */
import { beforeEach, describe, expect, it } from "vitest";
import { LedgerBook } from "../../../src/ledger/book.ts";
import type { CallQuery } from "../../../src/ledger/port.ts";
import { atOnce, type Slices } from "../../../src/ledger/slices.ts";
import type { CallRecord, LedgerFact } from "../../../src/protocol/record.ts";
import { usualRetention, type Retention } from "../../../src/protocol/retention.ts";
import type { ReportBy, ReportQuery } from "../../../src/reports/query.ts";
import {
  as,
  minutes,
  no,
  type CallId,
  type DispositionId,
  type OperatorId,
  type QueueId,
} from "../../../src/words/index.ts";
import { database } from "../../http/database.ts";
import { monthsAtHand, type MonthsAtHand } from "../../support/months.ts";
import { testLedger } from "../../support/seal.ts";
import { diceOf, plain, someCall, somePromise } from "../reports/calls.ts";

const day = minutes(24 * 60);
const start = Date.parse("2026-07-20T00:00:00Z");
const forEver = { calls: null, timelines: null, replays: null, numbers: null, work: null, audit: null };
const numbers = ["+79161234567", "+79160000089", "+79265550011"] as const;

interface World {
  readonly db: ReturnType<typeof database>;
  readonly months: MonthsAtHand;
  book: LedgerBook;
}
const newWorld = (): World => {
  const db = database();
  return { db, months: monthsAtHand(), book: new LedgerBook(db.sql, db.atomically, testLedger) };
};
/** Another process. */
const restart = (world: World): void => {
  world.book = new LedgerBook(world.db.sql, world.db.atomically, testLedger);
};
const all = <Result>(world: World, slices: Slices<Result>): Result => atOnce(slices, world.months);
const read = (world: World, id: CallId) => all(world, world.book.readInSlices(id));
const keep = ({ book }: World, retention: Partial<Retention>, revision = 1) =>
  book.tell({ type: "retention.wanted", at: 0, revision, retention: { ...usualRetention, ...forEver, ...retention } });
const sweep = (world: World, now: number) => all(world, world.book.sweepInSlices(now));
/** Every row of a database, as text. */
const textOf = ({ sql }: ReturnType<typeof database>, except = ""): string =>
  JSON.stringify(
    sql
      .exec("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> ?", except)
      .toArray()
      .map(({ name }) => sql.exec(`SELECT * FROM "${String(name)}"`).toArray()),
  );
const everything = ({ db, months }: World): string =>
  [textOf(db, "caller"), ...Array.from(months.databases.values(), (of) => textOf(of))].join("\n");
const recordsIn = ({ months }: World): Record<string, number> =>
  Object.fromEntries(
    Array.from(months.databases, ([month, { sql }]) => [
      month,
      Number(sql.exec("SELECT count(*) AS n FROM record").toArray()[0]?.["n"]),
    ]),
  );

function told(world: World, call: CallRecord): void {
  const kept = JSON.stringify({ version: 1, whole: true, inputs: [{ type: "x", at: 1, from: call.from }] });
  world.book.tell({ type: "call.ended", record: call, recalled: true, kept });
}

/** A hundred days of calls and promises, with how some of the talks turned out. */
function calls(seed: number): { readonly facts: readonly LedgerFact[]; readonly records: readonly CallRecord[] } {
  const dice = diceOf(seed);
  const came = Array.from({ length: 150 }, (_, n) => ({
    ...someCall(`c_${n}`, start + dice(100) * day + dice(minutes(15)), dice),
    from: numbers[dice(3)] ?? "",
  }));
  const promises = came.filter(({ outcome }) => outcome === "callback").map((call) => somePromise(call, dice));
  const records = [...came, ...promises.flatMap(({ phoned }) => phoned ?? [])];
  const disposed = came.slice(0, 40).map(({ callId, startedAt }): LedgerFact => ({
    type: "call.disposed",
    disposal: {
      callId,
      operatorId: as<OperatorId>("o1"),
      offerId: null,
      queueId: as<QueueId>("Q1"),
      dispositionId: as<DispositionId>("Sold"),
      name: "Sold",
      note: "has a cat",
      missing: false,
      by: "o1",
      at: startedAt,
    },
  }));
  const ended = records.map((record): LedgerFact => ({
    type: "call.ended",
    record,
    recalled: true,
    kept: JSON.stringify({ inputs: [{ from: record.from }] }),
  }));
  const kept = promises.map(({ callback }): LedgerFact => ({ type: "callback.ended", callback }));
  return { facts: [...ended, ...kept, ...disposed], records };
}

const whole = (world: World, records: readonly CallRecord[]) => ({
  records: records.map(({ callId }) => read(world, callId)),
  kept: records.map(({ callId }) => all(world, world.book.keptInSlices(callId))),
});

/** All that anybody may ask. */
function answers(world: World, records: readonly CallRecord[]): unknown {
  const { book } = world;
  const pages = (query: Omit<CallQuery, "limit">): unknown[] => {
    const found: unknown[] = [];
    for (let after: CallQuery["after"]; ;) {
      const page = all(world, book.listInSlices({ ...query, after, limit: 17 }));
      found.push(page);
      if (page.next === undefined) return found;
      after = page.next;
    }
  };
  const report = (by: ReportBy, more: Partial<ReportQuery> = {}) =>
    all(
      world,
      book.reportInSlices({
        by,
        // The ends and a bound in the middle cut slots.
        bounds: [start + 61_003, start + 20 * day + 122_007, start + 90 * day + 400_001],
        timeZone: "Europe/Moscow",
        ...more,
      }),
    );
  return {
    ...whole(world, records),
    pages: [
      pages({}),
      pages({ state: "ended", queues: [as<QueueId>("Q1")] }),
      pages({ disposition: as<DispositionId>("Sold"), from: start + 5 * day, to: start + 70 * day }),
    ],
    reports: [
      ...(["queue", "operator", "number", "hour", "disposition"] as const).map((by) => report(by)),
      report("queue", { queues: ["Q1"], repeatWithin: 3 * day }),
    ].map((parts) => parts.toSorted((a, b) => a.interval - b.interval || (a.key < b.key ? -1 : 1))),
    // Each ledger has hashes of its own.
    callers: numbers.map((number) => ({ ...all(world, book.findCaller(number, start + 140 * day)), reference: "" })),
  };
}

let world: World;
beforeEach(() => {
  world = newWorld();
});

describe("records that lie in their months", () => {
  it("[R21] are listed, read, counted and found as before, of which the ledger keeps what they are found by", () => {
    for (let seed = 1; seed <= 5; seed += 1) {
      world = newWorld();
      const { facts, records } = calls(seed);
      keep(world, {});
      for (const fact of facts) world.book.tell(fact);
      const before = answers(world, records);
      expect(recordsIn(world)).toEqual({});
      sweep(world, start + 110 * day);
      expect(Object.keys(recordsIn(world)).toSorted()).toEqual(["2026-07", "2026-08", "2026-09"]);
      restart(world);
      expect(answers(world, records), `seed ${seed}`).toEqual(before);
      // A month later all of them.
      sweep(world, start + 145 * day);
      expect(Object.values(recordsIn(world)).reduce((sum, n) => sum + n, 0)).toBe(records.length);
      const left = world.db.sql.exec("SELECT sum(length(summary || timeline || coalesce(kept, ''))) AS n FROM call");
      expect(left.toArray()).toEqual([{ n: 0 }]);
      expect(answers(world, records), `seed ${seed}`).toEqual(before);
    }
  });

  it("[R21] go forty days after their calls began, by the month of UTC, however many began in one millisecond", () => {
    keep(world, {});
    const august = Date.parse("2026-08-01T00:00:00Z");
    for (let n = 0; n < 120; n += 1) told(world, plain(`c_${n}`, august - 1));
    told(world, plain("c_a", august));
    told(world, plain("c_b", august + day + 1));
    sweep(world, august + 40 * day);
    expect(recordsIn(world)).toEqual({ "2026-07": 120 });
    sweep(world, august + 41 * day + 1);
    expect(recordsIn(world)).toEqual({ "2026-07": 120, "2026-08": 1 });
    expect(read(world, as<CallId>("c_7"))).toEqual(plain("c_7", august - 1));
    expect(() => world.book.read(as<CallId>("c_7"))).toThrow("2026-07");
  });

  it("[R21] where many are to go they go in parts, one right after the other, and nothing else is done each time", () => {
    keep(world, { calls: 300 });
    for (let n = 0; n < 10_020; n += 1) told(world, plain(`c_${n}`, start + n));
    const now = start + 50 * day;
    expect(world.book.sweepDue()).toBe(day);
    sweep(world, now);
    expect([recordsIn(world), world.book.sweepDue()]).toEqual([{ "2026-07": 10_000 }, 0]);
    told(world, plain("c_old", now - 400 * day));
    sweep(world, now + 1);
    expect([recordsIn(world), world.book.sweepDue()]).toEqual([{ "2026-07": 10_020 }, now + day]);
    expect(read(world, as<CallId>("c_old"))).toBeDefined();
    expect(read(world, as<CallId>("c_10019"))).toBeDefined();
  });

  it("[R21] a call of an old time that is told of late stays; what is told of a moved one again changes nothing", () => {
    keep(world, {});
    const call = plain("c_1", start);
    told(world, call);
    sweep(world, start + 50 * day);
    told(world, plain("c_0", start - 1));
    told(world, { ...call, timeline: [{ seq: 1, at: start, what: "ended" }] });
    sweep(world, start + 51 * day);
    expect(recordsIn(world)).toEqual({ "2026-07": 1 });
    expect([read(world, call.callId), read(world, as<CallId>("c_0"))]).toEqual([call, plain("c_0", start - 1)]);
    expect(world.book.health().flaws).toEqual([]);
  });

  it("[R21] what has to be folded anew when they have gone is folded from their months", () => {
    const { facts, records } = calls(3);
    const late = plain("c_late", start + 145 * day);
    keep(world, {});
    for (const fact of facts) world.book.tell(fact);
    told(world, late);
    sweep(world, start + 145 * day);
    const before = answers(world, records);
    world.db.sql.exec("DELETE FROM rollup");
    world.db.sql.exec("INSERT OR IGNORE INTO stale (slot, since) SELECT DISTINCT started / 300000, 0 FROM call");
    restart(world);
    expect(answers(world, records)).toEqual(before);
    expect(world.book.health().toFold).toBeGreaterThan(50);
    // A call that ends folds what is at hand only.
    told(world, late);
    expect(world.book.health().toFold).toBeGreaterThan(50);
    sweep(world, start + 146 * day);
    expect(world.book.health().toFold).toBe(0);
    expect(answers(world, records)).toEqual(before);
  });

  it("[R22] whoever dies at whatever step while they are moved, each is whole in one place, and goes on being moved", () => {
    const { facts, records } = calls(5);
    const steps = (() => {
      const whole = newWorld();
      keep(whole, {});
      for (const fact of facts) whole.book.tell(fact);
      return stepsOf(whole, whole.book.sweepInSlices(start + 145 * day));
    })();
    expect(steps).toBeGreaterThan(12);
    const untouched = newWorld();
    keep(untouched, {});
    for (const fact of facts) untouched.book.tell(fact);
    const before = whole(untouched, records);
    for (let dies = 0; dies < steps; dies += 1) {
      for (const isToldBefore of [false, true]) {
        world = newWorld();
        keep(world, {});
        for (const fact of facts) world.book.tell(fact);
        stepsOf(world, world.book.sweepInSlices(start + 145 * day), dies, isToldBefore);
        restart(world);
        expect(whole(world, records), `dies at ${dies}`).toEqual(before);
        sweep(world, start + 145 * day);
        expect(Object.values(recordsIn(world)).reduce((sum, n) => sum + n, 0)).toBe(records.length);
        expect(whole(world, records), `dies at ${dies}`).toEqual(before);
      }
    }
  });

  it("[R23] a caller is erased from their months as well, also amid a move and whoever dies amid it", () => {
    const { facts, records } = calls(9);
    const [number] = numbers;
    const theirs = records.filter(({ from }) => from === number);
    for (let at = 0; at < 40; at += 1) {
      world = newWorld();
      keep(world, {});
      for (const fact of facts) world.book.tell(fact);
      const now = start + 145 * day;
      const key = all(world, world.book.findCaller(number, now))?.reference ?? "";
      expect(everything(world)).toContain(key);
      const sweeping = world.book.sweepInSlices(now);
      const erase = () => all(world, world.book.eraseCaller(number, now));
      if (at < 30) {
        // Erased at once, at some step of the move.
        stepsOf(world, sweeping, at);
        erase();
        stepsOf(world, sweeping);
      } else {
        // Moved; whoever erases dies at some step.
        stepsOf(world, sweeping);
        stepsOf(world, world.book.eraseCaller(number, now), at - 30, at % 2 === 0);
        restart(world);
        erase();
      }
      expect(erase()).toEqual(no("unknown"));
      expect(everything(world), `at ${at}`).not.toContain(key);
      for (const { callId, startedAt } of theirs) {
        expect(read(world, callId)).toMatchObject({ from: "•••", startedAt });
        expect(all(world, world.book.keptInSlices(callId))).not.toContain(number);
      }
      const others = records.find(({ from }) => from === numbers[1]);
      expect(others && read(world, others.callId)).toEqual(others);
    }
  });

  it("[R23] retention reaches them; a month with nothing left is empty", () => {
    keep(world, {});
    for (let n = 0; n < 100; n += 1) told(world, { ...plain(`c_${n}`, start + n * day), timeline: moment(n) });
    const report = () =>
      all(world, world.book.reportInSlices({ by: "number", bounds: [start, start + 100 * day], timeZone: "UTC" }));
    const before = report();
    sweep(world, start + 139 * day);
    expect(recordsIn(world)).toEqual({ "2026-07": 12, "2026-08": 31, "2026-09": 30, "2026-10": 26 });
    keep(world, { calls: 120, timelines: 100, replays: 80 }, 2);
    sweep(world, start + 139 * day);
    expect(recordsIn(world)).toEqual({ "2026-07": 0, "2026-08": 24, "2026-09": 30, "2026-10": 26 });
    expect(world.months("2026-07").isEmpty()).toBe(true);
    const lengths = [18, 19, 38, 39, 58, 59].map((n) => {
      const id = as<CallId>(`c_${n}`);
      return [read(world, id)?.timeline.length, all(world, world.book.keptInSlices(id)) !== undefined];
    });
    expect(lengths).toEqual([
      [undefined, false],
      [0, false],
      [0, false],
      [1, false],
      [1, false],
      [1, true],
    ]);
    expect(report()).toEqual(before);
  });
});

const moment = (n: number): CallRecord["timeline"] => [{ seq: 1, at: start + n * day, what: "arrived" }];

/**
 * Goes through slices, up to so many, and says how many it were.
 * @param isToldBefore whoever dies at an errand has still asked the month, and only did not learn the answer
 */
function stepsOf(of: World, slices: Slices<unknown>, most = Number.POSITIVE_INFINITY, isToldBefore = false): number {
  for (let steps = 0; ; steps += 1) {
    if (steps === most && !isToldBefore) return steps;
    const { done, value } = slices.next();
    if (done === true) return steps;
    if (value !== undefined) void value.ask(of.months(value.month));
    if (steps === most) return steps;
  }
}
