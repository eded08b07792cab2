import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { findLivekitServer } from "../../stack/steps/livekit-server.ts";
import { temporaryFolder } from "./fixtures/folder.ts";

/** A machine on which only these programs exist, each a shell script. */
function machineWith(programs: Readonly<Record<string, string>>): string {
  const project = temporaryFolder();
  const path = join(project, "bin");
  mkdirSync(path);
  for (const tool of ["sh", "cp"]) symlinkSync(`/bin/${tool}`, join(path, tool));
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(path, name), `#!${join(path, "sh")}\n${script}\n`);
    chmodSync(join(path, name), 0o755);
  }
  vi.stubEnv("PATH", path);
  return project;
}

afterEach(() => void vi.unstubAllEnvs());

const server = 'echo "livekit-server version 1.11.0"';
/** `go version`, and a `go install` that makes a program called server, as the real one does. */
const go = `[ "$1" = version ] || { echo '#!/bin/sh' > "$GOBIN/server"; echo '${server}' >> "$GOBIN/server"; }`;
const engine = "exit 0";

describe("the LiveKit server", () => {
  it("[S7] is the one on PATH, if there is one", async () => {
    const project = machineWith({ "livekit-server": server, go, docker: engine });
    expect(await findLivekitServer(project, () => undefined)).toEqual({ kind: "program", path: "livekit-server" });
  });

  it("[S7] else is built with Go, and kept", async () => {
    const project = machineWith({ go, docker: engine });
    const built = join(project, ".acd/bin/livekit-server");
    const found = await findLivekitServer(project, () => undefined);
    expect(found).toEqual({ kind: "program", path: built });
    expect(existsSync(built)).toBe(true);
  });

  it("[S7] else runs in a container", async () => {
    const project = machineWith({ docker: "exit 1", podman: engine });
    expect(await findLivekitServer(project, () => undefined)).toMatchObject({ kind: "container", engine: "podman" });
  });

  it("[S7] when Go cannot build it, runs in a container", async () => {
    const project = machineWith({ go: '[ "$1" = version ]', docker: engine });
    expect(await findLivekitServer(project, () => undefined)).toMatchObject({ kind: "container", engine: "docker" });
  });

  it("[S7] when there is no way, names the four, and hides where modules come from", async () => {
    const project = machineWith({
      go: '[ "$1" = version ] || { echo "cannot reach https://proxy.example/mod"; exit 1; }',
    });
    const complaint = await findLivekitServer(project, () => undefined).catch((fault: Error) => fault.message);
    expect(complaint).toMatch(/1\. .*LIVEKIT_URL[\s\S]*2\. .*PATH[\s\S]*3\. .*Go[\s\S]*4\. .*Docker or Podman/);
    expect(complaint).toContain("cannot reach …");
    expect(complaint).not.toContain("proxy.example");
  });
});
