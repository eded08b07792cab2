/** Who hung up while waiting and calls again soon gets the place back. */
import type { QueueSettings } from "../../src/protocol/settings.ts";
import { as, minutes, seconds, type CallId, type EntryId, type QueueId } from "../../src/words/index.ts";
import { departedAtMost } from "../../src/queue/departed.ts";
import { equal, test } from "./harness.ts";
import { World } from "./world/world.ts";

const number = "+79161111111";

/** The first caller waits for ten seconds, the second for five. */
async function line(settings: Partial<QueueSettings> = {}): Promise<{ world: World; queue: QueueId; call: CallId }> {
  const world = new World();
  const queue = world.queue("First", { resumeWithin: minutes(1), ...settings });
  world.arrive(world.operator("anna", [queue]));
  await world.pass(10);
  const call = world.dial("c1", queue, { from: number });
  await world.pass(seconds(5));
  world.dial("c2", queue, { from: "+79162222222" });
  await world.pass(seconds(5));
  return { world, queue, call };
}

const redial = async (world: World, queue: QueueId | undefined, from = number): Promise<void> => {
  world.dial("again", queue, { from });
  await world.pass(seconds(1));
};
const resumed = (world: World, call: string): boolean =>
  world.callActor(as<CallId>(call)).timeline.some(({ what }) => what === "resumed");

test("[Q50] the same number calling the same queue within its window gets the place back, and the priority", async () => {
  const { world, queue } = await line();
  world.dial("vip", queue, { from: "+79163333333", priority: 10 });
  await world.pass(seconds(1));
  const came = world.call(as<CallId>("vip")).queuedAt;
  world.hangUp(as<CallId>("vip"));
  world.hangUp(as<CallId>("c1"));
  await world.pass(seconds(30));
  equal(world.places(queue), ["c2"]);
  await redial(world, queue);
  equal(world.places(queue), ["again", "c2"]);
  equal(resumed(world, "again"), true);
  world.dial("vip2", queue, { from: "+79163333333" });
  await world.pass(seconds(1));
  equal(world.places(queue), ["vip2", "again", "c2"]);
  equal([world.call(as<CallId>("vip2")).queuedAt, world.call(as<CallId>("vip2")).priority], [came, 10]);
});

test("[Q50] the place survives the death of the queue, and the caller hears it told", async () => {
  const { world, queue, call } = await line();
  world.dial("c3", queue);
  await world.pass(seconds(1));
  world.hangUp(call);
  await world.pass(seconds(1));
  world.queueActor(queue).kill();
  await redial(world, queue);
  equal(world.places(queue), ["again", "c2", "c3"]);
  equal(world.said.get(as<CallId>("again"))?.[0]?.includes("Вы следующий в очереди."), true);
});

test("[Q50] unless the queue says otherwise nobody's place is kept", async () => {
  const { world, queue, call } = await line({ resumeWithin: 0 });
  world.hangUp(call);
  await world.pass(seconds(1));
  await redial(world, queue);
  equal(world.places(queue), ["c2", "again"]);
  equal(world.queueActor(queue).state.context.departed, []);
});

test("[Q51] too late, with a withheld number, or into another queue, they come anew", async () => {
  const late = await line();
  late.world.hangUp(late.call);
  await late.world.pass(seconds(61));
  await redial(late.world, late.queue);
  equal(late.world.places(late.queue), ["c2", "again"]);

  const withheld = await line();
  withheld.world.dial("c3", withheld.queue, { from: "" });
  await withheld.world.pass(seconds(1));
  withheld.world.hangUp(as<CallId>("c3"));
  withheld.world.dial("c4", withheld.queue);
  await withheld.world.pass(seconds(1));
  await redial(withheld.world, withheld.queue, "");
  equal(withheld.world.places(withheld.queue), ["c1", "c2", "c4", "again"]);

  const other = await line();
  const second = other.world.queue("Second", { resumeWithin: minutes(1), admission: "always" });
  other.world.dial("c3", second);
  await other.world.pass(seconds(1));
  other.world.hangUp(other.call);
  await other.world.pass(seconds(1));
  await redial(other.world, second);
  equal(other.world.places(second), ["c3", "again"]);
});

test("[Q51] who was answered, let go or moved on has no place to come back to", async () => {
  const answered = await line();
  const [anna] = [...answered.world.operators.keys()];
  if (anna === undefined) throw new Error("Nobody is there.");
  answered.world.ready(anna);
  await answered.world.pass(seconds(1));
  answered.world.accept(anna);
  await answered.world.pass(seconds(5));
  answered.world.hangUp(answered.call);
  await answered.world.pass(seconds(1));
  equal(answered.world.queueActor(answered.queue).state.context.departed, []);

  const letGo = await line({ longestWait: seconds(8) });
  await letGo.world.pass(seconds(20));
  equal(letGo.world.records.get(letGo.call)?.outcome, "overflowed");
  equal(letGo.world.queueActor(letGo.queue).state.context.departed, []);

  const { world, queue, call } = await line();
  const second = world.queue("Second", { admission: "always" });
  const command = { do: "move", queueId: second, time: "keep" } as const;
  world.callActor(call).take({ type: "call.forced", at: 0, by: "supervisor1", command });
  await world.pass(seconds(1));
  equal(world.queueActor(queue).state.context.departed, []);
});

test("[Q51] a place is given back once, however often its having been left is told", async () => {
  const { world, queue, call } = await line();
  world.hangUp(call);
  await world.pass(seconds(1));
  const [place] = world.queueActor(queue).state.context.departed;
  await redial(world, queue);
  if (place === undefined) throw new Error("No place is kept.");
  const { entryId, resumed: _, ...abandoned } = place;
  world.queueActor(queue).take({ type: "entry.withdrawn", at: 0, entryId, abandoned });
  world.dial("third", queue, { from: number });
  await world.pass(seconds(1));
  equal(world.places(queue), ["again", "c2", "third"]);
});

test("[Q51] what lets nobody in lets nobody come back: a full queue refuses them", async () => {
  const { world, queue, call } = await line({ capacity: 2 });
  world.hangUp(call);
  await world.pass(seconds(1));
  world.dial("c3", queue);
  await world.pass(seconds(1));
  await redial(world, queue);
  equal(world.places(queue), ["c2", "c3"]);
  await world.pass(seconds(10));
  equal(world.records.get(as<CallId>("again"))?.outcome, "refused");
});

test("[Q52] places are forgotten with the window, and of very many the oldest", async () => {
  const { world, queue, call } = await line();
  const { departed } = world.queueActor(queue).state.context;
  equal(departed, []);
  world.hangUp(call);
  await world.pass(seconds(59));
  equal(world.queueActor(queue).state.context.departed.length, 1);
  await world.pass(seconds(2));
  equal(world.queueActor(queue).state.context.departed.length, 0);

  for (let i = 0; i <= departedAtMost; i += 1) {
    const abandoned = { caller: `+7${i}`, since: 1, priority: 50, leftAt: world.clock.now };
    world.queueActor(queue).take({ type: "entry.withdrawn", at: 0, entryId: as<EntryId>(`x${i}.1`), abandoned });
  }
  const kept = world.queueActor(queue).state.context.departed;
  equal([kept.length, kept[0]?.caller], [departedAtMost, "+71"]);
});
