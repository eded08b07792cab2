import { beforeEach, describe, expect, it } from "vitest";
import type { CallInput } from "../../src/call/events.ts";
import { goThrough } from "../../src/call/replay.ts";
import { recordOf } from "../../src/call/record.ts";
import { callVersion } from "../../src/call/version.ts";
import type { CallRecord } from "../../src/protocol/record.ts";
import { as } from "../../src/words/index.ts";
import type { ApplicationId, CallId, MediaWorkerId, QueueId, RoomName, ScenarioId } from "../../src/words/index.ts";
import { app, type World, world } from "./world.ts";

const at = `/v1/applications/${app}/calls`;
const worker = as<MediaWorkerId>("w_1");

/** Somebody calls, is answered, and hangs up before the queue has said anything. */
const inputs = (id: CallId): CallInput[] => [
  {
    type: "caller.joined",
    at: 1_000,
    callId: id,
    room: as<RoomName>("call-callcenter_+79161234567_x"),
    sid: "PA_1",
    identity: "sip_+79161234567",
    channel: "phone",
    from: "+79161234567",
    to: "+74951234567",
    route: {
      application: as<ApplicationId>(app),
      number: "+74951234567",
      rule: "InboundCalls",
      scenario: as<ScenarioId>("ACD"),
      queueId: as<QueueId>("MainQueue"),
      priority: 50,
      language: "ru",
      announceEvery: 30_000,
    },
  },
  { type: "media.assigned", at: 1_100, worker },
  { type: "media.active", at: 1_200, worker },
  { type: "caller.left", at: 3_000, sid: "PA_1", reason: "CLIENT_INITIATED" },
];

function finished(id: CallId): CallRecord {
  const { state, steps } = goThrough(inputs(id));
  const record = recordOf(state);
  if (record === undefined) throw new Error("The call has no record.");
  return { ...record, timeline: steps.flatMap(({ moments }) => moments) };
}

describe("a call gone through again", () => {
  let w: World;
  const id = as<CallId>("c_1");
  const replayOf = (call: string) => w.admin("GET", `${at}/${call}/replay`);
  const tell = (record: CallRecord, kept?: object) =>
    w.ports.ledger(app).tell({ type: "call.ended", record, kept: kept && JSON.stringify(kept) });

  beforeEach(async () => {
    w = world();
    await w.furnish();
  });

  it("[A70] comes step by step with the states it was in, and gives no number away", async () => {
    await tell(finished(id), { version: callVersion, whole: true, inputs: inputs(id) });
    const { status, body, text } = await replayOf(id);
    expect(status).toBe(200);
    expect(body).toMatchObject({ recordedBy: callVersion, replayedBy: callVersion, whole: true });
    expect(body["departure"]).toBeUndefined();
    expect(body["steps"]).toMatchObject([
      { at: 1_000, input: "caller.joined", phase: { call: "alive", leg: "ringing", scene: "answering" } },
      { at: 1_100, input: "media.assigned" },
      { at: 1_200, input: "media.active", phase: { line: "asking", scenario: "ACD", scene: "asking" } },
      { at: 3_000, input: "caller.left", phase: { call: "over", scene: "done" }, moments: [{ what: "ended" }] },
    ]);
    expect(text).not.toContain("9161234567");
    // What was kept for this is no part of the call as it is read.
    expect((await w.admin("GET", `${at}/${id}`)).text).not.toContain("media.active");
  });

  it("[A70] of another version of the machine says where it would have gone another way", async () => {
    const record = finished(id);
    const [first, second, ...rest] = record.timeline;
    if (first === undefined || second === undefined) throw new Error("There is no timeline.");
    const timeline = [first, { ...second, what: "answered by a machine" }, ...rest];
    await tell({ ...record, timeline }, { version: 0, whole: true, inputs: inputs(id) });
    expect((await replayOf(id)).body).toMatchObject({
      recordedBy: 0,
      departure: { step: 3, recorded: { what: "answered by a machine" }, replayed: { what: "answered" }, fields: [] },
    });
  });

  it("[A70] is not there for a call that is not there, lives, or of which nothing was kept", async () => {
    expect((await replayOf("c_none")).status).toBe(404);
    await w.ports.ledger(app).tell({ type: "call.started", call: { ...finished(id), endedAt: undefined } });
    expect((await replayOf(id)).body).toMatchObject({ status: 409, type: "urn:acd:problem:call-alive" });
    await tell(finished(id));
    expect((await replayOf(id)).body).toMatchObject({
      status: 404,
      detail: expect.stringContaining("has not been kept"),
    });
  });
});
