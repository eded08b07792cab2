import { as, minutes, seconds, type QueueId, type ScenarioId } from "../../src/words/index.ts";
import { equal, test } from "./harness.ts";
import { World } from "./world/world.ts";

test("[C1] nobody signed in: the caller is told so and hung up on after the last word", async () => {
  const world = new World();
  const queue = world.queue("MainQueue");
  const call = world.dial("c1", queue);
  await world.pass(seconds(3));
  equal(world.said.get(call), [
    "К сожалению, сейчас нет операторов на линии. Пожалуйста, позвоните позже. До свидания.",
  ]);
  equal(world.rooms.size, 1);
  await world.pass(seconds(2));
  equal(world.rooms.size, 0);
  equal(world.records.get(call)?.outcome, "refused");
});

test("[C2] place and wait are said once queued and every 30 s after; never while something is being said", async () => {
  const world = new World();
  const queue = world.queue("MainQueue");
  const operator = world.operator("o1", [queue]);
  world.arrive(operator);
  await world.pass(10);
  const call = world.dial("c1", queue);
  await world.pass(seconds(1));
  equal(world.said.get(call)?.length, 1);
  await world.pass(seconds(28));
  equal(world.said.get(call)?.length, 1);
  await world.pass(seconds(2));
  equal(world.said.get(call)?.length, 2);
  await world.pass(seconds(60));
  equal(world.said.get(call)?.length, 4);
  equal(world.said.get(call)?.[1], "Вы следующий в очереди.");
});

test("[C3] an operator reached: announcements and polling stop, both are connected, and the caller's hang-up frees the operator", async () => {
  const world = new World();
  const queue = world.queue("MainQueue");
  const operator = world.operator("o1", [queue]);
  world.ready(operator);
  await world.pass(10);
  const call = world.dial("c1", queue);
  await world.pass(seconds(1));
  equal(world.status(operator), "BeforeService");
  equal(world.accept(operator), true);
  await world.pass(seconds(1));
  equal(world.status(operator), "InService");
  equal(world.call(call).treatment.background, "quiet");
  equal(typeof world.call(call).connectedAt, "number");
  const said = world.said.get(call)?.length;
  await world.pass(seconds(90));
  equal(world.said.get(call)?.length, said);
  world.hangUp(call);
  await world.pass(seconds(1));
  equal(world.status(operator), "Ready");
  equal(world.records.get(call)?.outcome, "answered");
  equal(world.records.get(call)?.endedBy, "caller");
});

test("[C4] the operator hangs up: the call ends for the caller at once", async () => {
  const world = new World();
  const queue = world.queue("MainQueue", { wrapUp: seconds(10) });
  const operator = world.operator("o1", [queue]);
  world.ready(operator);
  const call = world.dial("c1", queue);
  await world.pass(seconds(1));
  world.accept(operator);
  await world.pass(seconds(1));
  world.operatorHangsUp(operator);
  await world.pass(20);
  equal(world.rooms.size, 0);
  equal(world.records.get(call)?.endedBy, "operator");
  equal(world.status(operator), "AfterService");
  await world.pass(seconds(11));
  equal(world.status(operator), "Ready");
});

test("[C5] a number that leads nowhere ends at once, on the record", async () => {
  const world = new World();
  const call = world.dial("c1", undefined);
  await world.pass(100);
  equal(world.rooms.size, 0);
  equal(world.records.get(call)?.outcome, "unrouted");
});

test("[C6] ten minutes after its end a call has left nothing on disk", async () => {
  const world = new World();
  const queue = world.queue("MainQueue");
  const call = world.dial("c1", queue);
  await world.pass(seconds(30));
  await world.pass(seconds(601));
  equal(world.callActor(call).disk.rows(), 0);
});

test("[C10] back in the line after an operator was never heard, and nobody serves any more: the caller is told so, never stranded", async () => {
  const world = new World({ unheard: true });
  const queue = world.queue("MainQueue");
  const operator = world.operator("o1", [queue]);
  world.ready(operator);
  await world.pass(10);
  const call = world.dial("c1", queue);
  await world.pass(seconds(1));
  world.accept(operator);
  await world.pass(100);
  // They serve it no more.
  world.operator(operator, []);
  await world.pass(seconds(30));
  equal(
    world.said.get(call)?.at(-1),
    "К сожалению, сейчас нет операторов на линии. Пожалуйста, позвоните позже. До свидания.",
  );
  equal(world.records.get(call)?.outcome, "refused");
});

test("[C27] whose last words are never reported as spoken is hung up on after 30 s, in every scenario", async () => {
  for (const scenario of ["ACD", "Closed", "Callback"]) {
    const world = new World({ speech: minutes(60) });
    const call = world.dial("c1", as<QueueId>("Nowhere"), { scenario: as<ScenarioId>(scenario) });
    await world.pass(seconds(29));
    equal([scenario, world.rooms.size], [scenario, 1]);
    await world.pass(seconds(2));
    equal([scenario, world.rooms.size, world.records.get(call)?.outcome], [scenario, 0, "refused"]);
  }
});
