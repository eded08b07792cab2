/** Callers' numbers in the ledger: where they lie, and where they do not. */
import { beforeEach, describe, expect, it } from "vitest";
import { seenWithin } from "../../../src/ledger/callers.ts";
import { LedgerBook } from "../../../src/ledger/book.ts";
import type { CallRecord } from "../../../src/protocol/record.ts";
import { sealOf } from "../../../src/sealed/index.ts";
import { as, type CallId, type OperatorId, type RoomName, type WebhookId } from "../../../src/words/index.ts";
import { database } from "../../http/database.ts";
import { newSealKey, testLedger } from "../../support/seal.ts";

const number = "+79161234567";
const record = (id: string, startedAt: number, more: Partial<CallRecord> = {}): CallRecord => ({
  callId: as<CallId>(id),
  room: as<RoomName>(`call-shop_${number}_${id}`),
  channel: "phone",
  from: number,
  to: "+74951234567",
  startedAt,
  endedAt: startedAt + 1,
  outcome: "answered",
  connectedAt: startedAt,
  operatorId: as<OperatorId>("anna"),
  timeline: [{ seq: 1, at: startedAt, what: "arrived", detail: { from: number } }],
  ...more,
});
const kept = JSON.stringify({
  version: 1,
  whole: true,
  inputs: [{ type: "caller.joined", at: 1, from: number, room: `call-shop_${number}_c_1`, identity: `sip_${number}` }],
});

/** Everything that stands in a database, as text. */
const dump = ({ sql }: ReturnType<typeof database>): string =>
  JSON.stringify(
    sql
      .exec("SELECT name FROM sqlite_master WHERE type = 'table'")
      .toArray()
      .map(({ name }) => sql.exec(`SELECT * FROM "${String(name)}"`).toArray()),
  );

describe("callers' numbers in the ledger", () => {
  let db: ReturnType<typeof database>;
  let book: LedgerBook;
  const start = (call: CallRecord) => {
    const { timeline: _, endedAt: __, outcome: ___, ...started } = call;
    book.tell({ type: "call.started", call: started });
  };
  const end = (call: CallRecord, recalled = false) => book.tell({ type: "call.ended", record: call, kept, recalled });
  const rows = (table: string) => db.sql.exec(`SELECT * FROM ${table}`).toArray();

  beforeEach(() => {
    db = database();
    book = new LedgerBook(db.sql, db.atomically, testLedger);
  });

  it("[P3] stand in no table, of calls alive or ended, of what is kept for replays or handed to webhooks", () => {
    book.tell({ type: "webhooks.wanted", at: 0, revision: 1, webhooks: [{ id: as<WebhookId>("crm"), events: "*" }] });
    start(record("c_1", 1));
    start(record("c_2", 2));
    end(record("c_1", 1), true);
    expect(rows("happened")).toHaveLength(3);
    expect(dump(db)).not.toMatch(/9161234567/);
    expect(JSON.stringify(book.nextToHand(as<WebhookId>("crm")))).not.toMatch(/9161234567/);
  });

  it("[P3] are read whole by who reads the ledger", () => {
    start(record("c_1", 1));
    expect(book.live()).toMatchObject([{ room: `call-shop_${number}_c_1` }]);
    expect(book.read(as<CallId>("c_1"))?.from).toBe(number);
    end(record("c_1", 1), true);
    expect(book.read(as<CallId>("c_1"))).toEqual(record("c_1", 1));
    expect(book.kept(as<CallId>("c_1"))).toBe(kept);
    expect(book.list({ limit: 1 }).calls).toMatchObject([{ from: number }]);
    expect(book.lastTalk(number)).toMatchObject({ operatorId: "anna" });
  });

  it("[P4] a caller has one row, which a call of theirs does not touch more often than once a week", () => {
    end(record("c_1", 1));
    const [before] = rows("caller");
    end(record("c_2", 2));
    end(record("c_3", seenWithin - 1));
    expect(rows("caller")).toEqual([before]);
    end(record("c_4", seenWithin + 2));
    expect(rows("caller")).toEqual([{ ...before, seen: seenWithin + 3 }]);
    end(record("c_5", 5, { from: "", channel: "web" }));
    end(record("c_6", 6, { from: "+79160000000" }));
    expect(rows("caller")).toHaveLength(2);
  });

  it("[P4] the same number has another key in another application, and the same after the deployment's key was replaced", () => {
    end(record("c_1", 1));
    const other = database();
    const elsewhere = new LedgerBook(other.sql, other.atomically, testLedger);
    elsewhere.tell({ type: "call.ended", record: record("c_1", 1) });
    expect(other.sql.exec("SELECT id FROM caller").toArray()).not.toEqual(rows("caller").map(({ id }) => ({ id })));
    const [key, next] = [newSealKey(), newSealKey()];
    const third = database();
    const with1 = new LedgerBook(third.sql, third.atomically, { ...testLedger, seal: sealOf(key) });
    with1.tell({ type: "call.ended", record: record("c_1", 1) });
    const with2 = new LedgerBook(third.sql, third.atomically, { ...testLedger, seal: sealOf(`${next},${key}`) });
    with2.tell({ type: "call.ended", record: record("c_2", 2) });
    expect(third.sql.exec("SELECT count(*) AS n FROM caller").toArray()).toEqual([{ n: 1 }]);
    expect(with2.read(as<CallId>("c_1"))?.from).toBe(number);
  });

  it("[P4] a step that fails leaves no caller whom later ones would take for known", () => {
    const failing = new LedgerBook(db.sql, (work) => db.atomically(() => (work(), fail && thrown())), testLedger);
    let fail = false;
    failing.tell({ type: "call.ended", record: record("c_0", 1, { from: "" }) });
    fail = true;
    expect(() => failing.tell({ type: "call.ended", record: record("c_1", 1) })).toThrow("power cut");
    fail = false;
    failing.tell({ type: "call.ended", record: record("c_1", 1) });
    expect(failing.read(as<CallId>("c_1"))?.from).toBe(number);
  });
});

const thrown = (): never => {
  throw new Error("power cut");
};
