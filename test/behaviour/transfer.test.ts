/** A caller who is talked to goes into a queue: by the operator, or by somebody in charge. */
import type { Transfer } from "../../src/protocol/command.ts";
import type { OperatorProfile, QueueSettings } from "../../src/protocol/settings.ts";
import {
  as,
  seconds,
  type CallId,
  type EntryId,
  type OfferId,
  type OperatorId,
  type QueueId,
} from "../../src/words/index.ts";
import { equal, test } from "./harness.ts";
import { World, type WorldOptions } from "./world/world.ts";

interface Talk {
  readonly world: World;
  readonly first: QueueId;
  readonly second: QueueId;
  /** Of the first queue, and talks. */
  readonly anna: OperatorId;
  /** Of the second queue, and Ready. */
  readonly boris: OperatorId;
  readonly call: CallId;
}

interface Scene {
  readonly second?: Partial<QueueSettings>;
  readonly firstWrapUp?: number;
  /** Whether Anna serves the second queue, too. */
  readonly both?: boolean;
  readonly anna?: Partial<OperatorProfile>;
  readonly options?: WorldOptions;
}

/** A talk of ten seconds, after one of waiting. */
async function talk({
  second: settings,
  firstWrapUp = 0,
  both = false,
  anna: own,
  options,
}: Scene = {}): Promise<Talk> {
  const world = new World(options);
  const [first, second] = [world.queue("First", { wrapUp: firstWrapUp }), world.queue("Second", settings)];
  const anna = world.operator("anna", both ? [first, second] : [first], own);
  const boris = world.operator("boris", [second]);
  world.ready(anna);
  await world.pass(10);
  const call = world.dial("c1", first);
  await world.pass(seconds(1));
  world.accept(anna);
  await world.pass(seconds(10));
  return { world, first, second, anna, boris, call };
}

const to = (queueId: QueueId, how: Omit<Transfer, "queueId"> = {}): Transfer => ({ queueId, ...how });
const entryOf = (world: World, queueId: QueueId) => [...world.queueActor(queueId).state.context.entries.values()][0];
const talksOf = (world: World, call: CallId) =>
  world.records.get(call)?.talks?.map(({ operatorId, queueId, endedBy }) => [operatorId, queueId, endedBy]);
const whatOf = (world: World, call: CallId) => world.callActor(call).timeline.map(({ what }) => what);
const noOperators = "К сожалению, сейчас нет операторов на линии. Пожалуйста, позвоните позже. До свидания.";

test("[C22] transferred by the operator, the caller hears music at once, is told the place, and talks to the next operator", async () => {
  const { world, first, second, anna, boris, call } = await talk();
  world.arrive(boris);
  await world.pass(10);
  const said = world.said.get(call)?.length ?? 0;
  equal(world.transfer(anna, to(second)), true);
  await world.pass(5);
  equal(world.call(call).treatment.background, "music");
  await world.pass(seconds(1));
  equal(world.places(second), ["c1"]);
  equal(world.said.get(call)?.slice(said), ["Вы следующий в очереди."]);
  world.ready(boris);
  await world.pass(seconds(1));
  world.accept(boris);
  await world.pass(seconds(5));
  equal(world.call(call).treatment.background, "quiet");
  world.hangUp(call);
  await world.pass(seconds(1));
  equal(talksOf(world, call), [
    ["anna", first, "transfer"],
    ["boris", second, "caller"],
  ]);
  const record = world.records.get(call);
  equal([record?.operatorId, record?.outcome, record?.endedBy], ["anna", "answered", "caller"]);
  equal(record?.connectedAt, record?.talks?.[0]?.connectedAt);
  equal(
    whatOf(world, call).filter((what) => ["connected", "transferred", "queued"].includes(what)),
    ["queued", "connected", "transferred", "queued", "connected"],
  );
});

test("[C22] somebody in charge transfers a talk by command; what nobody talks to is not transferred", async () => {
  const { world, first, second, boris, call } = await talk();
  world.ready(boris);
  const other = world.dial("c2", first);
  await world.pass(seconds(1));
  const force = (id: CallId): unknown =>
    world
      .callActor(id)
      .take({ type: "call.forced", at: 0, by: "supervisor1", command: { do: "transfer", queueId: second } });
  equal(force(other), { ok: false, refusal: "not_talking" });
  equal(force(call), { ok: true, value: "done" });
  await world.pass(seconds(1));
  equal(world.engagedWith(boris), "c1");
  const forced = world.callActor(call).timeline.filter(({ what }) => what === "forced: transfer");
  equal(
    forced.map(({ detail }) => detail?.["by"]),
    ["supervisor1"],
  );
});

test("[C23] the operator who transfers wraps up, is out of the room, and news of it that is told again touches no later talk", async () => {
  const { world, second, anna, boris, call } = await talk({ firstWrapUp: seconds(10) });
  world.ready(boris);
  await world.pass(10);
  const partner = world.call(call).partner;
  world.transfer(anna, to(second));
  await world.pass(seconds(1));
  equal(world.status(anna), "AfterService");
  equal(world.identitiesIn(call), ["sip_+79990000000"]);
  world.accept(boris);
  await world.pass(seconds(5));
  // Whatever was said of the first talk comes once more.
  const again = world.callActor(call);
  const { operatorId, offerId, sid } = partner ?? { operatorId: anna, offerId: as<OfferId>("") };
  again.take({ type: "operator.hungUp", at: 0, operatorId, offerId });
  again.take({ type: "operator.transfers", at: 0, operatorId, offerId, transfer: to(second) });
  again.take({ type: "operator.audible", at: 0, operatorId, sid: sid ?? "" });
  again.take({ type: "operator.left", at: 0, operatorId, sid: sid ?? "", reason: "" });
  await world.pass(seconds(1));
  equal(world.call(call).partner?.operatorId, boris);
  equal(world.status(boris), "InService");
  equal(world.status(anna), "AfterService");
  await world.pass(seconds(10));
  equal(world.status(anna), "Ready");
});

test("[C23] an operator who comes back into the room of a caller they have transferred is put out again", async () => {
  const { world, second, anna, boris, call } = await talk();
  world.arrive(boris);
  await world.pass(10);
  world.transfer(anna, to(second));
  await world.pass(seconds(1));
  world.intrude(call, anna);
  await world.pass(seconds(1));
  equal(world.identitiesIn(call), ["sip_+79990000000"]);
  equal(world.places(second), ["c1"]);
});

test("[C28] who comes into a room with the pass of a talk that is over is put out at once, or as soon as somebody looks", async () => {
  for (const told of [true, false]) {
    const { world, second, anna, boris, call } = await talk();
    world.ready(boris);
    await world.pass(10);
    world.transfer(anna, to(second));
    await world.pass(seconds(1));
    world.accept(boris);
    await world.pass(seconds(1));
    world.eavesdrop(call, anna, { told });
    if (!told) world.look(call);
    await world.pass(seconds(1));
    equal(world.identitiesIn(call), ["sip_+79990000000", "operator_boris"]);
    equal(world.status(boris), "InService");
    // It rings at Boris again, or he has reloaded his page: nobody is put out who has the caller.
    world.eavesdrop(call, boris, { told: true });
    world.look(call);
    await world.pass(seconds(1));
    equal(world.identitiesIn(call), ["sip_+79990000000", "operator_boris"]);
  }
});

test("[C23] who transfers a caller is asked last, and rests as after declining", async () => {
  const { world, second, anna, boris } = await talk({ both: true });
  world.transfer(anna, to(second));
  await world.pass(seconds(4));
  equal(world.operatorActor(anna).state.value.engagement, "resting");
  equal(world.places(second), ["c1"]);
  world.ready(boris);
  await world.pass(seconds(3));
  equal(world.engagedWith(boris), "c1");
  equal(world.status(anna), "Ready");
});

test("[C23] the same two may meet again, when there is nobody else", async () => {
  const { world, first, second, anna, call } = await talk({ both: true });
  world.transfer(anna, to(second));
  await world.pass(seconds(10));
  equal(world.engagedWith(anna), "c1");
  world.accept(anna);
  await world.pass(seconds(20));
  equal(world.status(anna), "InService");
  world.operatorHangsUp(anna);
  await world.pass(seconds(1));
  equal(talksOf(world, call), [
    ["anna", first, "transfer"],
    ["anna", second, "operator"],
  ]);
});

test("[C24] a transferred caller comes at the time they first came and with their priority, or as the queue or the transfer says", async () => {
  for (const [settings, how, expected] of [
    [{}, {}, ["kept", 50]],
    [{ transferTime: "reset", transferPriority: 7 }, {}, ["anew", 7]],
    [{ transferTime: "reset", transferPriority: 7 }, { time: "keep", priority: null }, ["kept", 50]],
    [{}, { time: "reset", priority: 90 }, ["anew", 90]],
  ] as const) {
    const { world, second, anna, boris, call } = await talk({ second: settings });
    world.arrive(boris);
    await world.pass(10);
    const came = world.call(call).queuedAt ?? 0;
    world.transfer(anna, to(second, how));
    await world.pass(seconds(1));
    const entry = entryOf(world, second);
    const since = entry?.enqueuedAt ?? 0;
    equal([since === came ? "kept" : since > came + seconds(10) ? "anew" : "?", entry?.priority], expected);
    // The call goes by it from now on.
    equal([world.call(call).queuedAt, world.call(call).priority], [since, entry?.priority]);
  }
});

test("[C25] a queue that does not let a transferred caller in sends them where its target says", async () => {
  const { world, second, anna, call } = await talk({
    second: { targets: { nobody_serves: { to: "announcement", text: { ru: "Никого." } } } },
  });
  world.transfer(anna, to(second));
  await world.pass(seconds(10));
  equal(world.said.get(call)?.at(-1), "Никого.");
  equal(world.records.get(call)?.outcome, "answered");
  equal(
    world.records.get(call)?.unserved?.map(({ because }) => because),
    ["nobody_serves"],
  );
});

test("[C25] without a target they are back in the queue that they were served by, at the time they first came", async () => {
  const { world, first, second, anna, call } = await talk();
  const came = world.call(call).queuedAt;
  world.transfer(anna, to(second));
  await world.pass(seconds(1));
  equal(world.places(first), ["c1"]);
  equal(entryOf(world, first)?.enqueuedAt, came);
  await world.pass(seconds(10));
  equal(world.engagedWith(anna), "c1");
  equal(whatOf(world, call).includes("refused"), true);
});

test("[C25] a queue that does not exist is as one that lets nobody in; when nobody serves the first one either, the caller is told so", async () => {
  const { world, first, anna, call } = await talk();
  world.transfer(anna, to(as<QueueId>("Nowhere")));
  await world.pass(seconds(1));
  equal(world.places(first), ["c1"]);
  const gone = await talk();
  gone.world.transfer(gone.anna, to(gone.second));
  gone.world.operatorActor(gone.anna).take({ type: "signOut", at: 0, atOnce: true });
  await gone.world.pass(seconds(10));
  equal(gone.world.said.get(gone.call)?.at(-1), noOperators);
  equal(gone.world.records.get(gone.call)?.outcome, "answered");
  equal(world.call(call).endedAt, undefined);
});

test("[C25] the target of a refusal may lead a transferred caller into the queue that they came from", async () => {
  const { world, first, second, anna } = await talk({
    second: { targets: { nobody_serves: { to: "queue", queue: as<QueueId>("First"), time: "reset", priority: 3 } } },
  });
  world.transfer(anna, to(second));
  await world.pass(seconds(1));
  equal(world.places(first), ["c1"]);
  equal(entryOf(world, first)?.priority, 3);
});

test("[C26] a transferred caller who hangs up in the line was answered", async () => {
  const { world, second, anna, boris, call } = await talk();
  world.arrive(boris);
  await world.pass(10);
  world.transfer(anna, to(second));
  await world.pass(seconds(20));
  world.hangUp(call);
  await world.pass(seconds(1));
  const record = world.records.get(call);
  equal([record?.outcome, record?.endedBy, record?.queueId], ["answered", "caller", second]);
  equal(record?.talks?.length, 1);
  equal(world.places(second), []);
});

test("[C26] the next operator is never heard: the caller is in that line again, where they were", async () => {
  const { world, second, anna, boris, call } = await talk({ second: { transferTime: "reset" } });
  world.ready(boris);
  await world.pass(10);
  world.transfer(anna, to(second));
  await world.pass(seconds(1));
  const since = world.call(call).queuedAt;
  world.mute(boris);
  world.accept(boris);
  await world.pass(seconds(17));
  equal(entryOf(world, second)?.enqueuedAt, since);
  equal(entryOf(world, second)?.entryId, as<EntryId>("c1.3"));
});
