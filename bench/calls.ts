/**
 * The whole path with real SIP and real WebRTC: how long a caller rings before they are answered, and how long after Accept each side first
 * hears the other. One call at a time, on the stack that `npm start` runs; caller, operator and the stack share the machine.
 *
 *   ./acd bench calls [--calls 40]
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { minutes, seconds } from "../src/words/index.ts";
import { shareOf } from "../test/support/phone/audio.ts";
import { dial, tone } from "../test/support/phone.ts";
import { TestOperator } from "../test/support/operator.ts";
import { startStack } from "../test/support/stack.ts";
import { quantile } from "./measure/statistics.ts";

const { values } = parseArgs({ options: { calls: { type: "string", default: "40" } } });
const wanted = Number(values.calls);
const [callersTone, operatorsTone] = [440, 880];
/** 20 ms at 8 kHz: the first one that holds the tone is the first audio. */
const window = 160;

const stack = await startStack();
try {
  await setUp();
  const operator = await TestOperator.signIn(stack, "operator1", stack.passwords.operator1, { speaks: operatorsTone });
  await operator.ready();
  const answers: number[] = [];
  const accepts: number[] = [];
  for (let i = 0; i < wanted + 2; i += 1) {
    const { answered, accepted } = await oneCall(operator);
    if (i < 2) continue; // the first calls also pay for code that is loaded once
    answers.push(answered);
    accepts.push(accepted);
    process.stderr.write(
      `call ${i - 1}: answered after ${answered.toFixed(0)} ms, both heard ${accepted.toFixed(0)} ms after Accept\n`,
    );
  }
  operator.close();
  console.log(
    JSON.stringify({
      answer: { p50Ms: quantile(answers, 0.5), p95Ms: quantile(answers, 0.95), calls: answers.length },
      accept: { p50Ms: quantile(accepts, 0.5), p95Ms: quantile(accepts, 0.95), calls: accepts.length },
      machine: { cpus: cpus().length, model: cpus()[0]?.model, node: process.version },
    }),
  );
} finally {
  await stack.stop();
}
// The native threads of the operator's WebRTC would keep the process.
process.exit();

async function setUp(): Promise<void> {
  const path = `${stack.url}/v1/applications/callcenter/queues/MainQueue`;
  const headers = { Authorization: `Bearer ${stack.adminKey}`, "Content-Type": "application/json" };
  const { id: _, ...queue } = (await (await fetch(path, { headers })).json()) as { id: string };
  await fetch(path, { method: "PUT", headers, body: JSON.stringify({ ...queue, wrapUp: 0, ringTime: minutes(1) }) });
}

/** Rings, is answered, is accepted, and both say their tone until the other has heard it. */
async function oneCall(operator: TestOperator): Promise<{ answered: number; accepted: number }> {
  const call = await dial({ to: "+74951234567", server: { host: "127.0.0.1", port: stack.sipPort } });
  const answered = await call.answered;
  const { offer } = await operator.until((view) => view.offer !== undefined, "offer");
  await new Promise((resolve) => setTimeout(resolve, 1_500)); // a person needs a moment; the browser is in the room by then
  void call.line.play(tone(callersTone, seconds(20)));
  const before = call.line.heard().length;
  const pressed = performance.now();
  if (offer !== undefined) void operator.command({ type: "accept", offerId: offer.offerId });
  const [caller, person] = await Promise.all([
    first(() => call.line.heard().subarray(before), operatorsTone),
    first(() => operator.heard(), callersTone),
  ]);
  await call.hangUp();
  await operator.untilStatus("Ready");
  return { answered, accepted: Math.max(caller, person) - pressed };
}

/** When the tone is first heard. */
async function first(heard: () => Int16Array, hertz: number): Promise<number> {
  const end = performance.now() + seconds(10);
  let looked = 0;
  while (performance.now() < end) {
    const samples = heard();
    for (; looked + window <= samples.length; looked += window) {
      if (shareOf(hertz, samples.subarray(looked, looked + window)) > 0.7) return performance.now();
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`${hertz} Hz was not heard within 10 s`);
}
