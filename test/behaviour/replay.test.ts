/** Finished calls, gone through again from what came in to them. */
import { goThrough, replay } from "../../src/call/replay.ts";
import type { CallInput } from "../../src/call/events.ts";
import { callLogic } from "../../src/call/logic.ts";
import { callVersion } from "../../src/call/version.ts";
import type { CallRecord } from "../../src/protocol/record.ts";
import type { KeptCall } from "../../src/protocol/replay.ts";
import { minutes, seconds, type CallId } from "../../src/words/index.ts";
import { equal, test } from "./harness.ts";
import { talking, waiting } from "./scenes.ts";
import { play } from "./simulation/day.ts";
import { draw } from "./simulation/schedule.ts";
import { World } from "./world/world.ts";

/** What the ledger would have of a finished call. */
function finished(world: World, callId: CallId): { readonly record: CallRecord; readonly kept: KeptCall } {
  const record = world.records.get(callId);
  const kept = world.recordings.get(callId)?.kept;
  if (record === undefined || kept === undefined) throw new Error(`${callId} has not ended.`);
  return { record, kept: JSON.parse(kept) as KeptCall };
}

/** As it is written down: what is undefined is not there. */
const written = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const days = 300;

test("[C29] every call of some hundred days comes out again as it did: the same last state, the same timeline, the same record", async () => {
  let calls = 0;
  let most = 0;
  for (let seed = 1; seed <= days; seed += 1) {
    const { violation } = await play(draw(seed), (world) => {
      for (const [callId, { state }] of world.recordings) {
        const { record, kept } = finished(world, callId);
        const again = replay(record, kept);
        equal([seed, callId, again.departure, again.whole], [seed, callId, undefined, true]);
        const through = goThrough(kept.inputs as CallInput[]);
        equal([seed, callId, written(callLogic.pack(through.state).core)], [seed, callId, written(state)]);
        equal(
          [seed, callId, written(through.steps.flatMap(({ moments }) => moments))],
          [seed, callId, written(record.timeline)],
        );
        calls += 1;
        most = Math.max(most, kept.inputs.length);
      }
    });
    equal([seed, violation], [seed, undefined]);
  }
  equal([calls > days, most < 200], [true, true]);
});

test("[C29] each step says what came in, what it led to and how the call was after it", async () => {
  const world = new World();
  const { call } = await talking(world);
  world.hangUp(call);
  await world.pass(seconds(1));
  const { record, kept } = finished(world, call);
  const { steps, recordedBy, replayedBy } = replay(record, kept);
  equal([recordedBy, replayedBy], [callVersion, callVersion]);
  const phases = steps.map(({ input, phase: { call, leg, line, partner, scene } }) =>
    [input, call, leg, line, partner, scene].filter((word) => word !== undefined).join(" "),
  );
  equal(phases, [
    "caller.joined alive ringing outside none answering",
    "media.assigned alive ringing outside none answering",
    "media.active alive answered asking none asking",
    "queue.answered alive answered waiting none waiting",
    "speech.finished alive answered waiting none waiting",
    "connect.asked alive answered outside joining reached",
    "operator.audible alive answered outside present reached",
    "caller.left over done",
  ]);
  equal(
    steps.map(({ at }) => at),
    steps.map(({ at }) => at).toSorted((a, b) => a - b),
  );
  equal(
    steps.at(-1)?.moments.map(({ what }) => what),
    ["ended"],
  );
  equal(steps.at(-1)?.effects, ["media.release", "room.delete", "ledger.ended", "operator.news"]);
});

test("[C30] where a call comes out otherwise than it did, the replay says where: the moment, or what of the record", async () => {
  const world = new World();
  const { call } = await talking(world);
  world.hangUp(call);
  await world.pass(seconds(1));
  const { record, kept } = finished(world, call);
  const altered = record.timeline.map((moment) => (moment.what === "taken" ? { ...moment, detail: {} } : moment));
  const { departure } = replay({ ...record, timeline: altered }, kept);
  equal([departure?.step, departure?.recorded?.detail, departure?.replayed?.what], [6, {}, "taken"]);
  const longer = replay({ ...record, timeline: [...record.timeline, { seq: 6, at: 0, what: "late" }] }, kept);
  equal([longer.departure?.step, longer.departure?.recorded?.what, longer.departure?.replayed], [9, "late", null]);
  equal(replay({ ...record, endedBy: "operator" }, kept).departure?.fields, ["endedBy"]);
});

test("[C31] what changed nothing is not kept, and of a very long wait the beginning is", async () => {
  const world = new World();
  await waiting(world, ["c1"]);
  const call = world.callActor("c1" as CallId);
  const before = call.inputs?.events.length;
  for (const digit of "4276") call.take({ type: "digit", at: 0, digit });
  world.look("c1" as CallId);
  equal(call.inputs?.events.length, before);
  await world.pass(minutes(420));
  call.kill();
  equal([call.inputs?.events.length, call.inputs?.whole], [2_000, false]);
  world.hangUp("c1" as CallId);
  await world.pass(seconds(1));
  const { record, kept } = finished(world, "c1" as CallId);
  const { steps, whole, departure } = replay(record, kept);
  equal([steps.length, whole, departure], [2_000, false, undefined]);
  await world.pass(seconds(700));
  equal(call.disk.rows(), 0);
});
