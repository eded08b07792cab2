/**
 * What the edge app does under load: the production code in the real workerd, its state on disk, with webhooks, media worker and operators
 * as they come over the wire. LiveKit alone is a stand-in that answers at once: media has a bench of its own.
 *
 * `cpuDenied` says how far others on the machine were in the way: above 0.1 the times in milliseconds are theirs, not the app's.
 */
import { existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { openCentre, type Centre, type CentreSetup } from "./edge/centre.ts";
import { becomesTrue } from "./edge/clock.ts";
import { measureDispatch } from "./edge/dispatch.ts";
import { measureLifecycle } from "./edge/lifecycle.ts";
import { measureOverload } from "./edge/overload.ts";
import { measurePerCall } from "./edge/perCall.ts";
import { seconds } from "../src/words/index.ts";

const results: Record<string, unknown> = {};
/** A disk in memory, where the system has one: what is left when waiting for the disk is taken away. */
const inMemory = "/dev/shm";

await withCentre({ operators: 80, metered: true }, "perCall", [measurePerCall]);
await withCentre({ operators: 80 }, "edge", [measureDispatch, measureLifecycle, measureOverload]);
if (existsSync(inMemory)) {
  const onDisk = { ...results };
  await withCentre({ operators: 80, folder: inMemory }, "edge", [measureDispatch, measureLifecycle, measureOverload]);
  const { dispatch, lifecycle, overload } = results;
  Object.assign(results, onDisk, { inMemory: { dispatch, lifecycle, overload } });
}
console.log(JSON.stringify({ ...results, machine: machine() }));

/** Measures in a centre of its own, and says how the calls in it ended. */
async function withCentre(
  setup: CentreSetup,
  title: string,
  measures: readonly ((centre: Centre) => Promise<object>)[],
): Promise<void> {
  const centre = await openCentre(setup);
  try {
    for (const measure of measures) {
      Object.assign(results, await measure(centre));
      console.log(JSON.stringify(results));
    }
    await becomesTrue("every call ended", seconds(30), async () => (await centre.outcomes())["alive"] === undefined);
    console.log(JSON.stringify({ [title]: { ...(await centre.outcomes()), troubles: centre.troubles() } }));
  } finally {
    for (const trouble of centre.troubles()) console.log(trouble);
    await centre.close();
  }
}

function machine(): object {
  const [cpu] = cpus();
  const workerd = JSON.parse(
    readFileSync(join(import.meta.dirname, "../node_modules/workerd/package.json"), "utf8"),
  ) as { version: string }; // npm's
  return { cpus: cpus().length, model: cpu?.model, node: process.version, workerd: workerd.version };
}
