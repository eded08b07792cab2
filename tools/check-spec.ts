/** Every rule of SPEC.md is shown by a test whose title carries its id, and every id in a title is a rule's. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { claimsOfTests } from "./test-titles.ts";
import { compare, rulesOf } from "./spec.ts";

const project = resolve(process.argv[2] ?? join(import.meta.dirname, ".."));
const { faults, summary } = compare(rulesOf(readFileSync(join(project, "SPEC.md"), "utf8")), claimsOfTests(project));
for (const fault of faults) console.log(fault);
console.log(summary);
process.exitCode = faults.length === 0 ? 0 : 1;
