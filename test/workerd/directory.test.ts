import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { QueueActor } from "../../actors/queue.ts";
import type { Draft } from "../../src/directory/resources.ts";
import { usualOperator, usualPriority, usualQueue } from "../../src/protocol/settings.ts";
import type { ApplicationId, OperatorId, QueueId, ScenarioId, SkillGroupId } from "../../src/words/index.ts";
import { as, minutes } from "../../src/words/index.ts";
import { directory, operator, queue } from "./actors.ts";

const boss = { by: "boss", from: null };
const opened = { id: "s1", refresh: "r1" };
const support = as<SkillGroupId>("Support");
const main = as<QueueId>("Main");
const anna = as<OperatorId>("anna");

const aQueue = (more: Partial<Draft<"queue">> = {}): Draft<"queue"> => ({
  id: main,
  name: "Main queue",
  ...usualQueue,
  skillGroups: [support],
  ...more,
});

describe("the directory as a Durable Object", () => {
  let app: ApplicationId;
  let count = 0;
  const mine = () => directory(`${app}/directory`);
  const alarm = () => runInDurableObject(mine(), (_, { storage }) => storage.getAlarm());

  // Storage outlives a test within its file: each has an application of its own.
  beforeEach(async () => {
    app = as<ApplicationId>(`app-${(count += 1)}`);
    await mine().put("application", { id: app, name: "Call centre", language: "ru" }, boss);
    await mine().put("skillGroup", { id: support, name: "Support" }, boss);
  });
  afterEach(() => vi.restoreAllMocks());

  it("[D5] living queues and operators know of a change as soon as it has been answered", async () => {
    await mine().put("queue", aQueue(), boss);
    await mine().put(
      "person",
      {
        id: anna,
        name: "Anna",
        role: "operator",
        scope: null,
        ...usualOperator,
        queueOrder: [],
        skillGroups: [support],
      },
      boss,
    );
    expect(await queue(`${app}/Main`).read()).toMatchObject({ name: "Main queue" });
    expect(await operator(`${app}/anna`).read()).toMatchObject({ name: "Anna", queues: ["Main"] });
    await mine().put("queue", aQueue({ name: "Renamed" }), boss);
    expect(await queue(`${app}/Main`).read()).toMatchObject({ name: "Renamed" });
    await mine().put("queue", aQueue({ skillGroups: [] }), boss);
    expect(await operator(`${app}/anna`).read()).toMatchObject({ queues: [] });
    // Nothing is left to be told: it sleeps until lines of the audit log have been kept for long enough.
    expect(await alarm()).toBeGreaterThan(Date.now() + minutes(24 * 60));
  });

  it("[D6] what a queue would not take is told again by alarm, even after an eviction", async () => {
    const told = vi.spyOn(QueueActor.prototype, "tell").mockRejectedValue(new Error("not now"));
    expect(await mine().put("queue", aQueue(), boss)).toMatchObject({ ok: true });
    expect(told).toHaveBeenCalledTimes(1);
    expect(await queue(`${app}/Main`).read()).toBeUndefined();
    await evictDurableObject(mine());
    told.mockRestore();
    expect(await alarm()).not.toBeNull();
    await vi.waitFor(async () => {
      await runDurableObjectAlarm(mine());
      expect(await queue(`${app}/Main`).read()).toMatchObject({ name: "Main queue" });
    });
    expect(await alarm()).toBeGreaterThan(Date.now() + minutes(24 * 60));
  });

  it("[D20] what is only tried is taken back by the storage as well", async () => {
    await mine().put("queue", aQueue(), boss);
    const before = await mine().takeOut();
    const whole = {
      application: { name: "Renamed", language: "en" as const },
      resources: {
        skillGroup: [{ id: support, name: "Renamed" }],
        hours: [],
        role: [],
        pauseReason: [],
        disposition: [],
        sound: [],
        scenario: [],
        queue: [aQueue({ id: as<QueueId>("New") })],
        person: [],
        number: [{ id: "+74951234567", label: "" }],
        rule: [],
        webhook: [],
        identityProvider: [],
        reportSchedule: [],
      },
    };
    const tried = await mine().takeIn(whole, { prune: true, dryRun: true }, boss);
    expect(tried).toMatchObject({ ok: true });
    expect(await mine().takeOut()).toEqual(before);
    expect(await queue(`${app}/New`).read()).toBeUndefined();
    expect(await mine().takeIn(whole, { prune: true, dryRun: false }, boss)).toEqual(tried);
    expect(await mine().takeOut()).toEqual({
      application: { id: app, ...whole.application },
      rules: before?.rules,
      resources: whole.resources,
    });
    expect(await queue(`${app}/New`).read()).toMatchObject({ name: "Main queue" });
    await evictDurableObject(mine());
    expect(await mine().read("queue", "New")).toMatchObject({ revision: expect.any(Number) });
  });

  it("[D3] what was put survives an eviction", async () => {
    await mine().put("queue", aQueue(), boss);
    await mine().put(
      "rule",
      {
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
      },
      boss,
    );
    await evictDurableObject(mine());
    expect(await mine().list("queue")).toEqual([aQueue()]);
    expect(await mine().route("+7495")).toMatchObject({ application: app, queueId: "Main", language: "ru" });
  });

  it("[D3] a directory that is only asked about keeps nothing", async () => {
    const unknown = directory("unknown/directory");
    expect(await unknown.list("queue")).toEqual([]);
    expect(await unknown.signIn("anna", { hash: "x" }, opened, null)).toEqual({ ok: false, refusal: "wrong" });
    const tables = await runInDurableObject(unknown, (_, { storage }) =>
      storage.sql.exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'").toArray(),
    );
    expect(tables).toEqual([]);
  });

  it("[D8] sign-ins that failed are counted across evictions", async () => {
    const password = { salt: "c2FsdA==", hash: "aGFzaA==" };
    await mine().put(
      "person",
      {
        id: anna,
        name: "Anna",
        role: "operator",
        scope: null,
        ...usualOperator,
        queueOrder: [],
        skillGroups: [],
        password,
      },
      boss,
    );
    for (let time = 0; time < 5; time++)
      expect(await mine().signIn("anna", { hash: "wrong" }, opened, null)).toEqual({ ok: false, refusal: "wrong" });
    await evictDurableObject(mine());
    expect(await mine().signIn("anna", password, opened, null)).toMatchObject({ ok: false, refusal: "locked" });
  });
});
