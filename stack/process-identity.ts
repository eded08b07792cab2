/**
 * Tells whether a process id written down earlier still means the same process: ids are used again after a while,
 * so an id alone must never decide what gets ended.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** When the process started, in a form good only for comparing; undefined when there is no such process (any more). */
export function identityOf(pid: number): string | undefined {
  return process.platform === "linux" ? fromProc(pid) : fromPs(pid);
}

function fromProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command's name stands in parentheses and may hold anything; what follows the last one is fields 3 and on (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [state] = fields;
    if (state === "Z" || state === "X") return undefined;
    const startedTicksAfterBoot = fields[19];
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${startedTicksAfterBoot}`;
  } catch {
    return undefined;
  }
}

function fromPs(pid: number): string | undefined {
  const ps = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
  return ps.status === 0 && ps.stdout.trim() !== "" ? ps.stdout.trim() : undefined;
}
