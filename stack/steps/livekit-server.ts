/** Finds a LiveKit server to run: on PATH, else built with Go, else in a container. */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { answers, run } from "../run.ts";
import { Trouble } from "../trouble.ts";

/** The newest version that the Go tool installs from public modules and that the media worker was measured against. */
const version = "v1.11.0";

export type LivekitServer =
  | { readonly kind: "program"; readonly path: string }
  | { readonly kind: "container"; readonly engine: "docker" | "podman"; readonly image: string };

/**
 * @param project built servers are kept in its .acd/bin, shared by all state folders
 * @throws Trouble naming the four choices when none is possible
 */
export async function findLivekitServer(project: string, note: (text: string) => void): Promise<LivekitServer> {
  if (await answers("livekit-server", ["--version"])) return { kind: "program", path: "livekit-server" };
  const bin = join(project, ".acd", "bin");
  const built = join(bin, "livekit-server");
  if (existsSync(built) && (await run(built, ["--version"])).output.includes(version.slice(1))) {
    return { kind: "program", path: built };
  }
  const failures: string[] = [];
  if (await answers("go", ["version"])) {
    const failure = await buildWithGo(bin, built, note);
    if (failure === undefined) return { kind: "program", path: built };
    failures.push(failure);
  }
  for (const engine of ["docker", "podman"] as const) {
    if (await answers(engine, ["info"]))
      return { kind: "container", engine, image: `livekit/livekit-server:${version}` };
  }
  throw new Trouble(
    [
      "A LiveKit server is needed and none could be found. Choose one of these four:",
      "  1. use an existing one: set LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET (LiveKit Cloud or your own),",
      "  2. put a livekit-server program on PATH,",
      "  3. install Go: the server is then built here, once, in about two minutes,",
      "  4. start Docker or Podman: the server then runs in a container.",
      ...failures,
    ].join("\n"),
  );
}

/** @returns what went wrong, if anything did */
async function buildWithGo(bin: string, target: string, note: (text: string) => void): Promise<string | undefined> {
  mkdirSync(bin, { recursive: true });
  const folder = mkdtempSync(join(bin, ".making-"));
  let compiled = 0;
  note(`building livekit-server ${version} with Go, once; about two minutes`);
  try {
    const { code, output } = await run(
      "go",
      // -v names each package as it is compiled.
      ["install", "-v", `github.com/livekit/livekit-server/cmd/server@${version}`],
      {
        env: { GOBIN: folder },
        onLine: (line) => {
          const downloading = line.startsWith("go: downloading");
          if (!downloading) compiled++;
          note(downloading ? "downloading its modules" : `${compiled} packages compiled`);
        },
      },
    );
    if (code !== 0) return `(Go is here, but could not build it: ${lastLineOf(output)})`;
    renameSync(join(folder, "server"), target);
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Without addresses: a module proxy's name is the machine's own business. */
function lastLineOf(output: string): string {
  return (output.trimEnd().split("\n").at(-1) ?? "").replaceAll(/https?:\/\/\S+/g, "…");
}
