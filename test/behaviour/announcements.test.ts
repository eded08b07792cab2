/** What a waiting caller is told while the line before them changes. */
import { as, minutes, seconds, type CallId, type SkillId } from "../../src/words/index.ts";
import { equal, test } from "./harness.ts";
import { waiting } from "./scenes.ts";
import { World } from "./world/world.ts";

test("[C20] somebody of a better priority goes first: the caller is not told a worse place, and supervisors see the true one", async () => {
  const world = new World();
  const { queue } = await waiting(world, ["first", "second"]);
  await world.pass(seconds(10));
  world.dial("vip", queue, { priority: 1 });
  await world.pass(minutes(2));
  equal(world.places(queue), ["vip", "first", "second"]);
  const [greeted, ...said] = world.said.get(world.dial("second", queue)) ?? [];
  equal(greeted, "Здравствуйте! Пожалуйста, оставайтесь на линии. Ваш номер в очереди: два.");
  equal(new Set(said), new Set(["Ваш номер в очереди: два."]));
});

test("[C20] somebody comes back into the line, to where they were: who was told to be next meanwhile is told so again", async () => {
  const world = new World({ unheard: true });
  const { queue, operator } = await waiting(world, ["first", "second"]);
  await world.pass(seconds(20));
  world.ready(operator);
  await world.pass(seconds(1));
  world.accept(operator);
  await world.pass(seconds(10));
  const call = world.dial("second", queue);
  const isNext = (): boolean => world.said.get(call)?.at(-1)?.startsWith("Вы следующий в очереди.") ?? false;
  equal([world.places(queue), isNext()], [["second"], true]);
  await world.pass(seconds(30));
  equal([world.places(queue), world.said.get(call)?.length, isNext()], [["first", "second"], 3, true]);
});

test("[Q25] nothing is said of the wait of a caller whom nobody at work may serve", async () => {
  const world = new World();
  const queue = world.queue("MainQueue");
  world.ready(world.operator("o1", [queue]));
  await world.pass(100);
  const needs = [{ skill: as<SkillId>("english"), level: 1 }] as const;
  const able = world.dial("first", queue);
  await world.pass(100);
  const unable = world.dial("second", queue, { needs });
  const usual = world.dial("third", queue);
  await world.pass(100);
  const waits = (call: CallId): boolean => world.said.get(call)?.[0]?.includes("Ожида") ?? false;
  equal([able, unable, usual].map(waits), [true, false, true]);
});
