/** One caller, found and erased; and what is kept, thrown away when it is old. */
import { beforeEach, describe, expect, it } from "vitest";
import { migrate } from "../../../src/directory/migrate.ts";
import { LedgerBook } from "../../../src/ledger/book.ts";
import { seenWithin } from "../../../src/ledger/callers.ts";
import { placeOf } from "../../../src/ledger/place.ts";
import { migrations } from "../../../src/ledger/schema.ts";
import { atOnce } from "../../../src/ledger/slices.ts";
import { usualRetention, type Retention } from "../../../src/protocol/retention.ts";
import type { CallbackRecord } from "../../../src/protocol/callback.ts";
import type { CallRecord } from "../../../src/protocol/record.ts";
import type { Work } from "../../../src/protocol/work.ts";
import { sealOf } from "../../../src/sealed/index.ts";
import { as, minutes, yes, no } from "../../../src/words/index.ts";
import type { CallId, DispositionId, EntryId, OperatorId, QueueId, RoomName } from "../../../src/words/index.ts";
import { database } from "../../http/database.ts";
import { monthsAtHand, type MonthsAtHand } from "../../support/months.ts";
import { newSealKey, testLedger } from "../../support/seal.ts";

const day = minutes(24 * 60);
const [number, other] = ["+79161234567", "+79160000089"];
const id = (text: string) => as<CallId>(text);
const record = (call: string, startedAt: number, more: Partial<CallRecord> = {}): CallRecord => ({
  callId: id(call),
  room: as<RoomName>(`call-shop_${more.from ?? number}_${call}`),
  channel: "phone",
  from: number,
  to: "+74951234567",
  startedAt,
  endedAt: startedAt + 1,
  outcome: "answered",
  connectedAt: startedAt,
  operatorId: as<OperatorId>("anna"),
  timeline: [{ seq: 1, at: startedAt, what: "arrived" }],
  ...more,
});
const promise = (of: string, more: Partial<CallbackRecord> = {}): CallbackRecord => ({
  entryId: as<EntryId>(`${of}:1`),
  queueId: as<QueueId>("Q"),
  of: id(of),
  promisedAt: 1,
  endedAt: 2,
  outcome: "reached",
  attempts: 1,
  ...more,
});

let db: ReturnType<typeof database>;
let book: LedgerBook;
let months: MonthsAtHand;
const start = (call: CallRecord) => {
  const { timeline: _, endedAt: __, outcome: ___, ...started } = call;
  book.tell({ type: "call.started", call: started });
};
const end = (call: CallRecord) =>
  book.tell({
    type: "call.ended",
    record: call,
    recalled: true,
    kept: JSON.stringify({ version: 1, whole: true, inputs: [{ type: "x", at: 1, from: call.from }] }),
  });
const find = (of = number, now = 1_000 * day) => atOnce(book.findCaller(of, now));
const erase = (of = number, now = 1_000 * day) => atOnce(book.eraseCaller(of, now));
const everything = (): string =>
  JSON.stringify(
    db.sql
      .exec("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'caller'")
      .toArray()
      .map(({ name }) => db.sql.exec(`SELECT * FROM "${String(name)}"`).toArray()),
  );
const count = (table: string) => db.sql.exec(`SELECT count(*) AS n FROM ${table}`).toArray()[0]?.["n"];

beforeEach(() => {
  db = database();
  months = monthsAtHand();
  book = new LedgerBook(db.sql, db.atomically, testLedger);
});

describe("a caller", () => {
  it("[P5] is found by number, with their calls, those in which they were phoned, and what was promised them", () => {
    expect(find()).toBeUndefined();
    end(record("c_1", 1, { outcome: "callback" }));
    end(record("c_2", 20 * day));
    end(record("c_3", 30 * day, { callbackOf: id("c_1") }));
    end(record("c_4", 40 * day, { from: other }));
    expect(find(number, 30 * day + 1)).toMatchObject({ isPromised: true });
    expect(find(number, 60 * day)).toMatchObject({ isPromised: false });
    book.tell({ type: "callback.ended", callback: promise("c_1", { callId: id("c_3") }) });
    expect(find()).toMatchObject({
      reference: expect.stringMatching(/^[\w-]{22}$/) as string,
      since: 1,
      seen: 30 * day + 1,
      isRegistered: true,
      isCalling: false,
      isPromised: false,
      calls: ["c_2", "c_1", "c_3"],
      callbacks: [{ of: "c_1", outcome: "reached" }],
    });
    start(record("c_5", 50 * day));
    expect(find()).toMatchObject({ isCalling: true });
    expect(find("+70000000000")).toBeUndefined();
  });

  it("[P6] is erased: nothing leads to their number, nor from one of their calls to another; the calls themselves and everybody else stay", () => {
    end(record("c_1", 1));
    end(record("c_2", 20 * day));
    end(record("c_4", 40 * day, { from: other }));
    book.tell({
      type: "call.disposed",
      disposal: {
        callId: id("c_1"),
        operatorId: as<OperatorId>("anna"),
        offerId: null,
        queueId: null,
        dispositionId: as<DispositionId>("Sold"),
        name: "Sold",
        note: "has a cat",
        missing: false,
        by: "anna",
        at: 1,
      },
    });
    const key = find()?.reference ?? "";
    expect(everything()).toContain(key);
    expect(erase()).toEqual(yes({ reference: key, calls: 2 }));
    expect(everything()).not.toContain(key);
    expect(count("caller")).toBe(1);
    expect(book.read(id("c_1"))).toMatchObject({ from: "•••", room: "call-shop_•••_c_1", outcome: "answered" });
    expect(book.kept(id("c_1"))).toContain('"from":"•••"');
    expect(book.disposals([id("c_1")])).toMatchObject([{ dispositionId: "Sold", note: "" }]);
    expect(book.lastTalk(number)).toBeUndefined();
    expect(book.read(id("c_4"))?.from).toBe(other);
    expect(book.lastTalk(other)).toBeDefined();
    expect(find()).toBeUndefined();
    expect(erase()).toEqual(no("unknown"));
  });

  it("[P6] what is told of an erased caller's call again does not bring them back; when they call again they are somebody new", () => {
    end(record("c_1", 1));
    erase();
    end(record("c_1", 1, { timeline: [] }));
    start(record("c_1", 1));
    expect(count("caller")).toBe(0);
    end(record("c_2", 2_000 * day));
    expect(book.read(id("c_1"))?.from).toBe("•••");
    expect(atOnce(book.findCaller(number, 3_000 * day))?.calls).toEqual(["c_2"]);
  });

  it("[P6] is not erased while they are on the line or are to be phoned", () => {
    end(record("c_1", 1, { outcome: "callback" }));
    // Promised after a talk.
    end(record("c_0", 1, { timeline: [{ seq: 1, at: 1, what: "callback promised" }] }));
    for (const of of ["c_1", "c_0"]) {
      expect(erase(number, day)).toEqual(no("promised"));
      book.tell({ type: "callback.ended", callback: promise(of, { outcome: "expired" }) });
    }
    start(record("c_2", 2));
    expect(erase(number, day)).toEqual(no("calling"));
    end(record("c_2", 2));
    expect(erase(number, day)).toMatchObject({ ok: true });
  });
});

describe("what has been kept for long enough", () => {
  const keep = (retention: Partial<Retention>, revision = 1) =>
    book.tell({
      type: "retention.wanted",
      at: 0,
      revision,
      retention: { ...usualRetention, ...retention },
    });
  const sweep = (now: number) => atOnce(book.sweepInSlices(now), months);
  const read = (call: string) => atOnce(book.readInSlices(id(call)), months);
  const kept = (call: string) => atOnce(book.keptInSlices(id(call)), months);

  it("[P7] is thrown away, each kind in its time; the sums of reports stay", () => {
    for (let n = 0; n < 450; n++) end(record(`c_${n}`, n * day, { from: n < 200 ? number : other }));
    const report = () => book.report({ by: "number", bounds: [0, 500 * day], timeZone: "UTC" });
    const before = report();
    keep({ calls: 400, timelines: 100, replays: 30, numbers: 200 });
    sweep(450 * day);
    expect(report()).toEqual(before);
    expect(read("c_49")).toBeUndefined();
    expect(read("c_50")).toMatchObject({ timeline: [] });
    expect(read("c_349")).toMatchObject({ timeline: [] });
    expect(read("c_350")?.timeline).toHaveLength(1);
    expect(kept("c_419")).toBeUndefined();
    expect(kept("c_420")).toBeDefined();
    // Of the caller who has not called for so long the last digits are left.
    expect(read("c_199")?.from).toBe("+7••••••••67");
    expect(read("c_200")?.from).toBe(other);
    expect(book.lastTalk(number)).toBeUndefined();
    expect(find()).toMatchObject({ isRegistered: false });
  });

  it("[P7] once a day, and at once when it is to be kept otherwise; null is for ever", () => {
    end(record("c_1", 1));
    keep({ calls: null, timelines: null, replays: null, numbers: null });
    sweep(9_000 * day);
    expect(book.sweepDue()).toBe(9_001 * day);
    expect(read("c_1")).toEqual(record("c_1", 1));
    keep({ calls: 1 }, 2);
    expect(book.sweepDue()).toBe(day);
    keep({ calls: null }, 1);
    sweep(9_000 * day);
    expect(read("c_1")).toBeUndefined();
  });

  it("[P7] since it is known to within a week when somebody was seen, their number goes up to a week late and never early", () => {
    end(record("c_1", 0));
    end(record("c_2", seenWithin - 1));
    keep({ numbers: 1, calls: null });
    sweep(seenWithin + day - 1);
    expect(count("caller")).toBe(1);
    sweep(seenWithin + 2 * day);
    expect(count("caller")).toBe(0);
  });

  it("[P7] of operators' work the newest stays, so that none is thought to be missing", () => {
    const line = (at: number) =>
      ({ what: "status", status: "Ready", from: at, until: at + 1 }) as unknown as Work["lines"][number]; // what is looked at
    for (let n = 0; n < 10; n++)
      book.work({ operatorId: as<OperatorId>("anna"), first: n + 1, lines: [line(n * day)] });
    keep({ work: 5 });
    sweep(10 * day);
    expect(db.sql.exec("SELECT min(first) AS first FROM work").toArray()).toEqual([{ first: 6 }]);
    sweep(1_000 * day);
    expect(count("work")).toBe(1);
    const next = { operatorId: as<OperatorId>("anna"), first: 11, lines: [line(1_000 * day)] } as unknown as Work;
    expect(book.work(next)).toBeUndefined();
    expect(book.health().flaws).toEqual([]);
  });

  it("[P8] the register is sealed anew after the deployment's key has been replaced", () => {
    end(record("c_1", 1));
    const [next, old] = [newSealKey(), "dGVzdHMtc2VhbC10aGVpci10ZXh0cy13aXRoLXRoaXM"];
    const rotated = new LedgerBook(db.sql, db.atomically, { ...testLedger, seal: sealOf(`${next},${old}`) });
    atOnce(rotated.sweepInSlices(day));
    const after = new LedgerBook(db.sql, db.atomically, { ...testLedger, seal: sealOf(next) });
    expect(after.read(id("c_1"))?.from).toBe(number);
    expect(atOnce(after.findCaller(number, day))?.calls).toEqual(["c_1"]);
  });

  it("[P8] what an older version has written is read as it is, and loses its numbers step by step", () => {
    const before = migrations.findIndex((migration) => migration.includes("CREATE TABLE caller "));
    db.atomically(() => migrate(db.sql, migrations.slice(0, before)));
    for (let n = 0; n < 250; n++) {
      const { timeline, ...call } = record(`c_${n}`, n, n === 3 ? { callbackOf: id("c_1") } : {});
      db.sql.exec(
        "INSERT INTO call (place, id, started, ended, outcome, caller, number, channel, summary, timeline, kept) VALUES (?, ?, ?, ?, 'answered', ?, '', 'phone', ?, ?, ?)",
        placeOf(call.callId),
        call.callId,
        n,
        n + 1,
        n === 3 ? null : number,
        JSON.stringify(call),
        JSON.stringify(timeline),
        JSON.stringify({ inputs: [{ from: number }] }),
      );
    }
    db.sql.exec("INSERT INTO last_talk (number, operator, ended) VALUES (?, 'anna', 5)", number);
    const old = book.read(id("c_7"));
    expect(old).toEqual(record("c_7", 7));
    expect(everything()).toContain("9161234567");
    sweep(day);
    expect(everything()).not.toContain("9161234567");
    expect(book.read(id("c_7"))).toEqual(old);
    expect(book.kept(id("c_7"))).toContain(number);
    expect(book.lastTalk(number)).toEqual({ operatorId: "anna", endedAt: 5 });
    expect(find()?.calls).toHaveLength(249);
    expect(erase()).toMatchObject({ ok: true });
    expect(book.read(id("c_249"))?.from).toBe("•••");
  });

  it("[P8] who is erased before their turn has come is erased all the same", () => {
    const before = migrations.findIndex((migration) => migration.includes("CREATE TABLE caller "));
    db.atomically(() => migrate(db.sql, migrations.slice(0, before)));
    const { timeline, ...call } = record("c_1", 1);
    db.sql.exec(
      "INSERT INTO call (place, id, started, outcome, caller, number, channel, summary, timeline) VALUES (?, 'c_1', 1, 'answered', ?, '', 'phone', ?, ?)",
      placeOf("c_1"),
      number,
      JSON.stringify(call),
      JSON.stringify(timeline),
    );
    expect(erase()).toMatchObject({ ok: true, value: { calls: 1 } });
    expect(everything()).not.toContain("9161234567");
    expect(book.read(id("c_1"))?.from).toBe("•••");
  });
});
