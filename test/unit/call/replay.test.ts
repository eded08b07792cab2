import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { replay } from "../../../src/call/replay.ts";
import { callVersion } from "../../../src/call/version.ts";
import { recordedFile, type Recorded } from "./record.ts";

const lines = readFileSync(recordedFile, "utf8").trimEnd().split("\n");
const recorded = lines.map((line) => JSON.parse(line) as Recorded); // written by record.ts

it("[C30] calls on record come out as they did: else the version is to be raised, and they are to be recorded anew", () => {
  expect(recorded.length).toBeGreaterThan(20);
  for (const { record, kept } of recorded) {
    const { recordedBy, departure } = replay(record, kept);
    expect({ call: record.callId, recordedBy, departure }).toEqual({
      call: record.callId,
      recordedBy: callVersion,
      departure: undefined,
    });
  }
});
