/** SIPp, a telephone that others wrote: https://sipp.sourceforge.net */
import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface SippRun {
  readonly scenario: string;
  readonly server: { readonly host: string; readonly port: number };
  readonly transport: "UDP" | "TCP";
  readonly to: string;
  readonly from: string;
  /** The phone's own SIP port; its media go to the one 40 above. */
  readonly port: number;
}

/** Runs one call of a scenario. Rejects with what SIPp has to say when it went otherwise than the scenario. */
export const sipp = (run: SippRun): Promise<void> =>
  runOnce(run, [`${run.server.host}:${run.server.port}`, "-s", run.to, "-key", "caller", run.from]);

/** SIPp as the one who is called: waits on its port for one call and does with it what the scenario says. */
export const sippCalled = (run: Pick<SippRun, "scenario" | "transport" | "port">): Promise<void> => runOnce(run, []);

function runOnce(run: Pick<SippRun, "scenario" | "transport" | "port">, whom: readonly string[]): Promise<void> {
  const errors = join(tmpdir(), `sipp-${process.pid}-${run.port}.log`);
  const parameters = [
    whom,
    ["-sf", join(import.meta.dirname, "scenarios", `${run.scenario}.xml`)],
    ["-i", "127.0.0.1", "-mi", "127.0.0.1", "-p", String(run.port), "-mp", String(run.port + 40)],
    ["-t", run.transport === "UDP" ? "u1" : "t1"],
    ["-m", "1", "-l", "1", "-timeout", "20s", "-timeout_error", "-nostdin", "-trace_err", "-error_file", errors],
  ].flat();
  const child = spawn("sipp", parameters, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stdout.resume();
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      const why = `${said}\n${readIfThere(errors)}`;
      rmSync(errors, { force: true });
      if (code === 0) resolve();
      else reject(new Error(`sipp ${run.scenario} ended with ${code}: ${why.slice(0, 2_000)}`));
    });
  });
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
