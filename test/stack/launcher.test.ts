/** `./acd` on a fresh clone: the launcher itself in a folder of its own, with an npm that only notes when it runs. */
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { once } from "node:events";
import { describe, expect, it, vi } from "vitest";
import { temporaryFolder } from "./fixtures/folder.ts";

const launcher = resolve(import.meta.dirname, "../../acd");

/** A clone whose `npm ci` does what the script says. */
function clone(npm: string) {
  const folder = temporaryFolder();
  const tools = join(folder, "tools");
  mkdirSync(tools);
  copyFileSync(launcher, join(folder, "acd"));
  writeFileSync(join(folder, "package-lock.json"), "{}\n");
  const install = (script: string): void => {
    writeFileSync(join(tools, "npm"), `#!/bin/sh\necho begin >>npm.log\n${script}\necho end >>npm.log\n`);
    chmodSync(join(tools, "npm"), 0o755);
  };
  install(npm);
  const start = () => {
    const child = spawn(join(folder, "acd"), [], {
      cwd: folder,
      env: { ...process.env, PATH: `${tools}:${process.env["PATH"]}` },
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const ended = once(child, "close").then(([code]) => ({ code: code as number | null, said }));
    return { child, ended, said: () => said };
  };
  return {
    folder,
    install,
    start,
    npmRuns: () => readFileSync(join(folder, "npm.log"), "utf8").trim().split("\n"),
    lock: join(folder, ".acd/installing"),
    installed: () => existsSync(join(folder, "node_modules/.acd-lock")),
  };
}

const works = "sleep 1; mkdir -p node_modules";

describe("the launcher", () => {
  it("[S19] installs once when it is started twice at once; the second waits and says so", async () => {
    const { start, npmRuns, lock } = clone(works);
    const [first, second] = await Promise.all([start().ended, start().ended]);
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(npmRuns()).toEqual(["begin", "end"]);
    const [waited, installed] = first.said.includes("Waiting") ? [first, second] : [second, first];
    expect(waited.said).toMatch(/^Waiting for process \d+, which is installing the packages/);
    expect(installed.said).toMatch(/^Installing the locked packages/);
    expect(existsSync(lock)).toBe(false);
  });

  it("[S19] is not held up by a lock whose holder is dead, nor are two of them", async () => {
    const { folder, start, npmRuns } = clone(works);
    mkdirSync(join(folder, ".acd"));
    symlinkSync(String(spawnSync("true").pid), join(folder, ".acd/installing"));
    const both = await Promise.all([start().ended, start().ended]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(npmRuns()).toEqual(["begin", "end"]);
  });

  it("[S19] starts over after an installation that was killed", async () => {
    const { start, npmRuns, installed } = clone(works);
    const { child, ended } = start();
    await vi.waitFor(() => expect(npmRuns()).toEqual(["begin"]));
    process.kill(-(child.pid ?? 0), "SIGKILL");
    await ended;
    expect(installed()).toBe(false);
    expect((await start().ended).code).toBe(0);
    expect(npmRuns()).toEqual(["begin", "begin", "end"]);
  });

  it("[S19] an installation that fails, or is interrupted, leaves neither lock nor mark, and the next start installs", async () => {
    const { folder, install, start, lock, installed } = clone(
      "mkdir -p node_modules; echo at https://host/x >&2; exit 7",
    );
    mkdirSync(join(folder, "node_modules"));
    // The mark of an earlier installation, of other packages.
    writeFileSync(join(folder, "node_modules/.acd-lock"), "{old}\n");
    const failed = await start().ended;
    expect(failed.code).toBe(1);
    expect(failed.said).toContain("at (registry)/x");
    expect([existsSync(lock), installed()]).toEqual([false, false]);

    install("mkdir -p node_modules; sleep 5");
    const { child, ended, said } = start();
    await vi.waitFor(() => expect(said()).toContain("Installing"));
    process.kill(-(child.pid ?? 0), "SIGINT");
    expect((await ended).code).toBe(130);
    expect([existsSync(lock), installed()]).toEqual([false, false]);

    install(works);
    expect((await start().ended).code).toBe(0);
    expect(installed()).toBe(true);
    // From now on there is nothing to install.
    expect((await start().ended).said).toMatch(/^\.\/acd start/);
  });
});
