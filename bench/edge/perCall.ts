/**
 * What one answered call costs in requests to Durable Objects and in rows: wait 2 s, talk 5 s, the caller hangs up, wrap-up 1 s.
 * Everything is counted from before the first caller until nothing moves any more, the patrol's rounds and the media worker's reports
 * included, and that each caller calls for the first time; what a call's actor does ten minutes later (it forgets the call) is not.
 */
import { setTimeout as pause } from "node:timers/promises";
import { minutes, seconds } from "../../src/words/index.ts";
import type { Centre } from "./centre.ts";
import { becomesTrue } from "./clock.ts";
import { breakdown, requestsIn, rowsIn, type Counts } from "./counts.ts";
import type { Operator } from "./operator.ts";
import { processorUse } from "../measure/processor.ts";
import { rounded } from "../measure/statistics.ts";

const calls = 200;
const busyOperators = 20;
const [look, talk, wrapUp] = [300, seconds(5), seconds(1)];
/** Little's law: so many wait that each waits about two seconds. */
const waiting = Math.round((busyOperators * seconds(2)) / (look + talk + wrapUp));
/** Longer than the kernel waits before it looks after what it has sent: then everything has come to rest. */
const quiet = seconds(12);

export async function measurePerCall(centre: Centre): Promise<object> {
  const { callers } = centre;
  const operators = centre.operators.slice(0, busyOperators);
  await centre.wrapUp(wrapUp);
  // The ledger's tables are made once in an application's life, which is not for 200 calls to pay.
  await centre.ask("PUT", "/retention", { replays: 30 });
  for (const operator of operators) operator.press({ type: "goReady" });
  await Promise.all(operators.map((operator) => operator.until(({ status }) => status === "Ready")));
  await settle(centre);
  await centre.resetCounts();
  const processorsBefore = centre.processors();

  const before = callers.called;
  let ended = 0;
  const next = (): void => {
    if (callers.called - before < calls) callers.call();
  };
  const serve = async (operator: Operator): Promise<void> => {
    while (ended < calls) {
      const made = await operator.offer(seconds(5));
      if (made === undefined) continue;
      next();
      await pause(look);
      const call = await operator.accept(made.offer);
      if (call === undefined) continue;
      await pause(talk);
      callers.hangUp(call.room);
      await operator.until(({ wrapUp }) => wrapUp !== undefined);
      ended += 1;
    }
  };
  for (const operator of operators) void serve(operator);
  // The first ones come as evenly as the later ones will.
  for (let caller = 0; caller < operators.length + waiting; caller += 1) {
    if (caller < operators.length) await pause((look + talk + wrapUp) / operators.length);
    if (callers.called - before < calls) callers.call();
  }
  await becomesTrue("every call served", minutes(3), () => ended === calls);
  await settle(centre);
  const counts = await centre.counts();
  await Promise.all(operators.map((operator) => operator.rest()));

  console.log(breakdown("Requests to Durable Objects", counts.requests, calls));
  console.log(breakdown("Messages on sockets, each a twentieth of a request", counts.messages, calls));
  console.log(breakdown("Rows written", counts.rows, calls));
  return {
    perCall: {
      durableObjectRequests: rounded(requestsIn(counts) / calls),
      rowsWritten: rounded(rowsIn(counts) / calls),
      calls,
      ...processorUse(processorsBefore, centre.processors(), calls),
    },
  };
}

/** Nothing but the patrol and the media worker's reports has moved for a while. */
async function settle(centre: Centre): Promise<void> {
  let last = "";
  let since = performance.now();
  await becomesTrue("the actors come to rest", minutes(2), async () => {
    const now = JSON.stringify(livingPart(await centre.counts()));
    if (now !== last) since = performance.now();
    last = now;
    return performance.now() - since > quiet;
  });
}

const livingPart = ({ requests, rows }: Counts): unknown =>
  ["CallActor", "QueueActor", "OperatorActor"].map((actor) => [requests[actor], rows[actor]]);
