/** One thing that `npm test` insists on, and how it came out. */
import type { Duration } from "../src/words/index.ts";
import { runForAWhile } from "./run-for-a-while.ts";

export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

export interface Gate {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** After this it is ended and counted as failed. */
  readonly within: Duration;
  /** Reads the tests' numbers; without it, the gate as a whole counts as one. */
  readonly count?: (output: string) => Tally | undefined;
}

export interface Verdict extends Tally {
  readonly gate: string;
  readonly took: Duration;
  /** Why it failed, when its numbers do not say so. */
  readonly because?: string | undefined;
}

/** Runs a gate and shows its output as it comes when it has tests, afterwards and only on failure when it has not. */
export async function judge(gate: Gate): Promise<Verdict> {
  const start = Date.now();
  const show = gate.count !== undefined;
  const { code, timedOut, output } = await runForAWhile(gate.command, gate.args, gate.within, show);
  if (!show && code !== 0) process.stdout.write(output);
  const took = Date.now() - start;
  const tally = gate.count?.(output);
  if (timedOut) {
    const because = `ended after ${gate.within / 1_000} s`;
    return { gate: gate.name, took, because, passed: tally?.passed ?? 0, failed: (tally?.failed ?? 0) + 1 };
  }
  return { gate: gate.name, took, ...outcome(gate, code, tally) };
}

function outcome(gate: Gate, code: number | null, tally: Tally | undefined): Tally & { because?: string } {
  if (gate.count === undefined) return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  if (tally === undefined) return { passed: 0, failed: 1, because: "it did not say how many tests passed" };
  // Errors outside of tests, a skipped test or none at all: no test failed, and yet something is wrong.
  if (code !== 0 && tally.failed === 0) return { ...tally, failed: 1, because: `exit code ${code}` };
  if (tally.passed + tally.failed === 0) return { passed: 0, failed: 1, because: "no tests" };
  return tally;
}
