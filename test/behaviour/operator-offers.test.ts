/** Offers: how long they ring, how they end, and for how long the person is left alone after one that came to nothing. */
import type { QueueSettings } from "../../src/protocol/settings.ts";
import { seconds, type CallId, type OperatorId, type QueueId } from "../../src/words/index.ts";
import { equal, test } from "./harness.ts";
import { World } from "./world/world.ts";

interface Scene {
  readonly world: World;
  readonly queue: QueueId;
  readonly operator: OperatorId;
  readonly call: CallId;
}

/** A call rings at the only operator. */
async function ringing(settings: Partial<QueueSettings> = {}, ringTime: number | null = null): Promise<Scene> {
  const world = new World();
  const queue = world.queue("MainQueue", settings);
  const operator = world.operator("o1", [queue], { ringTime });
  world.ready(operator);
  await world.pass(100);
  const call = world.dial("c1", queue);
  await world.pass(seconds(1));
  return { world, queue, operator, call };
}

test("[O14] of the queue's ring time and the operator's own the smaller counts", async () => {
  for (const [queues, own, rings] of [
    [20, 7, 7],
    [10, 60, 10],
    [12, null, 12],
  ] as const) {
    const { world, operator } = await ringing({ ringTime: seconds(queues) }, own === null ? null : seconds(own));
    const offer = world.view(operator)?.offer;
    equal((offer?.deadline ?? 0) - (offer?.madeAt ?? 0), seconds(rings));
    await world.pass(seconds(rings - 2));
    equal(world.status(operator), "BeforeService");
    await world.pass(seconds(2));
    equal(world.status(operator), "Banned");
  }
});

test("[O15] each way in which an offer ends is kept apart, on the screen and in the timeline", async () => {
  const ends: Record<string, (scene: Scene) => Promise<void> | void> = {
    taken: ({ world, operator }) => void world.accept(operator),
    declined: ({ world, operator }) => void world.decline(operator),
    missed: ({ world }) => world.pass(seconds(21)),
    gone: ({ world, call }) => world.hangUp(call),
    unreachable: ({ world, operator }) => void world.operatorActor(operator).take({ type: "signOut", at: 0 }),
  };
  for (const [outcome, end] of Object.entries(ends)) {
    const scene = await ringing();
    const { world, operator, call } = scene;
    await end(scene);
    await world.pass(100);
    const last = world.view(operator)?.lastOffer;
    equal([last?.outcome, last?.callId, last?.queue], [outcome, call, "MainQueue"]);
    const noted = world.operatorActor(operator).timeline.filter(({ what }) => what.startsWith("offer "));
    equal(
      noted.map(({ what }) => what),
      [`offer ${outcome}`],
    );
  }
});

test("[O15] a caller who hangs up as the operator accepts is gone, too", async () => {
  const { world, operator, call } = await ringing();
  world.accept(operator);
  world.hangUp(call);
  await world.pass(100);
  equal([world.status(operator), world.view(operator)?.lastOffer?.outcome], ["Ready", "gone"]);
});

test("[O15] where several ring, one has the caller; of the others it is said whether they had accepted", async () => {
  const world = new World();
  const queue = world.queue("MainQueue", { ringAtOnce: 3 });
  const operators = ["o1", "o2", "o3"].map((id) => world.operator(id, [queue]));
  for (const operator of operators) world.ready(operator);
  await world.pass(100);
  world.dial("c1", queue);
  await world.pass(seconds(1));
  const [first, second] = operators;
  if (first !== undefined) world.accept(first);
  if (second !== undefined) world.accept(second);
  await world.pass(100);
  equal(
    operators.map((operator) => [world.status(operator), world.view(operator)?.lastOffer?.outcome]),
    [
      ["InService", "taken"],
      ["Ready", "lost"],
      ["Ready", "rescinded"],
    ],
  );
});

/** For how many whole seconds nothing rings after the offer has ended in this way, with a caller waiting. */
async function left(scene: Scene, end: (scene: Scene) => void): Promise<number> {
  const { world, operator, queue } = scene;
  end(scene);
  world.dial("next", queue);
  for (let second = 0; second < 60; second += 1) {
    await world.pass(seconds(1));
    if (world.status(operator) === "BeforeService") return second;
  }
  return 60;
}

const decline = ({ world, operator }: Scene): void => void world.decline(operator);

test("[O16] after declining nothing rings for as long as the queue says, of any queue; usually 5 s", async () => {
  equal(await left(await ringing(), decline), 5);
  equal(await left(await ringing({ restAfterDeclined: seconds(12) }), decline), 12);
  equal(await left(await ringing({ restAfterDeclined: 0 }), decline), 0);

  const scene = await ringing({ restAfterDeclined: seconds(12) });
  const other = scene.world.queue("Other");
  scene.world.operator("o1", [scene.queue, other]);
  scene.world.decline(scene.operator);
  scene.world.hangUp(scene.call);
  scene.world.dial("elsewhere", other);
  await scene.world.pass(seconds(11));
  equal([scene.world.status(scene.operator), scene.world.view(scene.operator)?.engagement], ["Ready", "resting"]);
  await scene.world.pass(seconds(2));
  equal(scene.world.engagedWith(scene.operator), "elsewhere");
});

test("[O16] after a miss that does not pause, for as long as the queue says for that; usually 5 s", async () => {
  for (const [rest, settings] of [
    [5, {}],
    [9, { restAfterMissed: seconds(9) }],
  ] as const) {
    const scene = await ringing({ ringTime: seconds(10), pauseAfterMisses: 0, ...settings });
    const deadline = scene.world.view(scene.operator)?.offer?.deadline ?? 0;
    await scene.world.pass(deadline - scene.world.clock.now);
    equal(scene.world.view(scene.operator)?.engagement, "resting");
    equal(await left(scene, () => {}), rest);
  }
});

test("[O16] after going offline while it rang, from then on; usually not at all", async () => {
  const leaveAndReturn = ({ world, operator }: Scene): void => {
    world.operatorActor(operator).take({ type: "signOut", at: 0 });
    world.ready(operator);
  };
  equal(await left(await ringing(), leaveAndReturn), 0);
  equal(await left(await ringing({ restAfterUnreachable: seconds(8) }), leaveAndReturn), 8);
});

test("[O16] after an offer that found them busy, from then on, when they are free again; usually not at all", async () => {
  for (const [rest, waits] of [
    [0, 0],
    [30, 26],
  ] as const) {
    const world = new World();
    const queue = world.queue("MainQueue");
    const other = world.queue("Other", { restAfterBusy: seconds(rest) });
    const operator = world.operator("o1", [queue, other]);
    world.ready(operator);
    await world.pass(100);
    const call = world.dial("c1", queue);
    await world.pass(seconds(1));
    world.accept(operator);
    await world.pass(seconds(1));
    // That they are busy the other queue learns from the answer to its offer.
    world.dial("c2", other);
    await world.pass(seconds(4));
    world.hangUp(call);
    equal(await left({ world, queue, operator, call }, () => {}), waits);
  }
});

test("[O16] a caller who hangs up costs nobody a rest", async () => {
  equal(await left(await ringing(), ({ world, call }) => world.hangUp(call)), 0);
  const acceptAndMissHim = ({ world, operator, call }: Scene): void => {
    world.accept(operator);
    world.hangUp(call);
  };
  equal(await left(await ringing(), acceptAndMissHim), 0);
});

test("[O16] a rest survives the death of its process, and new settings count from the next offer on", async () => {
  const scene = await ringing({ restAfterDeclined: seconds(12) });
  const { world, operator } = scene;
  world.decline(operator);
  world.operatorActor(operator).kill();
  world.queue("MainQueue", { restAfterDeclined: seconds(3) });
  await world.pass(seconds(11));
  equal(world.view(operator)?.engagement, "resting");
  await world.pass(seconds(2));
  equal(world.status(operator), "BeforeService");
  equal(await left(scene, decline), 3);
});

test("[O7] misses in a row pause with a reason, are counted from zero after an answer, and one press ends the pause", async () => {
  const scene = await ringing({ ringTime: seconds(5), pauseAfterMisses: 3, restAfterMissed: seconds(1) });
  const { world, operator, queue, call } = scene;
  await world.pass(seconds(11.5));
  equal([world.operatorActor(operator).state.context.misses, world.status(operator)], [2, "BeforeService"]);
  world.accept(operator);
  await world.pass(seconds(1));
  world.hangUp(call);
  await world.pass(100);
  world.dial("c2", queue);
  await world.pass(seconds(18));
  const view = world.view(operator);
  equal([view?.status, view?.presence, view?.pauseReason], ["Banned", "paused", "missed"]);
  world.operatorActor(operator).take({ type: "goReady", at: 0 });
  await world.pass(100);
  equal(world.status(operator), "BeforeService");
  equal(world.operatorActor(operator).state.context.misses, 0);
});
