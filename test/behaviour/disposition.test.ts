/** How calls turned out, as whoever talked to the caller says it. */
import type { QueueSettings } from "../../src/protocol/settings.ts";
import { as, seconds, type CallId, type DispositionId, type OperatorId } from "../../src/words/index.ts";
import { equal, test } from "./harness.ts";
import { World } from "./world/world.ts";

const sold = { id: as<DispositionId>("sold"), name: "Sold" };
const lost = { id: as<DispositionId>("lost"), name: "Lost" };

async function talking(settings: Partial<QueueSettings> = {}) {
  const world = new World();
  const queue = world.queue("MainQueue", { wrapUp: seconds(20), ...settings });
  const operator = world.operator("o1", [queue]);
  world.ready(operator);
  await world.pass(100);
  const call = world.dial("c1", queue);
  await world.pass(seconds(5));
  world.accept(operator);
  await world.pass(seconds(5));
  return { world, operator, call };
}

const say = (world: World, operator: OperatorId, callId: CallId, disposition: typeof sold | null, note = "") =>
  world.operatorActor(operator).take({ type: "setDisposition", at: 0, callId, disposition, note });

const told = (world: World) =>
  [...world.disposals.values()].map(({ callId, operatorId, dispositionId, name, note, missing }) => [
    callId,
    operatorId,
    dispositionId,
    name,
    note,
    missing,
  ]);

test("[O20] the last choice until the wrap-up is over counts, and reaches the ledger after the call has ended, once", async () => {
  const { world, operator, call } = await talking();
  equal(say(world, operator, call, lost), { ok: true });
  equal(world.view(operator)?.call?.disposed?.disposition, lost);
  world.operatorActor(operator).kill();
  world.hangUp(call);
  await world.pass(seconds(1));
  equal(world.records.has(call), true);
  equal(told(world), []);
  equal(say(world, operator, call, sold, "Wants a call in March."), { ok: true });
  equal(world.view(operator)?.wrapUp?.disposed?.disposition, sold);
  world.operatorActor(operator).take({ type: "finishWrapUp", at: 0 });
  await world.pass(seconds(1));
  equal(told(world), [[call, operator, "sold", "Sold", "Wants a call in March.", false]]);
  equal(say(world, operator, call, lost), undefined);
  const { timeline } = world.operatorActor(operator);
  equal(
    timeline.filter(({ what }) => what === "disposition").map(({ detail }) => detail?.["disposition"]),
    ["lost", "sold"],
  );
  equal(JSON.stringify(timeline).includes("March"), false);
});

test("[O20] where nothing is said nothing is told; of another call nothing can be said", async () => {
  const { world, operator, call } = await talking();
  equal(say(world, operator, as<CallId>("c2"), sold), undefined);
  world.hangUp(call);
  await world.pass(seconds(30));
  equal(told(world), []);
  const next = world.dial("c2", world.queue("MainQueue"));
  await world.pass(seconds(1));
  world.accept(operator);
  await world.pass(seconds(1));
  equal(world.view(operator)?.call?.disposed, undefined);
  world.hangUp(next);
});

test("[O21] where one is needed the operator does not finish without; when the time is over it ends without, and is marked so", async () => {
  const { world, operator, call } = await talking({ dispositionNeeded: "toFinish" });
  equal(world.view(operator)?.call?.dispositionMissing, true);
  world.hangUp(call);
  await world.pass(seconds(1));
  const finish = () => world.operatorActor(operator).take({ type: "finishWrapUp", at: 0 });
  equal([finish(), world.status(operator)], [undefined, "AfterService"]);
  say(world, operator, call, null, "No answer was given.");
  equal([finish(), world.view(operator)?.wrapUp?.dispositionMissing], [undefined, true]);
  say(world, operator, call, sold);
  equal([finish(), world.status(operator)], [{ ok: true }, "Ready"]);
  await world.pass(seconds(1));
  equal(told(world), [[call, operator, "sold", "Sold", "", false]]);

  const again = await talking({ dispositionNeeded: "toFinish" });
  again.world.hangUp(again.call);
  await again.world.pass(seconds(22));
  equal(again.world.status(again.operator), "Ready");
  equal(told(again.world), [[again.call, again.operator, null, "", "", true]]);
});

test("[O21] an offer that came to nothing needs none; nobody is kept from signing out", async () => {
  const world = new World();
  const queue = world.queue("MainQueue", { wrapUp: seconds(20), dispositionNeeded: "toFinish" });
  const operator = world.operator("o1", [queue]);
  world.ready(operator);
  await world.pass(100);
  const call = world.dial("c1", queue);
  await world.pass(seconds(1));
  world.decline(operator);
  await world.pass(seconds(10));
  equal(told(world), []);
  world.accept(operator);
  await world.pass(seconds(1));
  world.hangUp(call);
  await world.pass(seconds(1));
  world.operatorActor(operator).take({ type: "signOut", at: 0, atOnce: true });
  await world.pass(seconds(1));
  equal([world.status(operator), told(world)], ["Offline", [[call, operator, null, "", "", true]]]);
});
