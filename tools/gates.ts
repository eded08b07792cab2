/** Everything that CI insists on, the quickest first. */
import { minutes, seconds } from "../src/words/index.ts";
import { countDeno, countVitest } from "./counts.ts";
import type { Gate } from "./gate.ts";

/** Answered in seconds: what `./acd check` runs. */
export const quickGates: readonly Gate[] = [
  { name: "format", command: "oxfmt", args: ["--check", "."], within: minutes(1) },
  { name: "lint", command: "oxlint", args: ["--type-aware"], within: minutes(2) },
  { name: "types", command: "tsc", args: ["-p", "."], within: minutes(2) },
  // What runs in workerd is checked against its types instead of Node's and the browser's.
  { name: "types in workerd", command: "tsc", args: ["-p", "actors"], within: minutes(2) },
  { name: "unused code", command: "knip", args: [], within: minutes(2) },
  { name: "rules", command: "node", args: ["tools/check-spec.ts"], within: seconds(30) },
  { name: "tour", command: "node", args: ["tools/check-tour.ts"], within: seconds(30) },
];

const vitest = (project: string, within: number): Gate => ({
  name: project,
  command: "vitest",
  args: ["run", "--project", project, "--allowOnly=false"],
  within,
  count: countVitest,
});

/** Their limits are for what hangs: on a machine with other things to do a gate may take three times as long. */
export const testGates: readonly Gate[] = [
  // Ten thousand simulated days among them.
  vitest("behaviour", minutes(20)),
  vitest("exhaustive", minutes(12)),
  {
    name: "behaviour in Deno",
    command: "deno",
    args: ["test", "--no-check", "--cached-only", "--allow-read", "--allow-env"],
    within: minutes(6),
    count: countDeno,
  },
  vitest("behaviour in workerd", minutes(10)),
  vitest("unit", minutes(6)),
  vitest("web", minutes(11)),
  vitest("workerd", minutes(4)),
  vitest("http", minutes(8)),
  vitest("deploy", minutes(3)),
  vitest("e2e", minutes(17)),
];
