/** Programs that only the tests need: installed by package name where that may be done, else asked for. Nothing is ever skipped. */
import { existsSync, readFileSync } from "node:fs";
import { answers, run } from "../stack/run.ts";
import { Trouble } from "../stack/trouble.ts";

interface Program {
  readonly command: string;
  /** Its package on Debian and Ubuntu. */
  readonly package: string;
  readonly why: string;
}

const programs: readonly Program[] = [
  { command: "chromium", package: "chromium", why: "a real browser for operators and callers" },
  { command: "sipp", package: "sip-tester", why: "callers" },
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

async function missingPrograms(): Promise<Program[]> {
  const here = await Promise.all(programs.map(({ command }) => answers("sh", ["-c", `command -v ${command}`])));
  return programs.filter((_, index) => here[index] !== true);
}

/** Root on Debian or something made from it. */
function mayInstall(): boolean {
  const system = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  return process.getuid?.() === 0 && /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(system);
}
