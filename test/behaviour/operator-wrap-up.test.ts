/** What follows a call: the modes of wrap-up, and what ends each of them. */
import type { OperatorProfile, QueueSettings, WrapUpMode } from "../../src/protocol/settings.ts";
import { minutes, seconds, type CallId, type Duration, type OperatorId, type QueueId } from "../../src/words/index.ts";
import { equal, test } from "./harness.ts";
import { World } from "./world/world.ts";

interface Scene {
  readonly world: World;
  readonly queue: QueueId;
  readonly operator: OperatorId;
  readonly call: CallId;
}

/** An operator and a caller who talk, under these settings. */
async function talking(settings: Partial<QueueSettings>, own: Partial<OperatorProfile> = {}): Promise<Scene> {
  const world = new World();
  const queue = world.queue("MainQueue", settings);
  const operator = world.operator("o1", [queue], own);
  world.ready(operator);
  await world.pass(100);
  const call = world.dial("c1", queue);
  await world.pass(seconds(1));
  world.accept(operator);
  await world.pass(seconds(1));
  return { world, queue, operator, call };
}

/** The same, and the caller has hung up. */
async function afterCall(settings: Partial<QueueSettings>, own: Partial<OperatorProfile> = {}): Promise<Scene> {
  const scene = await talking(settings, own);
  scene.world.hangUp(scene.call);
  await scene.world.pass(100);
  return scene;
}

/** Whether the press was taken. */
const press = ({ world, operator }: Scene, type: "finishWrapUp" | "extendWrapUp"): boolean =>
  world.operatorActor(operator).take({ type, at: 0 }) !== undefined;

/** What a mode does when nobody presses anything: the status after the call, right before its time is over, and after it. */
async function course(wrapUpMode: WrapUpMode, wrapUp: Duration): Promise<readonly string[]> {
  const scene = await afterCall({ wrapUpMode, wrapUp });
  const { world, operator } = scene;
  const status = (): string => world.status(operator);
  const statuses = [status()];
  await world.pass(seconds(18));
  statuses.push(status());
  await world.pass(seconds(4));
  statuses.push(status());
  await world.pass(minutes(90));
  return [...statuses, status()];
}

test("[O9] left alone: no wrap-up, one that ends with its time, one that waits, one that pauses, one that nobody asked for", async () => {
  const over = ["AfterService", "AfterService", "Ready", "Ready"];
  equal(await course("none", seconds(20)), ["Ready", "Ready", "Ready", "Ready"]);
  equal(await course("optional", seconds(20)), over);
  equal(await course("timed", seconds(20)), over);
  equal(await course("mandatory", seconds(20)), ["AfterService", "AfterService", "AfterService", "AfterService"]);
  equal(await course("forced", seconds(20)), ["AfterService", "AfterService", "Online", "Online"]);
  equal(await course("onRequest", seconds(20)), ["Ready", "Ready", "Ready", "Ready"]);
});

test("[O9] without a length there is no wrap-up, but for the mandatory one, which has none", async () => {
  for (const mode of ["optional", "timed", "forced"] as const) {
    equal([mode, (await course(mode, 0))[0]], [mode, "Ready"]);
  }
  equal((await course("mandatory", 0))[0], "AfterService");
});

test("[O9] one press finishes a wrap-up and makes Ready, unless its time is fixed", async () => {
  for (const [mode, taken, status] of [
    ["optional", true, "Ready"],
    ["mandatory", true, "Ready"],
    ["forced", true, "Ready"],
    ["timed", false, "AfterService"],
  ] as const) {
    const scene = await afterCall({ wrapUpMode: mode, wrapUp: seconds(20) });
    equal([mode, scene.world.view(scene.operator)?.wrapUp?.mayFinish], [mode, taken]);
    equal([mode, press(scene, "finishWrapUp")], [mode, taken]);
    equal([mode, scene.world.status(scene.operator)], [mode, status]);
  }
});

test("[O9] on request: asked for during the call there is a wrap-up, which may be finished; taken back there is none", async () => {
  for (const wanted of [true, false]) {
    const scene = await talking({ wrapUpMode: "onRequest", wrapUp: seconds(20) });
    const { world, operator, call } = scene;
    const actor = world.operatorActor(operator);
    equal(world.view(operator)?.call?.wrapUpRequested, false);
    actor.take({ type: "requestWrapUp", at: 0, callId: call, wanted: true });
    if (!wanted) actor.take({ type: "requestWrapUp", at: 0, callId: call, wanted: false });
    equal(world.view(operator)?.call?.wrapUpRequested, wanted);
    world.hangUp(call);
    await world.pass(100);
    equal(world.status(operator), wanted ? "AfterService" : "Ready");
    if (wanted) equal(press(scene, "finishWrapUp"), true);
  }
});

test("[O9] a request is for one call, and for the mode that heeds it", async () => {
  const asked = await talking({ wrapUpMode: "onRequest", wrapUp: seconds(20) });
  const { world, operator, queue, call } = asked;
  world.operatorActor(operator).take({ type: "requestWrapUp", at: 0, callId: call, wanted: true });
  world.hangUp(call);
  await world.pass(100);
  press(asked, "finishWrapUp");
  const second = world.dial("c2", queue);
  await world.pass(seconds(1));
  world.accept(operator);
  await world.pass(seconds(1));
  world.hangUp(second);
  await world.pass(100);
  equal(world.status(operator), "Ready");

  const other = await talking({ wrapUpMode: "none" });
  const request = { type: "requestWrapUp", at: 0, callId: other.call, wanted: true } as const;
  equal(other.world.operatorActor(other.operator).take(request), undefined);
  equal(other.world.view(other.operator)?.call?.wrapUpRequested, undefined);
});

test("[O9] whoever lets the time for a forced wrap-up run out is paused, says why, and is Ready with one press", async () => {
  const { world, operator } = await afterCall({ wrapUpMode: "forced", wrapUp: seconds(20) });
  // Ready was chosen for the time after it; it was not finished all the same.
  world.operatorActor(operator).take({ type: "goReady", at: 0 });
  await world.pass(seconds(21));
  const view = world.view(operator);
  equal([view?.status, view?.pauseReason, view?.next], ["Online", "unfinished", undefined]);
  world.operatorActor(operator).take({ type: "goReady", at: 0 });
  equal(world.status(operator), "Ready");
});

test("[O9] a pause chosen during a forced wrap-up is kept when its time runs out", async () => {
  const { world, operator } = await afterCall({ wrapUpMode: "forced", wrapUp: seconds(20) });
  world.operatorActor(operator).take({ type: "pause", at: 0, reason: "dnd" });
  await world.pass(seconds(21));
  equal(world.status(operator), "DND");
});

test("[O10] a wrap-up is prolonged once, where its mode allows it", async () => {
  for (const [mode, may] of [
    ["optional", true],
    ["forced", true],
    ["mandatory", false],
    ["timed", false],
  ] as const) {
    const scene = await afterCall({ wrapUpMode: mode, wrapUp: seconds(20), wrapUpExtension: minutes(1) });
    const { world, operator } = scene;
    const endsAt = world.view(operator)?.wrapUp?.endsAt ?? Number.NaN;
    equal([mode, world.view(operator)?.wrapUp?.extension], [mode, may ? minutes(1) : undefined]);
    equal([mode, press(scene, "extendWrapUp")], [mode, may]);
    if (!may) continue;
    equal(world.view(operator)?.wrapUp?.endsAt, endsAt + minutes(1));
    equal(world.view(operator)?.wrapUp?.extension, undefined);
    equal(press(scene, "extendWrapUp"), false);
    await world.pass(seconds(78));
    equal([mode, world.status(operator)], [mode, "AfterService"]);
    await world.pass(seconds(3));
    equal([mode, world.status(operator)], [mode, mode === "forced" ? "Online" : "Ready"]);
  }
  const without = await afterCall({ wrapUp: seconds(20), wrapUpExtension: 0 });
  equal(press(without, "extendWrapUp"), false);
});

test("[O11] mode and length are the queue's unless the operator has their own, and a change counts from the next call's end on", async () => {
  const own = { wrapUpMode: "timed", wrapUp: seconds(7) } as const;
  const { world, queue, operator } = await afterCall({ wrapUpMode: "none" }, own);
  const wrapUp = world.view(operator)?.wrapUp;
  equal([wrapUp?.mode, (wrapUp?.endsAt ?? 0) - (wrapUp?.startedAt ?? 0)], ["timed", seconds(7)]);
  world.operator("o1", [queue], { wrapUpMode: "mandatory" });
  await world.pass(seconds(7));
  equal(world.status(operator), "Ready");
  const second = world.dial("c2", queue);
  await world.pass(seconds(1));
  world.accept(operator);
  await world.pass(seconds(1));
  world.operator("o1", [queue], { wrapUpMode: "optional", wrapUp: seconds(3) });
  world.hangUp(second);
  await world.pass(100);
  equal(world.view(operator)?.wrapUp?.mode, "optional");
});

test("[O12] a wrap-up survives a reload and the death of its process, with its end; every queue is kept away", async () => {
  const { world, queue, operator } = await afterCall({ wrapUpMode: "timed", wrapUp: seconds(30) });
  const other = world.queue("Other");
  world.operator("o1", [queue, other]);
  const before = world.view(operator)?.wrapUp;
  const actor = world.operatorActor(operator);
  actor.take({ type: "link.down", at: 0 });
  await world.pass(seconds(5));
  actor.kill();
  actor.take({ type: "link.up", at: 0 });
  world.dial("c2", other);
  await world.pass(seconds(5));
  equal(world.view(operator)?.wrapUp, before);
  equal(world.status(operator), "AfterService");
  await world.pass(seconds(21));
  equal(world.engagedWith(operator), "c2");
});

test("[O12] nobody wraps up who is not there: it ends when they are signed out, and they are not Ready when they come back", async () => {
  for (const leave of ["link.down", "operator.revoked"] as const) {
    const { world, operator } = await afterCall({ wrapUpMode: "mandatory" });
    world.operatorActor(operator).take({ type: leave, at: 0 });
    await world.pass(seconds(16));
    equal([leave, world.status(operator)], [leave, "Offline"]);
    world.arrive(operator);
    equal([leave, world.status(operator)], [leave, "Online"]);
  }
});
