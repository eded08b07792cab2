/** docs/tour.md names only what exists. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { faultOf, namedIn } from "./tour.ts";

const project = resolve(process.argv[2] ?? join(import.meta.dirname, ".."));
const names = namedIn(readFileSync(join(project, "docs/tour.md"), "utf8"));
const faults = names.map((name) => faultOf(project, name)).filter((fault) => fault !== undefined);
for (const fault of faults) console.log(fault);
console.log(`${names.length} places named`);
process.exitCode = faults.length === 0 && names.length > 0 ? 0 : 1;
