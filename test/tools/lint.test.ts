import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const project = resolve(import.meta.dirname, "../..");

const imports = "eslint(no-restricted-imports)";
const globals = "eslint(no-restricted-globals)";

/** Where a file lies, what is in it, and the rule that must catch it. */
const violations: [path: string, source: string, rule: string][] = [
  ["src/words/zod.ts", `import { z } from "zod"; export { z };`, imports],
  ["src/protocol/xstate.ts", `import { transition } from "xstate"; export { transition };`, imports],
  ["src/call/scenarios/queue.ts", `import { match } from "../../queue/match.ts"; export { match };`, imports],
  ["src/call/zod.ts", `import * as z from "zod"; export { z };`, imports],
  ["src/ledger/http.ts", `import { app } from "../http/app.ts"; export { app };`, imports],
  ["src/call/queue.ts", `import { match } from "../queue/match.ts"; export { match };`, imports],
  ["src/call/node.ts", `export const fs = await import("node:fs");`, imports],
  ["src/queue/operator.ts", `import type { Event } from "../operator/events.ts"; export type E = Event;`, imports],
  ["src/operator/schema.ts", `import { from } from "../protocol/console.schema.ts"; export { from };`, imports],
  [
    "src/operator/platform.ts",
    `import { DurableObject } from "cloudflare:workers"; export { DurableObject };`,
    imports,
  ],
  ["src/hours/queue.ts", `import { match } from "../queue/match.ts"; export { match };`, imports],
  ["src/hours/date.ts", "export const now = (): number => Date.now();", globals],
  ["src/rights/settings.ts", `import { usual } from "../protocol/settings.ts"; export { usual };`, imports],
  ["src/audit/directory.ts", `import { head } from "../directory/trail.ts"; export { head };`, imports],
  ["src/kernel/queue.ts", `import { machine } from "../queue/machine.ts"; export { machine };`, imports],
  ["src/livekit/queue.ts", `import { machine } from "../queue/machine.ts"; export { machine };`, imports],
  ["src/http/actors.ts", `import { CallActor } from "../../actors/call.ts"; export { CallActor };`, imports],
  ["actors/http.ts", `import { app } from "../src/http/app.ts"; export { app };`, imports],
  ["web/lib/queue.ts", `import { machine } from "../../src/queue/machine.ts"; export { machine };`, imports],
  ["media/call.ts", `import { machine } from "../src/call/machine.ts"; export { machine };`, imports],
  ["test/behaviour/vitest.ts", `import { it } from "vitest"; export { it };`, imports],

  ["src/call/date.ts", "export const now = (): number => Date.now();", globals],
  ["src/call/fetch.ts", "export const get = (): unknown => fetch('http://x');", globals],
  ["src/queue/timer.ts", "export const later = (): unknown => setTimeout(String, 1);", globals],
  ["src/operator/crypto.ts", "export const id = (): string => crypto.randomUUID();", globals],
  ["src/queue/dice.ts", "export const dice = (): number => Math.random();", "eslint(no-restricted-properties)"],

  ["stack/floating.ts", "Promise.resolve(1);", "typescript(no-floating-promises)"],
  [
    "stack/misused.ts",
    "export const f = (p: Promise<boolean>): number => (p ? 1 : 2);",
    "typescript(no-misused-promises)",
  ],
  [
    "stack/switch.ts",
    "export function f(x: 'a' | 'b'): number { switch (x) { case 'a': return 1; } return 2; }",
    "typescript(switch-exhaustiveness-check)",
  ],
  ["stack/any.ts", "export const f = (x: any): unknown => x;", "typescript(no-explicit-any)"],
  [
    "stack/types.ts",
    `import { Server } from "node:net"; export const f = (x: Server): unknown => x;`,
    "typescript(consistent-type-imports)",
  ],
  ["test/unit/only.test.ts", `import { it } from "vitest"; it.only("x", () => {});`, "vitest(no-focused-tests)"],
  ["test/unit/skip.test.ts", `import { it } from "vitest"; it.skip("x", () => {});`, "vitest(no-disabled-tests)"],
];

const allowed: [path: string, source: string][] = [
  [
    "src/queue/allowed.ts",
    [
      `import { setup } from "xstate";`,
      `import type { QueueSettings } from "../protocol/settings.ts";`,
      `import { seconds } from "../words/index.ts";`,
      `import { whoIs } from "../protocol/rooms.ts";`,
      `import { dice } from "./dice.ts";`,
      `export const all = (settings: QueueSettings): unknown => [setup, seconds, whoIs, dice, settings];`,
    ].join("\n"),
  ],
  ["stack/allowed.ts", "export const all = (): unknown => [Date.now(), Math.random(), crypto.randomUUID()];"],
];

let folder: string;
/** The rules broken in each file, by the project's own linter with its own configuration. */
const found = new Map<string, string[]>();

beforeAll(() => {
  // Inside the project, so that packages and their types are found; under a name that .gitignore does not hide from the linter.
  folder = mkdtempSync(join(project, "planted-"));
  for (const file of [".oxlintrc.json", "tsconfig.json"]) cpSync(join(project, file), join(folder, file));
  for (const [path, source] of [...violations, ...allowed]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), source);
  }
  const { stdout } = spawnSync("oxlint", ["--type-aware", "-f", "unix"], { cwd: folder, encoding: "utf8" });
  for (const [, path = "", rule = ""] of stdout.matchAll(/^([^:]+):\d+:\d+: .*\[Error\/([\w-]+\([\w/-]+\))\]$/gm)) {
    found.set(path, [...(found.get(path) ?? []), rule]);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the linter", () => {
  it.each(violations)("[S14] catches in %s: %s", (path, _source, rule) => {
    expect(found.get(path)).toContain(rule);
  });

  it.each(allowed)("[S14] has nothing against %s", (path) => {
    expect(found.get(path)).toBeUndefined();
  });
});
