/** Processes die between any two lines: what callers and operators notice of it. */
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { Duration } from "../../src/words/index.ts";
import { tone, windowsWith } from "../support/phone.ts";
import { Centre, eventually, pause } from "./centre.ts";
import { loudWindows } from "./hearing.ts";

let centre: Centre;
beforeAll(async () => {
  centre = await Centre.open();
});
afterEach(() => centre.clear());
afterAll(() => centre?.close());

/** What the API answers in the time to come, asked all the while. */
async function statusesFor(time: Duration): Promise<Set<number>> {
  const headers = { authorization: `Bearer ${centre.stack.adminKey}` };
  const asked: Promise<Response>[] = [];
  for (const begin = Date.now(); Date.now() - begin < time; await pause(10))
    asked.push(fetch(`${centre.stack.url}/v1/applications`, { headers }));
  return new Set((await Promise.all(asked)).map(({ status }) => status));
}

it("[E7] [S21] kill -9 of the actors: places are kept, timers fire, the talk is not interrupted, music goes on", async () => {
  const operator = await centre.signIn("operator1", { speaks: 880 });
  await operator.ready();
  const talking = await centre.dial();
  await operator.accept();
  void talking.line.play(tone(440, 20_000));
  const waiting = [];
  for (let i = 0; i < 3; i += 1) {
    const call = await centre.dial({ from: `+7916000000${i}` });
    await call.answered;
    waiting.push(call);
    await pause(300);
  }
  const before = await eventually(async () => {
    const { entries } = await centre.queue();
    return entries.length === 3 ? entries.map(({ callId }) => callId) : undefined;
  });
  await pause(9_000); // the greeting is over: music
  const heardBefore = talking.line.heard().length;
  const musicBefore = waiting.map(({ line }) => line.heard().length);
  const statuses = statusesFor(1_000);
  await centre.stack.kill9("actors");
  expect(await statuses).toEqual(new Set([200, 503]));
  await pause(3_000);

  expect(windowsWith(880, talking.line.heard().subarray(heardBefore))).toBeGreaterThan(0.9);
  expect(windowsWith(440, operator.heard().subarray(-8_000 * 2))).toBeGreaterThan(0.9);
  for (const [i, { line }] of waiting.entries()) {
    expect(loudWindows(line.heard().subarray(musicBefore[i]))).toBeGreaterThan(0.7);
  }
  const after = await eventually(async () => centre.queue().catch(() => undefined), 10_000);
  expect(after.entries.map(({ callId }) => callId)).toEqual(before);
  // The announcement that falls due 30 s after the first is made, though the process that planned it is dead.
  const record = await eventually(async () => {
    const calls = await centre.calls();
    const [first] = before;
    const call = calls.find(({ callId }) => callId === first);
    return call !== undefined && call.timeline.filter(({ what }) => what === "say").length >= 2 ? call : undefined;
  }, 30_000);
  expect(record.outcome).toBeUndefined();
  // The operator's console comes back by itself, and the talk ends as ever.
  const again = await centre.signIn("operator1", { tab: "first" });
  expect(again.view?.status).toBe("InService");
  await again.hangUp();
  expect((await talking.ended).by).toBe("them");
  for (const call of waiting) await call.hangUp();
});

it("[E21] kill -9 of the HTTP side: who talks and who waits notices nothing, and a call that ends meanwhile ends", async () => {
  const operator = await centre.signIn("operator1", { speaks: 880 });
  await operator.ready();
  const talking = await centre.dial();
  await operator.accept();
  const [waiting, leaving] = [await centre.dial({ from: "+79160000001" }), await centre.dial({ from: "+79160000002" })];
  for (const call of [waiting, leaving]) await call.answered;
  await eventually(async () => ((await centre.queue()).waiting === 2 ? true : undefined));
  await pause(9_000); // the greeting is over: music
  const [heard, music] = [talking.line.heard().length, waiting.line.heard().length];
  await centre.stack.kill9("front");
  await leaving.hangUp();
  await pause(3_000);
  expect(windowsWith(880, talking.line.heard().subarray(heard))).toBeGreaterThan(0.9);
  expect(loudWindows(waiting.line.heard().subarray(music))).toBeGreaterThan(0.7);
  await eventually(async () => ((await centre.queue()).waiting === 1 ? true : undefined), 20_000);
  const again = await centre.signIn("operator1", { tab: "first" });
  expect(again.view?.status).toBe("InService");
  await again.hangUp();
  expect((await talking.ended).by).toBe("them");
  await waiting.hangUp();
  const isOver = ({ outcome }: { readonly outcome?: string }): boolean => outcome !== undefined;
  await eventually(async () => ((await centre.calls()).every(isOver) ? true : undefined), 10_000);
});

it("[E8] kill -9 of the media worker: music again within 2 s, and the call is not dropped", async () => {
  await centre.signIn("operator1");
  const call = await centre.dial();
  await call.answered;
  await pause(10_000);
  expect(loudWindows(call.line.heard().subarray(-8_000))).toBeGreaterThan(0.7);
  await centre.stack.kill9("media");
  await pause(2_000);
  const from = call.line.heard().length;
  await pause(1_000);
  expect(loudWindows(call.line.heard().subarray(from))).toBeGreaterThan(0.7);
  await call.hangUp();
});
