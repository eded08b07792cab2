/**
 * Bundled with a mutant in it and run as a thread of its own: looks for anything that goes wrong, in the small scopes or on simulated days, and says
 * what it was; or null, when the mutant is not noticed.
 */
import { parentPort, workerData } from "node:worker_threads";
import { play } from "../../behaviour/simulation/day.ts";
import { draw } from "../../behaviour/simulation/schedule.ts";
import { explore } from "../explore.ts";
import { scopes } from "../scopes.ts";

/** First not far into any of the scopes, for most faults show soon; then as far as the deepest in the table. */
const statesAtMost = [10_000, 200_000];
const daysAtMost = 400;

function inScopes(): string | null {
  for (const atMost of statesAtMost) {
    for (const scope of scopes) {
      const { violation } = explore(scope, atMost);
      if (violation !== undefined)
        return `${scope.name}, ${violation.trace.length} steps: ${violation.message.split("\n", 1)[0]}`;
    }
  }
  return null;
}

async function onDays(): Promise<string | null> {
  for (let seed = 1; seed <= daysAtMost; seed += 1) {
    const { violation } = await play(draw(seed));
    if (violation !== undefined) return `day ${seed}: ${violation.message.split("\n", 1)[0]}`;
  }
  return null;
}

parentPort?.postMessage(workerData === "scopes" ? inScopes() : await onDays());
