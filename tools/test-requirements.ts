/** Programs that only the tests need: installed by package name where that may be done, else asked for. Nothing is ever skipped. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { answers, run } from "../stack/run.ts";
import { Trouble } from "../stack/trouble.ts";

interface Program {
  readonly command: string;
  /** Its package on Debian and Ubuntu. */
  readonly package: string;
  readonly why: string;
  /** What it must be able to do; undefined: it is enough that it is there. */
  readonly can?: readonly string[];
}

const programs: readonly Program[] = [
  { command: "chromium", package: "chromium", why: "a real browser for operators and callers" },
  { command: "sipp", package: "sip-tester", why: "callers" },
  { command: "espeak-ng", package: "espeak-ng", why: "the voice as a program, beside the WebAssembly build" },
  // Debian leaves the part that makes environments out of Python itself.
  { command: "python3", package: "python3-venv", why: "for Schemathesis", can: ["-c", "import ensurepip, venv"] },
];

/** @throws Trouble with the command that installs what is missing */
export async function installTestRequirements(say: (line: string) => void): Promise<void> {
  let missing = await missingPrograms();
  if (missing.length > 0 && mayInstall()) {
    const packages = missing.map((program) => program.package);
    say(`Installing what only the tests need: ${packages.join(", ")} ...`);
    const quiet = { DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update", "-qq"], { env: quiet });
    await run("apt-get", ["install", "-qq", "-y", "--no-install-recommends", ...packages], { env: quiet });
    missing = await missingPrograms();
  }
  if (missing.length > 0) {
    throw new Trouble(
      [
        "The tests need programs that are not here:",
        ...missing.map(
          (program) => `  ${program.command.padEnd(10)} ${program.why} (Debian and Ubuntu: ${program.package})`,
        ),
        `On Debian or Ubuntu: apt-get install ${missing.map((program) => program.package).join(" ")}`,
      ].join("\n"),
    );
  }
}

/**
 * Python's packages, as they are pinned, into a folder of the project's own.
 * @throws Trouble with what pip said
 */
export async function installPythonPackages(project: string, say: (line: string) => void): Promise<void> {
  const folder = join(project, ".acd/python");
  const wanted = join(project, "test/e2e/requirements.txt");
  const installed = join(folder, "installed.txt");
  const pinned = readFileSync(wanted, "utf8");
  if (existsSync(installed) && readFileSync(installed, "utf8") === pinned) return;
  say("Installing Schemathesis (about twenty seconds, once) ...");
  const quietly = ["--quiet", "--disable-pip-version-check", "--no-input"];
  for (const [command, args] of [
    ["python3", ["-m", "venv", "--clear", folder]],
    [join(folder, "bin/pip"), ["install", ...quietly, "--requirement", wanted]],
  ] as const) {
    const { code, output } = await run(command, args);
    // Which registry this machine uses is nobody's business but the machine's.
    if (code !== 0) throw new Trouble(output.replaceAll(/https?:\/\/[^/\s]*/g, "(registry)"));
  }
  // Last: what was interrupted is begun again.
  writeFileSync(installed, pinned);
}

async function missingPrograms(): Promise<Program[]> {
  const here = await Promise.all(
    programs.map(({ command, can }) =>
      can === undefined ? answers("sh", ["-c", `command -v ${command}`]) : answers(command, can),
    ),
  );
  return programs.filter((_, index) => here[index] !== true);
}

/** Root on Debian or something made from it. */
function mayInstall(): boolean {
  const system = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  return process.getuid?.() === 0 && /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(system);
}
