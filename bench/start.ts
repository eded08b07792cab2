/**
 * How long the second start takes: from `./acd start` with packages installed, everything built and a call centre's data there, to the welcome.
 * The first start, which makes all that, is not counted.
 *
 *   ./acd bench start [--starts 5]
 */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { freePorts } from "../stack/ports.ts";
import { npmStart } from "../test/support/npm-start.ts";
import { quantile } from "./measure/statistics.ts";

const { values } = parseArgs({ options: { starts: { type: "string", default: "5" } } });
const wanted = Number(values.starts);

const data = mkdtempSync(join(tmpdir(), "acd-bench-start-"));
const ports = await freePorts();
let running: ChildProcess | undefined;
try {
  await start();
  const took: number[] = [];
  for (let i = 0; i < wanted; i += 1) {
    const time = await start();
    process.stderr.write(`start ${i + 1}: ${time.toFixed(0)} ms\n`);
    took.push(time);
  }
  const [secondMs, worstMs] = [Math.round(quantile(took, 0.5)), Math.round(Math.max(...took))];
  console.log(JSON.stringify({ start: { secondMs, worstMs, starts: wanted } }));
} finally {
  running?.kill("SIGKILL");
  rmSync(data, { recursive: true, force: true });
}

/** Starts and stops. @returns how long the start took */
async function start(): Promise<number> {
  const from = performance.now();
  const { process: launcher } = await npmStart({
    ports,
    data,
    command: ["./acd", "start"],
    began: (child) => (running = child),
  });
  const time = performance.now() - from;
  launcher.kill("SIGTERM");
  await once(launcher, "exit");
  return time;
}
