/** Which caller, and which operator: the settings by which a queue routes. */
import { usualQueue } from "../../src/protocol/settings.ts";
import { queueLogic } from "../../src/queue/logic.ts";
import { noHistory } from "../../src/queue/member.ts";
import { minutes, seconds, type OperatorId, type QueueId } from "../../src/words/index.ts";
import { equal, test } from "./harness.ts";
import { waiting } from "./scenes.ts";
import { World } from "./world/world.ts";

/** Everybody ready, one after the other in the order of their names. */
async function staffed(world: World, queue: QueueId, count: number): Promise<OperatorId[]> {
  const operators: OperatorId[] = [];
  for (let n = 1; n <= count; n += 1) {
    const operator = world.operator(`o${n}`, [queue]);
    world.ready(operator);
    await world.pass(100);
    operators.push(operator);
  }
  return operators;
}

/** One call from ring to hang-up; who had it. */
async function served(world: World, queue: QueueId, id: string, talk = seconds(10)): Promise<string | undefined> {
  const call = world.dial(id, queue);
  await world.pass(200);
  const operator = [...world.operators.keys()].find((name) => world.engagedWith(name) === call);
  if (operator === undefined) return undefined;
  world.accept(operator);
  await world.pass(talk);
  world.hangUp(call);
  await world.pass(200);
  return operator;
}

test("[Q11] round robin: every operator gets a turn before anybody gets a second one, whoever has been idle longer", async () => {
  const world = new World();
  const queue = world.queue("MainQueue", { strategy: "roundRobin" });
  const [, second] = await staffed(world, queue, 3);
  const takers: (string | undefined)[] = [];
  for (const id of ["c1", "c2", "c3", "c4"]) takers.push(await served(world, queue, id));
  equal(takers, ["o1", "o2", "o3", "o1"]);
  // A pause makes somebody the latest to be idle, and takes no turn from them.
  if (second !== undefined) {
    world.operatorActor(second).take({ type: "pause", at: 0, reason: "timeout" });
    await world.pass(100);
    world.operatorActor(second).take({ type: "goReady", at: 0 });
    await world.pass(100);
  }
  equal(await served(world, queue, "c5"), "o2");
});

test("[Q11] fewest calls: who has had less of this queue's calls since signing in", async () => {
  const world = new World();
  const queue = world.queue("MainQueue", { strategy: "fewestCalls" });
  await staffed(world, queue, 2);
  equal(await served(world, queue, "c1"), "o1");
  equal(await served(world, queue, "c2"), "o2");
  equal(await served(world, queue, "c3"), "o1");
  // Somebody new has had none: they catch up.
  const third = world.operator("o3", [queue]);
  world.ready(third);
  await world.pass(100);
  equal(await served(world, queue, "c4"), "o3");
  equal(new Set([await served(world, queue, "c5"), await served(world, queue, "c6")]), new Set(["o2", "o3"]));
});

test("[Q11] least talk: one long call weighs more than two short ones", async () => {
  const world = new World();
  const queue = world.queue("MainQueue", { strategy: "leastTalk" });
  await staffed(world, queue, 2);
  equal(await served(world, queue, "c1", seconds(300)), "o1");
  equal(await served(world, queue, "c2", seconds(20)), "o2");
  equal(await served(world, queue, "c3", seconds(20)), "o2");
  equal(await served(world, queue, "c4", seconds(20)), "o2");
});

test("[Q11] top down: always the first of the queue's order who is free; who is not named comes last", async () => {
  const world = new World();
  const order = ["o3", "o1"] as OperatorId[];
  const queue = world.queue("MainQueue", { strategy: "topDown", order });
  await staffed(world, queue, 3);
  equal(await served(world, queue, "c1"), "o3");
  equal(await served(world, queue, "c2"), "o3");
  for (const id of ["c3", "c4", "c5"]) world.dial(id, queue);
  await world.pass(300);
  equal(
    ["o3", "o1", "o2"].map((name) => world.engagedWith(name as OperatorId)),
    ["c3", "c4", "c5"],
  );
});

test("[Q11] random: everybody gets about as many, and the same timeline draws the same", async () => {
  const draw = async (): Promise<(string | undefined)[]> => {
    const world = new World();
    const queue = world.queue("MainQueue", { strategy: "random" });
    await staffed(world, queue, 4);
    const takers: (string | undefined)[] = [];
    for (let n = 0; n < 200; n += 1) takers.push(await served(world, queue, `c${n}`, seconds(1)));
    return takers;
  };
  const takers = await draw();
  // Binomial, n = 200, p = 1/4: mean 50, four standard deviations 24.5.
  for (const name of ["o1", "o2", "o3", "o4"]) {
    const share = takers.filter((taker) => taker === name).length;
    equal([name, share, share > 25 && share < 75], [name, share, true]);
  }
  equal(await draw(), takers);
});

test("[Q12] a caller of a better priority goes first; among equals who came first", async () => {
  const world = new World();
  const queue = world.queue("MainQueue");
  const operator = world.operator("o1", [queue]);
  world.arrive(operator);
  await world.pass(10);
  for (const [id, priority] of [
    ["usual", 50],
    ["late", 90],
    ["vip", 1],
    ["usual2", 50],
  ] as const) {
    world.dial(id, queue, { priority });
    await world.pass(100);
  }
  equal(world.places(queue), ["vip", "usual", "usual2", "late"]);
});

test("[Q13] ageing: who has waited long enough is not overtaken any more, and nobody's place changes but by newcomers", async () => {
  const world = new World();
  const queue = world.queue("MainQueue", { ageing: 10 });
  const operator = world.operator("o1", [queue]);
  world.arrive(operator);
  await world.pass(10);
  world.dial("patient", queue, { priority: 60 });
  await world.pass(minutes(4));
  world.dial("vip", queue, { priority: 10 }); // 50 points better, and 40 points later
  await world.pass(minutes(2));
  equal(world.places(queue), ["vip", "patient"]);
  world.dial("vip2", queue, { priority: 10 }); // 60 points later: too late to overtake
  await world.pass(100);
  equal(world.places(queue), ["vip", "patient", "vip2"]);
  await world.pass(minutes(30));
  equal(world.places(queue), ["vip", "patient", "vip2"]);
});

test("[Q14] admission: with nobody signed in, with everybody paused, and always", async () => {
  for (const [admission, signedIn, outcome] of [
    ["signedIn", false, "refused"],
    ["signedIn", true, undefined],
    ["working", true, "refused"],
    ["always", false, undefined],
  ] as const) {
    const world = new World();
    const queue = world.queue("MainQueue", { admission });
    const operator = world.operator("o1", [queue]);
    if (signedIn) world.arrive(operator);
    await world.pass(100);
    const call = world.dial("c1", queue);
    await world.pass(seconds(20));
    equal([admission, signedIn, world.records.get(call)?.outcome], [admission, signedIn, outcome]);
    if (outcome === undefined) equal(world.places(queue), [call]);
  }
});

test("[Q15] whoever would have to wait too long, as it is expected, is not let in; with a free operator nobody is turned away", async () => {
  const world = new World();
  const queue = world.queue("MainQueue", { longestExpectedWait: minutes(5), serviceTime: minutes(3) });
  const operator = world.operator("o1", [queue]);
  world.ready(operator);
  await world.pass(100);
  const calls = ["c1", "c2", "c3", "c4"].map((id) => ({ id, call: world.dial(id, queue) }));
  await world.pass(seconds(20));
  // c1 rings; c2 expects three minutes, c3 nearly six.
  equal(
    calls.map(({ call }) => world.records.get(call)?.outcome),
    [undefined, undefined, "refused", "refused"],
  );
  equal(world.engagedWith(operator), "c1");
});

test("[Q16] settings take effect on a living line, and nobody loses a place", async () => {
  const world = new World();
  const { queue } = await waiting(world, ["c1", "c2", "c3"]);
  world.queue("MainQueue", {
    strategy: "random",
    capacity: 1,
    admission: "working",
    longestExpectedWait: 1,
    ageing: 5,
  });
  await world.pass(100);
  equal(world.places(queue), ["c1", "c2", "c3"]);
});

test("[Q17] a queue that was stored by an older version goes on with the usual routing", async () => {
  const world = new World();
  const queue = world.queue("MainQueue", usualQueue);
  await staffed(world, queue, 1);
  const before = world.queueActor(queue).state;
  const { core, rows } = queueLogic.pack(before);
  const { value, context } = core as { value: unknown; context: object };
  const older = (whole: object, added: object): object =>
    Object.fromEntries(Object.entries(whole).filter(([key]) => !(key in added)));
  const members = [...(rows.get("members") ?? [])] as [string, object][];
  const state = queueLogic.unpack({
    core: { value, context: { ...context, settings: older(before.context.settings ?? {}, usualQueue) } },
    rows: new Map([["members", new Map(members.map(([id, member]) => [id, older(member, noHistory)]))]]),
  });
  equal(state.context.settings, before.context.settings);
  equal([...state.context.members], [...before.context.members]);
});

test("[O7] an operator is paused after so many misses in a row as the queue says, counted anew after an answer and after Ready", async () => {
  const world = new World();
  const queue = world.queue("MainQueue", { pauseAfterMisses: 2, ringTime: seconds(10) });
  const operator = world.operator("o1", [queue]);
  world.ready(operator);
  await world.pass(100);
  const call = world.dial("c1", queue);
  await world.pass(seconds(11));
  // One miss: a moment's rest, and the same call again, for nobody else is there.
  equal(world.status(operator), "Ready");
  await world.pass(seconds(6));
  equal(world.engagedWith(operator), call);
  world.accept(operator);
  await world.pass(seconds(5));
  world.hangUp(call);
  await world.pass(seconds(1));
  world.dial("c2", queue);
  await world.pass(seconds(11));
  equal(world.status(operator), "Ready");
  await world.pass(seconds(17));
  equal(world.status(operator), "Banned");
  world.operatorActor(operator).take({ type: "goReady", at: 0 });
  await world.pass(seconds(11));
  equal(world.status(operator), "Ready");
});

test("[Q49] a queue with a service probability is left for the end as often as it says, and a lighter one never starves", async () => {
  const world = new World();
  const [heavy, light] = [world.queue("Heavy"), world.queue("Light")];
  const operator = world.operator("o1", [heavy, light], {
    queues: [
      { queueId: heavy, name: "Heavy", weight: 90, serviceProbability: 75 },
      { queueId: light, name: "Light", weight: 10 },
    ],
  });
  world.ready(operator);
  await world.pass(100);
  for (let n = 0; n < 60; n += 1) {
    world.dial(`h${n}`, heavy);
    world.dial(`l${n}`, light);
  }
  await world.pass(seconds(5));
  let fromHeavy = 0;
  for (let served = 0; served < 60; served += 1) {
    const call = world.engagedWith(operator);
    if (call === undefined) throw new Error(`nobody rings after ${served} calls`);
    if (call.startsWith("h")) fromHeavy += 1;
    world.accept(operator);
    await world.pass(seconds(1));
    world.hangUp(call);
    await world.pass(seconds(1));
  }
  // 45 are to be expected, with a standard deviation of 3.4.
  equal(fromHeavy > 34 && fromHeavy < 56, true);
});
