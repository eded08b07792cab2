/**
 * `npm test`: every gate in turn, all of them even when one fails. The last line is `N passed, N failed`.
 *
 *   ./acd test [--fast] [gate …]      --fast: only the quick gates; names choose some, e.g. ./acd test unit e2e
 */
import { findLivekitServer } from "../stack/steps/livekit-server.ts";
import { build } from "../stack/steps/build.ts";
import { progressTo } from "../stack/progress.ts";
import { judge, type Gate, type Verdict } from "./gate.ts";
import { quickGates, testGates } from "./gates.ts";
import { installPythonPackages, installTestRequirements } from "./test-requirements.ts";
import { resolve } from "node:path";

// Numbers are read from what the runners print: colours would stand in between.
process.env["NO_COLOR"] = "1";
delete process.env["FORCE_COLOR"];
process.env["CI"] = "1";

const project = resolve(import.meta.dirname, "..");
const wanted = process.argv.slice(2).filter((word) => word !== "--fast");
const fast = process.argv.includes("--fast");
const verdicts: Verdict[] = [];

await takeTurns(quickGates);
if (!fast) {
  const ready = await prepare();
  if (ready) await takeTurns(testGates);
}
conclude();

async function takeTurns(gates: readonly Gate[]): Promise<void> {
  for (const gate of gates) {
    if (wanted.length > 0 && !wanted.includes(gate.name)) continue;
    if (gate.count !== undefined) console.log(`\n── ${gate.name} ──`);
    const verdict = await judge(gate);
    verdicts.push(verdict);
    console.log(line(verdict));
  }
}

/** What the tests stand on. Its failure is the tests' failure. */
async function prepare(): Promise<boolean> {
  const start = Date.now();
  try {
    const progress = progressTo(console.log);
    await progress.step("What only tests need", () => installTestRequirements(console.log));
    await progress.step("Schemathesis", () => installPythonPackages(project, console.log));
    await progress.step("LiveKit server", (note) => findLivekitServer(project, note));
    await progress.step("Edge app and pages built", () => build(project));
    return true;
  } catch (fault) {
    const because = fault instanceof Error ? fault.message : String(fault);
    verdicts.push({ gate: "preparation", passed: 0, failed: 1, took: Date.now() - start, because });
    return false;
  }
}

function line({ gate, passed, failed, took, because }: Verdict): string {
  const numbers = `${passed} passed, ${failed} failed`;
  const why = because === undefined ? "" : `  ${because}`;
  return `${failed === 0 ? "✓" : "✗"} ${gate.padEnd(18)} ${numbers.padEnd(24)} ${(took / 1_000).toFixed(1).padStart(6)} s${why}`;
}

function conclude(): void {
  console.log(`\n${verdicts.map(line).join("\n")}\n`);
  const sum = (of: "passed" | "failed"): number => verdicts.reduce((total, verdict) => total + verdict[of], 0);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
  process.exitCode = sum("failed") === 0 && verdicts.length > 0 ? 0 : 1;
}
