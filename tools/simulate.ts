/**
 * Plays seeded days of a small call centre under faults (docs/simulation.md) until as many have been played as were asked for.
 *
 *   ./acd simulate [--seeds N] [--first S]
 *
 * Prints the trace of each seed that fails, minimised. The last line sums up; the exit code is 1 when anything failed.
 */
import { parseArgs } from "node:util";
import { minimise } from "../test/behaviour/simulation/minimise.ts";
import { draw } from "../test/behaviour/simulation/schedule.ts";
import { hashOf, simulate } from "../test/behaviour/simulation/simulate.ts";

const { values } = parseArgs({
  options: { seeds: { type: "string", default: "1000" }, first: { type: "string", default: "1" } },
});
const [count, first] = [Number(values.seeds), Number(values.first)];
if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(first) || first < 0) {
  console.error("simulate: --seeds and --first are whole numbers.");
  process.exit(2);
}
const began = Date.now();
const { schedules, steps, messages, failed } = await simulate(first, count, async ({ seed, trace, violation }) => {
  console.log(`\nSeed ${seed} (trace ${hashOf(trace)}): ${violation?.message}\nWithout what it does not need:`);
  const small = violation && (await minimise(draw(seed), violation.invariant));
  console.log(`${small?.trace.join("\n")}\nSeed ${seed}: ${small?.violation?.message}`);
});
const took = ((Date.now() - began) / 1_000).toFixed(1);
console.log(`${schedules} schedules, ${steps} steps, ${messages} messages, ${took} s, ${failed.length} violations`);
process.exitCode = failed.length === 0 ? 0 : 1;
