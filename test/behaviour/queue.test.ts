import { usualQueue } from "../../src/protocol/settings.ts";
import type { QueueEvent } from "../../src/queue/events.ts";
import { queueLogic } from "../../src/queue/logic.ts";
import { concerns } from "../../src/queue/timeline.ts";
import {
  as,
  no,
  seconds,
  type ApplicationId,
  type EntryId,
  type OperatorId,
  type QueueId,
} from "../../src/words/index.ts";
import { equal, test } from "./harness.ts";
import { waiting } from "./scenes.ts";
import { World } from "./world/world.ts";

test("[Q1] first come, first served", async () => {
  const world = new World();
  const { queue, operator } = await waiting(world, ["c1", "c2", "c3"]);
  equal(world.places(queue), ["c1", "c2", "c3"]);
  world.ready(operator);
  await world.pass(100);
  equal(world.engagedWith(operator), "c1");
});

test("[Q73] a call's timeline says why it was this operator who took it", async () => {
  const world = new World();
  const queue = world.queue("MainQueue");
  const [first, second] = [world.operator("o1", [queue]), world.operator("o2", [queue])];
  for (const operator of [first, second]) {
    world.ready(operator);
    await world.pass(100);
  }
  for (const [call, operator, reason] of [
    ["c1", first, "longest idle of 2 free operators"],
    ["c2", second, "the only free operator"],
  ] as const) {
    const callId = world.dial(call, queue);
    await world.pass(200);
    world.accept(operator);
    await world.pass(200);
    const taken = world.callActor(callId).timeline.find(({ what }) => what === "taken");
    equal([taken?.detail?.["operator"], taken?.detail?.["reason"]], [operator, reason]);
  }
});

test("[Q73] a queue's timeline says why each operator was asked, and what became of offers that were not taken", async () => {
  const world = new World();
  const queue = world.queue("MainQueue");
  const [first, second] = [world.operator("o1", [queue]), world.operator("o2", [queue])];
  for (const operator of [first, second]) {
    world.ready(operator);
    await world.pass(100);
  }
  const callId = world.dial("c1", queue);
  await world.pass(200);
  world.decline(first);
  await world.pass(200);
  world.accept(second);
  await world.pass(200);
  const told = world.queueActor(queue).timeline.filter((moment) => concerns(moment, callId));
  equal(
    told.map(({ what, detail }) => [what, detail?.["operator"], detail?.["reason"] ?? detail?.["because"]]),
    [
      ["offer", first, "longest idle of 2 free operators"],
      ["not taken", first, "declined"],
      ["offer", second, "the only free operator"],
    ],
  );
});

test("[Q2] the operator longest idle is offered the call", async () => {
  const world = new World();
  const queue = world.queue("MainQueue");
  const [first, second] = [world.operator("o1", [queue]), world.operator("o2", [queue])];
  world.ready(second);
  await world.pass(100);
  world.ready(first);
  await world.pass(100);
  world.dial("c1", queue);
  await world.pass(200);
  equal(world.engagedWith(second), "c1");
  equal(world.engagedWith(first), undefined);
});

test("[Q3] declined: the next operator is tried, the caller keeps the place, and who declined is not asked again at once", async () => {
  const world = new World();
  const queue = world.queue("MainQueue");
  const [first, second] = [world.operator("o1", [queue]), world.operator("o2", [queue])];
  world.ready(first);
  await world.pass(50);
  world.ready(second);
  await world.pass(50);
  const [call] = [world.dial("c1", queue), await world.pass(200)];
  world.dial("c2", queue);
  await world.pass(200);
  equal(world.engagedWith(first), "c1");
  equal(world.engagedWith(second), "c2");
  world.decline(second);
  world.decline(first);
  await world.pass(100);
  equal(world.places(queue), ["c1", "c2"]);
  await world.pass(seconds(6));
  // Both have rested; the one who declined c1 is offered c2 and the other way round.
  equal(world.engagedWith(first), "c2");
  equal(world.engagedWith(second), call);
});

test("[Q4] not answered: the next operator is tried, and who let it ring is paused as Banned until one press of Ready", async () => {
  const world = new World();
  const queue = world.queue("MainQueue");
  const [first, second] = [world.operator("o1", [queue]), world.operator("o2", [queue])];
  world.ready(first);
  await world.pass(50);
  world.ready(second);
  world.dial("c1", queue);
  await world.pass(seconds(1));
  equal(world.engagedWith(first), "c1");
  await world.pass(seconds(20));
  equal(world.status(first), "Banned");
  equal(world.engagedWith(second), "c1");
  world.operatorActor(first).take({ type: "goReady", at: 0 });
  await world.pass(10);
  equal(world.status(first), "Ready");
});

test("[Q5] a caller who hangs up while it rings: the offer is gone at once and nobody is blamed", async () => {
  const world = new World();
  const queue = world.queue("MainQueue");
  const operator = world.operator("o1", [queue]);
  world.ready(operator);
  const call = world.dial("c1", queue);
  await world.pass(seconds(1));
  equal(world.status(operator), "BeforeService");
  world.hangUp(call);
  await world.pass(10);
  equal(world.status(operator), "Ready");
  equal(world.places(queue), []);
  equal(world.records.get(call)?.outcome, "abandoned");
});

test("[Q6] full: the caller is told so; a caller already in the line is not", async () => {
  const world = new World();
  const queue = world.queue("MainQueue", { capacity: 1 });
  world.arrive(world.operator("o1", [queue]));
  await world.pass(10);
  const [first, second] = [world.dial("c1", queue), world.dial("c2", queue)];
  await world.pass(seconds(10));
  equal(world.places(queue), [first]);
  equal(world.records.get(second)?.outcome, "refused");
});

test("[Q7] the only operator who declined is asked again, because nobody else is left", async () => {
  const world = new World();
  const queue = world.queue("MainQueue");
  const operator = world.operator("o1", [queue]);
  world.ready(operator);
  world.dial("c1", queue);
  await world.pass(seconds(1));
  world.decline(operator);
  await world.pass(seconds(4));
  equal(world.engagedWith(operator) !== undefined && world.status(operator) === "BeforeService", false);
  await world.pass(seconds(2));
  equal(world.status(operator), "BeforeService");
});

test("[Q8] an operator of two queues is asked for by the heavier first, and has one call at a time", async () => {
  const world = new World();
  const [vip, usual] = [world.queue("VIP"), world.queue("Usual")];
  const operator = world.operator("o1", [vip, usual]);
  world.arrive(operator);
  await world.pass(10);
  world.dial("u1", usual);
  await world.pass(100);
  world.dial("v1", vip);
  await world.pass(100);
  world.ready(operator);
  await world.pass(100);
  equal(world.engagedWith(operator), "v1");
  world.accept(operator);
  await world.pass(100);
  equal(world.places(usual), ["u1"]);
  world.operatorHangsUp(operator);
  await world.pass(100);
  equal(world.engagedWith(operator), "u1");
});

test("[Q9] the expected wait follows the line and those who serve it, and is null when nobody does", async () => {
  const world = new World();
  const queue = world.queue("MainQueue", { serviceTime: seconds(60), patience: seconds(600) });
  const operator = world.operator("o1", [queue]);
  world.ready(operator);
  await world.pass(10);
  world.dial("c1", queue);
  await world.pass(100);
  world.accept(operator);
  await world.pass(100);
  world.dial("c2", queue);
  world.dial("c3", queue);
  await world.pass(100);
  // QLm: 1/μ, then 1/μ + 1/(μ+θ) with μ = 1/60 s, θ = 1/600 s.
  equal(
    world.said.get(world.dial("c2", queue))?.[0],
    "Здравствуйте! Пожалуйста, оставайтесь на линии. Вы следующий в очереди. Ожидайте ответа примерно одну минуту.",
  );
  equal(
    world.said.get(world.dial("c3", queue))?.[0],
    "Здравствуйте! Пожалуйста, оставайтесь на линии. Ваш номер в очереди: два. Ожидайте ответа примерно две минуты.",
  );
});

test("[Q10] a queue survives the death of its process with every place kept", async () => {
  const world = new World();
  const queue = world.queue("MainQueue");
  const operator = world.operator("o1", [queue]);
  world.arrive(operator);
  await world.pass(10);
  const ids = Array.from({ length: 100 }, (_, i) => `c${i}`);
  for (const id of ids) {
    world.dial(id, queue);
    await world.pass(40);
    if (Number(id.slice(1)) % 7 === 0) world.queueActor(queue).kill();
  }
  await world.pass(200);
  equal(world.places(queue), ids);
  for (const id of ids.slice(0, 40)) world.hangUp(world.dial(id, queue));
  await world.pass(100);
  world.queueActor(queue).kill();
  equal(world.places(queue), ids.slice(40));
});

test("[K12] a request for the line that is delivered again after its refusal lets nobody in", async () => {
  const world = new World();
  const queue = world.queue("A");
  const operator = world.operator("o1", [queue]);
  const call = world.dial("c1", queue);
  await world.pass(100);
  const { entries, queuedAt, room } = world.call(call);
  world.ready(operator);
  await world.pass(100);
  const entryId = as<EntryId>(`${call}.${entries}`);
  const request = { entryId, callId: call, room, caller: "", since: queuedAt ?? 0, priority: 50 };
  const answer = world.queueActor(queue).take({ type: "entry.requested", at: 0, ...request });
  equal(answer, no("over"));
  await world.pass(100);
  equal([world.places(queue), world.status(operator)], [[], "Ready"]);
});

test("[Q17] the settings are stored as a row that stays the same while they do, and read from where an older version kept them", () => {
  const settings = {
    revision: 1,
    application: as<ApplicationId>("a"),
    queueId: as<QueueId>("Q"),
    name: "Q",
    ...usualQueue,
  };
  const configured = queueLogic.step(queueLogic.initial(), { type: "queue.configured", at: 1, settings }).state;
  const later = queueLogic.step(configured, { type: "time.passed", at: 2 }).state;
  const [before, after] = [queueLogic.pack(configured), queueLogic.pack(later)];
  equal(after.rows.get("settings") === before.rows.get("settings"), true);
  equal(JSON.stringify(after.core).includes("ringTime"), false);
  const { value, context } = after.core as { value: unknown; context: object };
  for (const packed of [
    { core: { value, context }, rows: new Map([["settings", new Map([["all", settings]])]]) },
    { core: { value, context: { ...context, settings } }, rows: new Map() },
  ])
    equal(queueLogic.unpack(packed).context.settings, settings);
});

test("[Q71] an operator who has signed out is not brought back by what they said before and comes late", () => {
  let state = queueLogic.initial();
  const take = (event: QueueEvent): unknown => {
    const step = queueLogic.step(state, event);
    ({ state } = step);
    return step.effects.find(({ type }) => type === "reply");
  };
  const operatorId = as<OperatorId>("o1");
  const settings = {
    revision: 1,
    application: as<ApplicationId>("a"),
    queueId: as<QueueId>("Q"),
    name: "Q",
    ...usualQueue,
  };
  take({ type: "queue.configured", at: 1, settings });
  take({ type: "operator.standing", at: 2, operatorId, standing: "gone", epoch: 3 });
  take({ type: "operator.free", at: 3, operatorId, idleSince: 1, epoch: 2 });
  take({ type: "operator.standing", at: 4, operatorId, standing: "away", epoch: 1 });
  equal([...state.context.members.keys()], []);
  take({ type: "operator.standing", at: 5, operatorId, standing: "away", epoch: 4 });
  equal([...state.context.members.keys()], ["o1"]);
});
