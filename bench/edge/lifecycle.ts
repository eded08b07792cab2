/** How many calls a second go through one queue from the first webhook to the last when nobody lingers: closed loop, callers always waiting. */
import { setTimeout as pause } from "node:timers/promises";
import { minutes, seconds } from "../../src/words/index.ts";
import type { Centre } from "./centre.ts";
import { becomesTrue } from "./clock.ts";
import type { Operator } from "./operator.ts";
import { processorUse } from "../measure/processor.ts";
import { rounded } from "../measure/statistics.ts";

const busyOperators = 40;
const waiting = 20;
const [warmUp, measured] = [seconds(2), seconds(8)];

export async function measureLifecycle(centre: Centre): Promise<object> {
  const { callers } = centre;
  await centre.wrapUp(0);
  const closing = new AbortController();
  const isOpen = (): boolean => !closing.signal.aborted;
  const serve = async (operator: Operator): Promise<void> => {
    operator.press({ type: "goReady" });
    while (isOpen() || callers.served < callers.called) {
      const made = await operator.offer(seconds(1));
      if (made === undefined) continue;
      if (isOpen()) callers.call();
      const call = await operator.accept(made.offer);
      if (call !== undefined) callers.hangUp(call.room);
      await operator.until(({ call }) => call === undefined);
    }
    await operator.rest();
  };
  const serving = centre.operators.slice(0, busyOperators).map(serve);
  for (let caller = 0; caller < busyOperators + waiting; caller += 1) callers.call();
  await pause(warmUp);
  const before = callers.served;
  const processorsBefore = centre.processors();
  const began = performance.now();
  await pause(measured);
  const calls = callers.served - before;
  const perSecond = (calls * 1_000) / (performance.now() - began);
  const use = processorUse(processorsBefore, centre.processors(), calls);
  closing.abort();
  await becomesTrue("every call served", minutes(1), () => callers.served === callers.called);
  await Promise.all(serving);
  return { lifecycle: { perSecond: rounded(perSecond), ...use } };
}
