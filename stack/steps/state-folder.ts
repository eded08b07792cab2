/**
 * The state folder: one stack at a time, and nothing of an earlier one left running.
 *
 *   secrets.json   made at first start            state/   the actors' database
 *   run/           pid files of what runs         logs/    what it writes
 *   app/           what is being served
 */
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { livingProcess, removePidFile, writePidFile } from "../pid-file.ts";
import { endGroup } from "../process-group.ts";
import { Trouble } from "../trouble.ts";

export interface StateFolder {
  readonly path: string;
  readonly run: string;
  readonly logs: string;
  readonly state: string;
  readonly app: string;
  /** Lets another stack have the folder. */
  release(): void;
}

const ownersFile = "supervisor.pid";

/** @throws Trouble when a living stack uses the folder */
export async function claimStateFolder(path: string): Promise<StateFolder> {
  const folders = {
    run: join(path, "run"),
    logs: join(path, "logs"),
    state: join(path, "state"),
    app: join(path, "app"),
  };
  for (const folder of [path, ...Object.values(folders)]) mkdirSync(folder, { recursive: true, mode: 0o700 });

  const owner = join(folders.run, ownersFile);
  const other = livingProcess(owner);
  if (other !== undefined && other !== process.pid) {
    throw new Trouble(
      `A stack is already running with the state folder ${path} (process ${other}). Stop it, or choose another folder with ACD_DATA.`,
    );
  }
  await endLeftovers(folders.run);
  writePidFile(owner, process.pid);
  return { path, ...folders, release: () => removePidFile(owner) };
}

/** Ends what a supervisor that was killed outright left behind. Only processes that are certainly ours: same id, same start. */
async function endLeftovers(run: string): Promise<void> {
  const files = readdirSync(run).filter((file) => file.endsWith(".pid") && file !== ownersFile);
  await Promise.all(
    files.map(async (file) => {
      const path = join(run, file);
      const pid = livingProcess(path);
      if (pid !== undefined) await endGroup(pid);
      removePidFile(path);
    }),
  );
}
