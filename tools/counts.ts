/** How many tests passed and failed, read from what the runners print. */
import type { Tally } from "./gate.ts";

/** vitest's closing line: `Tests  2 failed | 11 passed (13)`. A skipped test is one that shows nothing: it counts as failed. */
export function countVitest(output: string): Tally | undefined {
  const line = output.split("\n").findLast((text) => /^\s*Tests\s+\d/.test(text));
  if (line === undefined) return undefined;
  const number = (word: string): number => Number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1] ?? 0);
  return { passed: number("passed"), failed: number("failed") + number("skipped") + number("todo") };
}

/** Deno's closing line: `ok | 12 passed | 0 failed (34ms)`, or `FAILED | 11 passed | 1 failed | 2 ignored (…)`. */
export function countDeno(output: string): Tally | undefined {
  const found = /\| (\d+) passed.*? \| (\d+) failed(?:.*?\| (\d+) ignored)?/.exec(
    output.split("\n").findLast((text) => / passed.* \| /.test(text)) ?? "",
  );
  if (found === null) return undefined;
  return { passed: Number(found[1]), failed: Number(found[2]) + Number(found[3] ?? 0) };
}
