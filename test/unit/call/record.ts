/**
 * Puts some finished calls on record, for replay.test.ts to hold later versions of the machines against: after raising `callVersion`,
 *
 *   node test/unit/call/record.ts
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CallRecord } from "../../../src/protocol/record.ts";
import type { KeptCall } from "../../../src/protocol/replay.ts";
import { play } from "../../behaviour/simulation/day.ts";
import { draw } from "../../behaviour/simulation/schedule.ts";

export interface Recorded {
  readonly record: CallRecord;
  readonly kept: KeptCall;
}

/** One on each line. */
export const recordedFile = join(import.meta.dirname, "recorded.jsonl");
/** Days enough for every outcome that a routed call can have, and for transfers. */
const days = 60;

if (process.argv[1] === import.meta.filename) {
  const found = new Map<string, Recorded>();
  for (let seed = 1; seed <= days; seed += 1) {
    await play(draw(seed), ({ records, recordings }) => {
      for (const [callId, { kept }] of recordings) {
        const record = records.get(callId);
        if (record === undefined || kept === undefined) continue;
        // One for each way in which calls differ: how it ended, by whom, how many talks, and what the last queue said.
        const { outcome, endedBy, talks = [], unserved = [] } = record;
        const kind = [outcome, endedBy, talks.length, unserved.at(-1)?.because].join(" ");
        if (!found.has(kind)) found.set(kind, { record, kept: JSON.parse(kept) as KeptCall });
      }
    });
  }
  writeFileSync(recordedFile, [...found.values()].map((call) => `${JSON.stringify(call)}\n`).join(""));
  console.log(`${found.size} calls: ${[...found.keys()].join(", ")}`);
}
