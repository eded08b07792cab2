/** What the ledger hands to webhooks: everything that they want to know, once each, whatever dies in between. */
import { beforeEach, describe, expect, it } from "vitest";
import { LedgerBook } from "../../../src/ledger/book.ts";
import { handOver } from "../../../src/ledger/handOver.ts";
import type { CallbackRecord } from "../../../src/protocol/callback.ts";
import type { CallRecord } from "../../../src/protocol/record.ts";
import type { WorkLine } from "../../../src/protocol/work.ts";
import type { Happened, WebhookEvent } from "../../../src/protocol/webhook.ts";
import type { CallId, EntryId, OfferId, OperatorId, QueueId, RoomName, WebhookId } from "../../../src/words/index.ts";
import { as } from "../../../src/words/index.ts";
import { database } from "../../http/database.ts";
import { testLedger } from "../../support/seal.ts";

const record = (id: string, more: Partial<CallRecord> = {}): CallRecord => ({
  callId: as<CallId>(id),
  room: as<RoomName>(`room-${id}`),
  channel: "phone",
  from: "+79161234567",
  to: "+74951234567",
  startedAt: 1,
  timeline: [{ seq: 1, at: 1, what: "arrived" }],
  ...more,
});
const callback: CallbackRecord = {
  entryId: as<EntryId>("c_1:1"),
  queueId: as<QueueId>("Q"),
  of: as<CallId>("c_1"),
  promisedAt: 1,
  endedAt: 2,
  outcome: "reached",
  attempts: 1,
};

describe("the ledger's outbox", () => {
  let db: ReturnType<typeof database>;
  let book: LedgerBook;
  /** What each webhook has taken; `deaf`: those that do not answer. */
  let taken: Record<string, string[]>;
  const deaf = new Set<string>();
  const unready = new Set<string>();

  const wanted = (revision: number, webhooks: Record<string, readonly WebhookEvent[] | "*">) =>
    book.tell({
      type: "webhooks.wanted",
      at: 0,
      revision,
      webhooks: Object.entries(webhooks).map(([id, events]) => ({ id: as<WebhookId>(id), events })),
    });
  const started = (id: string) => {
    const { timeline: _, ...call } = record(id);
    book.tell({ type: "call.started", call });
  };
  const ended = (id: string) =>
    book.tell({ type: "call.ended", record: record(id, { endedAt: 2, outcome: "abandoned" }) });
  const hand = () =>
    handOver(book, (id) => ({
      take: async (happened: readonly Happened[]) => {
        if (deaf.has(id)) throw new Error("does not answer");
        if (unready.has(id)) return undefined;
        (taken[id] ??= []).push(...happened.map((one) => one.id));
        return happened.at(-1)?.seq;
      },
    }));
  const rows = () => db.sql.exec("SELECT count(*) AS n FROM happened").toArray()[0]?.["n"];

  beforeEach(() => {
    db = database();
    book = new LedgerBook(db.sql, db.atomically, testLedger);
    taken = {};
    deaf.clear();
    unready.clear();
  });

  it("[A88] nothing is written while nobody wants to know", async () => {
    started("c_1");
    ended("c_1");
    expect(rows()).toBe(0);
    wanted(1, { crm: ["callback.ended"] });
    started("c_2");
    ended("c_2");
    expect(rows()).toBe(0);
    expect(book.toHand()).toEqual([]);
    expect(await hand()).toBe(true);
  });

  it("[A88] each is told what it wants, in order and once, and then it is forgotten", async () => {
    wanted(1, { all: "*", ends: ["call.ended"] });
    started("c_1");
    started("c_1");
    book.tell({ type: "callback.ended", callback });
    book.tell({ type: "callback.ended", callback });
    ended("c_1");
    ended("c_1");
    started("c_1");
    expect(rows()).toBe(3);
    expect(await hand()).toBe(true);
    expect(taken).toEqual({
      all: ["msg_call_started_c_1", "msg_callback_ended_c_1~003a1", "msg_call_ended_c_1"],
      ends: ["msg_call_ended_c_1"],
    });
    expect(rows()).toBe(0);
  });

  it("[A88] of a call whose start comes too late, or never, the start is told before the end", async () => {
    wanted(1, { crm: "*" });
    ended("c_1");
    started("c_1");
    await hand();
    expect(taken["crm"]).toEqual(["msg_call_started_c_1", "msg_call_ended_c_1"]);
  });

  it("[A88] an end that is told again with more in it is the same end", async () => {
    wanted(1, { crm: "*" });
    ended("c_1");
    const timeline = [...record("c_1").timeline, { seq: 2, at: 2, what: "ended" }];
    book.tell({ type: "call.ended", record: record("c_1", { endedAt: 2, outcome: "abandoned", timeline }) });
    await hand();
    expect(taken["crm"]).toHaveLength(2);
  });

  it("[A88] what operators did is told as the ledger learns it, each line once, and nobody is taken for another", async () => {
    const line = (from: number) => ({ what: "status", status: "Ready", from, until: from + 1 }) as const;
    const offer = {
      what: "offer",
      outcome: "taken",
      offerId: as<OfferId>("o_1"),
      queueId: as<QueueId>("Q"),
      callId: as<CallId>("c_1"),
      from: 2,
      until: 3,
    } as const;
    const work = (id: string, first: number, ...lines: WorkLine[]) =>
      book.work({ operatorId: as<OperatorId>(id), first, lines });
    work("a.b", 1, line(1));
    expect(rows()).toBe(0);
    wanted(1, { crm: "*" });
    work("a.b", 1, line(1), offer);
    work("a.b", 2, offer, line(3));
    work("a_b", 3, line(3));
    await hand();
    expect(taken["crm"]).toEqual(["msg_offer_ended_a~002eb_2", "msg_status_ended_a~002eb_3", "msg_status_ended_a_b_3"]);
  });

  it("[A88] one that does not answer holds up no other, and is told later, after a crash as well", async () => {
    wanted(1, { slow: "*", quick: "*" });
    deaf.add("slow");
    for (let n = 0; n < 120; n += 1) started(`c_${n}`);
    expect(await hand()).toBe(false);
    expect(taken["quick"]).toHaveLength(120);
    expect(book.toHand()).toEqual(["slow"]);
    book = new LedgerBook(db.sql, db.atomically, testLedger);
    deaf.clear();
    unready.add("slow");
    expect(await hand()).toBe(false);
    unready.clear();
    expect(await hand()).toBe(true);
    expect(taken["slow"]).toEqual(taken["quick"]);
  });

  it("[A88] one that is new hears what happens from then on; one that is gone is waited for no longer", async () => {
    wanted(1, { first: "*" });
    started("c_1");
    wanted(3, { first: "*", second: "*" });
    started("c_2");
    // An older list that comes late.
    wanted(2, {});
    deaf.add("first");
    await hand();
    expect(taken["second"]).toEqual(["msg_call_started_c_2"]);
    wanted(4, { second: "*" });
    expect(rows()).toBe(0);
    wanted(5, {});
    started("c_3");
    expect(rows()).toBe(0);
    wanted(6, { second: "*" });
    started("c_4");
    await hand();
    expect(taken["second"]).toEqual(["msg_call_started_c_2", "msg_call_started_c_4"]);
  });
});
