/** Plays many schedules and sums up. */
import { createHash } from "node:crypto";
import { play, type Day } from "./day.ts";
import { draw } from "./schedule.ts";

export interface Summary {
  readonly schedules: number;
  readonly steps: number;
  readonly messages: number;
  readonly failed: readonly Day[];
}

/** `failed`: told of each failing day as soon as it is over, and waited for. */
export async function simulate(
  first: number,
  count: number,
  failed: (day: Day) => void | Promise<void> = () => {},
): Promise<Summary> {
  let [steps, messages] = [0, 0];
  const failures: Day[] = [];
  for (let seed = first; seed < first + count; seed += 1) {
    const day = await play(draw(seed));
    steps += day.steps;
    messages += day.messages;
    if (day.violation === undefined) continue;
    failures.push(day);
    await failed(day);
  }
  return { schedules: count, steps, messages, failed: failures };
}

/** One number for a whole trace: alike only when everything happened alike. */
export function hashOf(trace: readonly string[]): string {
  return createHash("sha256").update(trace.join("\n")).digest("hex").slice(0, 8);
}
