/**
 * Children must not outlive their supervisor, not even when it is killed with a signal that it cannot catch:
 * they would go on holding the ports. On Linux the kernel can see to it (prctl PR_SET_PDEATHSIG, which Node does not
 * offer, but util-linux's setpriv does); elsewhere the next start finds them by their pid files.
 */
import { spawnSync } from "node:child_process";

const setpriv = ["setpriv", "--pdeathsig", "TERM"] as const;

let works: boolean | undefined;

/** The command line, put on the leash where the system has one. The process id stays the command's own: setpriv becomes it. */
export function onLeash(command: string, args: readonly string[]): [string, string[]] {
  works ??= process.platform === "linux" && spawnSync(setpriv[0], [...setpriv.slice(1), "true"]).status === 0;
  return works ? [setpriv[0], [...setpriv.slice(1), command, ...args]] : [command, [...args]];
}
