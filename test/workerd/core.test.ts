/** The core as real Durable Objects: the same call as in the behaviour tests, with the actors evicted between any two steps. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  as,
  type ApplicationId,
  type CallId,
  type DispositionId,
  type EntryId,
  type MediaWorkerId,
  type OfferId,
  type OperatorId,
  type QueueId,
  type RoomName,
  type ScenarioId,
} from "../../src/words/index.ts";
import { replay } from "../../src/call/replay.ts";
import type { KeptCall } from "../../src/protocol/replay.ts";
import { termsOf } from "../../src/protocol/offer.ts";
import { usualOperator, usualPriority, usualQueue, type Route } from "../../src/protocol/settings.ts";
import { call, directory, ledger, media, operator, queue } from "./actors.ts";

const app = as<ApplicationId>("callcenter");
/** Every test has people and a queue of its own: storage is shared within a file. */
let test = 0;
const queueOf = () => as<QueueId>(`Queue${test}`);
const operatorOf = () => as<OperatorId>(`operator${test}`);
const ourQueue = () => queue(`callcenter/${queueOf()}`);
const ourOperator = () => operator(`callcenter/${operatorOf()}`);

const route = (): Route => ({
  application: app,
  number: "+74951234567",
  rule: "InboundCalls",
  scenario: as<ScenarioId>("ACD"),
  queueId: queueOf(),
  priority: usualPriority,
  language: "ru",
  announceEvery: 30_000,
});

/** Everything that an actor has written, tables and values, as text. */
const onDisk = (actor: DurableObjectStub): Promise<string> =>
  runInDurableObject(actor, (_, { storage }) => {
    const tables = storage.sql
      .exec("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '@_cf@_%' ESCAPE '@'")
      .toArray();
    const rows = tables.map(({ name }) => storage.sql.exec(`SELECT * FROM "${name as string}"`).toArray()); // sqlite's own
    const values = Array.from(storage.kv.list(), ([, value]) => value);
    return [rows, values]
      .flat(3)
      .flatMap((item) => textsIn(item))
      .join("\n");
  });

const textsIn = (item: unknown): string[] => {
  if (item instanceof ArrayBuffer || ArrayBuffer.isView(item)) return [new TextDecoder("latin1").decode(item)];
  if (typeof item === "object" && item !== null) return Object.values(item).flatMap(textsIn);
  return [String(item)];
};

/** LiveKit says yes to everything: its own tests are elsewhere. */
const liveKit: string[] = [];

describe("the core in workerd", () => {
  beforeEach(async () => {
    liveKit.length = 0;
    test += 1;
    const [queueId, operatorId] = [queueOf(), operatorOf()];
    vi.spyOn(globalThis, "fetch").mockImplementation(async (input) => {
      liveKit.push(new URL(input instanceof Request ? input.url : input).pathname.split("/").at(-1) ?? "");
      return Response.json({});
    });
    const at = Date.now();
    await ourQueue().tell({
      type: "queue.configured",
      at,
      settings: {
        revision: 1,
        application: app,
        queueId,
        name: "Main queue",
        ...usualQueue,
        wrapUp: 0,
      },
    });
    await ourOperator().tell({
      type: "operator.configured",
      at,
      profile: {
        revision: 1,
        application: app,
        operatorId,
        name: "Operator",
        queues: [{ queueId, name: "Main queue", weight: 50 }],
        ...usualOperator,
      },
    });
  });
  afterEach(() => vi.restoreAllMocks());

  for (const evicting of [false, true]) {
    it(`[K3] [C29] [P9] a call from ring to record${evicting ? ", its actors evicted after every step" : ""}`, async () => {
      const id = evicting ? "c_evicted" : "c_calm";
      const callId = as<CallId>(id);
      const actors = { call: call(`callcenter/${id}`), queue: ourQueue(), operator: ourOperator() };
      const step = async (): Promise<void> => {
        await settle();
        for (const actor of [actors.call, actors.queue, actors.operator, ledger("callcenter/ledger")])
          expect(await onDisk(actor)).not.toContain("9990000000");
        if (!evicting) return;
        for (const actor of [actors.call, actors.queue]) {
          // One that is not in memory just now is as good as evicted.
          await evictDurableObject(actor).catch(() => undefined);
        }
      };
      const console = await openConsole();
      await until(async () => (await actors.operator.read())?.status === "Online");
      await actors.call.tell({
        type: "caller.joined",
        at: 0,
        callId,
        room: as<RoomName>(`call-callcenter_+79990000000_${id}`),
        sid: "PA_1",
        identity: "sip_+79990000000",
        channel: "phone",
        from: "+79990000000",
        to: "+74951234567",
        route: route(),
      });
      await step();
      await actors.call.tell({ type: "media.active", at: 0, worker: as<MediaWorkerId>("w1") });
      await until(async () => (await actors.queue.read())?.waiting === 1);
      await step();
      console.press({ type: "goReady" });
      await until(async () => (await actors.operator.read())?.status === "BeforeService");
      await step();
      console.press({ type: "accept", offerId: as(`${id}.1.1`) });
      await until(async () => (await actors.operator.read())?.status === "InService");
      await until(async () => (await actors.queue.read())?.entries.length === 0);
      await step();
      await actors.call.tell({ type: "operator.audible", at: 0, operatorId: operatorOf(), sid: "PA_2" });
      await step();
      await actors.call.tell({ type: "caller.left", at: 0, sid: "PA_1", reason: "" });
      await until(async () => (await actors.operator.read())?.status === "Ready");
      const record = await actors.call.read();
      expect(record?.outcome).toBe("answered");
      expect(record?.timeline.map(({ what }) => what)).toEqual([
        "started",
        "answered",
        "queued",
        "say",
        "taken",
        "connected",
        "ended",
      ]);
      // What came in to it is in the ledger, and leads there again.
      const book = ledger("callcenter/ledger");
      await until(async () => (await book.kept(callId)) !== undefined);
      const written = await book.read(callId);
      const kept = JSON.parse((await book.kept(callId)) ?? "") as KeptCall;
      const again = written && replay(written, kept);
      expect([again?.whole, again?.departure]).toEqual([true, undefined]);
      expect(liveKit).toContain("UpdateParticipant");
      expect(liveKit).toContain("DeleteRoom");
      console.close();
    });
  }

  it("[O20] [A93] how a call turned out is said in the console, in the words of the directory, and stands in the ledger afterwards", async () => {
    const id = "c_disposed";
    const callId = as<CallId>(id);
    const boss = { by: "boss", from: null };
    const sold = { id: as<DispositionId>("Sold"), name: "Sold!", order: 1, group: null, active: true };
    await directory("callcenter/directory").put("application", { id: app, name: "Centre", language: "ru" }, boss);
    await directory("callcenter/directory").put("disposition", sold, boss);
    const actors = { call: call(`callcenter/${id}`), operator: ourOperator() };
    const console = await openConsole();
    console.press({ type: "goReady" });
    await actors.call.tell({
      type: "caller.joined",
      at: 0,
      callId,
      room: as<RoomName>(`call-callcenter_+79990000000_${id}`),
      sid: "PA_1",
      identity: "sip_+79990000000",
      channel: "phone",
      from: "+79990000000",
      to: "+74951234567",
      route: route(),
    });
    await settle();
    await actors.call.tell({ type: "media.active", at: 0, worker: as<MediaWorkerId>("w1") });
    await until(async () => (await actors.operator.read())?.status === "BeforeService");
    console.press({ type: "accept", offerId: as(`${id}.1.1`) });
    await until(async () => (await actors.operator.read())?.status === "InService");
    await actors.call.tell({ type: "operator.audible", at: 0, operatorId: operatorOf(), sid: "PA_2" });
    await until(async () => (await actors.call.read())?.connectedAt !== undefined);
    await settle();
    console.press({ type: "setDisposition", callId, dispositionId: "Nothing", note: "" });
    await until(async () => console.refusals.includes("unknown_disposition"));
    console.press({ type: "setDisposition", callId, dispositionId: "Sold", note: "In March." });
    await settle();
    await actors.call.tell({ type: "caller.left", at: 0, sid: "PA_1", reason: "" });
    const book = ledger("callcenter/ledger");
    await until(async () => (await book.disposals([callId])).length > 0);
    expect(await book.disposals([callId])).toMatchObject([
      { operatorId: operatorOf(), dispositionId: "Sold", name: "Sold!", note: "In March.", missing: false },
    ]);
    console.press({ type: "setDisposition", callId, dispositionId: "Sold", note: "" });
    await until(async () => console.refusals.includes("no_call"));
    console.close();
  });

  it("[C22] a talk is transferred by the console: the caller is in the line again, the operator out", async () => {
    const id = "c_transferred";
    const actors = { call: call(`callcenter/${id}`), queue: ourQueue(), operator: ourOperator() };
    const console = await openConsole();
    console.press({ type: "goReady" });
    await actors.call.tell({
      type: "caller.joined",
      at: 0,
      callId: as<CallId>(id),
      room: as<RoomName>(`call-callcenter_+79990000000_${id}`),
      sid: "PA_1",
      identity: "sip_+79990000000",
      channel: "phone",
      from: "+79990000000",
      to: "+74951234567",
      route: route(),
    });
    await settle();
    await actors.call.tell({ type: "media.active", at: 0, worker: as<MediaWorkerId>("w1") });
    await until(async () => (await actors.operator.read())?.status === "BeforeService");
    console.press({ type: "accept", offerId: as(`${id}.1.1`) });
    await until(async () => (await actors.operator.read())?.status === "InService");
    await actors.call.tell({ type: "operator.audible", at: 0, operatorId: operatorOf(), sid: "PA_2" });
    await until(async () => (await actors.call.read())?.connectedAt !== undefined);
    await settle();
    liveKit.length = 0;
    // A queue that does not exist lets nobody in: back to where they were.
    console.press({ type: "transfer", callId: as<CallId>(id), transfer: { queueId: as<QueueId>("Nowhere") } });
    await until(async () => (await actors.queue.read())?.waiting === 1);
    expect((await actors.operator.read())?.engagement).toBe("resting");
    const record = await actors.call.read();
    expect(record?.talks).toMatchObject([{ operatorId: operatorOf(), queueId: queueOf(), endedBy: "transfer" }]);
    expect(record?.unserved).toMatchObject([{ queueId: "Nowhere", because: "unknown_queue" }]);
    await until(async () => liveKit.includes("ListParticipants"));
    await actors.call.tell({ type: "caller.left", at: 0, sid: "PA_1", reason: "" });
    await until(async () => (await actors.queue.read())?.waiting === 0);
    expect(await actors.call.read()).toMatchObject({ outcome: "answered", endedBy: "caller" });
    console.close();
  });

  it("[K4] an alarm that rings twice, or with nothing to do, changes nothing", async () => {
    const console = await openConsole();
    await until(async () => (await ourOperator().read())?.status === "Online");
    const actor = ourOperator();
    const before = await actor.read();
    for (let i = 0; i < 3; i += 1) {
      await runInDurableObject(actor, (_, { storage }) => storage.setAlarm(Date.now() + 60_000));
      expect(await runDurableObjectAlarm(actor)).toBe(true);
    }
    expect(await actor.read()).toEqual(before);
    console.close();
  });

  it("[R12] a ledger that has lost what an operator told it is told again, from their timeline; the times add up to the time signed in", async () => {
    const console = await openConsole();
    await until(async () => (await ourOperator().read())?.status === "Online");
    const signedIn = (await ourOperator().read())?.since ?? 0;
    const ours = ledger("callcenter/ledger");
    const told = async () => {
      const bounds = [0, Date.now() + 600_000];
      const parts = await ours.report({ by: "operator", operator: operatorOf(), bounds, timeZone: "UTC" });
      const times = Object.entries(parts[0]?.tally.sums ?? {}).filter(([name]) => name.startsWith("time"));
      return times.reduce((sum, [, time]) => sum + time, 0);
    };
    const choose = async (status: "Ready" | "Timeout" | "DND") => {
      // So that it has been something for a while.
      const since = Date.now();
      await until(async () => Date.now() > since);
      await ourOperator().force({ status, by: "supervisor1" });
      return ((await ourOperator().read())?.since ?? 0) - signedIn;
    };
    await choose("Ready");
    const atFirst = await choose("Timeout");
    await until(async () => (await told()) === atFirst);
    await runInDurableObject(ours, (_, { storage }) => storage.deleteAll());
    await evictDurableObject(ours);
    expect(await told()).toBe(0);
    await choose("Ready");
    const inAll = await choose("DND");
    await until(async () => (await told()) === inAll);
    expect((await ours.health()).flaws).toEqual([]);
    console.close();
  });

  it("[O8] a status that a supervisor forces; forced out, the console is closed", async () => {
    const console = await openConsole();
    await until(async () => (await ourOperator().read())?.status === "Online");
    const ready = await ourOperator().force({ status: "Ready", by: "supervisor1" });
    expect(ready).toMatchObject({ ok: true, value: { status: "Ready" } });
    const out = await ourOperator().force({ status: "Offline", by: "supervisor1" });
    expect(out).toMatchObject({ ok: true, value: { status: "Offline" } });
    await console.closed;
    expect(await ourOperator().force({ status: "Ready", by: "supervisor1" })).toEqual({
      ok: false,
      refusal: "signed_out",
    });
  });

  it("[O13] signing out during a call leaves the console open until it is over, and closes it then", async () => {
    const console = await openConsole();
    const operatorActor = ourOperator();
    const is = (status: string) => until(async () => (await operatorActor.read())?.status === status);
    await is("Online");
    const callId = as<CallId>("c_leaving");
    const actor = call(`callcenter/${callId}`);
    await actor.tell({
      type: "caller.joined",
      at: 0,
      callId,
      room: as<RoomName>(`call-callcenter_+79990000000_${callId}`),
      sid: "PA_1",
      identity: "sip_+79990000000",
      channel: "phone",
      from: "+79990000000",
      to: "+74951234567",
      route: route(),
    });
    await actor.tell({ type: "media.active", at: 0, worker: as<MediaWorkerId>("w1") });
    console.press({ type: "goReady" });
    await is("BeforeService");
    console.press({ type: "accept", offerId: as(`${callId}.1.1`) });
    await is("InService");
    console.press({ type: "signOut" });
    await until(async () => (await operatorActor.read())?.next === "Offline");
    expect(await operatorActor.read()).toMatchObject({ status: "InService", presence: "ready" });
    await actor.tell({ type: "caller.left", at: 0, sid: "PA_1", reason: "" });
    expect(await console.closed).toBe(4401);
    await is("Offline");
  });

  it("[O17] a tab that has been put to sleep rings no more: it counts as closed, and has to connect again", async () => {
    const console = await openConsole();
    await until(async () => (await ourOperator().read())?.status === "Online");
    await ourOperator().force({ status: "Ready", by: "supervisor1" });
    const asleep = Date.now() + 21_000;
    vi.spyOn(Date, "now").mockImplementation(() => asleep);
    const offer = {
      offerId: as<OfferId>("c_1.1.1"),
      queueId: queueOf(),
      queue: "Main queue",
      entryId: as<EntryId>("c_1.1"),
      callId: as<CallId>("c_1"),
      room: as<RoomName>("call-callcenter_+79990000000_c_1"),
      caller: "",
      waited: 0,
      ...termsOf(usualQueue),
    };
    expect(await ourOperator().offer({ type: "offer.made", at: 0, offer })).toMatchObject({
      ok: false,
      refusal: "away",
    });
    expect(await console.closed).toBe(4408);
    // Who wakes up within the grace is as they were.
    const again = await openConsole();
    expect(await ourOperator().read()).toMatchObject({ status: "Ready" });
    again.close();
  });

  it("[K5] an actor that is only asked about does not begin to exist", async () => {
    const stranger = call("callcenter/c_stranger");
    expect(await stranger.read()).toBeUndefined();
    await stranger.look();
    const tables = await runInDurableObject(stranger, (_, { storage }) =>
      storage.sql.exec<{ name: string }>("SELECT name FROM sqlite_master").toArray(),
    );
    expect(tables).toEqual([]);
    expect(await media("_/media-nobody").holds(as<CallId>("c_1"))).toBe(false);
  });
});

async function openConsole() {
  const response = await ourOperator().fetch("http://acd/console?tab=t1", { headers: { Upgrade: "websocket" } });
  const socket = response.webSocket;
  if (socket === null) throw new Error("no socket");
  socket.accept();
  let id = 0;
  const refusals: string[] = [];
  socket.addEventListener("message", ({ data }) => {
    const { refusal } = JSON.parse(String(data)) as { readonly refusal?: string };
    if (refusal !== undefined) refusals.push(refusal);
  });
  return {
    refusals,
    press(command: object) {
      id += 1;
      socket.send(JSON.stringify({ id, command }));
    },
    closed: new Promise<number>((resolve) => socket.addEventListener("close", ({ code }) => resolve(code))),
    close: () => socket.close(1000, "done"),
  };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 200; i += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("it never came about");
}
