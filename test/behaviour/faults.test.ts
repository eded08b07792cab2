/**
 * Whole days of a small call centre under loss, repetition, delay and crashes, with everything that must hold checked after every step.
 */
import { seconds, type CallId, type OperatorId } from "../../src/words/index.ts";
import { equal, test } from "./harness.ts";
import { chance } from "./world/chance.ts";
import { World } from "./world/world.ts";

const days = 30;

test("[K1] days with every seventh message lost: every call ends once, nobody is in two calls, nothing is left over", async () => {
  for (let seed = 1; seed <= days; seed += 1) await day(seed, 0.15);
});

test("[K2] the same with two messages in five lost", async () => {
  for (let seed = 1; seed <= days; seed += 1) await day(seed, 0.4);
});

async function day(seed: number, loss: number): Promise<void> {
  const { upTo, happens, oneOf } = chance(seed);
  const world = new World({
    journey: () => ({
      delay: upTo(800),
      lost: happens(loss),
      repeated: happens(loss / 2),
      answerLost: happens(loss / 2),
    }),
  });
  const queues = [world.queue("A", { wrapUp: seconds(3) }), world.queue("B")];
  const operators = ["o1", "o2", "o3"].map((id, i) =>
    world.operator(id, i === 0 ? queues : [queues[i % 2] ?? queues[0]!]),
  );
  for (const operator of operators) world.ready(operator);
  await world.pass(seconds(60));
  const calls: CallId[] = [];

  const act = (): void => {
    for (const operator of operators) press(operator);
    if (calls.length < 12 && happens(0.3)) calls.push(world.dial(`c${calls.length}`, oneOf(queues)));
    const call = oneOf(calls);
    if (call !== undefined && happens(0.08)) world.hangUp(call);
    if (happens(0.05)) oneOf([...world.calls.values(), ...world.operators.values(), ...world.queues.values()])?.kill();
  };
  const press = (operator: OperatorId): void => {
    const status = world.status(operator);
    if (status === "Banned") world.operatorActor(operator).take({ type: "goReady", at: 0 });
    if (status === "BeforeService" && happens(0.3)) world.accept(operator);
    else if (status === "BeforeService" && happens(0.05)) world.decline(operator);
    if (status === "InService" && happens(0.1)) world.operatorHangsUp(operator);
  };
  for (let step = 0; step < 150; step += 1) {
    act();
    await world.pass(upTo(2000));
    check(world, operators, seed);
  }

  // The day ends: nobody gives up any more, every offer is taken, and so everyone who waits is served.
  for (let round = 0; round < 60; round += 1) {
    for (const operator of operators) {
      press(operator);
      world.accept(operator);
      if (round % 2 === 0) world.operatorHangsUp(operator);
    }
    await world.pass(seconds(10));
    check(world, operators, seed);
  }
  equal([seed, queues.map((queue) => world.places(queue))], [seed, [[], []]]);
  for (const call of calls) world.hangUp(call);
  await world.pass(seconds(200));
  for (const operator of operators)
    if (world.status(operator) === "Banned") world.operatorActor(operator).take({ type: "goReady", at: 0 });
  await world.pass(seconds(100));

  equal([seed, calls.filter((call) => world.records.get(call)?.outcome === undefined)], [seed, []]);
  equal([seed, operators.map((operator) => world.status(operator))], [seed, ["Ready", "Ready", "Ready"]]);
  equal([seed, queues.map((queue) => world.places(queue))], [seed, [[], []]]);
  equal([seed, world.rooms.size], [seed, 0]);
  for (const call of calls) {
    const { timeline } = world.records.get(call) ?? { timeline: [] };
    equal([seed, timeline.map(({ seq }) => seq)], [seed, timeline.map((_, i) => i + 1)]);
  }
  // Work is conserved: with everybody free, a new caller rings somewhere.
  world.dial("last", queues[0]);
  await world.pass(seconds(60));
  equal([seed, operators.some((operator) => world.status(operator) !== "Ready")], [seed, true]);
}

/** At most one operator talks to a call, and an operator in service is the one their call has. */
function check(world: World, operators: readonly OperatorId[], seed: number): void {
  const talkingTo = operators
    .filter((operator) => world.operatorActor(operator).state.value.engagement === "talking")
    .map((operator) => [operator, world.engagedWith(operator)] as const);
  const calls = talkingTo.map(([, call]) => call);
  equal([seed, new Set(calls).size], [seed, calls.length]);
}

test("[K15] that the call had let them go is told an operator again who has the caller again: nothing ends", async () => {
  const world = new World({ unheard: true });
  const queue = world.queue("MainQueue");
  const operator = world.operator("o1", [queue]);
  world.ready(operator);
  const call = world.dial("c1", queue);
  await world.pass(100);
  world.accept(operator);
  const first = world.operatorActor(operator).state.context.offer?.offerId;
  await world.pass(seconds(17)); // never heard: the caller is in the line again, and rings here again
  equal(world.accept(operator), true);
  equal(world.operatorActor(operator).state.context.offer?.offerId === first, false);
  world.operatorActor(operator).take({ type: "call.ended", at: 0, callId: call, offerId: first, by: "system" });
  await world.pass(100);
  equal([world.status(operator), world.call(call).partner?.operatorId], ["InService", operator]);
});
