/** The titles of all tests, and the rule ids that they carry. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Claim {
  readonly rule: string;
  /** `path:line` of the title. */
  readonly where: string;
}

/** An id is letters and a number, as `**Q7**` in SPEC.md. A title may carry several: `[Q7] [O2] …`. */
const ids = /\[([A-Z]{1,3}\d+[a-z]?)\]/g;
/** A title is the first text given to a function that registers tests. */
const titles = /\b(?:it|test|describe)(?:\.\w+(?:\([^)]*\))?)*\(\s*(["'`])(\[.*?)\1/gs;

export function claimsOfTests(project: string): Claim[] {
  return globSync("test/**/*.test.{ts,tsx}", { cwd: project })
    .toSorted()
    .flatMap((file) => claimsOf(file, readFileSync(join(project, file), "utf8")));
}

export function claimsOf(file: string, source: string): Claim[] {
  return [...source.matchAll(titles)].flatMap(({ index, 2: title = "" }) => {
    const lineNumber = source.slice(0, index).split("\n").length;
    const leading = /^(?:\[[A-Z]{1,3}\d+[a-z]?\]\s*)+/.exec(title)?.[0] ?? "";
    return [...leading.matchAll(ids)].map(([, rule = ""]) => ({ rule, where: `${file}:${lineNumber}` }));
  });
}
