/**
 * Three times as many callers as can be served: how many are served all the same, and how soon after the rush somebody who calls is answered as on
 * any other day. The measure is what the app does at its peak with callers always waiting, in the same run.
 */
import { setTimeout as pause } from "node:timers/promises";
import { minutes, seconds } from "../../src/words/index.ts";
import type { Centre } from "./centre.ts";
import { at, becomesTrue } from "./clock.ts";
import type { Operator } from "./operator.ts";
import { quantile, rounded } from "../measure/statistics.ts";

const operatorsAtWork = 40;
const waiting = 20;
const [warmUp, measured] = [seconds(2), seconds(8)];
const [rush, begins] = [seconds(15), seconds(3)];
const times = 3;
/** Who calls is answered so soon on an ordinary day, twice over. */
const answered = 1_000;

export async function measureOverload(centre: Centre): Promise<object> {
  const { callers } = centre;
  await centre.wrapUp(0);
  const closing = new AbortController();
  let refill = true;
  const serve = async (operator: Operator): Promise<void> => {
    operator.press({ type: "goReady" });
    while (!closing.signal.aborted) {
      const made = await operator.offer(seconds(1));
      if (made === undefined) continue;
      if (refill) callers.call();
      const call = await operator.accept(made.offer);
      if (call !== undefined) callers.hangUp(call.room);
      await operator.until(({ call }) => call === undefined);
    }
    await operator.rest();
  };
  const serving = centre.operators.slice(0, operatorsAtWork).map(serve);
  for (let caller = 0; caller < operatorsAtWork + waiting; caller += 1) callers.call();
  await pause(warmUp);
  const peak = await servedPerSecond(centre, measured);

  refill = false;
  const began = performance.now();
  const arrivals = (async () => {
    for (let due = began; due < began + rush; due += 1_000 / (times * peak)) {
      await at(due);
      callers.call();
    }
  })();
  await pause(begins);
  const during = await servedPerSecond(centre, rush - begins);
  await arrivals;
  const ended = performance.now();

  // Somebody calls now and then; the day is ordinary again when they are answered at once.
  const ringing: number[] = [];
  let recovered = Number.NaN;
  while (Number.isNaN(recovered) && performance.now() - ended < minutes(1)) {
    const ring = await callers.callAndWait(minutes(1));
    ringing.push(ring);
    if (ring <= answered) recovered = performance.now() - ended;
    await pause(100);
  }
  const called = callers.called;
  await becomesTrue("every call served", minutes(3), () => callers.served === callers.called);
  closing.abort();
  await Promise.all(serving);
  return {
    overload: {
      peakPerSecond: rounded(peak),
      duringPerSecond: rounded(during),
      goodput: rounded(during / peak),
      recoveredMs: Math.round(recovered),
      longestRingMs: Math.round(quantile(ringing, 1)),
      callers: called,
    },
  };
}

async function servedPerSecond({ callers }: Centre, length: number): Promise<number> {
  const [before, began] = [callers.served, performance.now()];
  await pause(length);
  return ((callers.served - before) * 1_000) / (performance.now() - began);
}
