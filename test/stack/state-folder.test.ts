import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { once } from "node:events";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { freePorts } from "../../stack/ports.ts";
import { identityOf } from "../../stack/process-identity.ts";
import { listens } from "../../stack/ready.ts";
import { claimStateFolder } from "../../stack/steps/state-folder.ts";
import { temporaryFolder } from "./fixtures/folder.ts";

/** Another process that holds the folder and has a child listening on the port. */
async function supervisorInAnotherProcess(folder: string, port: number): Promise<ChildProcess> {
  const script = join(import.meta.dirname, "fixtures/supervise.ts");
  const supervisor = spawn(process.execPath, [script, folder, String(port)], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void supervisor.kill("SIGKILL"));
  await once(supervisor.stdout, "data");
  return supervisor;
}

/** A process that has nothing to do with us. */
function stranger(): ChildProcess {
  const sleeper = spawn("sleep", ["60"], { detached: true });
  onTestFinished(() => void sleeper.kill("SIGKILL"));
  return sleeper;
}

describe("the state folder", () => {
  it("[S5] has one stack at a time", async () => {
    const folder = temporaryFolder();
    const { http } = await freePorts();
    await supervisorInAnotherProcess(folder, http);
    await expect(claimStateFolder(folder)).rejects.toThrow(/already running.*ACD_DATA/);
    expect(await listens(http)).toBe(true);
  });

  it("[S3] is free again after its stack was killed, and no child of it holds a port", async () => {
    const folder = temporaryFolder();
    const { http } = await freePorts();
    const other = await supervisorInAnotherProcess(folder, http);
    other.kill("SIGKILL");
    await once(other, "exit");
    await claimStateFolder(folder);
    await vi.waitFor(async () => expect(await listens(http)).toBe(false), 5_000);
  });

  it("[S3] ends a child that a killed supervisor left behind, found by its pid file", async () => {
    const folder = temporaryFolder();
    const orphan = stranger();
    mkdirSync(join(folder, "run"), { recursive: true });
    const pidFile = join(folder, "run", "media.pid");
    writeFileSync(pidFile, JSON.stringify({ pid: orphan.pid, identity: identityOf(orphan.pid ?? 0) }));
    const ended = once(orphan, "exit");
    await claimStateFolder(folder);
    expect((await ended)[1]).toBe("SIGTERM");
    expect(existsSync(pidFile)).toBe(false);
  });

  it("[S3] leaves a stranger alone who has the process id of one of ours", async () => {
    const folder = temporaryFolder();
    const innocent = stranger();
    mkdirSync(join(folder, "run"), { recursive: true });
    writeFileSync(join(folder, "run", "media.pid"), JSON.stringify({ pid: innocent.pid, identity: "another boot 1" }));
    writeFileSync(join(folder, "run", "sip.pid"), "cut sho");
    await claimStateFolder(folder);
    expect(identityOf(innocent.pid ?? 0)).toBeDefined();
  });

  it("[S6] can be entered by its owner only", async () => {
    const folder = await claimStateFolder(join(temporaryFolder(), "new"));
    expect(statSync(folder.path).mode & 0o777).toBe(0o700);
    expect(JSON.parse(readFileSync(join(folder.run, "supervisor.pid"), "utf8"))).toMatchObject({ pid: process.pid });
    folder.release();
    expect(existsSync(join(folder.run, "supervisor.pid"))).toBe(false);
  });
});
