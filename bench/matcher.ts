/** How fast a queue finds who gets whom: the matching alone, and a whole step of its machine. */
import { cpus } from "node:os";
import { measureMatching } from "./matcher/matching.ts";
import { measurePolling } from "./matcher/polling.ts";
import { measureStep, sizes } from "./matcher/step.ts";
import { rounded } from "./measure/statistics.ts";

// In turns, so that whatever else the machine does meets both.
const rounds = [1, 2, 3].map(() => ({ few: measureMatching(100), many: measureMatching(100_000) }));
const best = (of: "few" | "many") =>
  rounds.map((round) => round[of]).toSorted((a, b) => b.eventsPerSecond - a.eventsPerSecond)[0];
const [few, many] = [best("few"), best("many")];
const [cpu] = cpus();
console.log(
  JSON.stringify({
    matcher: {
      ...few,
      at100k: many,
      ratio100kTo100: few && many && rounded(few.eventsPerSecond / many.eventsPerSecond),
      step: sizes.map(measureStep),
      polling: measurePolling(),
      machine: { cpus: cpus().length, model: cpu?.model, node: process.version },
    },
  }),
);
