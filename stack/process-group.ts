/** Ending a process together with everything it started. Works only on leaders of a process group of their own. */
import { setTimeout as pause } from "node:timers/promises";
import { identityOf } from "./process-identity.ts";

/** How long a process may take over an orderly end. */
const patience = 5_000;

export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Gone already: what was wanted.
  }
}

/** Asks it to end, and after five seconds no longer asks. Resolves when it is gone. */
export async function endGroup(pid: number): Promise<void> {
  const identity = identityOf(pid);
  const alive = (): boolean => identity !== undefined && identityOf(pid) === identity;
  signalGroup(pid, "SIGTERM");
  for (const start = Date.now(); alive() && Date.now() - start < patience;) await pause(20);
  // Also when the leader is gone: whatever it left behind in its group goes too.
  signalGroup(pid, "SIGKILL");
  while (alive()) await pause(20);
}
