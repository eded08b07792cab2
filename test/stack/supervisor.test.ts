import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { BackOff } from "../../stack/back-off.ts";
import { freePorts } from "../../stack/ports.ts";
import { identityOf } from "../../stack/process-identity.ts";
import { listens } from "../../stack/ready.ts";
import { Supervisor } from "../../stack/supervisor.ts";
import { temporaryFolder } from "./fixtures/folder.ts";
import { listeningChild } from "./fixtures/listening-child.ts";

function newSupervisor(): { supervisor: Supervisor; folder: string; told: string[] } {
  const folder = temporaryFolder();
  const told: string[] = [];
  const supervisor = new Supervisor({ runFolder: folder, logFolder: folder, tell: (line) => told.push(line) });
  onTestFinished(() => supervisor.stop());
  return { supervisor, folder, told };
}

describe("the supervisor", () => {
  it("[S1] ends every child, the last started first, and leaves no port and no pid file", async () => {
    const { supervisor, folder } = newSupervisor();
    const { http, livekit } = await freePorts();
    await supervisor.start(listeningChild("first", http));
    await supervisor.start(listeningChild("second", livekit));
    await supervisor.stop();
    expect([await listens(http), await listens(livekit)]).toEqual([false, false]);
    expect(readdirSync(folder).filter((file) => file.endsWith(".pid"))).toEqual([]);
    const endOf = (name: string): string =>
      /^(\S+) \[supervisor\] \w+ ended/m.exec(readFileSync(join(folder, `${name}.log`), "utf8"))?.[1] ?? "never";
    expect(endOf("second") <= endOf("first")).toBe(true);
  });

  it("[S1] [S2] what a child leaves behind is put away before each start of it, and at the end", async () => {
    const { supervisor, folder } = newSupervisor();
    const { http } = await freePorts();
    const left = join(folder, "left");
    let cleared = 0;
    const clear = (): void => {
      cleared += 1;
      rmSync(left, { force: true });
    };
    writeFileSync(left, "by an earlier run");
    await supervisor.start({ ...listeningChild("child", http), clear });
    expect([cleared, existsSync(left)]).toEqual([1, false]);
    supervisor.signal("child", "SIGKILL");
    await vi.waitFor(() => expect(supervisor.starts("child")).toBe(2), 5_000);
    expect(cleared).toBe(2);
    writeFileSync(left, "by this one");
    await supervisor.stop();
    expect(existsSync(left)).toBe(false);
  });

  it("[S1] ends a child that does not listen to requests", async () => {
    const { supervisor } = newSupervisor();
    const { http } = await freePorts();
    await supervisor.start(listeningChild("stubborn", http, "stubborn"));
    await supervisor.stop();
    expect(await listens(http)).toBe(false);
  });

  it("[S2] starts a child again that was killed, and says so", async () => {
    const { supervisor, told } = newSupervisor();
    const { http } = await freePorts();
    await supervisor.start(listeningChild("child", http));
    const before = supervisor.pids()["child"];
    supervisor.signal("child", "SIGKILL");
    await vi.waitFor(async () => expect([supervisor.starts("child"), await listens(http)]).toEqual([2, true]), 5_000);
    expect(supervisor.pids()["child"]).not.toBe(before);
    expect(told).toEqual(["child died; starting it again."]);
  });

  it("[S2] says why a child did not start, with the end of its log", async () => {
    const { supervisor } = newSupervisor();
    const { http } = await freePorts();
    const spec = { ...listeningChild("broken", http), args: ["-e", "console.log('no such room'); process.exit(3)"] };
    await expect(supervisor.start(spec)).rejects.toThrow(/broken did not start[\s\S]*no such room[\s\S]*exit code 3/);
  });

  it("[S2] says so when the program of a child does not exist", async () => {
    const { supervisor } = newSupervisor();
    const spec = { ...listeningChild("missing", 1), command: "/nonexistent/program" };
    await expect(supervisor.start(spec)).rejects.toThrow(/missing did not start/);
  });

  it("[S10] keeps what children write, with telephone numbers masked", async () => {
    const { supervisor, folder } = newSupervisor();
    const { http } = await freePorts();
    await supervisor.start(listeningChild("child", http));
    await supervisor.stop();
    expect(readFileSync(join(folder, "child.log"), "utf8")).toMatch(/^\S+ about to listen, called by \+7•+67$/m);
  });
});

describe("the pause before a restart", () => {
  it("[S2] grows from 0.1 s to 5 s while a child keeps dying, and starts over after it was well", () => {
    const backOff = new BackOff(false);
    const pauses = Array.from({ length: 8 }, () => backOff.afterDeath(50));
    expect(pauses).toEqual([100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
    expect(backOff.afterDeath(60_000)).toBe(100);
  });

  it("[S2] is left out the first time for parts whose absence callers hear", () => {
    const backOff = new BackOff(true);
    expect([backOff.afterDeath(50), backOff.afterDeath(50)]).toEqual([0, 100]);
  });
});

describe("a process", () => {
  it("[S3] is recognised by when it started, not by its id alone", () => {
    expect(identityOf(process.pid)).toBe(identityOf(process.pid));
    expect(identityOf(process.pid)).not.toBe(identityOf(process.ppid));
    expect(identityOf(2 ** 22 + 1)).toBeUndefined();
  });
});
