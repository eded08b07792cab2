/**
 * What it costs to tell every caller of a long line their place and expected wait, as each call asks every half minute, and to show the whole
 * line to a supervisor, while operators become free and take callers all the time.
 */
import { standingOf } from "../../src/queue/standing.ts";
import { viewOf } from "../../src/queue/view.ts";
import { quantile, rounded } from "../measure/statistics.ts";
import { entryOf, Line, nameOf } from "./line.ts";

const [waiting, operators, views] = [10_000, 5_000, 20];

export function measurePolling(): object {
  const line = new Line(waiting, operators);
  const polls: number[] = [];
  const whole: number[] = [];
  for (let n = 0; n < waiting; n += 1) {
    // So that no answer can be that of the last time.
    if (n % 10 === 0) {
      const [operatorId, epoch] = [nameOf(n % operators), n + 2];
      line.isTaken(line.becomesFree(operatorId, epoch), operatorId, epoch);
      line.arrive(waiting + n);
    }
    const began = performance.now();
    standingOf(line.context, entryOf(n), line.now);
    polls.push(performance.now() - began);
  }
  for (let n = 0; n < views; n += 1) {
    const began = performance.now();
    viewOf(line.context, line.now);
    whole.push(performance.now() - began);
  }
  return {
    waiting,
    operators,
    standing: { p50Us: rounded(quantile(polls, 0.5) * 1_000), p99Us: rounded(quantile(polls, 0.99) * 1_000) },
    everybodyMs: rounded(polls.reduce((sum, time) => sum + time, 0)),
    view: { p50Ms: rounded(quantile(whole, 0.5)), p99Ms: rounded(quantile(whole, 0.99)) },
  };
}
