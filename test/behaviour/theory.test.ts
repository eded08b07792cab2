/** The production queue against queueing theory: the figures that every planning tool of the field computes come out of it as well. */
import { minutes, seconds } from "../../src/words/index.ts";
import { equal, test } from "./harness.ts";
import { erlang, type Load } from "./theory/erlang.ts";
import { observe } from "./theory/observe.ts";

const callers = 20_000;
const near = (what: string, observed: number, exact: number, tolerance: number): void => {
  equal([what, observed, exact, Math.abs(observed - exact) <= tolerance], [what, observed, exact, true]);
};

const loads: readonly (readonly [string, Load])[] = [
  [
    "Erlang C, 5 operators at 80 %",
    { servers: 5, between: seconds(45), service: minutes(3), patience: Number.POSITIVE_INFINITY },
  ],
  ["Erlang A, 10 operators at 100 %", { servers: 10, between: seconds(18), service: minutes(3), patience: minutes(3) }],
  [
    "Erlang A, 20 operators at 120 %",
    { servers: 20, between: seconds(7.5), service: minutes(3), patience: minutes(2) },
  ],
  ["Erlang A, 3 operators at 67 %", { servers: 3, between: seconds(90), service: minutes(3), patience: minutes(1) }],
];

for (const [name, load] of loads) {
  test(`[Q18] ${name}: shares of callers who wait and who give up, mean wait and occupancy as theory has them`, async () => {
    const exact = erlang(load);
    const observed = await observe(load, callers, 7);
    // Some three standard deviations for so many callers, whose waits depend on one another.
    near("abandoned", observed.abandoned, exact.abandoned, 0.01);
    near("delayed", observed.delayed, exact.delayed, 0.03);
    near("occupancy", observed.occupancy, exact.occupancy, 0.015);
    near("wait", observed.wait, exact.wait, Math.max(0.12 * exact.wait, 500));
  });
}

test("[Q19] the expected wait is right on the average, and its error is that of QLm", async () => {
  const load: Load = { servers: 10, between: seconds(15), service: minutes(3), patience: minutes(5) };
  const { waits } = await observe(load, callers, 11);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  // Who would have waited longest gave up and is missing here: what was told is a little more than what was.
  const bias = mean(waits.map(({ told, was }) => told - was));
  const was = mean(waits.map((wait) => wait.was));
  equal(["bias", bias, was, Math.abs(bias) < 0.1 * was], ["bias", bias, was, true]);
  // What is left is the spread of the steps that the line takes; to say the mean to everybody would be more than twice as wrong.
  const error = mean(waits.map(({ told, was: actual }) => (told - actual) ** 2));
  const naive = mean(waits.map(({ was: actual }) => (actual - was) ** 2));
  equal(["error", error, naive, error < 0.5 * naive], ["error", error, naive, true]);
});
