import { existsSync, readFileSync } from "node:fs";
import type { Duration } from "../../src/words/index.ts";
import { rounded } from "./statistics.ts";

export interface ProcessorTime {
  readonly at: number;
  /** How long the process has computed, in all its threads. */
  readonly used: Duration;
  /** How long its main thread could have computed and had no processor, because others had them. */
  readonly waited: Duration;
}

/** From /proc; undefined on systems that have none. */
export function processorTime(pid: number | undefined): ProcessorTime | undefined {
  const folder = `/proc/${pid}`;
  if (pid === undefined || !existsSync(`${folder}/schedstat`)) return undefined;
  // After the name in brackets: the 12th and 13th field are the time in user and in kernel mode, in hundredths of a second.
  const fields = readFileSync(`${folder}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  const [, waited] = readFileSync(`${folder}/schedstat`, "utf8").split(" ");
  return { at: performance.now(), used: (Number(fields[11]) + Number(fields[12])) * 10, waited: Number(waited) / 1e6 };
}

/** Between two readings: how much of the time (in processors; 0…1 for what was waited) it computed, or waited for one. */
export function share(before: ProcessorTime, after: ProcessorTime, of: "used" | "waited"): number {
  return (after[of] - before[of]) / (after.at - before.at);
}

/** Of several processes, by name. */
export type ProcessorTimes = Readonly<Record<string, ProcessorTime>>;

/** Between two readings, of each process: milliseconds of processor for each call, and the share of the time (0…1) in which it had none though it wanted one. */
export function processorUse(before: ProcessorTimes, after: ProcessorTimes, calls: number): object {
  const cpuMsPerCall: Record<string, number> = {};
  const cpuDenied: Record<string, number> = {};
  for (const [name, then] of Object.entries(after)) {
    const first = before[name];
    if (first === undefined) continue;
    cpuMsPerCall[name] = rounded((then.used - first.used) / calls);
    cpuDenied[name] = rounded(share(first, then, "waited"));
  }
  return { cpuMsPerCall, cpuDenied };
}
