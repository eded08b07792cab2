/**
 * The queue as the kernel steps it: no actors, no disk, no network. An operator becomes free, is offered the first caller, takes
 * them, and a new caller joins the line: three events, over and over, with so many callers waiting and so many operators at work.
 */
import { quantile, rounded } from "../measure/statistics.ts";
import { Line, nameOf } from "./line.ts";

export const sizes = [
  { waiting: 100, operators: 100 },
  { waiting: 1_000, operators: 1_000 },
  { waiting: 10_000, operators: 5_000 },
];
const [warmUp, rounds] = [500, 2_000];

export function measureStep({ waiting, operators }: (typeof sizes)[number]): {
  waiting: number;
  operators: number;
  p50Us: number;
  p99Us: number;
  eventsPerSecond: number;
} {
  const line = new Line(waiting, operators);
  const took: number[] = [];
  for (let n = 0; n < warmUp + rounds; n += 1) {
    const [operatorId, epoch] = [nameOf(n % operators), n + 2];
    const began = performance.now();
    const effects = line.becomesFree(operatorId, epoch);
    const offered = performance.now();
    line.isTaken(effects, operatorId, epoch);
    const closed = performance.now();
    line.arrive(waiting + n);
    if (n >= warmUp) took.push(offered - began, closed - offered, performance.now() - closed);
  }
  const total = took.reduce((sum, time) => sum + time, 0);
  return {
    waiting,
    operators,
    p50Us: rounded(quantile(took, 0.5) * 1_000),
    p99Us: rounded(quantile(took, 0.99) * 1_000),
    eventsPerSecond: Math.round((took.length * 1_000) / total),
  };
}
