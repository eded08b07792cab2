import type { CallRecord } from "../protocol/record.ts";
import type { Inputs } from "../kernel/index.ts";
import type { KeptCall } from "../protocol/replay.ts";
import type { CallInput } from "./events.ts";
import { contextOf, type CallState } from "./logic.ts";
import { callVersion } from "./version.ts";

/** What is known of the call now, without its timeline; undefined before anyone has been seen in its room. */
export function recordOf(state: CallState): Omit<CallRecord, "timeline"> | undefined {
  const call = contextOf(state);
  if (call.startedAt === 0) return undefined;
  return {
    callId: call.callId,
    room: call.room,
    channel: call.channel,
    from: call.from,
    to: call.to,
    scenario: call.route?.scenario,
    ...(call.route?.published && { scenarioVersion: call.route.published.version }),
    queueId: call.queueId ?? call.route?.queueId,
    operatorId: call.talks[0]?.operatorId ?? call.partner?.operatorId,
    startedAt: call.startedAt,
    connectedAt: call.connectedAt,
    endedAt: call.endedAt,
    endedBy: call.endedBy,
    outcome: call.outcome,
    ...(call.talks.length > 0 && { talks: call.talks }),
    ...(call.unserved.length > 0 && { unserved: call.unserved }),
    ...(call.route?.callback && { callbackOf: call.route.callback.of }),
    ...(call.marker && { marker: call.marker }),
  };
}

/** What goes to the ledger with the record, so that the call can be gone through again: `KeptCall` as JSON. */
export function keptOf(taken: Inputs<CallInput> | undefined): string | undefined {
  if (taken === undefined) return undefined;
  const { events: inputs, whole } = taken;
  return JSON.stringify({ version: callVersion, whole, inputs } satisfies KeptCall);
}
