/** Opening hours and limits with real Durable Objects: their storage, their alarms, and workerd's own time zones. */
import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openingAt } from "../../src/hours/opening.ts";
import { isTimeZone } from "../../src/hours/zone.ts";
import { weekdays } from "../../src/protocol/hours.ts";
import { usualPriority, usualQueue } from "../../src/protocol/settings.ts";
import {
  as,
  type ApplicationId,
  type CallId,
  type HoursId,
  type MediaWorkerId,
  type QueueId,
  type RoomName,
  type ScenarioId,
} from "../../src/words/index.ts";
import { call, directory, queue } from "./actors.ts";

const boss = { by: "supervisor1", from: null };
const app = as<ApplicationId>("limits");
const office = as<HoursId>("Office");
const [first, second] = [as<QueueId>("First"), as<QueueId>("Second")];
const book = directory(`${app}/directory`);

const aQueue = (id: QueueId, more: object = {}) =>
  ({ ...usualQueue, id, name: id, admission: "always", ...more }) as const;

describe("limits in workerd", () => {
  beforeEach(async () => {
    vi.spyOn(globalThis, "fetch").mockImplementation(async () => Response.json({}));
    await book.put("application", { id: app, name: "Call centre", language: "ru" }, boss);
    const week = [{ days: weekdays, from: "00:00", to: "24:00" }];
    await book.put("hours", { id: office, name: "Office", timeZone: "Europe/Berlin", week, special: [] }, boss);
    await book.put("queue", aQueue(second), boss);
    const waited = { to: "queue", queue: second, time: "keep", priority: null } as const;
    await book.put("queue", aQueue(first, { hours: office, longestWait: 1_000, targets: { waited } }), boss);
  });
  afterEach(() => vi.restoreAllMocks());

  const arrive = async (id: string) => {
    const callId = as<CallId>(id);
    const actor = call(`${app}/${callId}`);
    const rule = { application: app, rule: "r", scenario: as<ScenarioId>("ACD"), queueId: first, needs: [] };
    await actor.tell({
      type: "caller.joined",
      at: 0,
      callId,
      room: as<RoomName>(`call-${app}_+79990000000_${callId}`),
      sid: "PA_1",
      identity: "sip_+79990000000",
      channel: "phone",
      from: "+79990000000",
      to: "+74951234567",
      route: { ...rule, number: "+74951234567", priority: usualPriority, language: "ru", announceEvery: 30_000 },
    });
    await actor.tell({ type: "media.active", at: 0, worker: as<MediaWorkerId>("w1") });
    return actor;
  };
  const places = async (id: QueueId) => (await queue(`${app}/${id}`).read())?.entries.map(({ callId }) => callId);

  it("[Q30] who has waited for long enough goes on to the next queue, by the queue's alarm, also after it was evicted", async () => {
    const actor = await arrive("c_waits");
    await expect.poll(() => places(first)).toEqual(["c_waits"]);
    await evictDurableObject(queue(`${app}/First`)).catch(() => undefined);
    await expect
      .poll(
        async () => {
          await runDurableObjectAlarm(queue(`${app}/First`));
          return [await places(first), await places(second)];
        },
        { timeout: 10_000 },
      )
      .toEqual([[], ["c_waits"]]);
    await actor.tell({ type: "caller.left", at: 0, sid: "PA_1", reason: "CLIENT_INITIATED" });
    await expect.poll(async () => (await actor.read())?.outcome).toBe("abandoned");
    expect(await actor.read()).toMatchObject({
      queueId: second,
      unserved: [{ queueId: first, because: "waited" }],
    });
  });

  it("[D16] closed by hand: the queue knows at once, and lets nobody in", async () => {
    expect(await book.override(office, false, boss)).toMatchObject({
      override: { open: false, by: "supervisor1", until: null },
    });
    const actor = await arrive("c_late");
    await expect
      .poll(async () => (await actor.read())?.unserved)
      .toMatchObject([{ queueId: first, because: "closed" }]);
    expect(await places(first)).toEqual([]);
    await book.override(office, undefined, boss);
    await arrive("c_again");
    await expect.poll(() => places(first)).toEqual(["c_again"]);
  });

  it("[H3] workerd knows the leaps of the clocks", () => {
    const week = [{ days: ["sunday"], from: "02:30", to: "10:00" }] as const;
    const hours = { timeZone: "Europe/Berlin", week, special: [], override: null };
    const leap = Date.parse("2026-03-29T01:00:00Z");
    expect(openingAt(hours, leap - 1)).toEqual({ open: false, until: leap, by: undefined });
    const island = { ...hours, timeZone: "Australia/Lord_Howe" };
    const half = Date.parse("2026-10-03T15:30:00Z");
    expect(openingAt(island, half)).toMatchObject({ open: true });
    expect(openingAt(island, half - 1)).toMatchObject({ open: false, until: half });
    expect([isTimeZone("Asia/Kolkata"), isTimeZone("Europe/Atlantis")]).toEqual([true, false]);
  });
});
