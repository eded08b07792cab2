/** Callers who would rather be phoned than wait on the line. */
import type { DialOrder } from "../../src/protocol/callback.ts";
import type { OpeningHours } from "../../src/protocol/hours.ts";
import { weekdays } from "../../src/protocol/hours.ts";
import { usualQueue, type QueueSettings } from "../../src/protocol/settings.ts";
import { dialOf } from "../../src/queue/callback.ts";
import type { QueueEvent } from "../../src/queue/events.ts";
import { queueLogic } from "../../src/queue/logic.ts";
import { viewOf } from "../../src/queue/view.ts";
import {
  as,
  minutes,
  seconds,
  type ApplicationId,
  type CallId,
  type EntryId,
  type OfferId,
  type OperatorId,
  type QueueId,
  type RoomName,
} from "../../src/words/index.ts";
import { equal, test } from "./harness.ts";
import { World, type Dialled } from "./world/world.ts";

interface Scene {
  readonly world: World;
  readonly queue: QueueId;
  /** Talks with `talk`. */
  readonly operator: OperatorId;
  readonly talk: CallId;
}

/** A queue whose only operator talks. `dialler`: what comes of each order; usually an answer after 5 s. */
async function scene(settings: Partial<QueueSettings>, dialler?: (order: DialOrder) => Dialled): Promise<Scene> {
  const world = new World(dialler === undefined ? {} : { dialler });
  const queue = world.queue("MainQueue", settings);
  const operator = world.operator("o1", [queue]);
  world.ready(operator);
  await world.pass(100);
  const talk = world.dial("talk", queue, { from: "+79990000001" });
  await world.pass(200);
  world.accept(operator);
  await world.pass(seconds(1));
  return { world, queue, operator, talk };
}

const numbers: Readonly<Record<string, string>> = { a: "+79990000011", b: "+79990000012", c: "+79990000013" };

/** These come one after the other, and wait. */
async function come({ world, queue }: Scene, ...ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    world.dial(id, queue, { from: numbers[id] ?? "" });
    await world.pass(seconds(1));
  }
}

function choose(world: World, id: string): void {
  world.callActor(as<CallId>(id)).take({ type: "command", at: 0, command: { type: "requestCallback" } });
}

const entries = ({ world, queue }: Scene) => [...world.queueActor(queue).state.context.entries.values()];
const notes = ({ world, queue }: Scene, what: string) =>
  world.queueActor(queue).timeline.flatMap((moment) => (moment.what === what ? [moment.detail ?? {}] : []));
const outcome = (world: World, id: string) => world.records.get(as<CallId>(id))?.outcome;
const dialled = (world: World) => [...world.dials.values()].map(({ number }) => number);
const ringing = (world: World) => [...world.dials.values()].filter(({ state }) => state === "rings").length;

const operatorFirst = { callback: "operatorFirst" } as const;
const callerFirst = { callback: "callerFirst" } as const;
const busy = (): Dialled => ({ after: seconds(2), how: "busy" });

test("[Q60] who leaves the line to be phoned keeps time and place; the call ends as `callback` and is on the record for that", async () => {
  const line = await scene(operatorFirst);
  const { world, queue } = line;
  await come(line, "a", "b");
  const before = entries(line).find(({ callId }) => callId === "a");
  choose(world, "a");
  await world.pass(seconds(10));
  equal(outcome(world, "a"), "callback");
  equal(world.records.get(as<CallId>("a"))?.marker, "callback");
  equal(
    world.said.get(as<CallId>("a"))?.at(-1),
    "Спасибо. Мы сохраним ваше место в очереди и перезвоним вам. До свидания.",
  );
  equal(world.places(queue), ["a", "b"]);
  const after = entries(line).find(({ callId }) => callId === "a");
  equal([after?.enqueuedAt, after?.priority], [before?.enqueuedAt, before?.priority]);
  equal(world.rooms.size, 2);
});

test("[Q60] hung up on before the queue has promised it, the call is abandoned and nobody is phoned", async () => {
  const line = await scene(operatorFirst);
  await come(line, "a");
  choose(line.world, "a");
  line.world.hangUp(as<CallId>("a"));
  await line.world.pass(seconds(10));
  equal(outcome(line.world, "a"), "abandoned");
  equal(entries(line), []);
});

test("[Q60] who gets an operator while the queue is being asked is served and not phoned", async () => {
  const line = await scene(operatorFirst);
  const { world, operator, talk } = line;
  await come(line, "a");
  world.hangUp(talk);
  await world.pass(100);
  equal(world.engagedWith(operator), "a");
  // The operator's yes and the caller's wish cross.
  world.accept(operator);
  choose(world, "a");
  await world.pass(seconds(2));
  equal(world.status(operator), "InService");
  equal(entries(line), []);
  world.hangUp(as<CallId>("a"));
  await world.pass(minutes(1));
  equal(outcome(world, "a"), "answered");
  equal(dialled(world), []);
});

test("[Q61] operator first: when it is their turn an operator says yes, then they are phoned and put through", async () => {
  const line = await scene(operatorFirst);
  const { world, operator, talk } = line;
  await come(line, "a", "b");
  choose(world, "a");
  await world.pass(seconds(10));
  world.hangUp(talk);
  await world.pass(100);
  const offer = world.view(operator)?.offer;
  equal([offer?.callId, offer?.caller], ["a", numbers["a"]]);
  equal(world.operatorActor(operator).state.context.offer?.callback, true);
  equal(dialled(world), []);
  world.accept(operator);
  await world.pass(seconds(1));
  equal(dialled(world), [numbers["a"]]);
  equal([world.status(operator), world.view(operator)?.engagement], ["InService", "talking"]);
  await world.pass(seconds(10));
  const phoned = as<CallId>("a.2~1");
  equal(world.call(phoned).partner?.operatorId, operator);
  equal(world.call(phoned).connectedAt !== undefined, true);
  equal(
    entries(line).map(({ callId }) => callId),
    ["b"],
  );
  world.hangUp(phoned);
  await world.pass(seconds(1));
  const record = world.records.get(phoned);
  equal([record?.outcome, record?.callbackOf], ["answered", "a"]);
  equal(world.engagedWith(operator), "b");
});

test("[Q61] when an operator declines nobody is phoned, and the next is asked", async () => {
  const line = await scene(operatorFirst);
  const { world, queue, operator, talk } = line;
  const other = world.operator("o2", [queue]);
  await come(line, "a");
  choose(world, "a");
  await world.pass(seconds(10));
  world.hangUp(talk);
  await world.pass(100);
  world.decline(operator);
  world.ready(other);
  await world.pass(100);
  equal(dialled(world), []);
  equal(world.operatorActor(other).state.context.offer?.callback, true);
});

test("[Q62] caller first: they are phoned when an operator is free, who is kept for them, and offered as any caller", async () => {
  const line = await scene(callerFirst);
  const { world, operator, talk } = line;
  await come(line, "a", "b");
  choose(world, "a");
  await world.pass(seconds(10));
  equal(dialled(world), []);
  world.hangUp(talk);
  await world.pass(seconds(2));
  equal(dialled(world), [numbers["a"]]);
  // It is the turn of who is being phoned, not of the next.
  equal(world.status(operator), "Ready");
  await world.pass(seconds(5));
  equal(world.engagedWith(operator), "a.2~1");
  equal(world.operatorActor(operator).state.context.offer?.callback, undefined);
  world.accept(operator);
  await world.pass(seconds(5));
  equal(world.call(as<CallId>("a.2~1")).connectedAt !== undefined, true);
});

test("[Q62] never more are phoned at once than operators are free for them", async () => {
  const line = await scene(callerFirst, () => ({ after: seconds(20), how: "answers" }));
  const { world, queue, talk } = line;
  await come(line, "a", "b", "c");
  for (const id of ["a", "b", "c"]) choose(world, id);
  await world.pass(seconds(10));
  world.hangUp(talk);
  await world.pass(seconds(1));
  equal(ringing(world), 1);
  const other = world.operator("o2", [queue]);
  world.ready(other);
  await world.pass(seconds(1));
  equal(ringing(world), 2);
  // Going and coming back makes nobody two.
  for (let again = 0; again < 3; again += 1) {
    world.operatorActor(other).take({ type: "pause", at: 0, reason: "dnd" });
    await world.pass(500);
    world.ready(other);
    await world.pass(500);
  }
  equal(ringing(world), 2);
});

test("[Q62] with no operator free when they answer they wait before everybody else, are told no place, and may hang up", async () => {
  const line = await scene(callerFirst);
  const { world, queue, operator, talk } = line;
  await come(line, "a", "b");
  choose(world, "b");
  await world.pass(seconds(10));
  world.hangUp(as<CallId>("a"));
  world.hangUp(talk);
  await world.pass(seconds(1));
  equal(ringing(world), 1);
  world.operatorActor(operator).take({ type: "pause", at: 0, reason: "dnd" });
  await come(line, "c");
  await world.pass(minutes(2));
  equal(world.places(queue), ["b.2~1", "c"]);
  equal(world.said.get(as<CallId>("b.2~1")), ["Здравствуйте! Вы просили вам перезвонить. Соединяем вас с оператором."]);
  world.hangUp(as<CallId>("b.2~1"));
  await world.pass(seconds(1));
  equal(outcome(world, "b.2~1"), "abandoned");
  equal(world.places(queue), ["c"]);
});

test("[Q63] phoned in vain they keep their time and are phoned again after the gap, so often and no more; the operator is free at once", async () => {
  const line = await scene({ ...operatorFirst, callbackAttempts: 2, callbackGap: minutes(1) }, busy);
  const { world, operator, talk } = line;
  await come(line, "a");
  const came = entries(line)[0]?.enqueuedAt;
  choose(world, "a");
  await world.pass(seconds(10));
  world.hangUp(talk);
  await world.pass(100);
  world.accept(operator);
  await world.pass(seconds(3));
  equal(world.status(operator), "Ready");
  equal(world.view(operator)?.lastOffer?.outcome, "unanswered");
  equal(entries(line)[0]?.enqueuedAt, came);
  // Meanwhile others are served.
  await come(line, "b");
  equal(world.engagedWith(operator), "b");
  world.hangUp(as<CallId>("b"));
  await world.pass(seconds(50));
  equal(world.status(operator), "Ready");
  await world.pass(seconds(10));
  equal(world.status(operator), "BeforeService");
  world.accept(operator);
  await world.pass(seconds(3));
  equal(world.dials.size, 2);
  equal(entries(line), []);
  equal(notes(line, "callback over"), [{ entry: "a.2", because: "failed" }]);
  equal(notes(line, "callback in vain"), [
    { entry: "a.2", because: "busy", attempts: 1 },
    { entry: "a.2", because: "busy", attempts: 2 },
  ]);
});

test("[Q63] caller first the same: who was kept free is offered others while the gap lasts", async () => {
  const line = await scene({ ...callerFirst, callbackAttempts: 3, callbackGap: seconds(30) }, busy);
  const { world, operator, talk } = line;
  await come(line, "a", "b");
  choose(world, "a");
  await world.pass(seconds(10));
  world.hangUp(talk);
  await world.pass(seconds(3));
  equal(world.engagedWith(operator), "b");
  world.hangUp(as<CallId>("b"));
  await world.pass(minutes(3));
  equal(world.dials.size, 3);
  equal(entries(line), []);
  equal(world.status(operator), "Ready");
});

test("[Q63] where no calls can be placed the callback is over at once; the record of the call still asks for it", async () => {
  const line = await scene(callerFirst, () => ({ after: 0, how: "no_outbound" }));
  const { world, talk } = line;
  await come(line, "a");
  choose(world, "a");
  await world.pass(seconds(10));
  world.hangUp(talk);
  await world.pass(seconds(1));
  equal([world.dials.size, entries(line)], [1, []]);
  equal(world.records.get(as<CallId>("a"))?.marker, "callback");
});

test("[Q63] until the operator who waited has answered that nobody was reached, no other is asked, however short the gap", () => {
  let state = queueLogic.initial();
  const [first, second] = [as<OperatorId>("o1"), as<OperatorId>("o2")];
  const entryId = as<EntryId>("c1.2");
  const offerId = as<OfferId>("c1.2.1");
  const said = (event: QueueEvent): string[] => {
    const step = queueLogic.step(state, event);
    ({ state } = step);
    return step.effects.flatMap((effect) => ("operatorId" in effect ? [`${effect.type} ${effect.operatorId}`] : []));
  };
  const settings = { ...usualQueue, ...operatorFirst, callbackGap: 0 };
  const [application, queueId] = [as<ApplicationId>("a"), as<QueueId>("Q")];
  said({ type: "queue.configured", at: 1, settings: { revision: 1, application, queueId, name: "Q", ...settings } });
  said({
    type: "callback.requested",
    at: 2,
    entryId,
    callId: as<CallId>("c1"),
    room: as<RoomName>("r1"),
    caller: "+79990000011",
    number: "+79990000011",
    line: "+74951234567",
    language: "ru",
    since: 1,
    priority: 50,
  });
  equal(said({ type: "operator.free", at: 3, operatorId: first, idleSince: 1, epoch: 1 }), ["operator.offer o1"]);
  said({ type: "operator.free", at: 4, operatorId: second, idleSince: 1, epoch: 1 });
  said({ type: "offer.accepted", at: 5, offerId, operatorId: first });
  const dialId = dialOf(entryId, 1);
  equal(said({ type: "callback.failed", at: 6, dialId, because: "busy" }), ["operator.rescind o1"]);
  equal(said({ type: "time.passed", at: 7 }), []);
  equal(queueLogic.step(state, { type: "offer.accepted", at: 8, offerId, operatorId: first }).effects, []);
  equal(said({ type: "offer.closed", at: 9, offerId, operatorId: first, outcome: "unanswered", epoch: 2 }), [
    "operator.offer o2",
  ]);
});

test("[Q64] two promises to one number are one, at the earlier time", async () => {
  const line = await scene(operatorFirst);
  const { world, queue } = line;
  await come(line, "a", "b");
  world.dial("a again", queue, { from: "+7 (999) 000-00-11" });
  await world.pass(seconds(1));
  const [first] = entries(line);
  choose(world, "a again");
  choose(world, "a");
  await world.pass(seconds(10));
  equal([outcome(world, "a"), outcome(world, "a again")], ["callback", "callback"]);
  equal(
    entries(line)
      .filter(({ callback }) => callback !== undefined)
      .map(({ enqueuedAt }) => enqueuedAt),
    [first?.enqueuedAt],
  );
  equal(entries(line).length, 2);
});

test("[Q64] who calls again before they are phoned has the place that was kept, and is not phoned", async () => {
  const line = await scene(operatorFirst);
  const { world, queue, operator, talk } = line;
  await come(line, "a", "b");
  choose(world, "a");
  await world.pass(seconds(10));
  world.dial("a again", queue, { from: numbers["a"] ?? "" });
  await world.pass(seconds(1));
  equal(world.places(queue), ["a again", "b"]);
  world.hangUp(talk);
  await world.pass(seconds(1));
  equal(world.engagedWith(operator), "a again");
  equal(world.operatorActor(operator).state.context.offer?.callback, undefined);
});

test("[Q64] the same while they are being phoned: it rings no longer, and an answer that comes all the same ends the call", async () => {
  const line = await scene(operatorFirst);
  const { world, queue, operator, talk } = line;
  await come(line, "a");
  choose(world, "a");
  await world.pass(seconds(10));
  world.hangUp(talk);
  await world.pass(100);
  world.accept(operator);
  await world.pass(seconds(1));
  equal(ringing(world), 1);
  world.dial("a again", queue, { from: numbers["a"] ?? "" });
  await world.pass(seconds(1));
  equal(ringing(world), 0);
  equal(world.engagedWith(operator), "a again");
  equal(world.view(operator)?.lastOffer?.outcome, "gone");
});

test("[Q65] nobody is phoned while the queue is closed, and everybody when it opens", async () => {
  // The world begins at 00:16:40.
  const hours: OpeningHours = {
    timeZone: "UTC",
    week: [
      { days: weekdays, from: "00:00", to: "00:17" },
      { days: weekdays, from: "00:20", to: "24:00" },
    ],
    special: [],
    override: null,
  };
  const line = await scene({ ...callerFirst, hours });
  const { world, talk } = line;
  await come(line, "a");
  choose(world, "a");
  await world.pass(seconds(20));
  world.hangUp(talk);
  await world.pass(seconds(60));
  equal(dialled(world), []);
  equal(world.queueActor(line.queue).state.context.opening?.open, false);
  await world.pass(minutes(2));
  equal(dialled(world), [numbers["a"]]);
});

test("[Q65] a callback that is promised for too long is given up", async () => {
  const line = await scene({ ...operatorFirst, callbackExpiry: minutes(10) });
  await come(line, "a");
  choose(line.world, "a");
  await line.world.pass(minutes(9));
  equal(entries(line).length, 1);
  await line.world.pass(minutes(2));
  equal(entries(line), []);
  equal(notes(line, "callback over"), [{ entry: "a.2", because: "expired" }]);
  equal(line.world.queueActor(line.queue).state.context.wakeAt, undefined);
});

test("[Q66] others stand behind a callback, which counts for the capacity; no limit of the wait lets it go", async () => {
  const line = await scene({ ...operatorFirst, capacity: 2, longestWait: seconds(30), staying: "signedIn" });
  const { world, queue, operator } = line;
  await come(line, "a");
  choose(world, "a");
  await world.pass(seconds(10));
  await come(line, "b", "c");
  equal(world.places(queue), ["a", "b"]);
  equal(
    world.said.get(as<CallId>("b"))?.some((text) => text.includes("Ваш номер в очереди: два.")),
    true,
  );
  await world.pass(seconds(10));
  equal(outcome(world, "c"), "refused");
  await world.pass(minutes(1));
  equal(outcome(world, "b"), "overflowed");
  world.operatorActor(operator).take({ type: "signOut", at: 0, atOnce: true });
  await world.pass(minutes(2));
  equal(world.places(queue), ["a"]);
  const view = viewOf(world.queueActor(queue).state.context, world.clock.now)?.entries[0];
  equal([view?.state, view?.callback, view?.why], ["waiting", true, "no operator is working"]);
});

test("[Q67] promises, gaps and attempts survive the death of every process; an order given twice is one", async () => {
  for (const mode of [operatorFirst, callerFirst]) {
    const line = await scene({ ...mode, callbackAttempts: 2, callbackGap: seconds(20) }, ({ dialId }) =>
      dialId.endsWith("~1") ? busy() : { after: seconds(5), how: "answers" },
    );
    const { world, queue, operator, talk } = line;
    const die = (): void => {
      for (const actor of [...world.queues.values(), ...world.operators.values(), ...world.calls.values()])
        actor.kill();
    };
    await come(line, "a");
    choose(world, "a");
    await world.pass(seconds(10));
    world.hangUp(talk);
    for (let second = 0; second < 80; second += 1) {
      world.queueActor(queue).kill();
      if (second % 7 === 0) die();
      await world.pass(seconds(1));
      if (world.status(operator) === "BeforeService") world.accept(operator);
      if (world.view(operator)?.presence !== "ready") world.ready(operator);
    }
    equal(world.dials.size, 2);
    equal(entries(line), []);
    equal(world.call(as<CallId>("a.2~2")).partner?.operatorId, operator);
  }
});

test("[Q68] a queue that phones nobody, a withheld number: the caller stays where they were", async () => {
  for (const [settings, from, because] of [
    [{}, "+79990000011", "off"],
    [operatorFirst, "", "no_number"],
  ] as const) {
    const line = await scene(settings);
    const { world, queue } = line;
    world.dial("a", queue, { from });
    await world.pass(seconds(1));
    choose(world, "a");
    await world.pass(seconds(10));
    equal(world.places(queue), ["a"]);
    equal(outcome(world, "a"), undefined);
    const told = world.callActor(as<CallId>("a")).timeline.find(({ what }) => what === "no callback");
    equal(told?.detail, { because });
  }
});

test("[Q68] who is not let in and whose target is a callback is phoned where the queue does that", async () => {
  const targets = { closed: { to: "callback", text: {} } } as const;
  const hours: OpeningHours = {
    timeZone: "UTC",
    week: [{ days: weekdays, from: "00:20", to: "24:00" }],
    special: [],
    override: null,
  };
  const world = new World();
  const queue = world.queue("MainQueue", { ...callerFirst, targets, hours });
  const operator = world.operator("o1", [queue]);
  world.ready(operator);
  world.dial("a", queue, { from: numbers["a"] ?? "" });
  await world.pass(seconds(20));
  equal([outcome(world, "a"), world.records.get(as<CallId>("a"))?.marker], ["callback", "callback"]);
  equal(dialled(world), []);
  await world.pass(minutes(3) + seconds(10));
  equal(dialled(world), [numbers["a"]]);
  equal(world.status(operator), "BeforeService");
});

test("[Q69] an operator who waits for somebody to answer may hang up, or be signed out: it rings no longer, and is tried again", async () => {
  for (const leave of ["hangUp", "signOut"] as const) {
    const line = await scene({ ...operatorFirst, callbackGap: seconds(30) }, () => ({
      after: seconds(20),
      how: "answers",
    }));
    const { world, operator, talk } = line;
    await come(line, "a");
    choose(world, "a");
    await world.pass(seconds(10));
    world.hangUp(talk);
    await world.pass(100);
    world.accept(operator);
    await world.pass(seconds(1));
    equal(ringing(world), 1);
    if (leave === "hangUp") world.operatorHangsUp(operator);
    else world.operatorActor(operator).take({ type: "signOut", at: 0, atOnce: true });
    await world.pass(seconds(1));
    equal(ringing(world), 0);
    equal(world.status(operator), leave === "hangUp" ? "Ready" : "Offline");
    equal(notes(line, "callback in vain"), [{ entry: "a.2", because: "given_up", attempts: 1 }]);
    world.ready(operator);
    await world.pass(seconds(40));
    equal(world.status(operator), "BeforeService");
  }
});

test("[Q72] where the queue phones people, who waits is told the key; pressed, it is promised, said so, and the call is over", async () => {
  for (const [language, key, promised] of [
    ["ru", "нажмите один", "Спасибо. Мы сохраним ваше место в очереди и перезвоним вам. До свидания."],
    ["en", "press one", "Thank you. We will keep your place in the queue and call you back. Good-bye."],
  ] as const) {
    const line = await scene(operatorFirst);
    const { world, queue } = line;
    const call = world.dial("a", queue, { from: numbers["a"] ?? "", language });
    await world.pass(seconds(1));
    equal(world.said.get(call)?.[0]?.includes(key), true);
    for (const digit of "2#") world.press(call, digit);
    await world.pass(seconds(1));
    equal(outcome(world, "a"), undefined);
    world.press(call, "1");
    world.press(call, "1");
    await world.pass(seconds(6));
    equal([outcome(world, "a"), world.said.get(call)?.at(-1)], ["callback", promised]);
    equal(
      entries(line).map(({ callId, callback }) => [callId, callback?.state]),
      [["a", "waiting"]],
    );
  }
});

test("[Q72] nobody is told of the key, and it does nothing, where nobody is phoned: by the queue, or at a withheld number", async () => {
  for (const [settings, from] of [
    [{}, "+79990000011"],
    [operatorFirst, ""],
  ] as const) {
    const line = await scene(settings);
    const { world, queue } = line;
    const call = world.dial("a", queue, { from });
    await world.pass(seconds(40));
    world.press(call, "1");
    await world.pass(seconds(10));
    equal([world.places(queue), world.said.get(call)?.some((text) => text.includes("нажмите"))], [["a"], false]);
  }
});

test("[Q72] a queue that phones nobody any more: who presses the key is told how they stand, and waits on", async () => {
  const line = await scene(operatorFirst);
  const { world, queue } = line;
  await come(line, "a");
  await world.pass(seconds(5));
  world.queue("MainQueue", { callback: "off" });
  world.press(as<CallId>("a"), "1");
  await world.pass(seconds(1));
  equal([world.places(queue), world.said.get(as<CallId>("a"))?.at(-1)?.includes("нажмите")], [["a"], false]);
  equal(world.said.get(as<CallId>("a"))?.length, 2);
});

test("[Q74] how a promise ended reaches the ledger, once, under the call in which it was made", async () => {
  const line = await scene({ ...operatorFirst, callbackAttempts: 1, callbackExpiry: minutes(10) }, ({ number }) =>
    number === numbers["b"] ? busy() : { after: seconds(5), how: "answers" },
  );
  const { world, queue, operator, talk } = line;
  await come(line, "a", "b", "c");
  world.dial("a again", queue, { from: numbers["a"] ?? "" });
  await world.pass(seconds(1));
  const promised = world.clock.now;
  for (const id of ["a", "b", "a again", "c"]) choose(world, id);
  await world.pass(seconds(1));
  world.hangUp(talk);
  for (let round = 0; round < 12; round += 1) {
    await world.pass(seconds(5));
    if (round < 10) world.accept(operator);
    else world.operatorActor(operator).take({ type: "signOut", at: 0, atOnce: true });
    if (round === 8) world.operatorHangsUp(operator);
  }
  await world.pass(minutes(12));
  const ends = [...world.callbacks.values()].map(([first, ...again]) => {
    equal(again, []);
    equal([first?.queueId, (first?.promisedAt ?? 0) >= promised], [queue, true]);
    return [first?.of, first?.outcome, first?.attempts, first?.because ?? first?.callId];
  });
  equal(ends, [
    ["a again", "merged", 0, undefined],
    ["a", "reached", 1, "a.2~1"],
    ["b", "failed", 1, "busy"],
    ["c", "expired", 0, undefined],
  ]);
});
