/** A note in the state folder of which process plays a part, good enough to recognise it after a crash of whoever wrote it. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { identityOf } from "./process-identity.ts";

export function writePidFile(path: string, pid: number): void {
  writeFileSync(path, JSON.stringify({ pid, identity: identityOf(pid) }), { mode: 0o600 });
}

/** The process that the file names, if it still runs and is the very same one. */
export function livingProcess(path: string): number | undefined {
  try {
    const { pid, identity } = JSON.parse(readFileSync(path, "utf8")) as { pid: number; identity?: string };
    return identity !== undefined && identityOf(pid) === identity ? pid : undefined;
  } catch {
    return undefined; // no file, or one cut short by a crash: nothing that could be recognised
  }
}

export function removePidFile(path: string): void {
  rmSync(path, { force: true });
}
