/**
 * What administrators, wallboards and reports ask of the edge app while it brings callers to operators: 300 requests a second of all sorts, at
 * random moments (Poisson), beside 20 calls a second; and what these calls take with and without them, in the same run.
 */
import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { openCentre, type Centre } from "./edge/centre.ts";
import { measureAt } from "./edge/dispatch.ts";
import { operatorName, queue } from "./edge/names.ts";
import { seeded } from "../test/support/chance.ts";
import { quantile, rounded } from "./measure/statistics.ts";

const perSecond = 300;
const calls = 20;
const since = new Date(Date.now() - 3_600_000).toISOString();

/** Of a hundred requests, so many. */
const mix: readonly (readonly [number, string, string, object?])[] = [
  [30, "GET", `/queues/${queue}/state`],
  [30, "GET", `/operators/${operatorName(1)}/state`],
  [15, "GET", "/calls?limit=20"],
  [10, "GET", "/operators?limit=50"],
  [8, "GET", `/queues/${queue}`],
  [3, "GET", "/audit?limit=20"],
  [2, "GET", `/reports/queues?from=${since}`],
  [2, "PATCH", "/numbers/%2B10000000000", { label: "of the bench" }],
];

/** Asks from `begins` to `ends`. */
function asking(centre: Centre) {
  const random = seeded(2);
  const took: number[] = [];
  const statuses: Record<string, number> = {};
  const stop = new AbortController();
  const one = async (): Promise<void> => {
    let left = random() * 100;
    const [, method, path, body] = mix.find(([share]) => (left -= share) < 0) ?? mix[0] ?? [0, "GET", ""];
    const began = performance.now();
    const status = await centre.ask(method, path, body).catch(() => 0);
    took.push(performance.now() - began);
    statuses[status] = (statuses[status] ?? 0) + 1;
  };
  const begins = async (): Promise<void> => {
    for (let due = performance.now(); !stop.signal.aborted; due += (-Math.log(1 - random()) * 1_000) / perSecond) {
      const early = due - performance.now();
      if (early > 1) await pause(early);
      void one();
    }
  };
  return {
    begins: () => void begins(),
    ends: () => stop.abort(),
    figures: () => ({
      requests: took.length,
      p50Ms: rounded(quantile(took, 0.5)),
      p99Ms: rounded(quantile(took, 0.99)),
      statuses,
    }),
  };
}

const memory = "/dev/shm";
const centre = await openCentre({ operators: 80, ...(existsSync(memory) && { folder: memory }) });
try {
  await centre.wrapUp(0);
  await centre.ask("PUT", "/numbers/%2B10000000000", { label: "" });
  const alone = await measureAt(calls, centre);
  const asked = asking(centre);
  const together = await measureAt(calls, centre, asked);
  console.log(JSON.stringify({ api: { perSecond, ...asked.figures(), dispatch: { alone, together } } }));
} finally {
  for (const trouble of centre.troubles()) console.log(trouble);
  await centre.close();
}
