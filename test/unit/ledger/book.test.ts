import { beforeEach, describe, expect, it } from "vitest";
import { migrate } from "../../../src/directory/migrate.ts";
import { LedgerBook } from "../../../src/ledger/book.ts";
import { placeOf } from "../../../src/ledger/place.ts";
import { migrations } from "../../../src/ledger/schema.ts";
import type { CallRecord } from "../../../src/protocol/record.ts";
import { as } from "../../../src/words/index.ts";
import type { CallId, OperatorId, QueueId, RoomName } from "../../../src/words/index.ts";
import { database } from "../../http/database.ts";
import { testLedger } from "../../support/seal.ts";

const record = (id: string, startedAt: number, more: Partial<CallRecord> = {}): CallRecord => ({
  callId: as<CallId>(id),
  room: as<RoomName>(`room-${id}`),
  channel: "phone",
  from: "+79161234567",
  to: "+74951234567",
  startedAt,
  timeline: [],
  ...more,
});
const ended = (id: string, startedAt: number, more: Partial<CallRecord> = {}): CallRecord =>
  record(id, startedAt, {
    endedAt: startedAt + 1,
    outcome: "answered",
    timeline: [{ seq: 1, at: startedAt, what: "arrived" }],
    ...more,
  });

describe("the ledger", () => {
  let db: ReturnType<typeof database>;
  let book: LedgerBook;
  const start = (id: string, at: number, more: Partial<CallRecord> = {}) =>
    book.tell({ type: "call.started", call: record(id, at, more) });
  const end = (call: CallRecord) => book.tell({ type: "call.ended", record: call });
  const ids = (query: Partial<Parameters<LedgerBook["list"]>[0]> = {}): string[] =>
    book.list({ limit: 100, ...query }).calls.map(({ callId }) => callId);

  beforeEach(() => {
    db = database();
    book = new LedgerBook(db.sql, db.atomically, testLedger);
  });

  it("[D17] whom a caller talked to last is kept for calls that are to be recalled, whatever comes late", () => {
    const talked = (id: string, at: number, operator: string, recalled: boolean): void =>
      book.tell({
        type: "call.ended",
        record: ended(id, at, { connectedAt: at, operatorId: as<OperatorId>(operator) }),
        recalled,
      });
    expect(book.lastTalk("+79161234567")).toBeUndefined();
    talked("c_1", 10, "anna", false);
    expect(book.lastTalk("+79161234567")).toBeUndefined();
    talked("c_3", 30, "boris", true);
    talked("c_2", 20, "anna", true);
    book.tell({ type: "call.ended", record: ended("c_4", 40, { outcome: "abandoned" }), recalled: true });
    expect(book.lastTalk("+79161234567")).toEqual({ operatorId: "boris", endedAt: 31 });
    expect(book.lastTalk("+70000000000")).toBeUndefined();
  });

  it("[D11] a call lives from its start to its end", () => {
    start("c_1", 10);
    expect(book.live()).toEqual([{ callId: "c_1", room: "room-c_1", startedAt: 10 }]);
    expect(book.read(as<CallId>("c_1"))).toEqual(record("c_1", 10));
    end(ended("c_1", 10));
    expect(book.live()).toEqual([]);
    expect(book.read(as<CallId>("c_1"))).toEqual(ended("c_1", 10));
  });

  it("[D11] an ended call's place is taken by the next one that starts, by another process as well; none is taken twice", () => {
    const rows = () => db.sql.exec("SELECT id FROM living ORDER BY place").toArray();
    const living = () => book.live().map(({ callId }) => callId);
    for (const id of ["c_1", "c_2", "c_3"]) start(id, 1);
    end(ended("c_2", 1));
    expect([rows().length, living(), book.health().living]).toEqual([3, ["c_1", "c_3"], 2]);
    book = new LedgerBook(db.sql, db.atomically, testLedger);
    expect([living(), ids({ state: "live" }), book.health().living]).toEqual([["c_1", "c_3"], ["c_3", "c_1"], 2]);
    start("c_4", 2);
    start("c_1", 1, { connectedAt: 5 });
    expect(rows().map(({ id }) => id)).toEqual(["c_1", "c_4", "c_3"]);
    start("c_5", 3);
    expect([rows().length, living()]).toEqual([4, ["c_1", "c_3", "c_4", "c_5"]]);
    for (const id of ["c_1", "c_3", "c_4", "c_5"]) end(ended(id, 1));
    expect([living(), ids({ state: "live" }), book.health().oldestLiving]).toEqual([[], [], undefined]);
    Array.from(book.sweepInSlices(2));
    expect(rows()).toEqual([]);
  });

  it("[D11] a step that is taken back leaves every call where it was", () => {
    let fails = false;
    const fragile = new LedgerBook(
      db.sql,
      (work) =>
        db.atomically(() => {
          work();
          if (fails) throw new Error("power cut");
        }),
      testLedger,
    );
    book = fragile;
    start("c_1", 1);
    fails = true;
    expect(() => end(ended("c_1", 1))).toThrow("power cut");
    expect(() => start("c_2", 2)).toThrow("power cut");
    fails = false;
    expect(book.live().map(({ callId }) => callId)).toEqual(["c_1"]);
    start("c_3", 3);
    expect(book.live().map(({ callId }) => callId)).toEqual(["c_1", "c_3"]);
  });

  it("[D12] a start that comes late or again never reopens a call; facts may be repeated", () => {
    end(ended("c_1", 10));
    start("c_1", 10);
    end(ended("c_1", 10));
    expect(book.live()).toEqual([]);
    expect(book.read(as<CallId>("c_1"))).toEqual(ended("c_1", 10));
    start("c_2", 20);
    start("c_2", 20, { connectedAt: 25 });
    expect(book.read(as<CallId>("c_2"))).toMatchObject({ connectedAt: 25 });
    expect(ids()).toEqual(["c_2", "c_1"]);
  });

  it("[D13] pages are stable: no call is shown twice or left out while others start and end", () => {
    for (let n = 0; n < 10; n++) start(`c_${n}`, 100 + Math.floor(n / 2));
    const seen: string[] = [];
    let page = book.list({ limit: 3 });
    for (let round = 0; ; round++) {
      seen.push(...page.calls.map(({ callId }) => callId));
      start(`late_${round}`, 500 + round);
      end(ended(`c_${round}`, 100 + Math.floor(round / 2)));
      if (page.next === undefined) break;
      page = book.list({ limit: 3, after: page.next });
    }
    expect(seen).toEqual(["c_9", "c_8", "c_7", "c_6", "c_5", "c_4", "c_3", "c_2", "c_1", "c_0"]);
  });

  it("[D13] the last page has no next, even when it is full", () => {
    start("c_1", 1);
    start("c_2", 2);
    expect(book.list({ limit: 2 }).next).toBeUndefined();
    expect(book.list({ limit: 1 }).next).toEqual({ startedAt: 2, callId: "c_2" });
  });

  it("[D14] calls are filtered by state, queue and time", () => {
    const main = as<QueueId>("Main");
    start("c_1", 1, { queueId: main });
    end(ended("c_2", 2, { queueId: main }));
    end(ended("c_3", 3, { queueId: as<QueueId>("Other") }));
    start("c_4", 4);
    expect(ids({ state: "live" })).toEqual(["c_4", "c_1"]);
    expect(ids({ state: "ended" })).toEqual(["c_3", "c_2"]);
    expect(ids({ queues: [main] })).toEqual(["c_2", "c_1"]);
    expect(ids({ queues: [main, as<QueueId>("Other")] })).toEqual(["c_3", "c_2", "c_1"]);
    expect(ids({ queues: [] })).toEqual([]);
    expect(ids({ from: 2, to: 4 })).toEqual(["c_3", "c_2"]);
    expect(ids({ queues: [main], state: "ended", from: 3 })).toEqual([]);
  });

  it("[D11] the list comes without timelines", () => {
    end(ended("c_1", 10));
    expect(book.list({ limit: 1 }).calls[0]).not.toHaveProperty("timeline");
  });

  it("[D3] asking an empty ledger does not bring it into being", () => {
    expect(ids()).toEqual([]);
    expect(book.live()).toEqual([]);
    expect(book.read(as<CallId>("c_1"))).toBeUndefined();
    expect(db.sql.exec("SELECT name FROM sqlite_master").toArray()).toEqual([]);
  });

  it("[D12] what was told survives the process", () => {
    start("c_1", 10);
    expect(new LedgerBook(db.sql, db.atomically, testLedger).live()).toHaveLength(1);
  });

  it("[D11] two ids whose numbers are the same do not get in each other's way", () => {
    start("c_0", 1);
    db.sql.exec(
      "INSERT INTO call (place, id, started, number, channel, summary, timeline) VALUES (?, 'other', 1, '', 'phone', '{}', '[]')",
      placeOf("c_1"),
    );
    end(ended("c_1", 10));
    end(ended("c_1", 10));
    expect(book.read(as<CallId>("c_1"))).toEqual(ended("c_1", 10));
    expect(db.sql.exec("SELECT id FROM call WHERE place = ?", placeOf("c_1")).toArray()).toEqual([{ id: "other" }]);
    expect(db.sql.exec("SELECT count(*) AS n FROM call").toArray()).toEqual([{ n: 2 }]);
  });

  it("[D12] what an older version kept is found, listed and counted", () => {
    db.atomically(() => migrate(db.sql, migrations.slice(0, 3)));
    const main = as<QueueId>("Main");
    const { timeline, ...call } = ended("c_1", 10, { queueId: main, outcome: "gone" });
    db.sql.exec(
      "INSERT INTO call (id, started, ended, outcome, queue, room, summary, timeline) VALUES ('c_1', 10, 11, 'gone', 'Main', 'r', ?, ?)",
      JSON.stringify(call),
      JSON.stringify(timeline),
    );
    start("c_2", 20);
    expect(book.read(as<CallId>("c_1"))).toEqual({ ...call, timeline });
    expect(ids({ queues: [main] })).toEqual(["c_1"]);
    expect(ids()).toEqual(["c_2", "c_1"]);
    expect(book.report({ by: "number", bounds: [0, 100], timeZone: "UTC" })).toMatchObject([
      { key: "+74951234567", tally: { sums: { offered: 1, gone: 1 } } },
    ]);
  });
});
