/**
 * What the edge app does under load: the production code in the real workerd, its state on disk, with webhooks, media worker and operators
 * as they come over the wire. LiveKit alone is a stand-in that answers at once: media has a bench of its own.
 *
 * `cpuDenied` says how far others on the machine were in the way: above 0.1 the times in milliseconds are theirs, not the app's.
 */
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { openCentre } from "./edge/centre.ts";
import { becomesTrue } from "./edge/clock.ts";
import { measureDispatch } from "./edge/dispatch.ts";
import { measureLifecycle } from "./edge/lifecycle.ts";
import { measurePerCall } from "./edge/perCall.ts";
import { seconds } from "../src/words/index.ts";

const centre = await openCentre(80);
const results: object = {};
try {
  for (const measure of [measurePerCall, measureDispatch, measureLifecycle]) {
    Object.assign(results, await measure(centre));
    console.log(JSON.stringify(results));
  }
  await becomesTrue("every call ended", seconds(30), async () => (await centre.outcomes())["alive"] === undefined);
  const { answered, ...others } = await centre.outcomes();
  Object.assign(results, { machine: machine(), edge: { answered, ...others, troubles: centre.troubles() } });
} finally {
  for (const trouble of centre.troubles()) console.log(trouble);
  await centre.close();
}
console.log(JSON.stringify(results));

function machine(): object {
  const [cpu] = cpus();
  const workerd = JSON.parse(
    readFileSync(join(import.meta.dirname, "../node_modules/workerd/package.json"), "utf8"),
  ) as { version: string }; // npm's
  return { cpus: cpus().length, model: cpu?.model, node: process.version, workerd: workerd.version };
}
