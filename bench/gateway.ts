/**
 * What the SIP gateway needs for calls in which both sides talk all the time, and how evenly it sends to the telephones.
 * The real gateway and a real LiveKit server; the operators are a process of their own, the telephones are this one.
 *
 *   ./acd bench gateway [--calls 50]
 */
import { spawn } from "node:child_process";
import { constants, cpus, loadavg, setPriority } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { minutes } from "../src/words/index.ts";
import { didNumber, startSetting } from "../test/sip/harness.ts";
import { freePort } from "../stack/ports.ts";
import { dial, tone } from "../test/support/phone.ts";
import type { Arrived } from "../test/support/phone/rtp-line.ts";
import { processorTime, share } from "./measure/processor.ts";
import { quantile, rounded } from "./measure/statistics.ts";

const { values } = parseArgs({ options: { calls: { type: "string", default: "50" } } });
const wanted = Number(values.calls);
const packetTime = 20;
const settling = 3_000;
const measured = 20_000;

const load = loadavg()[0];
const setting = await startSetting({
  livekit: await freePort(),
  livekitUdp: await freePort(),
  sip: await freePort(),
  api: await freePort(),
  rtp: "41000-41999",
});
const operators = spawn(
  process.execPath,
  [join(import.meta.dirname, "gateway/operators.ts"), JSON.stringify(setting.livekit)],
  { stdio: ["pipe", "pipe", "inherit"] },
);
try {
  const answered = createInterface({ input: operators.stdout })[Symbol.asyncIterator]();
  const known = new Set<string>();
  const calls = [];
  for (let i = 0; i < wanted; i += 1) {
    const call = await dial({ to: didNumber, from: `+7916${1_000_000 + i}`, server: setting.gateway.server });
    calls.push(call);
    for (const { name } of await newRooms(known)) operators.stdin.write(`${name}\n`);
    await answered.next();
    await call.answered;
    void call.line.play(tone(440, minutes(1)));
  }
  favourThisProcess();
  await pause(settling);
  for (const { line } of calls) line.arrived.length = 0;
  const before = processorTime(setting.gateway.process.pid);
  await pause(measured);
  const after = processorTime(setting.gateway.process.pid);
  const gaps = calls.flatMap(({ line }) => deviations(line.arrived));
  console.log(
    JSON.stringify({
      gateway: {
        calls: calls.length,
        cores: before && after && rounded(share(before, after, "used")),
        // The share of the time in which it wanted a processor and others had them.
        denied: before && after && rounded(share(before, after, "waited")),
        evennessP50Ms: rounded(quantile(gaps, 0.5)),
        evennessP99Ms: rounded(quantile(gaps, 0.99)),
        evennessWorstMs: rounded(quantile(gaps, 1)),
        packets: gaps.length,
        missing: calls.length * Math.round(measured / packetTime) - gaps.length - calls.length,
        machine: { cpus: cpus().length, model: cpus()[0]?.model, node: process.version, loadBefore: load },
      },
    }),
  );
} finally {
  operators.kill("SIGKILL");
  await setting.stop();
}
process.exit();

/** Rooms that have come since the last time; waits for one. */
async function newRooms(known: Set<string>): Promise<{ readonly name: string }[]> {
  for (;;) {
    const fresh = (await setting.rooms.listRooms()).filter(({ name }) => !known.has(name));
    for (const { name } of fresh) known.add(name);
    if (fresh.length > 0) return fresh;
    await pause(20);
  }
}

/** How far each packet came from 20 ms after the one before. */
function deviations(arrived: readonly Arrived[]): number[] {
  return arrived.slice(1).map(({ at }, before) => Math.abs(at - (arrived[before]?.at ?? at) - packetTime));
}

/** It is to measure delays, not to suffer them; only now, because what it starts would inherit it. */
function favourThisProcess(): void {
  try {
    setPriority(constants.priority.PRIORITY_HIGHEST);
  } catch {
    // then it measures a little too much
  }
}
