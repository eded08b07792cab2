import { overridden } from "../../src/hours/opening.ts";
import { weekdays, type OpeningHours } from "../../src/protocol/hours.ts";
import type { QueueSettings } from "../../src/protocol/settings.ts";
import type { Target } from "../../src/protocol/target.ts";
import {
  as,
  minutes,
  seconds,
  type CallId,
  type EntryId,
  type OperatorId,
  type QueueId,
} from "../../src/words/index.ts";
import { viewOf } from "../../src/queue/view.ts";
import { equal, test } from "./harness.ts";
import { waiting } from "./scenes.ts";
import { World } from "./world/world.ts";

const into = (queue: QueueId, more: Partial<Extract<Target, { to: "queue" }>> = {}): Target => ({
  to: "queue",
  queue,
  time: "keep",
  priority: null,
  ...more,
});
const said = (text: string): Target => ({ to: "announcement", text: { ru: text } });

/** The world's clock begins at 00:16:40 on a Thursday. */
const open: OpeningHours = {
  timeZone: "UTC",
  week: [{ days: weekdays, from: "00:00", to: "00:20" }],
  special: [],
  override: null,
};
const closed: OpeningHours = { ...open, week: [] };

/** A queue with these settings, and an operator who is signed in and paused, so that callers wait. */
async function line(world: World, settings: Partial<QueueSettings>, id = "MainQueue") {
  const queue = world.queue(id, settings);
  const operator = world.operator(`of ${id}`, [queue]);
  world.arrive(operator);
  await world.pass(10);
  return { queue, operator };
}

const lastWords = (world: World, call: CallId): string | undefined => world.said.get(call)?.at(-1);
const why = (world: World, call: CallId): (string | undefined)[] =>
  (world.records.get(call) ?? { unserved: [] }).unserved?.map(({ queueId, because }) => `${queueId} ${because}`) ?? [];

test("[C14] a target's own words are said in the place of the usual ones, in their language", async () => {
  for (const [language, words] of [
    ["ru", "Все заняты."],
    ["en", "We are sorry, all our lines are busy. Please call again later. Good-bye."],
  ] as const) {
    const world = new World();
    const { queue } = await line(world, { capacity: 1, targets: { full: said("Все заняты.") } });
    world.dial("c1", queue);
    await world.pass(seconds(1));
    const call = world.dial("c2", queue, { language });
    await world.pass(seconds(10));
    equal(world.said.get(call), [words]);
    equal(world.records.get(call)?.outcome, "refused");
    equal(why(world, call), ["MainQueue full"]);
  }
});

test("[C14] each refusal has a target of its own", async () => {
  const targets = {
    full: said("full"),
    too_long: said("too long"),
    nobody_serves: said("nobody"),
    closed: said("closed"),
  };
  const settings: [Partial<QueueSettings>, string][] = [
    [{ capacity: 1 }, "full"],
    [{ longestExpectedWait: 1, serviceTime: minutes(3) }, "too long"],
    [{ admission: "working" }, "nobody"],
    [{ hours: closed }, "closed"],
  ];
  for (const [more, words] of settings) {
    const world = new World();
    const queue = world.queue("MainQueue", { ...more, targets });
    const busy = world.operator("o1", [queue]);
    if (words === "nobody") world.arrive(busy);
    else world.ready(busy);
    await world.pass(10);
    world.dial("c1", queue);
    await world.pass(seconds(1));
    const call = world.dial("c2", queue);
    await world.pass(seconds(1));
    equal(world.said.get(call), [words]);
  }
});

test("[C15] a target leads into another queue: with the time that they have waited or without, with their priority or another", async () => {
  for (const [time, priority, since, turn] of [
    ["keep", null, 0, 50],
    ["reset", 10, seconds(30), 10],
  ] as const) {
    const world = new World();
    const { queue: second } = await line(world, {}, "Second");
    const target = into(second, { time, priority });
    const { queue } = await line(world, { longestWait: seconds(30), targets: { waited: target } });
    const call = world.dial("c1", queue);
    await world.pass(seconds(1));
    const first = [...world.queueActor(queue).state.context.entries.values()][0]?.enqueuedAt ?? 0;
    await world.pass(seconds(31));
    equal([world.places(queue), world.places(second)], [[], ["c1"]]);
    const entry = [...world.queueActor(second).state.context.entries.values()][0];
    equal(entry?.priority, turn);
    equal(Math.round(((entry?.enqueuedAt ?? 0) - first) / seconds(1)) * seconds(1), since);
    // Not greeted again.
    equal(lastWords(world, call), "Вы следующий в очереди.");
    world.ready(as<OperatorId>("of Second"));
    await world.pass(100);
    world.accept(as<OperatorId>("of Second"));
    await world.pass(seconds(1));
    world.hangUp(call);
    await world.pass(seconds(1));
    const record = world.records.get(call);
    equal([record?.outcome, record?.queueId, why(world, call)], ["answered", "Second", ["MainQueue waited"]]);
  }
});

test("[C15] nobody enters a queue twice by overflow: a circle ends with the usual words", async () => {
  const world = new World();
  const second = world.queue("Second", {});
  const { queue } = await line(world, { longestWait: seconds(10), targets: { waited: into(second) } });
  world.queue("Second", { admission: "always", longestWait: seconds(10), targets: { waited: into(queue) } });
  const call = world.dial("c1", queue);
  await world.pass(seconds(15));
  equal(world.places(second), ["c1"]);
  await world.pass(seconds(30));
  equal(lastWords(world, call), "К сожалению, все операторы всё ещё заняты. Пожалуйста, позвоните позже. До свидания.");
  const record = world.records.get(call);
  equal([record?.outcome, why(world, call)], ["overflowed", ["MainQueue waited", "Second waited"]]);
  const cut = record?.timeline.find(({ what, detail }) => what === "expired" && detail?.["circle"] === "MainQueue");
  equal(cut?.detail?.["to"], "announcement");
});

test("[C15] a queue that leads into itself does not", async () => {
  const world = new World();
  const { queue } = await line(world, {});
  world.queue("MainQueue", { capacity: 1, targets: { full: into(queue) } });
  world.dial("c1", queue);
  await world.pass(seconds(1));
  const call = world.dial("c2", queue);
  await world.pass(seconds(10));
  equal([world.records.get(call)?.outcome, why(world, call)], ["refused", ["MainQueue full"]]);
});

test("[C16] a call is marked for voicemail or callback, told so, and ended", async () => {
  for (const marker of ["voicemail", "callback"] as const) {
    const world = new World();
    const { queue } = await line(world, { hours: closed, targets: { closed: { to: marker, text: {} } } });
    const call = world.dial("c1", queue);
    await world.pass(seconds(10));
    equal(world.said.get(call), [
      "К сожалению, сейчас мы не можем ответить. Мы отметили ваш звонок и свяжемся с вами. До свидания.",
    ]);
    const record = world.records.get(call);
    equal([record?.outcome, record?.marker, why(world, call)], ["refused", marker, ["MainQueue closed"]]);
  }
});

test("[C17] an event that the scenario does not know is as if there were no target", async () => {
  const world = new World();
  const { queue } = await line(world, { hours: closed, targets: { closed: { to: "event", name: "late" } } });
  const call = world.dial("c1", queue);
  await world.pass(seconds(10));
  equal(world.said.get(call), ["К сожалению, сейчас мы не работаем. Пожалуйста, позвоните позже. До свидания."]);
  equal(world.records.get(call)?.outcome, "refused");
});

test("[C18] while the queue is closed the rule's target goes before the queue's; for those only who come by the rule", async () => {
  const world = new World();
  const { queue } = await line(world, { hours: closed, targets: { closed: said("queue's") } });
  const second = world.queue("Second", { capacity: 1, admission: "always", targets: { full: into(queue) } });
  const call = world.dial("c1", queue, { closed: said("rule's") });
  const usual = world.dial("c2", queue);
  world.dial("c3", second);
  await world.pass(seconds(1));
  const other = world.dial("c4", second, { closed: said("rule's") });
  await world.pass(seconds(5));
  equal([lastWords(world, call), lastWords(world, usual), lastWords(world, other)], ["rule's", "queue's", "queue's"]);
});

test("[C19] who hangs up during the last words ends as what they were told", async () => {
  const world = new World();
  const { queue } = await line(world, { longestWait: seconds(10) });
  const call = world.dial("c1", queue);
  await world.pass(seconds(12));
  world.hangUp(call);
  await world.pass(seconds(1));
  const record = world.records.get(call);
  equal([record?.outcome, record?.endedBy], ["overflowed", "caller"]);
});

test("[Q30] nobody waits in a queue for longer than its limit, which may be changed while they wait; in the next it begins anew", async () => {
  const world = new World();
  const { queue: second } = await line(world, { longestWait: seconds(20) }, "Second");
  const { queue } = await line(world, { longestWait: minutes(5), targets: { waited: into(second) } });
  for (const id of ["c1", "c2"]) {
    world.dial(id, queue);
    await world.pass(seconds(10));
  }
  world.queue("MainQueue", { longestWait: seconds(30), targets: { waited: into(second) } });
  await world.pass(seconds(9));
  equal([world.places(queue), world.places(second)], [["c1", "c2"], []]);
  await world.pass(seconds(2));
  equal([world.places(queue), world.places(second)], [["c2"], ["c1"]]);
  await world.pass(seconds(10));
  equal([world.places(queue), world.places(second)], [[], ["c1", "c2"]]);
  await world.pass(seconds(10));
  equal(world.places(second), ["c2"]);
  world.queue("Second", { longestWait: 0 });
  await world.pass(minutes(60));
  equal(world.places(second), ["c2"]);
});

test("[Q31] a limit that falls due while it rings waits for the offer's end, and applies only if that fails", async () => {
  for (const taken of [true, false]) {
    const world = new World();
    const { queue, operator } = await line(world, { longestWait: seconds(30), ringTime: seconds(20) });
    const call = world.dial("c1", queue);
    await world.pass(seconds(25));
    world.ready(operator);
    await world.pass(seconds(15));
    equal([world.status(operator), world.places(queue)], ["BeforeService", ["c1"]]);
    if (taken) world.accept(operator);
    else world.decline(operator);
    await world.pass(seconds(1));
    equal(world.status(operator) === "InService", taken);
    equal(world.places(queue), []);
    world.hangUp(call);
    await world.pass(seconds(1));
    equal(world.records.get(call)?.outcome, taken ? "answered" : "overflowed");
  }
});

test("[Q32] when nobody is signed in, or nobody works, for longer than the grace, callers are let go", async () => {
  for (const [staying, leaves] of [
    ["signedIn", "signOut"],
    ["working", "pause"],
  ] as const) {
    const world = new World();
    const queue = world.queue("MainQueue", { staying, targets: { left_alone: said("Все ушли.") } });
    const operator = world.operator("o1", [queue]);
    world.ready(operator);
    world.dial("c0", queue);
    await world.pass(seconds(1));
    world.accept(operator);
    const call = world.dial("c1", queue);
    await world.pass(seconds(5));
    if (leaves === "signOut") world.operatorActor(operator).take({ type: "signOut", at: 0, atOnce: true });
    else {
      world.operatorHangsUp(operator);
      world.operatorActor(operator).take({ type: "pause", at: 0, reason: "dnd" });
      await world.pass(100);
      world.decline(operator);
    }
    await world.pass(seconds(9));
    equal(world.places(queue), ["c1"]);
    await world.pass(seconds(2));
    equal([world.places(queue), lastWords(world, call)], [[], "Все ушли."]);
    await world.pass(seconds(10));
    equal([world.records.get(call)?.outcome, why(world, call)], ["overflowed", ["MainQueue left_alone"]]);
  }
});

test("[Q32] a reload of the last operator's page does not empty the line, nor does anybody's leaving unless it is set", async () => {
  const world = new World();
  const { queue, operator } = await waiting(world, ["c1"]);
  world.queue("MainQueue", { staying: "signedIn" });
  world.operatorActor(operator).take({ type: "signOut", at: 0 });
  await world.pass(seconds(8));
  world.arrive(operator);
  await world.pass(minutes(1));
  equal(world.places(queue), ["c1"]);
  world.queue("MainQueue", {});
  world.operatorActor(operator).take({ type: "signOut", at: 0 });
  await world.pass(minutes(1));
  equal(world.places(queue), ["c1"]);
});

test("[Q33] outside the hours nobody is let in; those who wait stay, unless closing has a target", async () => {
  for (const targets of [{}, { closing: said("Мы закрываемся.") }]) {
    const world = new World();
    const { queue, operator } = await line(world, { hours: open, targets });
    const call = world.dial("c1", queue);
    // Closing at 00:20, 200 s after the beginning.
    await world.pass(seconds(210));
    equal(world.places(queue), targets.closing === undefined ? ["c1"] : []);
    const late = world.dial("c2", queue);
    await world.pass(seconds(1));
    equal(lastWords(world, late), "К сожалению, сейчас мы не работаем. Пожалуйста, позвоните позже. До свидания.");
    if (targets.closing === undefined) {
      equal(world.places(queue), ["c1"]);
      world.ready(operator);
      await world.pass(100);
      equal(world.accept(operator), true);
    } else {
      equal([world.places(queue), lastWords(world, call)], [[], "Мы закрываемся."]);
      await world.pass(seconds(10));
      equal([world.records.get(call)?.outcome, why(world, call)], ["overflowed", ["MainQueue closing"]]);
    }
    await world.pass(minutes(24 * 60 - 10));
    world.dial("c3", queue);
    await world.pass(seconds(1));
    equal(world.places(queue), ["c3"]);
  }
});

test("[Q33] closed by hand a queue lets nobody in and says in its timeline who did it; who was in it before may come back into it", async () => {
  const world = new World({ unheard: true });
  const { queue, operator } = await line(world, { hours: open });
  const call = world.dial("c1", queue);
  world.ready(operator);
  await world.pass(seconds(1));
  world.accept(operator);
  const override = overridden(open, { open: false, by: "supervisor1", at: world.clock.now });
  world.queue("MainQueue", { hours: { ...open, override } });
  const late = world.dial("c2", queue);
  await world.pass(seconds(3));
  equal(viewOf(world.queueActor(queue).state.context, world.clock.now)?.opening.open, false);
  equal(why(world, late).length + Number(world.places(queue).includes("c2")), 0);
  equal(world.call(late).turnedAway, "refused");
  const note = world.queueActor(queue).timeline.find(({ what }) => what === "hours by hand");
  equal(note?.detail, { open: false, by: "supervisor1" });
  // Never heard: back in the line, although it is closed.
  await world.pass(seconds(15));
  equal(world.call(call).turnedAway, undefined);
  equal(world.places(queue).includes("c1") || world.engagedWith(operator) === call, true);
});

test("[Q34] an expired entry is offered to nobody, and leaves when its call withdraws it, however late and often that is told", async () => {
  let lost = false;
  const world = new World({ journey: () => ({ delay: 1, lost, repeated: true }) });
  const { queue, operator } = await line(world, { longestWait: seconds(10) });
  const call = world.dial("c1", queue);
  await world.pass(seconds(9));
  lost = true;
  await world.pass(seconds(2));
  equal(world.places(queue), ["c1"]);
  lost = false;
  world.ready(operator);
  await world.pass(1);
  equal(world.status(operator), "Ready");
  await world.pass(seconds(30));
  equal([world.places(queue), world.status(operator)], [[], "Ready"]);
  equal(world.records.get(call)?.outcome, "overflowed");
  // A copy that comes when all is over, or about an entry that is no longer the call's, is answered all the same.
  const other = world.dial("c2", queue);
  await world.pass(seconds(1));
  for (const [id, entryId] of [
    [call, "c1.9"],
    [other, "c2.9"],
  ] as const) {
    const copy = { queueId: queue, entryId: as<EntryId>(entryId), because: "waited" } as const;
    world.callActor(id).take({ type: "entry.expired", at: 0, ...copy });
  }
  await world.pass(seconds(1));
  equal(world.queueActor(queue).state.context.left.slice(-2), ["c1.9", "c2.9"]);
  equal([world.records.get(call)?.outcome, world.places(queue)], ["overflowed", ["c2"]]);
});

test("[Q35] limits keep one timer for the whole queue, and none when nobody waits", async () => {
  const world = new World();
  const settings = {
    longestWait: minutes(1),
    staying: "working",
    hours: open,
    targets: { closing: said("!") },
  } as const;
  const { queue } = await line(world, { ...settings, stayingGrace: minutes(2) });
  const { state } = world.queueActor(queue);
  equal(state.context.wakeAt, undefined);
  for (const id of ["c1", "c2", "c3"]) {
    world.dial(id, queue);
    await world.pass(seconds(5));
  }
  const { context } = world.queueActor(queue).state;
  const [first] = [...context.entries.values()];
  equal(context.wakeAt, (first?.joinedAt ?? 0) + minutes(1));
  for (const id of ["c1", "c2", "c3"]) world.hangUp(as<CallId>(id));
  await world.pass(100);
  equal(world.queueActor(queue).state.context.wakeAt, undefined);
});
