/**
 * Holds the production queue against queueing theory, with as many callers as the figures need (docs/simulation.md).
 *
 *   ./acd theory [--runs N] [--callers N]
 *
 * Usually 20 runs of 120,000 callers for each staffing. The exit code is 1 when a figure is further off than it may be.
 */
import { parseArgs } from "node:util";
import { compare, courses, foresight, staffings, type Comparison } from "../test/behaviour/theory/compare.ts";

const { values } = parseArgs({
  options: { runs: { type: "string", default: "20" }, callers: { type: "string", default: "120000" } },
});
const [runs, callers] = [Number(values.runs), Number(values.callers)];
if (!Number.isSafeInteger(runs) || runs < 2 || !Number.isSafeInteger(callers) || callers < 1_000) {
  console.error("theory: --runs is a whole number from 2, --callers one from 1000.");
  process.exit(2);
}

/** How far a figure may be off, as a share of callers or of time. The others are not bounded. */
const mayBeOff: Partial<Record<keyof Comparison, number>> = { abandoned: 0.001, inTime: 0.01, occupancy: 0.002 };

const began = Date.now();
let off = 0;
const line = (...cells: readonly string[]): void => console.log(`| ${cells.join(" | ")} |`);
const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

console.log(`${runs} runs of ${callers} callers: exact / observed (standard error)\n`);
line("staffing", "gave up", "had to wait", "answered in 20 s", "occupancy", "mean wait");
line("---", "---", "---", "---", "---", "---");
for (const [name, load] of Object.entries(staffings)) {
  const compared = compare(load, runs, callers);
  const cell = (figure: keyof Comparison): string => {
    const { exact, observed, error } = compared[figure];
    if (Math.abs(exact - observed) > (mayBeOff[figure] ?? Number.POSITIVE_INFINITY)) off += 1;
    if (figure !== "wait") return `${percent(exact)} / ${percent(observed)} (${percent(error)})`;
    const [inTheory, seen, by] = [exact, observed, error].map((length) => (length / 1_000).toFixed(2));
    return `${inTheory} s / ${seen} s (${by} s)`;
  };
  line(name, cell("abandoned"), cell("delayed"), cell("inTime"), cell("occupancy"), cell("wait"));
}

console.log(
  "\nThe expected wait: its mean square error by that of others, and how many waits were not longer than foretold\n",
);
line("course", "mean wait", "bias", "÷ true rates", "÷ service time × place", "÷ first in line", "median", "ninetieth");
line("---", "---", "---", "---", "---", "---", "---", "---");
for (const [name, { load, course }] of Object.entries(courses)) {
  const seen = foresight(load, 2 * callers, 11, course);
  const errors = [seen.toOracle, seen.toNaive, seen.toHead].map((ratio) => ratio.toFixed(2));
  const lengths = [seen.wait, seen.bias].map((length) => `${(length / 1_000).toFixed(1)} s`);
  line(name, ...lengths, ...errors, percent(seen.withinMedian), percent(seen.withinNinetieth));
  if (course?.staff === undefined && seen.toOracle > 1.1) off += 1;
}
console.log(`\n${((Date.now() - began) / 1_000).toFixed(0)} s, ${off} figures off`);
process.exitCode = off === 0 ? 0 : 1;
