/** Plays many schedules and sums up. */
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

/** One number for a whole trace (FNV-1a, Fowler, Noll and Vo, public domain): alike only when everything happened alike. */
export function hashOf(trace: readonly string[]): string {
  let hash = 0x811c9dc5;
  for (const line of trace) {
    for (let i = 0; i < line.length; i += 1) hash = Math.imul(hash ^ line.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ 10, 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
