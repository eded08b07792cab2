import {
  pinned,
  pinnedForCallback,
  usualScenario,
  type PinnedScenario,
  type PinnedSound,
} from "../../src/protocol/scenario.ts";
import {
  as,
  minutes,
  seconds,
  type CallId,
  type EntryId,
  type QueueId,
  type ScenarioId,
  type SoundId,
} from "../../src/words/index.ts";
import { equal, test } from "./harness.ts";
import { World } from "./world/world.ts";

const sound = (id: string, duration = seconds(3)): PinnedSound => ({
  id: as<SoundId>(id),
  hash: "0".repeat(64),
  duration,
});
const own = (settings: PinnedScenario["settings"], flow: PinnedScenario["flow"] = "ACD") => ({
  scenario: as<ScenarioId>("Sales"),
  published: { version: 3, flow, settings },
});

/** A queue that somebody serves, who is not ready. */
async function served(world: World, callback: "off" | "operatorFirst" = "off"): Promise<QueueId> {
  const queue = world.queue("MainQueue", { callback });
  world.arrive(world.operator("o1", [queue]));
  await world.pass(10);
  return queue;
}

test("[C32] a call follows the version of the scenario that it began with, and its record names it", async () => {
  const world = new World();
  const queue = await served(world);
  const texts = { greeting: "Компания «Ромашка».", place: "Перед вами {place} минус один.", next: "Вы первый." };
  const first = world.dial("c1", queue, own({ texts, sayWait: false }));
  const second = world.dial("c2", queue, own({ texts, sayWait: false }));
  await world.pass(seconds(2));
  equal(world.said.get(first), ["Компания «Ромашка». Вы первый."]);
  equal(world.said.get(second), ["Компания «Ромашка». Перед вами два минус один."]);
  world.hangUp(first);
  await world.pass(seconds(1));
  equal(world.records.get(first)?.scenario, "Sales");
  equal(world.records.get(first)?.scenarioVersion, 3);
  await world.pass(seconds(30));
  equal(world.said.get(second)?.at(-1), "Вы первый.");
});

test("[C32] its flow is the one that the version names, whatever the scenario is called", async () => {
  const world = new World();
  const queue = await served(world);
  const call = world.dial("c1", queue, own({ texts: { nobodyServes: "Мы переехали." } }, "Closed"));
  await world.pass(seconds(10));
  equal(world.said.get(call), ["Мы переехали."]);
  equal(world.records.get(call)?.outcome, "refused");
});

test("[C33] sounds take the place of texts, in order; the music is the scenario's whenever music plays", async () => {
  const world = new World();
  const queue = await served(world);
  const [hello, music] = [sound("hello"), sound("tune")];
  const call = world.dial("c1", queue, own({ prompts: { greeting: hello }, music }));
  await world.pass(seconds(1));
  const { treatment } = world.call(call);
  equal(treatment.speech?.parts, [
    { text: "Здравствуйте! Пожалуйста, оставайтесь на линии.", sound: hello },
    { text: "Вы следующий в очереди." },
  ]);
  equal(treatment.music, music);
  await world.pass(seconds(30));
  equal(world.call(call).treatment.speech?.parts, undefined);
  equal(world.call(call).treatment.music, music);
  world.hangUp(call);
  await world.pass(seconds(1));
  const moment = world.records.get(call)?.timeline.find(({ what }) => what === "say");
  equal(moment?.detail?.["sounds"], "hello");
});

test("[C33] last words that are a sound are waited for as long as it plays, and no longer than half a minute more", async () => {
  const world = new World({ speech: minutes(60) });
  const queue = world.queue("MainQueue");
  const call = world.dial("c1", queue, own({ prompts: { nobodyServes: sound("sorry", seconds(90)) } }));
  await world.pass(seconds(119));
  equal(world.records.get(call), undefined);
  await world.pass(seconds(3));
  equal(world.records.get(call)?.outcome, "refused");
});

test("[C34] a scenario that says neither place nor wait says nothing after its greeting, and music plays", async () => {
  const world = new World();
  const queue = await served(world);
  const call = world.dial("c1", queue, own({ sayPlace: false, sayWait: false }));
  await world.pass(minutes(2));
  equal(world.said.get(call), ["Здравствуйте! Пожалуйста, оставайтесь на линии."]);
  equal(world.call(call).treatment.background, "music");
});

test("[C34] nothing at all to say is nothing to wait for", async () => {
  const world = new World();
  const queue = world.queue("MainQueue");
  const call = world.dial("c1", queue, own({ texts: { nobodyServes: "" } }));
  await world.pass(seconds(3));
  equal(world.said.get(call), undefined);
  equal(world.records.get(call)?.outcome, "refused");
});

test("[C35] the key for a callback is the scenario's, and is said; with none, no key does it", async () => {
  const world = new World();
  const queue = await served(world, "operatorFirst");
  const other = world.dial("c1", queue, own({ callbackKey: "#" }));
  const none = world.dial("c2", queue, { ...own({ callbackKey: null }), from: "+79990000001" });
  await world.pass(seconds(2));
  equal(world.said.get(other)?.[0]?.includes("нажмите решётку:"), true);
  equal(world.said.get(none)?.[0]?.includes("нажмите"), false);
  for (const call of [other, none]) world.press(call, "1");
  await world.pass(seconds(2));
  equal(world.call(other).promised, false);
  for (const call of [other, none]) world.press(call, "#");
  await world.pass(seconds(2));
  equal(world.call(other).promised, true);
  equal(world.call(none).promised, false);
});

/** The call in which somebody is phoned who has left the line of a scenario of one's own. */
async function phoned(settings: PinnedScenario["settings"]): Promise<{ world: World; call: CallId }> {
  const world = new World();
  const queue = world.queue("MainQueue", { callback: "callerFirst" });
  const operator = world.operator("o1", [queue]);
  world.arrive(operator);
  await world.pass(10);
  const first = world.dial("c1", queue, own(settings));
  await world.pass(seconds(20));
  world.press(first, "1");
  await world.pass(seconds(10));
  equal(world.records.get(first)?.outcome, "callback");
  world.ready(operator);
  await world.pass(seconds(10));
  return { world, call: as<CallId>("c1.2~1") };
}

test("[C37] who is phoned as promised hears what the scenario of that call says and plays", async () => {
  const [hello, music] = [sound("hello"), sound("tune")];
  const { world, call } = await phoned({
    texts: { calledBack: "Это «Ромашка», вы просили перезвонить.", greeting: "Компания «Ромашка»." },
    prompts: { calledBack: hello },
    music,
    sayWait: false,
  });
  equal(world.said.get(call), ["Это «Ромашка», вы просили перезвонить."]);
  const say = world.callActor(call).timeline.find(({ what }) => what === "say");
  equal(say?.detail?.["sounds"], "hello");
  equal(world.call(call).treatment.music, music);
  // The version is that call's, which the record names.
  equal(world.call(call).route?.published, undefined);
  equal(world.call(call).route?.callback?.settings, {
    texts: { calledBack: "Это «Ромашка», вы просили перезвонить." },
    prompts: { calledBack: hello },
    music,
  });
});

test("[C37] where it says nothing of it, they hear the usual words; an empty text says nothing", async () => {
  const usual = await phoned({ texts: { greeting: "Компания «Ромашка»." } });
  equal(usual.world.said.get(usual.call), ["Здравствуйте! Вы просили вам перезвонить. Соединяем вас с оператором."]);
  const silent = await phoned({ texts: { calledBack: "" } });
  equal(silent.world.said.get(silent.call), undefined);
  equal(silent.world.call(silent.call).treatment.background, "music");
});

test("[C37] their last words may be a sound, which is waited for", async () => {
  const world = new World({ speech: minutes(60) });
  const promised = { entryId: as<EntryId>("c0.2"), since: 0, of: as<CallId>("c0") };
  const call = world.dial("c1", as<QueueId>("Nowhere"), {
    scenario: as<ScenarioId>("Callback"),
    callback: { ...promised, settings: { prompts: { full: sound("sorry", seconds(90)) } } },
  });
  await world.pass(seconds(119));
  equal(world.records.get(call), undefined);
  await world.pass(seconds(3));
  equal(world.records.get(call)?.outcome, "refused");
});

test("[C37] with the promise goes only what somebody who is phoned may hear", () => {
  equal(pinnedForCallback({ texts: { greeting: "Да." }, sayPlace: false, callbackKey: "2" }), undefined);
  const texts = { calledBack: "Алло.", full: "Занято." };
  equal(pinnedForCallback({ texts: { ...texts, place: "{place}" }, prompts: { next: sound("next") } }), { texts });
});

test("[C36] a call is pinned to what differs from the usual, in its language, and to sounds that can be played", () => {
  const version = { version: 1, flow: "ACD" as const };
  const playable = (id: SoundId): PinnedSound | undefined => (id === "hello" ? sound("hello") : undefined);
  equal(pinned({ ...version, settings: usualScenario }, "ru", playable), version);
  const hello = { greeting: as<SoundId>("hello"), full: as<SoundId>("lost") };
  const settings = {
    ...usualScenario,
    texts: { ru: { closed: "Закрыто." }, en: { closed: "Closed." } },
    prompts: { ru: hello },
    music: as<SoundId>("lost"),
    callbackKey: null,
  };
  equal(pinned({ ...version, settings }, "ru", playable), {
    ...version,
    settings: { texts: { closed: "Закрыто." }, prompts: { greeting: sound("hello") }, callbackKey: null },
  });
  equal(pinned({ ...version, settings }, "en", playable), {
    ...version,
    settings: { texts: { closed: "Closed." }, callbackKey: null },
  });
});
