/** What somebody in charge does to a call that waits. */
import type { CallCommand } from "../../src/protocol/command.ts";
import { as, seconds, type CallId, type EntryId, type OperatorId, type QueueId } from "../../src/words/index.ts";
import { equal, test } from "./harness.ts";
import { World } from "./world/world.ts";

const force = (world: World, call: CallId, command: CallCommand): unknown =>
  world.callActor(call).take({ type: "call.forced", at: 0, by: "supervisor1", command });

/** Two queues, an operator who talks, and callers who wait in the first. */
async function busy(): Promise<{
  world: World;
  first: QueueId;
  second: QueueId;
  operator: OperatorId;
  talk: CallId;
  calls: CallId[];
}> {
  const world = new World();
  const [first, second] = [world.queue("First"), world.queue("Second")];
  const operator = world.operator("o1", [first, second]);
  world.ready(operator);
  await world.pass(100);
  const talk = world.dial("talk", first);
  await world.pass(200);
  world.accept(operator);
  const calls: CallId[] = [];
  for (const id of ["c1", "c2", "c3"]) {
    calls.push(world.dial(id, first));
    await world.pass(seconds(1));
  }
  return { world, first, second, operator, talk, calls };
}

const said = (world: World, call: CallId) =>
  world
    .callActor(call)
    .timeline.map(({ what, detail }) => ({ what, by: detail?.["by"] }))
    .filter(({ what }) => what.startsWith("forced"));

test("[Q46] a caller whose priority is raised while they wait goes first; who did it stands in the timeline", async () => {
  const { world, first, operator, talk, calls } = await busy();
  const [, , third] = calls;
  equal(force(world, third ?? talk, { do: "prioritise", priority: 1 }), { ok: true, value: "done" });
  await world.pass(200);
  equal(world.places(first), ["c3", "c1", "c2"]);
  world.hangUp(talk);
  await world.pass(seconds(1));
  equal(world.engagedWith(operator), "c3");
  equal(said(world, third ?? talk), [{ what: "forced: prioritise", by: "supervisor1" }]);
});

test("[Q46] an older change that comes later changes nothing", async () => {
  const { world, first, calls } = await busy();
  const [one = as<CallId>("")] = calls;
  force(world, one, { do: "prioritise", priority: 90 });
  await world.pass(200);
  const late = { type: "entry.changed", at: 0, entryId: as<EntryId>("c1.1"), revision: 0, priority: 1 } as const;
  world.queueActor(first).take(late);
  equal(world.places(first), ["c2", "c3", "c1"]);
});

test("[Q47] a caller who is assigned to an operator is their next call, and rings nobody else", async () => {
  const { world, first, operator, talk, calls } = await busy();
  const [, second = talk] = calls;
  force(world, second, { do: "assign", operatorId: operator });
  const other = world.operator("o2", [first]);
  world.ready(other);
  await world.pass(seconds(1));
  equal(world.engagedWith(other), "c1");
  world.hangUp(talk);
  await world.pass(seconds(1));
  equal(world.engagedWith(operator), "c2");
});

test("[Q47] where it rings already it stops ringing, without blame, and rings at the one they are assigned to", async () => {
  const { world, first, operator, talk } = await busy();
  const other = world.operator("o2", [first]);
  world.ready(other);
  await world.pass(seconds(1));
  equal(world.engagedWith(other), "c1");
  force(world, as<CallId>("c1"), { do: "assign", operatorId: operator });
  await world.pass(seconds(1));
  equal(world.engagedWith(other), "c2");
  equal(world.operatorActor(other).state.context.misses, 0);
  world.hangUp(talk);
  await world.pass(seconds(1));
  equal(world.engagedWith(operator), "c1");
});

test("[Q48] moved into another queue a caller keeps the time they came, or begins anew; a talk cannot be moved so", async () => {
  const { world, first, second, talk, calls } = await busy();
  const [one = talk] = calls;
  await world.pass(seconds(10));
  force(world, one, { do: "move", queueId: second, time: "keep" });
  await world.pass(seconds(1));
  equal(world.places(first), ["c2", "c3"]);
  equal(world.places(second), ["c1"]);
  const came = world.queueActor(second).state.context.entries.get(as<EntryId>("c1.2"))?.enqueuedAt;
  equal(came !== undefined && came < world.clock.now - seconds(10), true);
  equal(force(world, talk, { do: "move", queueId: second, time: "keep" }), { ok: false, refusal: "not_waiting" });
});

test("[Q48] ended by somebody in charge a call is over, and cannot be anything after that", async () => {
  const { world, first, calls } = await busy();
  const [one = as<CallId>("")] = calls;
  force(world, one, { do: "end" });
  await world.pass(seconds(1));
  equal(world.places(first), ["c2", "c3"]);
  equal(world.records.get(one)?.endedBy, "system");
  equal(force(world, one, { do: "prioritise", priority: 1 }), { ok: false, refusal: "over" });
});

test("[K18] an offer that is taken back before it comes is answered no when it does, and its caller goes on", async () => {
  const world = new World();
  const queue = world.queue("MainQueue");
  const operator = world.operator("o1", [queue]);
  world.ready(operator);
  await world.pass(100);
  const call = world.dial("c1", queue);
  await world.pass(200);
  const { offer } = world.operatorActor(operator).state.context;
  if (offer === undefined) throw new Error("nothing rings");
  const other = world.operator("o2", [queue]);
  world.ready(other);
  await world.pass(100);
  world.operatorActor(other).take({ type: "offer.rescinded", at: 0, offerId: offer.offerId, because: "assigned" });
  await world.pass(100);
  const answer = world.operatorActor(other).take({ type: "offer.made", at: 0, offer });
  equal((answer as { ok: boolean }).ok, false);
  equal(world.engagedWith(other), undefined);
  equal(world.engagedWith(operator), call);
});
