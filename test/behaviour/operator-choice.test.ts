/** What a person chooses while they have something to do. */
import { seconds } from "../../src/words/index.ts";
import { equal, test } from "./harness.ts";
import { talking } from "./scenes.ts";
import { World } from "./world/world.ts";

const next = (world: World, operator: Parameters<World["view"]>[0]) => world.view(operator)?.next;

test("[O4] what is chosen during a call is shown as next; the last choice wins; taken back, everything is as before", async () => {
  const world = new World();
  const { operator, call } = await talking(world);
  const actor = world.operatorActor(operator);
  equal(next(world, operator), undefined);
  actor.take({ type: "signOut", at: 0 });
  equal(next(world, operator), "Offline");
  actor.take({ type: "pause", at: 0, reason: "dnd" });
  equal(next(world, operator), "DND");
  actor.take({ type: "takeBack", at: 0 });
  equal(next(world, operator), undefined);
  equal(world.view(operator)?.presence, "ready");
  actor.take({ type: "pause", at: 0, reason: "timeout" });
  actor.kill();
  equal([world.status(operator), next(world, operator)], ["InService", "Timeout"]);
  world.hangUp(call);
  await world.pass(seconds(1));
  equal([world.status(operator), next(world, operator)], ["Timeout", undefined]);
  // The timeline says what was chosen and when.
  equal(
    actor.timeline.filter(({ what }) => what === "next").map(({ detail }) => detail?.["status"]),
    ["Offline", "DND", null, "Timeout"],
  );
});

test("[O4] what is chosen during a wrap-up waits for its end; with nothing chosen everything stays as it was", async () => {
  for (const [chosen, status] of [
    ["goReady", "Ready"],
    ["pause", "DND"],
    [undefined, "Timeout"],
  ] as const) {
    const world = new World();
    const queue = world.queue("MainQueue", { wrapUp: seconds(20) });
    const operator = world.operator("o1", [queue]);
    world.ready(operator);
    await world.pass(100);
    const call = world.dial("c1", queue);
    await world.pass(seconds(1));
    world.accept(operator);
    await world.pass(seconds(1));
    const actor = world.operatorActor(operator);
    actor.take({ type: "pause", at: 0, reason: "timeout" });
    world.hangUp(call);
    await world.pass(seconds(1));
    equal([world.status(operator), next(world, operator)], ["AfterService", "Timeout"]);
    if (chosen === "pause") actor.take({ type: "pause", at: 0, reason: "dnd" });
    else if (chosen === "goReady") actor.take({ type: "goReady", at: 0 });
    actor.take({ type: "finishWrapUp", at: 0 });
    equal(world.status(operator), status);
  }
});

test("[O13] signing out during a call and its wrap-up waits for their end; the queue counts on them until then", async () => {
  const world = new World();
  const queue = world.queue("MainQueue", { wrapUp: seconds(20) });
  const operator = world.operator("o1", [queue]);
  world.ready(operator);
  await world.pass(100);
  const call = world.dial("c1", queue);
  await world.pass(seconds(1));
  world.accept(operator);
  await world.pass(seconds(1));
  const actor = world.operatorActor(operator);
  equal(actor.take({ type: "signOut", at: 0 }), { ok: true });
  await world.pass(seconds(5));
  equal([world.status(operator), next(world, operator)], ["InService", "Offline"]);
  equal(world.queueActor(queue).state.context.members.has(operator), true);
  world.hangUp(call);
  await world.pass(seconds(1));
  equal([world.status(operator), next(world, operator)], ["AfterService", "Offline"]);
  actor.take({ type: "finishWrapUp", at: 0 });
  await world.pass(seconds(1));
  equal([world.status(operator), next(world, operator)], ["Offline", undefined]);
  equal(world.queueActor(queue).state.context.members.has(operator), false);
});

test("[O13] at once it hangs up, and there is no wrap-up", async () => {
  const world = new World();
  const { operator, call } = await talking(world);
  world.queue("MainQueue", { wrapUpMode: "mandatory" });
  world.operatorActor(operator).take({ type: "signOut", at: 0, atOnce: true });
  await world.pass(seconds(1));
  equal(world.status(operator), "Offline");
  equal([world.records.get(call)?.outcome, world.records.get(call)?.endedBy], ["answered", "operator"]);
  world.arrive(operator);
  equal([world.status(operator), next(world, operator)], ["Online", undefined]);
});

test("[O13] at once, between Accept and the first word, it hangs up on nobody: the caller is in the line again", async () => {
  const world = new World({ unheard: true });
  const queue = world.queue("MainQueue");
  const operator = world.operator("o1", [queue]);
  const other = world.operator("o2", [queue]);
  world.ready(operator);
  world.arrive(other);
  await world.pass(100);
  const call = world.dial("c1", queue);
  await world.pass(seconds(1));
  world.accept(operator);
  world.operatorActor(operator).take({ type: "signOut", at: 0, atOnce: true });
  await world.pass(seconds(17));
  equal([world.status(operator), world.records.has(call), world.places(queue)], ["Offline", false, ["c1"]]);
});

test("[O13] at once it ends a wrap-up, whatever its mode", async () => {
  const world = new World();
  const queue = world.queue("MainQueue", { wrapUpMode: "mandatory" });
  const operator = world.operator("o1", [queue]);
  world.ready(operator);
  await world.pass(100);
  const call = world.dial("c1", queue);
  await world.pass(seconds(1));
  world.accept(operator);
  await world.pass(seconds(1));
  world.hangUp(call);
  await world.pass(seconds(1));
  world.operatorActor(operator).take({ type: "signOut", at: 0, atOnce: true });
  equal(world.status(operator), "Offline");
  world.arrive(operator);
  equal(world.status(operator), "Online");
});

test("[O13] whoever goes offline during a call keeps no choice for when they come back", async () => {
  const world = new World();
  const { operator } = await talking(world);
  const actor = world.operatorActor(operator);
  actor.take({ type: "pause", at: 0, reason: "timeout" });
  actor.take({ type: "goReady", at: 0 });
  equal(next(world, operator), "Ready");
  actor.take({ type: "operator.revoked", at: 0 });
  equal(next(world, operator), undefined);
  world.arrive(operator);
  world.operatorHangsUp(operator);
  await world.pass(seconds(1));
  equal(world.status(operator), "Online");
});

test("[O8] a supervisor signs somebody out after their call, or at once; who did it and how stands in the timeline", async () => {
  for (const atOnce of [false, true]) {
    const world = new World();
    const { operator, call } = await talking(world);
    const actor = world.operatorActor(operator);
    actor.take({ type: "signOut", at: 0, by: "supervisor1", atOnce });
    await world.pass(seconds(1));
    equal(
      [atOnce, world.records.has(call), world.status(operator)],
      [atOnce, atOnce, atOnce ? "Offline" : "InService"],
    );
    if (!atOnce) world.hangUp(call);
    await world.pass(seconds(1));
    equal(world.status(operator), "Offline");
    equal(
      actor.timeline.filter(({ what }) => what === "forced").map(({ detail }) => detail),
      [{ by: "supervisor1", command: "signOut", ...(atOnce && { atOnce: true }) }],
    );
  }
});
