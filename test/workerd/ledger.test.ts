import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import { usualRetention } from "../../src/protocol/retention.ts";
import type { CallRecord } from "../../src/protocol/record.ts";
import type { CallId, QueueId, RoomName } from "../../src/words/index.ts";
import { as, minutes } from "../../src/words/index.ts";
import { ledger, ledgerMonth } from "./actors.ts";

const record = (id: string, startedAt: number, more: Partial<CallRecord> = {}): CallRecord => ({
  callId: as<CallId>(id),
  room: as<RoomName>(`room-${id}`),
  channel: "phone",
  from: "",
  to: "+7495",
  startedAt,
  timeline: [],
  ...more,
});

describe("the ledger as a Durable Object", () => {
  it("[D12] keeps what it was told, in whatever order and however often, across evictions", async () => {
    const mine = ledger("callcenter/ledger");
    expect(await mine.live()).toEqual([]);
    const ended = record("c_1", 1, {
      endedAt: 2,
      outcome: "abandoned",
      timeline: [{ seq: 1, at: 1, what: "arrived" }],
    });
    await mine.tell({ type: "call.ended", record: ended });
    await mine.tell({ type: "call.started", call: record("c_1", 1) });
    await mine.tell({ type: "call.started", call: record("c_2", 3) });
    await evictDurableObject(mine);
    await mine.tell({ type: "call.ended", record: ended });
    expect(await mine.live()).toEqual([{ callId: "c_2", room: "room-c_2", startedAt: 3 }]);
    expect(await mine.read(as<CallId>("c_1"))).toEqual(ended);
    const first = await mine.list({ limit: 1 });
    expect(first.calls.map(({ callId }) => callId)).toEqual(["c_2"]);
    const second = await mine.list({ limit: 1, after: first.next });
    expect(second.calls.map(({ callId }) => callId)).toEqual(["c_1"]);
    expect(second.next).toBeUndefined();
  });

  it("[P6] [P7] forgets what is old by its alarm, and whom it is told to, across evictions", async () => {
    const mine = ledger("forgetting/ledger");
    const now = Date.now();
    const [number, day] = ["+79160827345", minutes(24 * 60)];
    const call = (id: string, age: number) =>
      record(id, now - age * day, { endedAt: now - age * day + 1, outcome: "abandoned", from: number });
    const retention = { ...usualRetention, calls: 20 };
    await mine.tell({ type: "retention.wanted", at: now, revision: 1, retention });
    await mine.tell({ type: "call.ended", record: call("c_old", 30) });
    await mine.tell({ type: "call.ended", record: call("c_new", 10) });
    await vi.waitFor(async () => {
      // It may have rung by itself.
      await runDurableObjectAlarm(mine);
      expect(await mine.read(as<CallId>("c_old"))).toBeUndefined();
    });
    expect(await runInDurableObject(mine, (_, { storage }) => storage.getAlarm())).toBeGreaterThan(now);
    await evictDurableObject(mine);
    expect(await mine.read(as<CallId>("c_new"))).toEqual(call("c_new", 10));
    expect(await mine.eraseCaller(number)).toMatchObject({ ok: true, value: { calls: 1 } });
    await evictDurableObject(mine);
    expect(await mine.read(as<CallId>("c_new"))).toMatchObject({ from: "•••" });
    expect(await mine.findCaller(number)).toBeUndefined();
  });

  it("[R3] counts, folded and not, as it does elsewhere", async () => {
    const mine = ledger("counting/ledger");
    const queueId = as<QueueId>("Q");
    // These calls are half a century old.
    const retention = { ...usualRetention, calls: null, timelines: null };
    await mine.tell({ type: "retention.wanted", at: 0, revision: 1, retention });
    for (let n = 0; n < 20; n += 1) {
      const startedAt = n * minutes(2);
      const timeline = [
        { seq: 1, at: startedAt, what: "queued", detail: { queue: "Q" } },
        { seq: 2, at: startedAt + 5_000, what: "ended" },
      ];
      const ended = { endedAt: startedAt + 5_000, endedBy: "caller", outcome: "abandoned", queueId, timeline } as const;
      await mine.tell({ type: "call.ended", record: record(`c_${n}`, startedAt, { ...ended, from: "+7916" }) });
    }
    const query = {
      by: "hour",
      bounds: [minutes(1), minutes(60)],
      timeZone: "Europe/Moscow",
      queues: ["Q", "R"],
    } as const;
    expect(await mine.report({ ...query, repeatWithin: minutes(60) })).toEqual([
      {
        interval: 0,
        key: "03",
        tally: {
          sums: { offered: 19, abandoned: 19, abandonedWaitTime: 95_000 },
          peaks: { abandonedWait: 5_000 },
          waits: { abandonedWait: { 5: 19 } },
        },
      },
    ]);
    expect((await mine.health()).toFold).toBeLessThan(8);
    const { calls } = await mine.list({ limit: 3, queues: [queueId], state: "ended" });
    expect(calls.map(({ callId }) => callId)).toEqual(["c_19", "c_18", "c_17"]);
  });

  it("[R21] [R23] moves old records to actors of their months by its alarm; they are read, listed, erased and forgotten there", async () => {
    const mine = ledger("moving/ledger");
    const [now, number, day] = [Date.now(), "+79160827345", minutes(24 * 60)];
    const at = now - 50 * day;
    const month = ledgerMonth(`moving/ledger-${new Date(at).toISOString().slice(0, 7)}`);
    const call = record("c_1", at, {
      endedAt: at + 5_000,
      endedBy: "caller",
      outcome: "abandoned",
      queueId: as<QueueId>("Q"),
      from: number,
      timeline: [
        { seq: 1, at, what: "queued", detail: { queue: "Q" } },
        { seq: 2, at: at + 5_000, what: "ended" },
      ],
    });
    const kept = JSON.stringify({ inputs: [{ from: number }] });
    const alarm = (holds: () => Promise<void>) =>
      vi.waitFor(async () => {
        await runDurableObjectAlarm(mine);
        await holds();
      });
    const count = () => runInDurableObject(month, (_, { storage }) => recordsIn(storage.sql));
    expect(await count()).toBe(0);
    await mine.tell({ type: "call.ended", record: call, kept });
    await alarm(async () => expect(await count()).toBe(1));
    await evictDurableObject(mine);
    await evictDurableObject(month);
    expect(await mine.read(call.callId)).toEqual(call);
    expect(await mine.kept(call.callId)).toBe(kept);
    expect((await mine.list({ limit: 5 })).calls).toMatchObject([{ callId: "c_1", from: number }]);
    // A slot that is cut.
    const query = { by: "queue", bounds: [at - 1, at + 1], timeZone: "UTC" } as const;
    expect(await mine.report(query)).toMatchObject([{ key: "Q", tally: { sums: { offered: 1, abandoned: 1 } } }]);
    expect(await mine.eraseCaller(number)).toMatchObject({ ok: true, value: { calls: 1 } });
    expect(await mine.read(call.callId)).toMatchObject({ from: "•••" });
    const retention = { ...usualRetention, calls: 20 };
    await mine.tell({ type: "retention.wanted", at: now, revision: 1, retention });
    await alarm(async () => expect(await mine.read(call.callId)).toBeUndefined());
    // Its last record is gone, and with it the month.
    expect(await runInDurableObject(month, (_, { storage }) => tablesIn(storage.sql))).toEqual([]);
  });
});

const tablesIn = (sql: SqlStorage): unknown[] =>
  sql.exec("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'").toArray();
const recordsIn = (sql: SqlStorage): unknown =>
  tablesIn(sql).length === 0 ? 0 : sql.exec("SELECT count(*) AS n FROM record").toArray()[0]?.["n"];
