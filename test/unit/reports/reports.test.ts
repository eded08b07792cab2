/** What reports say, held against the records counted one by one. */
import { describe, expect, it } from "vitest";
import { LedgerBook } from "../../../src/ledger/book.ts";
import { migrations } from "../../../src/ledger/schema.ts";
import type { Sql } from "../../../src/kernel/index.ts";
import type { CallbackRecord } from "../../../src/protocol/callback.ts";
import type { CallRecord, LedgerFact } from "../../../src/protocol/record.ts";
import { metricsIn, usualTerms } from "../../../src/reports/metrics.ts";
import type { ReportBy, ReportPart, ReportQuery } from "../../../src/reports/query.ts";
import { tableOf } from "../../../src/reports/table.ts";
import { visitsOf } from "../../../src/reports/visit.ts";
import { as, minutes, type CallId, type EntryId, type OperatorId, type QueueId } from "../../../src/words/index.ts";
import { database } from "../../http/database.ts";
import { diceOf, plain, someCall, somePromise, type Dice } from "./calls.ts";
import { testLedger } from "../../support/seal.ts";

const day = minutes(24 * 60);
const start = Date.parse("2026-11-23T00:00:00Z");
const queue = (id: string): QueueId => as<QueueId>(id);

function newBook(): LedgerBook {
  const { sql, atomically } = database();
  return new LedgerBook(sql, atomically, testLedger);
}

const ended = (record: CallRecord): LedgerFact => ({ type: "call.ended", record });

const told = (calls: readonly CallRecord[]): LedgerBook => toldOf(calls.map(ended));

function toldOf(facts: readonly LedgerFact[]): LedgerBook {
  const book = newBook();
  for (const fact of facts) book.tell(fact);
  return book;
}

const asked = (by: ReportBy, more: Partial<ReportQuery> = {}): ReportQuery => ({
  by,
  bounds: [start, start + day],
  timeZone: "UTC",
  ...more,
});

/** Figures of the whole period, by key. */
const figuresOf = (report: "queues" | "numbers" | "hours" | "operators", parts: readonly ReportPart[]) =>
  Object.fromEntries(
    tableOf(metricsIn(report), parts, [start, start + day], usualTerms).rows.map(({ key, figures }) => [key, figures]),
  );

function shuffled<Item>(items: readonly Item[], dice: Dice): Item[] {
  const left = [...items];
  return items.flatMap(() => left.splice(dice(left.length), 1));
}

describe("reports", () => {
  it("[R1] a call counts when it began, with all that became of it; every row balances", () => {
    const dice = diceOf(7);
    const calls = Array.from({ length: 400 }, (_, n) => someCall(`c_${n}`, start + dice(day), dice));
    const book = told(calls);
    const bounds = Array.from({ length: 25 }, (_, hour) => start + hour * minutes(60));
    for (const [report, by] of [
      ["queues", "queue"],
      ["numbers", "number"],
      ["scenarios", "scenario"],
      ["hours", "hour"],
    ] as const) {
      const { rows, total } = tableOf(metricsIn(report), book.report(asked(by, { bounds })), bounds, usualTerms);
      expect(rows.length).toBeGreaterThan(20);
      for (const figures of [total, ...rows.map(({ figures }) => figures)]) {
        const ends = [
          "answered",
          "abandoned",
          "overflowed",
          "refused",
          "calledBack",
          "moved",
          "gone",
          "unrouted",
          "failed",
        ];
        expect(figures["offered"]).toBe(ends.reduce((sum, name) => sum + (figures[name] ?? Number.NaN), 0));
      }
      // About queues it is stays that are counted, of which a call may have none or several.
      const isCalls = by !== "queue";
      expect(total["offered"] === calls.length).toBe(isCalls);
    }
    const began = (from: number, until: number) =>
      calls.filter(({ startedAt }) => startedAt >= from && startedAt < until).length;
    const { rows } = tableOf(metricsIn("hours"), book.report(asked("hour", { bounds })), bounds, usualTerms);
    expect(rows.map(({ figures }) => figures["offered"])).toEqual(rows.map(({ from, until }) => began(from, until)));
  });

  it("[R3] whatever comes late, twice or in whatever order, the folded sums are those of the records, promises to phone somebody among them", () => {
    for (let seed = 1; seed <= 30; seed += 1) {
      const dice = diceOf(seed);
      const came = Array.from({ length: 120 }, (_, n) => someCall(`c_${n}`, start + dice(minutes(180)), dice));
      const promises = came.filter(({ outcome }) => outcome === "callback").map((call) => somePromise(call, dice));
      const callbacks = promises.map(({ callback }) => callback);
      const calls = [...came, ...promises.flatMap(({ phoned }) => phoned ?? [])];
      // In the order of their ends, with some much later and some told again.
      const facts = [
        ...calls.map((call) => ({ fact: ended(call), at: call.endedAt ?? 0 })),
        ...callbacks.map((callback) => ({ fact: { type: "callback.ended", callback } as const, at: callback.endedAt })),
      ]
        .flatMap((one) => (dice(4) === 0 ? [one, one] : [one]))
        .map(({ fact, at }) => ({ fact, at: at + (dice(5) === 0 ? dice(minutes(120)) : 0) }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ fact }) => fact);
      const inOrder = toldOf(dice(2) === 0 ? facts : shuffled(facts, dice));
      expect(inOrder.health().toFold).toBeLessThan(60);
      const from = start + dice(minutes(60));
      const bounds = [from, start + minutes(90), start + minutes(90) + dice(minutes(90))];
      for (const by of ["queue", "number", "operator", "hour", "scenario"] as const) {
        for (const filter of [
          {},
          { queues: ["Q1"] },
          ...(by === "operator" ? [{ operator: "o1" }] : [{ number: "+74951" }]),
        ]) {
          const query = asked(by, { ...filter, bounds });
          expect(sorted(inOrder.report(query)), `seed ${seed}, by ${by}`).toEqual(
            sorted(oneByOne(calls, query, callbacks)),
          );
        }
      }
    }
  });

  it("[R3] nor does it matter what was asked meanwhile, and remembered for the next who asks", () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const dice = diceOf(seed);
      const came = Array.from({ length: 80 }, (_, n) => someCall(`c_${n}`, start + dice(minutes(20)), dice));
      const promises = came.filter(({ outcome }) => outcome === "callback").map((call) => somePromise(call, dice));
      const calls = [...came, ...promises.flatMap(({ phoned }) => phoned ?? [])];
      const callbacks = promises.map(({ callback }) => callback);
      const facts: LedgerFact[] = [
        ...calls.map(ended),
        ...callbacks.map((callback) => ({ type: "callback.ended", callback }) as const),
      ];
      const book = newBook();
      const happened: LedgerFact[] = [];
      for (const fact of shuffled([...facts, ...facts.filter(() => dice(4) === 0)], dice)) {
        book.tell(fact);
        happened.push(fact);
        if (dice(6) > 0) continue;
        const from = start + dice(minutes(5));
        const query = asked(dice(2) === 0 ? "queue" : "operator", { bounds: [from, from + dice(minutes(20)) + 1] });
        const known = new Map(
          happened.flatMap((one) => (one.type === "call.ended" ? [[one.record.callId, one.record]] : [])),
        );
        const kept = new Map(
          happened.flatMap((one) => (one.type === "callback.ended" ? [[one.callback.entryId, one.callback]] : [])),
        );
        expect(sorted(book.report(query)), `seed ${seed}, after ${happened.length}`).toEqual(
          sorted(oneByOne([...known.values()], query, [...kept.values()])),
        );
      }
    }
  });

  it("[R20] of what is asked for again only those calls are read that began when one was told otherwise since; who has ended is added, once", () => {
    const { sql, atomically } = database();
    let read = 0;
    const counting: Sql = {
      exec(query, ...bindings) {
        const rows = sql.exec(query, ...bindings).toArray();
        if (query.startsWith("SELECT place, summary, timeline FROM call")) read += rows.length;
        return { toArray: () => rows };
      },
    };
    let fails = false;
    const fragile = (work: () => void): void =>
      atomically(() => {
        work();
        if (fails) throw new Error("the disk is full");
      });
    const book = new LedgerBook(counting, fragile, testLedger);
    let told = 0;
    const end = (n: number, startedAt: number, more: Partial<CallRecord> = {}): void =>
      book.tell(ended(plain(`c_${n}`, startedAt, { outcome: "gone", endedAt: start + minutes(9), ...more })));
    const tell = (startedAt: number): void => {
      end(told + 1, startedAt);
      told += 1;
    };
    // Two a second, for five minutes.
    for (let n = 0; n < 600; n += 1) tell(start + n * 500);
    const readBy = (until: number): number => {
      read = 0;
      const [part] = book.report(asked("scenario", { bounds: [start, until] }));
      expect(part?.tally.sums.offered).toBe(told);
      return read;
    };
    expect(readBy(start + minutes(60))).toBe(600);
    expect(readBy(start + minutes(60))).toBe(0);
    // Whose last slot is cut reads no more.
    expect(readBy(start + minutes(7) + 1)).toBe(0);
    tell(start + 42_100);
    expect(readBy(start + minutes(60))).toBe(0);
    // Told again, it is known.
    end(told, start + 42_100);
    expect(readBy(start + minutes(60))).toBe(0);
    end(told, start + 42_100, { channel: "web" });
    expect(readBy(start + minutes(60))).toBe(21);
    // What is taken back does not count.
    fails = true;
    expect(() => tell(start + 42_200)).toThrow("full");
    fails = false;
    expect(readBy(start + minutes(60))).toBe(601);
    tell(start + 42_200);
    expect(readBy(start + minutes(60))).toBe(0);
  });

  it("[R19] promises to phone somebody count with the call in which they were made: how they ended, why in vain, how long it took", () => {
    const came = (id: string, at: number) =>
      plain(id, start + minutes(at), { outcome: "callback", endedAt: start + minutes(at + 1), queueId: queue("A") });
    const promise = (of: string, at: number, more: Partial<CallbackRecord>): LedgerFact => ({
      type: "callback.ended",
      callback: {
        entryId: as<EntryId>(`e_${of}`),
        queueId: queue("A"),
        of: as<CallId>(of),
        promisedAt: start + minutes(at),
        endedAt: start + minutes(at + 30),
        outcome: "failed",
        attempts: 1,
        ...more,
      },
    });
    const phoned = (connectedAt: number | undefined) =>
      plain("c_9", start + minutes(31), {
        callbackOf: as<CallId>("c_1"),
        outcome: connectedAt === undefined ? "abandoned" : "answered",
        endedAt: start + minutes(50),
        ...(connectedAt !== undefined && { connectedAt }),
      });
    const facts = (talk: number | undefined) => [
      promise("c_1", 1, { outcome: "reached", attempts: 2, callId: as<CallId>("c_9") }),
      ended(came("c_1", 0)),
      ended(came("c_2", 2)),
      promise("c_2", 3, { because: "busy", attempts: 3 }),
      ended(came("c_3", 4)),
      promise("c_3", 5, { outcome: "expired", attempts: 0 }),
      ended(phoned(talk)),
      // Whatever is told later has the slots folded, which must change nothing.
      ended(plain("c_late", start + minutes(600), { outcome: "gone", endedAt: start + minutes(601) })),
    ];
    const report = (book: LedgerBook) => figuresOf("numbers", book.report(asked("number")))["+74951234567"];
    const book = toldOf(facts(start + minutes(41)));
    expect(report(book)).toMatchObject({
      calledBack: 3,
      callbacks: 3,
      callbacksReached: 1,
      callbacksFailed: 1,
      callbacksBusy: 1,
      callbacksNoAnswer: 0,
      callbacksExpired: 1,
      callbackAttempts: 5,
      callbackTalks: 1,
      callbackDelayMean: minutes(40),
      phoned: 1,
    });
    expect(figuresOf("queues", book.report(asked("queue")))["A"]).toMatchObject({ callbacks: 3, callbacksReached: 1 });
    expect(report(toldOf(facts(undefined)))).toMatchObject({
      callbacksReached: 1,
      callbackTalks: 0,
      callbackDelayMean: null,
    });
  });

  it("[R19] what had been folded before promises were counted is folded anew", () => {
    const { sql, atomically } = database();
    const call = plain("c_1", start, { outcome: "callback", endedAt: start + 1, queueId: queue("A") });
    const before = new LedgerBook(sql, atomically, testLedger);
    before.tell(ended(call));
    before.tell(ended(plain("c_2", start + day, { outcome: "gone", endedAt: start + day })));
    const { callback } = somePromise(call, diceOf(1));
    sql.exec("INSERT INTO callback VALUES ('c_1', 'e_1', 'A', 1, 'failed', ?)", JSON.stringify(callback));
    expect(figuresOf("numbers", before.report(asked("number")))["+74951234567"]?.["callbacks"]).toBe(0);
    sql.exec(migrations.find((each) => each.includes("INSERT OR IGNORE INTO stale")) ?? "");
    const after = new LedgerBook(sql, atomically, testLedger);
    expect(figuresOf("numbers", after.report(asked("number")))["+74951234567"]?.["callbacks"]).toBe(1);
  });

  it("[R2] a stay in a queue has one end: answered, abandoned, overflowed, refused, called back, moved or failed", () => {
    const moment = (at: number, what: string, detail: Record<string, string> = {}) => ({ seq: 0, at, what, detail });
    const stays = (timeline: ReturnType<typeof moment>[], more: Partial<CallRecord> = {}) =>
      visitsOf(plain("c", 0, { timeline, ...more })).map(({ queueId, from, until, end, transferred }) =>
        [queueId, from, until, end, ...(transferred ? ["transferred"] : [])].join(" "),
      );
    const talk = { operatorId: as<OperatorId>("o"), queueId: queue("A"), connectedAt: 5 };
    // Somebody who said yes was not heard, and the caller was put back: one stay.
    expect(
      stays([moment(1, "queued", { queue: "A" }), moment(3, "queued", { queue: "A" }), moment(5, "connected")], {
        talks: [talk],
      }),
    ).toEqual(["A 1 5 answered"]);
    expect(
      stays(
        [
          moment(1, "queued", { queue: "A" }),
          moment(5, "connected"),
          moment(6, "transferred", { to: "B" }),
          moment(6, "queued", { queue: "B" }),
          moment(9, "ended"),
        ],
        { talks: [talk], outcome: "answered", endedBy: "caller" },
      ),
    ).toEqual(["A 1 5 answered", "B 6 9 abandoned transferred"]);
    expect(
      stays([
        moment(1, "refused", { queue: "A" }),
        moment(2, "queued", { queue: "B" }),
        moment(3, "forced: move", { queueId: "C" }),
        moment(4, "queued", { queue: "C" }),
        moment(7, "expired", { queue: "C" }),
        moment(8, "queued", { queue: "D" }),
        moment(9, "callback promised"),
      ]),
    ).toEqual(["A 1 1 refused", "B 2 4 moved", "C 4 7 overflowed", "D 8 9 callback"]);
    const ended = [moment(1, "queued", { queue: "A" }), moment(9, "ended")];
    expect(stays(ended, { outcome: "failed", endedBy: "system" })).toEqual(["A 1 9 failed"]);
    // Hung up before the queue had answered.
    expect(stays([moment(4, "ended")], { outcome: "abandoned", endedBy: "caller", queueId: queue("A") })).toEqual([
      "A 4 4 abandoned",
    ]);
    expect(stays([moment(4, "ended")], { outcome: "gone", endedBy: "caller", queueId: queue("A") })).toEqual([]);
  });

  it("[R4] the service level is given by five formulas, each by its name", () => {
    const waits = (outcome: "answered" | "abandoned", seconds: number[]) =>
      seconds.map((wait, n) => {
        const at = start + n;
        const until = at + wait * 1_000;
        const talks = [
          { operatorId: as<OperatorId>("o"), queueId: queue("A"), connectedAt: until, endedAt: until + 60_000 },
        ];
        return plain(`${outcome}${n}`, at, {
          outcome,
          endedBy: "caller",
          endedAt: outcome === "answered" ? until + 60_000 : until,
          ...(outcome === "answered" && { connectedAt: until, talks }),
          timeline: [
            { seq: 1, at, what: "queued", detail: { queue: "A" } },
            { seq: 2, at: until, what: outcome === "answered" ? "connected" : "ended" },
          ],
        });
      });
    // Within 20 s: 6 of 8 answered (20 s itself is within), 2 of 4 abandoned, one of these within 5 s.
    const book = told([...waits("answered", [0, 1, 5, 10, 20, 20, 21, 200]), ...waits("abandoned", [3, 15, 30, 90])]);
    const figures = figuresOf("queues", book.report(asked("queue")))["A"];
    expect(figures).toMatchObject({
      offered: 12,
      shortAbandoned: 1,
      serviceLevelSettledOfAll: 0.6667, // (6 + 2) / 12
      serviceLevelAnsweredOfAnswered: 0.75, // 6 / 8
      serviceLevelAnsweredOfAll: 0.5, // 6 / 12
      serviceLevelAnsweredOfPatient: 0.6, // 6 / (8 + 2)
      serviceLevelShortForgiven: 0.5833, // (6 + 1) / 12
      abandonRate: 0.3333,
      abandonRateWithoutShort: 0.2727, // 3 / 11
      asa: 34_625, // 277 s / 8
      waitMedian: 15_000,
      waitP90: 90_000,
      waitLongest: 200_000,
      talkMean: 60_000,
      firstCallResolution: null,
    });
  });

  it("[R15] calls end while a report is counted: those that had ended are in it once, these once or not at all", () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const dice = diceOf(seed);
      // Each has a number of its own, to be known by.
      const own = (n: number) => ({
        ...someCall(`c_${n}`, start + dice(3 * day), dice),
        to: `+7${n}`,
        callbackOf: undefined,
      });
      const before = Array.from({ length: 300 }, (_, n) => own(n)).toSorted((a, b) => a.startedAt - b.startedAt);
      const book = told(before);
      const slices = book.reportInSlices(asked("number", { bounds: [start, start + 3 * day] }));
      let slice = slices.next();
      let n = before.length;
      for (; slice.done !== true; slice = slices.next()) {
        for (let more = 0; more < 20; more += 1) book.tell({ type: "call.ended", record: own((n += 1)) });
      }
      expect(n).toBeGreaterThan(350);
      const counted = new Map(slice.value.map(({ key, tally: { sums } }) => [key, sums.offered]));
      expect(before.filter(({ to }) => counted.get(to) !== 1)).toEqual([]);
      expect([...counted.values()].filter((offered) => offered !== 1)).toEqual([]);
    }
  });

  it("[R15] nor need they wait for all that has not been folded yet, as after an upgrade, however little of it falls to each five minutes", () => {
    const endedAt = start + minutes(300);
    const book = told(
      Array.from({ length: 48 }, (_, n) => plain(`c_${n}`, start + n * minutes(5), { outcome: "gone", endedAt })),
    );
    expect(book.health().toFold).toBe(48);
    const slices = book.reportInSlices(asked("scenario"));
    let turns = 0;
    while (slices.next().done !== true) turns += 1;
    expect(turns).toBeGreaterThanOrEqual(48);
  });

  it("[R8] a caller whose number is known and who calls again in time was not helped; whom we phoned has not called", () => {
    const answered = (id: string, at: number, from: string, more: Partial<CallRecord> = {}) =>
      plain(id, start + minutes(at), {
        from,
        queueId: queue("A"),
        operatorId: as<OperatorId>("o"),
        outcome: "answered",
        endedAt: start + minutes(at + 5),
        ...more,
      });
    const book = told([
      answered("c_1", 0, "+1"), // calls again 55 min after its end
      answered("c_2", 60, "+1", { outcome: "abandoned" }),
      answered("c_3", 70, "+2"), // nobody calls again
      answered("c_4", 80, ""), // unknown
      answered("c_5", 90, "+3"), // is phoned, and calls again two hours after
      answered("c_6", 100, "+3", { callbackOf: plain("c_5", 0).callId }),
      answered("c_7", 215, "+3"),
    ]);
    const resolved = (repeatWithin: number, by: "queue" | "operator" | "hour" | "number" = "queue") =>
      book
        .report(asked(by, { repeatWithin }))
        .map(({ key, tally: { sums } }) => [key, sums.calledAgain ?? 0, sums.answeredKnown]);
    expect(resolved(minutes(54))).toEqual([["A", 0, 4]]);
    expect(resolved(minutes(55))).toEqual([["A", 1, 4]]);
    expect(resolved(minutes(120), "operator")).toEqual([["o", 2, 4]]);
    for (let seed = 1; seed <= 10; seed += 1) {
      const dice = diceOf(seed);
      const calls = Array.from({ length: 300 }, (_, n) => someCall(`c_${n}`, start + dice(day), dice));
      const within = minutes(1 + dice(600));
      const counted = told(calls)
        .report(asked("queue", { repeatWithin: within }))
        .filter(({ tally: { sums } }) => sums.answeredKnown !== undefined)
        .map(({ key, tally: { sums } }) => `${key}: ${sums.calledAgain ?? 0} of ${sums.answeredKnown}`);
      expect(counted.toSorted(), `seed ${seed}`).toEqual(repeatsOneByOne(calls, within));
    }
    // Who begins to call again after the report's end is seen, too.
    const early = asked("queue", { bounds: [start, start + minutes(30)], repeatWithin: minutes(55) });
    expect(figuresOf("queues", book.report(early))["A"]?.["firstCallResolution"]).toBe(0);
  });
});

/** Of the answered whose number is known: by queue and number, how many there were and how many called again so soon after. */
function repeatsOneByOne(calls: readonly CallRecord[], within: number): string[] {
  const known = calls.filter(({ from, callbackOf }) => from !== "" && callbackOf === undefined);
  const counts = new Map<string, [number, number]>();
  for (const call of known.filter(({ outcome }) => outcome === "answered")) {
    const later = known.filter(
      ({ from, startedAt, callId }) =>
        from === call.from && (startedAt > call.startedAt || (startedAt === call.startedAt && callId > call.callId)),
    );
    const next = Math.min(...later.map(({ startedAt }) => startedAt));
    const key = call.queueId ?? "";
    const [answered, again] = counts.get(key) ?? [0, 0];
    counts.set(key, [answered + 1, again + Number(next - (call.endedAt ?? 0) <= within)]);
  }
  return [...counts].map(([key, [answered, again]]) => `${key}: ${again} of ${answered}`).toSorted();
}

const sorted = (parts: readonly ReportPart[]) =>
  parts.toSorted((a, b) => a.interval - b.interval || (a.key < b.key ? -1 : 1));

const endNames = {
  reached: "Reached",
  failed: "Failed",
  expired: "Expired",
  called: "CalledFirst",
  withdrawn: "Withdrawn",
  merged: "Merged",
} as const;
const failureNames = {
  busy: "Busy",
  no_answer: "NoAnswer",
  failed: "NotPlaced",
  no_outbound: "NoOutbound",
  given_up: "GivenUp",
} as const;

/** The same, from all records at once and without slots, cells or tables. */
function oneByOne(
  calls: readonly CallRecord[],
  query: ReportQuery,
  callbacks: readonly CallbackRecord[],
): ReportPart[] {
  const { by, bounds, queues, number, operator } = query;
  const parts = new Map<string, { interval: number; key: string; tally: ReturnType<typeof nothing> }>();
  const nothing = () => ({
    sums: {} as Record<string, number>,
    peaks: {} as Record<string, number>,
    waits: {} as Record<string, Record<number, number>>,
  });
  for (const call of calls) {
    const interval = bounds.findIndex(
      (_, i) => call.startedAt >= (bounds[i] ?? 0) && call.startedAt < (bounds[i + 1] ?? 0),
    );
    if (interval < 0 || (number !== undefined && call.to !== number)) continue;
    const tally = (queueId: string, operatorId: string) => {
      const hour = new Date(call.startedAt).toISOString().slice(11, 13);
      const key = { queue: queueId, operator: operatorId, number: call.to, hour, scenario: call.scenario ?? "" }[
        by === "disposition" ? "queue" : by
      ];
      const part = parts.get(`${interval}/${key}`) ?? { interval, key, tally: nothing() };
      parts.set(`${interval}/${key}`, part);
      return part.tally;
    };
    const add = (to: ReturnType<typeof nothing>, name: string, n = 1) => {
      if (n !== 0) to.sums[name] = (to.sums[name] ?? 0) + n;
    };
    const waited = (to: ReturnType<typeof nothing>, which: string, wait: number) => {
      add(to, `${which}Time`, wait);
      to.peaks[which] = Math.max(to.peaks[which] ?? 0, wait);
      const step = wait <= 600_000 ? 1_000 : 10_000;
      const bin = (Math.ceil(wait / step) * step) / 1_000;
      (to.waits[which] ??= {})[bin] = (to.waits[which][bin] ?? 0) + 1;
    };
    const names: Record<string, string> = { callback: "calledBack" };
    const isPhoned = call.callbackOf !== undefined;
    const phoned = (to: ReturnType<typeof nothing>, isAnswered: boolean) => {
      add(to, "phoned");
      add(to, "phonedAnswered", Number(isAnswered));
    };
    for (const callback of callbacks) {
      if (callback.of !== call.callId || by === "operator") continue;
      if (queues !== undefined && !queues.includes(callback.queueId)) continue;
      const to = tally(callback.queueId, "");
      add(to, "callbacks");
      add(to, `callbacks${endNames[callback.outcome]}`);
      if (callback.outcome === "failed") add(to, `callbacks${failureNames[callback.because ?? "failed"]}`);
      add(to, "callbackAttempts", callback.attempts);
      const talkAt = calls.find(({ callId }) => callId === callback.callId)?.connectedAt;
      if (talkAt === undefined) continue;
      add(to, "callbackTalks");
      add(to, "callbackDelayTime", talkAt - callback.promisedAt);
    }
    const stays = visitsOf(call);
    const wantsVisits = by === "queue" || queues !== undefined;
    if (by !== "operator" && !wantsVisits && isPhoned) phoned(tally("", ""), call.outcome === "answered");
    else if (by !== "operator" && !wantsVisits) {
      const to = tally("", "");
      add(to, "offered");
      add(to, names[call.outcome ?? ""] ?? call.outcome ?? "");
      const [first] = stays;
      if (first && call.outcome === "answered") waited(to, "answeredWait", (call.connectedAt ?? 0) - first.from);
      if (first && call.outcome === "abandoned") waited(to, "abandonedWait", (call.endedAt ?? 0) - first.from);
    }
    if (by !== "operator" && wantsVisits) {
      for (const { queueId, from, until, end, transferred } of stays) {
        if (queues !== undefined && !queues.includes(queueId)) continue;
        const to = tally(queueId, "");
        if (isPhoned) {
          phoned(to, end === "answered");
          continue;
        }
        add(to, "offered");
        add(to, names[end] ?? end);
        if (transferred) add(to, "transfersIn");
        if (end === "answered" || end === "abandoned") waited(to, `${end}Wait`, until - from);
      }
    }
    for (const talk of call.talks ?? []) {
      if (queues !== undefined && !queues.includes(talk.queueId)) continue;
      if (operator !== undefined && talk.operatorId !== operator) continue;
      const to = tally(talk.queueId, talk.operatorId);
      add(to, "talks");
      add(to, "talkTime", (talk.endedAt ?? 0) - talk.connectedAt);
      if (talk.endedBy === "transfer") add(to, "transfersOut");
    }
  }
  return [...parts.values()] as ReportPart[];
}
