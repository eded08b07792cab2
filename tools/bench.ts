/**
 * `npm run bench [name …]`: runs bench/<name>.ts, each a program whose last line is one JSON object, and merges them.
 * The last line is the whole as one JSON object.
 */
import { globSync } from "node:fs";
import { basename, resolve } from "node:path";
import { minutes } from "../src/words/index.ts";
import { progressTo } from "../stack/progress.ts";
import { build } from "../stack/steps/build.ts";
import { findLivekitServer } from "../stack/steps/livekit-server.ts";
import { lastJson, merge } from "./last-json.ts";
import { runForAWhile } from "./run-for-a-while.ts";

process.env["NO_COLOR"] = "1";

const project = resolve(import.meta.dirname, "..");
const all = globSync("bench/*.ts", { cwd: project })
  .map((file) => basename(file, ".ts"))
  .toSorted();
const unknown = process.argv.slice(2).filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`There is no bench called ${unknown.join(", ")}. There are: ${all.join(", ")}.`);
  process.exit(2);
}
const chosen = process.argv.length > 2 ? process.argv.slice(2) : all;

const progress = progressTo(console.log);
await progress.step("LiveKit server", (note) => findLivekitServer(project, note));
await progress.step("Edge app and pages built", () => build(project));

let results: object = {};
for (const name of chosen) {
  console.log(`\n── ${name} ──`);
  const { code, timedOut, output } = await runForAWhile("node", [`bench/${name}.ts`], minutes(10), true);
  const result = code === 0 ? lastJson(output) : undefined;
  if (result === undefined) {
    console.error(`${name} ${timedOut ? "took too long" : "brought no result"}`);
    process.exitCode = 1;
  } else results = merge(results, result);
}
console.log(`\n${JSON.stringify(results)}`);
