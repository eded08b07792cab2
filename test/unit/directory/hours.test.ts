import { beforeEach, describe, expect, it } from "vitest";
import { DirectoryBook } from "../../../src/directory/book.ts";
import { deliverPushes, type QueueFact } from "../../../src/directory/pushes.ts";
import type { Draft } from "../../../src/directory/resources.ts";
import { weekdays } from "../../../src/protocol/hours.ts";
import { usualPriority, usualQueue } from "../../../src/protocol/settings.ts";
import type { ApplicationId, HoursId, QueueId, ScenarioId } from "../../../src/words/index.ts";
import { as, minutes } from "../../../src/words/index.ts";
import { database } from "../../http/database.ts";
import { testLedger } from "../../support/seal.ts";

const boss = { by: "boss", from: null };
const office = as<HoursId>("Office");
const main = as<QueueId>("Main");
const second = as<QueueId>("Second");
const midday = Date.parse("2026-11-23T12:00:00Z");

const hours: Draft<"hours"> = {
  id: office,
  name: "Office",
  timeZone: "UTC",
  week: [{ days: weekdays, from: "09:00", to: "18:00" }],
  special: [{ date: "2026-12-25", yearly: true, name: "Christmas", intervals: [] }],
};
const queue = (more: Partial<Draft<"queue">> = {}): Draft<"queue"> => ({
  id: main,
  name: "Main",
  ...usualQueue,
  hours: office,
  ...more,
});
const rule = (more: Partial<Draft<"rule">> = {}) =>
  ({
    id: "r",
    mask: "*",
    order: 1,
    scenario: as<ScenarioId>("ACD"),
    queue: main,
    priority: usualPriority,
    needs: [],
    lastOperator: null,
    language: null,
    announceEvery: 30_000,
    closed: null,
    ...more,
  }) as Draft<"rule">;

describe("opening hours and targets in the directory", () => {
  let sql: ReturnType<typeof database>["sql"];
  let book: DirectoryBook;

  /** What has been told to queues since the last look. */
  async function told(): Promise<{ to: string; settings: QueueFact["settings"] }[]> {
    const facts: { to: string; settings: QueueFact["settings"] }[] = [];
    const queues = (to: QueueId) => ({ tell: async ({ settings }: QueueFact) => void facts.push({ to, settings }) });
    const nobody = () => ({ tell: async () => undefined });
    await deliverPushes(
      sql,
      { queue: queues, operator: nobody, webhook: nobody, sound: nobody, schedules: nobody, ledger: nobody },
      () => midday * 2,
    );
    return facts.toSorted((a, b) => (a.to < b.to ? -1 : 1));
  }

  beforeEach(async () => {
    const fresh = database();
    sql = fresh.sql;
    book = new DirectoryBook(sql, fresh.atomically, as<ApplicationId>("callcenter"), testLedger.seal);
    book.put("application", { id: as<ApplicationId>("callcenter"), name: "Call centre", language: "ru" }, boss, midday);
    book.put("hours", hours, boss, midday);
    book.put("queue", queue(), boss, midday);
    await told();
  });

  it("[D15] what was put of hours and targets is read again", () => {
    expect(book.get("hours", office)).toEqual({ ...hours, override: null });
    const targets = {
      full: { to: "callback", text: { ru: "Мы перезвоним." } },
      waited: { to: "queue", queue: main, time: "reset", priority: 10 },
      closing: { to: "event", name: "late" },
    } as const;
    const put = queue({ id: second, targets, longestWait: minutes(5), staying: "working", stayingGrace: 0 });
    expect(book.put("queue", put, boss, midday)).toMatchObject({ ok: true });
    expect(book.get("queue", second)).toEqual(put);
    const closed = { to: "voicemail", text: {} } as const;
    book.put("rule", rule({ closed }), boss, midday);
    expect(book.route("+7")).toMatchObject({ queueId: main, closed });
    book.put("rule", rule(), boss, midday);
    expect(book.route("+7")?.closed).toBeUndefined();
  });

  it("[D3] hours and targets that name nothing are refused by field", () => {
    const nowhere = { to: "queue", queue: as<QueueId>("Nowhere"), time: "keep", priority: null } as const;
    expect(book.put("queue", queue({ hours: as<HoursId>("None") }), boss, midday)).toMatchObject({
      refusal: { because: "unknown", field: "hours", kind: "hours", id: "None" },
    });
    expect(book.put("queue", queue({ targets: { full: nowhere } }), boss, midday)).toMatchObject({
      refusal: { because: "unknown", field: "targets.full.queue", kind: "queue" },
    });
    expect(book.put("rule", rule({ closed: nowhere }), boss, midday)).toMatchObject({
      refusal: { because: "unknown", field: "closed.queue" },
    });
  });

  it("[D4] hours that a queue keeps to stay, as do queues into which others lead; one that leads into itself may go", () => {
    expect(book.remove("hours", office, boss, midday)).toMatchObject({
      refusal: { by: [{ kind: "queue", id: main }] },
    });
    const into = (id: QueueId) => ({ to: "queue", queue: id, time: "keep", priority: null }) as const;
    book.put(
      "queue",
      queue({ id: second, hours: null, targets: { full: into(main), waited: into(main) } }),
      boss,
      midday,
    );
    expect(book.remove("queue", main, boss, midday)).toMatchObject({
      refusal: { by: [{ kind: "queue", id: second }] },
    });
    book.put("rule", rule({ queue: main, closed: into(second) }), boss, midday);
    expect(book.remove("queue", second, boss, midday)).toMatchObject({ refusal: { by: [{ kind: "rule", id: "r" }] } });
    book.remove("rule", "r", boss, midday);
    book.put("queue", queue({ id: second, hours: null, targets: { full: into(second) } }), boss, midday);
    expect(book.remove("queue", second, boss, midday)).toEqual({ ok: true });
    expect(book.remove("queue", main, boss, midday)).toEqual({ ok: true });
    expect(book.remove("hours", office, boss, midday)).toEqual({ ok: true });
  });

  it("[D15] queues are told the hours that they keep to, and of every change of these", async () => {
    book.put("queue", queue({ id: second, hours: null }), boss, midday);
    expect(await told()).toMatchObject([{ to: second, settings: { hours: null } }]);
    book.put("hours", { ...hours, timeZone: "Europe/Berlin" }, boss, midday);
    const [fact, ...more] = await told();
    expect(more).toEqual([]);
    expect(fact).toMatchObject({ to: main, settings: { queueId: main, hours: { timeZone: "Europe/Berlin" } } });
    expect(Object.keys(fact?.settings.hours ?? {}).toSorted()).toEqual(["override", "special", "timeZone", "week"]);
  });

  it("[D16] closed by hand until the timetable changes, told to the queues, kept when the timetable is put again, and lifted", async () => {
    const evening = Date.parse("2026-11-23T18:00:00Z");
    const override = { open: false, by: "boss", since: midday, until: evening };
    expect(book.override(office, false, boss, midday)).toEqual({ ...hours, override });
    expect(await told()).toMatchObject([{ to: main, settings: { hours: { override } } }]);
    book.put("hours", { ...hours, name: "Renamed" }, boss, midday);
    expect(book.get("hours", office)).toMatchObject({ name: "Renamed", override });
    expect(book.override(office, undefined, boss, midday)).toMatchObject({ override: null });
    expect(await told()).toMatchObject([{ to: main, settings: { hours: { override: null } } }]);
    expect(book.override(as<HoursId>("None"), undefined, boss, midday)).toBeUndefined();
  });
});
