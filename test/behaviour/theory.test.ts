/**
 * The production queue against queueing theory: the figures that every planning tool of the field computes come out of it as well.
 * Here for as many callers as a minute allows; `npm run theory` takes thirty times as many (docs/simulation.md has what it printed).
 */
import { equal, test } from "./harness.ts";
import { seconds, minutes } from "../../src/words/index.ts";
import { compare, courses, foresight, staffings, type Foresight } from "./theory/compare.ts";
import { observeShared } from "./theory/shared.ts";

/** So many standard errors a figure may be off: by mere chance one in 370 is further. */
const byChance = 3;

for (const [name, load] of Object.entries(staffings)) {
  test(`[Q18] ${name}: shares of callers who wait, who give up and who are answered in time, mean wait and occupancy as theory has them`, () => {
    const compared = compare(load, 8, 6_000);
    for (const [figure, { exact, observed, error }] of Object.entries(compared)) {
      const off = Math.abs(observed - exact);
      equal([figure, exact, observed, error, off <= byChance * error], [figure, exact, observed, error, true]);
      // Chance must leave something to be seen.
      equal([figure, error, error < Math.max(0.2 * exact, 0.01)], [figure, error, true]);
    }
  });
}

const holds = (seen: Foresight, what: (seen: Foresight) => boolean): void => equal([seen, what(seen)], [seen, true]);
const overload = "100 operators, 140 %";

for (const [name, { load, course }] of Object.entries(courses)) {
  test(`[Q19] the expected wait, ${name}: right on the average, hardly worse than with the true rates known, better than what others do`, () => {
    // The more operators, the longer a crowd lasts, as counted in callers.
    const seen = foresight(load, Math.max(30_000, 600 * load.servers), 11, course);
    holds(seen, ({ bias, wait }) => Math.abs(bias) < (course?.staff === undefined ? 0.05 : 0.12) * wait);
    // Nobody can do better than who knows the true rates; but where operators come and go, how many did of late says more.
    holds(seen, ({ toOracle }) => toOracle <= 1.1);
    holds(seen, ({ toNaive }) => toNaive < (name === overload ? 0.5 : 0.95));
    // The wait of the first in line, which needs no rates, is the common stand-in where a line is not steady.
    holds(seen, ({ toHead }) => toHead <= 0.75);
    if (course?.staff !== undefined) return;
    holds(seen, ({ withinMedian }) => Math.abs(withinMedian - 0.5) <= 0.03);
    holds(seen, ({ withinNinetieth }) => Math.abs(withinNinetieth - 0.9) <= 0.03);
  });
}

test("[Q24] ten operators of two queues: the wait of either is foretold by the share of their time that it gets", () => {
  // 80 % of what they can do, most of it for the queue that is asked first.
  const load = { servers: 10, service: minutes(3), between: [seconds(36), seconds(60)] } as const;
  for (const [name, waits] of Object.entries(observeShared(load, 30_000, 3))) {
    const mean = (of: (wait: (typeof waits)[number]) => number): number =>
      waits.reduce((sum, wait) => sum + of(wait), 0) / waits.length;
    const told = mean((wait) => wait.told);
    const was = mean((wait) => wait.was);
    equal([name, told, was, Math.abs(told - was) < 0.1 * was], [name, told, was, true]);
    // Counted fully in both, the operators would seem to serve the light queue in less than half of the time it takes.
    const counted = mean(({ ahead }) => ((ahead + 1) * load.service) / load.servers);
    if (name === "light") equal([counted, was, counted < 0.5 * was], [counted, was, true]);
  }
});
