import { operatorLogic } from "../../src/operator/logic.ts";
import type { Offer } from "../../src/protocol/offer.ts";
import {
  as,
  seconds,
  type CallId,
  type EntryId,
  type OfferId,
  type QueueId,
  type RoomName,
} from "../../src/words/index.ts";
import { equal, test } from "./harness.ts";
import { talking } from "./scenes.ts";
import { World } from "./world/world.ts";

test("[O1] signing in makes nobody Ready, and the status names are the field's", async () => {
  const world = new World();
  const queue = world.queue("MainQueue");
  const operator = world.operator("o1", [queue]);
  equal(world.status(operator), "Offline");
  world.arrive(operator);
  await world.pass(10);
  equal(world.status(operator), "Online");
  const actor = world.operatorActor(operator);
  for (const [reason, status] of [
    ["timeout", "Timeout"],
    ["dnd", "DND"],
    ["online", "Online"],
  ] as const) {
    actor.take({ type: "pause", at: 0, reason });
    equal(world.status(operator), status);
  }
  actor.take({ type: "goReady", at: 0 });
  equal(world.status(operator), "Ready");
  actor.take({ type: "signOut", at: 0 });
  equal(world.status(operator), "Offline");
});

test("[O2] a closed console is not Ready: no offer rings; back within 15 s it is Ready again, later it is Offline", async () => {
  const world = new World();
  const queue = world.queue("MainQueue");
  const operator = world.operator("o1", [queue]);
  const actor = world.operatorActor(operator);
  world.ready(operator);
  await world.pass(10);
  actor.take({ type: "link.down", at: 0 });
  await world.pass(10);
  world.dial("c1", queue);
  await world.pass(seconds(10));
  equal(world.engagedWith(operator), undefined);
  actor.take({ type: "link.up", at: 0 });
  await world.pass(10);
  equal(world.status(operator), "BeforeService");
  world.decline(operator);
  actor.take({ type: "link.down", at: 0 });
  await world.pass(seconds(16));
  equal(world.status(operator), "Offline");
});

test("[O3] a reload while it rings loses neither the offer nor its deadline", async () => {
  const world = new World();
  const queue = world.queue("MainQueue");
  const operator = world.operator("o1", [queue]);
  world.ready(operator);
  world.dial("c1", queue);
  await world.pass(seconds(5));
  const before = world.view(operator)?.offer?.deadline;
  world.operatorActor(operator).take({ type: "link.down", at: 0 });
  await world.pass(seconds(2));
  world.operatorActor(operator).kill();
  world.operatorActor(operator).take({ type: "link.up", at: 0 });
  equal(world.view(operator)?.offer?.deadline, before);
  equal(world.accept(operator), true);
  await world.pass(seconds(1));
  equal(world.status(operator), "InService");
});

test("[O4] what is chosen during a call holds after it", async () => {
  const world = new World();
  const queue = world.queue("MainQueue");
  const operator = world.operator("o1", [queue]);
  world.ready(operator);
  const call = world.dial("c1", queue);
  await world.pass(seconds(1));
  world.accept(operator);
  await world.pass(seconds(1));
  world.operatorActor(operator).take({ type: "pause", at: 0, reason: "timeout" });
  equal(world.status(operator), "InService");
  world.hangUp(call);
  await world.pass(seconds(1));
  equal(world.status(operator), "Timeout");
});

test("[O5] wrap-up blocks every queue and ends by the timer or one press", async () => {
  const world = new World();
  const queue = world.queue("MainQueue", { wrapUp: seconds(20) });
  const operator = world.operator("o1", [queue]);
  world.ready(operator);
  const call = world.dial("c1", queue);
  await world.pass(seconds(1));
  world.accept(operator);
  await world.pass(seconds(1));
  world.hangUp(call);
  world.dial("c2", queue);
  await world.pass(seconds(5));
  equal(world.status(operator), "AfterService");
  equal(world.operatorActor(operator).take({ type: "finishWrapUp", at: 0 }) !== undefined, true);
  await world.pass(10);
  equal(world.engagedWith(operator), "c2");
});

test("[O6] the ring timer is the operator's alone and fires after a restart", async () => {
  const world = new World();
  const queue = world.queue("MainQueue");
  const operator = world.operator("o1", [queue]);
  world.ready(operator);
  world.dial("c1", queue);
  await world.pass(seconds(1));
  world.operatorActor(operator).kill();
  world.queueActor(queue).kill();
  await world.pass(seconds(21));
  equal(world.status(operator), "Banned");
});

test("[C7] an operator lost in a call: music for the caller, and the talk goes on when they are back within 15 s", async () => {
  const world = new World();
  const queue = world.queue("MainQueue");
  const operator = world.operator("o1", [queue]);
  world.ready(operator);
  const call = world.dial("c1", queue);
  await world.pass(seconds(1));
  world.accept(operator);
  await world.pass(seconds(1));
  const { partner } = world.call(call);
  const actor = world.callActor(call);
  actor.take({ type: "operator.left", at: 0, operatorId: operator, sid: "PA_of_an_earlier_session", reason: "" });
  equal(world.call(call).treatment.background, "quiet");
  actor.take({ type: "operator.left", at: 0, operatorId: operator, sid: partner?.sid ?? "", reason: "" });
  equal(world.call(call).treatment.background, "music");
  await world.pass(seconds(5));
  actor.take({ type: "operator.audible", at: 0, operatorId: operator, sid: "PA_new" });
  equal(world.call(call).treatment.background, "quiet");
  actor.take({ type: "operator.left", at: 0, operatorId: operator, sid: "PA_new", reason: "" });
  await world.pass(seconds(16));
  equal(world.records.get(call)?.endedBy, "operator");
});

test("[C8] an operator who said yes and is never heard: the caller is in the line again, at the time they came", async () => {
  const world = new World({ unheard: true });
  const queue = world.queue("MainQueue");
  const operator = world.operator("o1", [queue]);
  world.arrive(operator);
  await world.pass(10);
  const call = world.dial("c1", queue);
  await world.pass(100);
  world.dial("c2", queue);
  world.ready(operator);
  await world.pass(100);
  world.accept(operator);
  await world.pass(seconds(14));
  equal(world.status(operator), "InService");
  await world.pass(seconds(2));
  equal(world.call(call).treatment.background, "music");
  equal(world.places(queue), ["c1", "c2"]);
  equal(world.engagedWith(operator), "c1");
});

test("[C9] the caller gone before they were reported come: the call begins and ends, on the record", async () => {
  const world = new World();
  const queue = world.queue("MainQueue");
  world.ready(world.operator("o1", [queue]));
  world.callActor(world.dial("c0", queue));
  const actor = world.callActor("c1" as never);
  actor.take({ type: "caller.left", at: 0, sid: "PA_c1", reason: "" });
  const call = world.dial("c1", queue);
  await world.pass(seconds(1));
  equal(world.records.get(call)?.outcome, "gone");
});

test("[K6] since when an operator talks survives a crash before it was saved: the call is asked again", async () => {
  const world = new World();
  const { operator, call } = await talking(world);
  equal(typeof world.operatorActor(operator).state.context.connectedAt, "number");
  world.operatorActor(operator).kill();
  equal(world.operatorActor(operator).state.context.connectedAt, undefined);
  await world.pass(5_000);
  equal(world.operatorActor(operator).state.context.connectedAt, world.call(call).connectedAt);
});

test("[O8] what a supervisor forces is as if the person had chosen it, and who did it stands in the timeline", async () => {
  const world = new World();
  const { operator, call } = await talking(world);
  const actor = world.operatorActor(operator);
  actor.take({ type: "pause", at: 0, reason: "timeout", by: "supervisor1" });
  // During a call it changes nothing yet.
  equal(world.status(operator), "InService");
  world.hangUp(call);
  await world.pass(seconds(1));
  equal(world.status(operator), "Timeout");
  actor.take({ type: "signOut", at: 0, by: "supervisor1" });
  equal(world.status(operator), "Offline");
  // Nobody can begin another's shift.
  equal(actor.take({ type: "goReady", at: 0, by: "supervisor1" }), undefined);
  equal(
    actor.timeline.filter(({ what }) => what === "forced").map(({ detail }) => detail?.["command"]),
    ["pause", "signOut", "goReady"],
  );
});

test("[K11] an offer that was refused and is delivered again is refused again, also when the operator is free by then", async () => {
  const world = new World();
  const queue = world.queue("A");
  const operator = world.operator("o1", [queue]);
  const other = world.operator("o2", [queue]);
  world.ready(operator);
  await world.pass(100);
  const call = world.dial("c1", queue);
  await world.pass(1_000);
  const { offer } = world.operatorActor(operator).state.context;
  if (offer === undefined) throw new Error("Nothing rings.");
  const made = { type: "offer.made", at: 0, offer } as const;
  const late = world.operatorActor(other).take(made);
  world.ready(other);
  await world.pass(100);
  equal(world.status(other), "Ready");
  equal(world.operatorActor(other).take(made), late);
  world.operatorActor(other).kill();
  equal(world.operatorActor(other).take(made), late);
  equal(world.engagedWith(other), undefined);
  equal(world.engagedWith(operator), call);
});

test("[Q17] an operator who was stored by an older version goes on as they were", async () => {
  const world = new World();
  const operator = world.operator("o1", [world.queue("A")]);
  world.ready(operator);
  await world.pass(100);
  const { state } = world.operatorActor(operator);
  const { core, rows } = operatorLogic.pack(state);
  const { value, context } = core as { value: unknown; context: Record<string, unknown> };
  const { misses: _, refusedOffers: __, restsUntil: ___, wrapUpRequested: ____, ...older } = context;
  equal(operatorLogic.unpack({ core: { value, context: older }, rows }).context, state.context);
});

test("[Q17] an offer that was made by an older version is wrapped up as is usual", async () => {
  const world = new World();
  const operator = world.operator("o1", [world.queue("A")]);
  world.ready(operator);
  await world.pass(100);
  const older = {
    offerId: as<OfferId>("c1.1.1"),
    queueId: as<QueueId>("A"),
    queue: "A",
    entryId: as<EntryId>("c1.1"),
    callId: as<CallId>("c1"),
    room: as<RoomName>("r1"),
    caller: "",
    waited: 0,
    ringTime: seconds(20),
    wrapUp: seconds(10),
    pauseAfterMisses: 1,
  };
  const actor = world.operatorActor(operator);
  actor.take({ type: "offer.made", at: 0, offer: older as Offer }); // lacks the terms that were added since
  actor.take({ type: "accept", at: 0, offerId: older.offerId });
  actor.take({ type: "call.ended", at: 0, callId: older.callId, by: "caller" });
  equal([world.status(operator), world.view(operator)?.wrapUp?.mode], ["AfterService", "optional"]);
  await world.pass(seconds(11));
  equal(world.status(operator), "Ready");
});

test("[A20] what others see of an operator names the call through offer, talk and wrap-up, and holds no pass", async () => {
  const world = new World();
  const queue = world.queue("MainQueue", { wrapUp: seconds(20) });
  const operator = world.operator("o1", [queue]);
  world.ready(operator);
  await world.pass(100);
  equal([world.summary(operator)?.call, world.summary(operator)?.queues], [undefined, [queue]]);
  const call = world.dial("c1", queue);
  const calls = (): unknown => {
    const summary = world.summary(operator);
    equal(JSON.stringify(summary).includes("token"), false);
    return [summary?.engagement, summary?.call?.callId, summary?.call?.queueId];
  };
  await world.pass(seconds(2));
  equal(calls(), ["offered", call, queue]);
  world.accept(operator);
  await world.pass(seconds(2));
  equal(calls(), ["talking", call, queue]);
  world.hangUp(call);
  await world.pass(seconds(2));
  equal(calls(), ["wrappingUp", call, queue]);
  await world.pass(seconds(30));
  equal(calls(), ["free", undefined, undefined]);
});
