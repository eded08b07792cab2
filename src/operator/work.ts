/**
 * What is told to the ledger of an operator's work. A line is noted in the operator's own timeline as well, with its number, so that it can be told again
 * long after it has been handed on.
 */
import type { Note } from "../kernel/index.ts";
import { operatorStatuses, type OperatorStatus, type PauseReason } from "../protocol/console.ts";
import { offerOutcomes } from "../protocol/offer.ts";
import { pauseStatuses, type OwnReason } from "../protocol/reason.ts";
import type { Moment } from "../protocol/record.ts";
import type { Missing, OfferLine, OwnPause, StatusLine, WorkLine } from "../protocol/work.ts";
import {
  as,
  minutes,
  type CallId,
  type Duration,
  type Instant,
  type OfferId,
  type PauseReasonId,
  type QueueId,
} from "../words/index.ts";

/** Handed on when they are so many, about eight calls … */
const linesAtOnce = 40;
/** … or when the oldest ended so long ago: at the next change of status, since an alarm for it would cost more than all else. */
const linesKeptFor: Duration = minutes(15);
/** After these nothing may change for a long time. */
const lulls: ReadonlySet<OperatorStatus> = new Set(["Offline", "Online", "Timeout", "DND", "Banned"]);

/** Whether it is time to hand lines on, now that the status has changed. Several calls go with one message, so that none pays for it. */
export const isTimeToTell = (lines: readonly WorkLine[], status: OperatorStatus, now: Instant): boolean =>
  lines.length > 0 &&
  (lulls.has(status) || lines.length >= linesAtOnce || now - (lines[0]?.until ?? now) >= linesKeptFor);

export const ownPauseOf = ({ id, name, paid }: OwnReason): OwnPause => ({ id, name, paid });

/** Whether a pause goes on for another of the application's own reasons: that is a line of its own, though the status stays. */
export const isOtherPause = (
  {
    ownReason,
    statusAbout,
  }: { readonly ownReason: OwnReason | undefined; readonly statusAbout: Pick<StatusLine, "own"> },
  status: OperatorStatus,
): boolean => pauseStatuses.some((pause) => pause === status) && ownReason?.id !== statusAbout.own?.id;

export const offerNote = ({ outcome, offerId, callId, queueId, from }: OfferLine, number: number): Note => ({
  type: "note",
  what: `offer ${outcome}`,
  detail: { offer: offerId, call: callId, queue: queueId, since: from, line: number },
});

/** The new status (or, where only the reason of a pause is another: that), and with it the line of the one that it ends, if that was any but Offline. */
export function statusNote(status: OperatorStatus, line: StatusLine | undefined, number: number): Note {
  if (line === undefined) return { type: "note", what: status };
  const { status: was, reason, own, queueId, callId, from } = line;
  const detail = {
    was,
    since: from,
    ...(reason !== undefined && { reason }),
    ...(own !== undefined && { own: own.id, name: own.name, paid: own.paid }),
    ...(queueId !== undefined && { queue: queueId }),
    ...(callId !== undefined && { call: callId }),
    line: number,
  };
  return { type: "note", what: status === was ? "reason" : status, detail };
}

/** Lines by their numbers, from a timeline; those that it does not have are left out at the end. */
export function linesIn(timeline: readonly Moment[], { first, last }: Missing): readonly WorkLine[] {
  const lines: WorkLine[] = [];
  for (const moment of timeline) {
    const number = moment.detail?.["line"];
    if (typeof number !== "number" || number !== first + lines.length || number > last) continue;
    const line = lineOf(moment);
    if (line !== undefined) lines.push(line);
  }
  return lines;
}

/** Notes are only ever made above. */
function lineOf({ what, at, detail = {} }: Moment): WorkLine | undefined {
  const { was, since, reason, own, name, paid, queue, call, offer } = detail;
  const from = Number(since);
  const [queueId, callId] = [as<QueueId>(String(queue)), as<CallId>(String(call))];
  const status = operatorStatuses.find((each) => each === was);
  if (status !== undefined && status !== "Offline") {
    return {
      what: "status",
      status,
      ...(reason !== undefined && { reason: reason as PauseReason }),
      ...(own !== undefined && {
        own: { id: as<PauseReasonId>(String(own)), name: String(name), paid: paid === true },
      }),
      ...(queue !== undefined && { queueId }),
      ...(call !== undefined && { callId }),
      from,
      until: at,
    };
  }
  const outcome = offerOutcomes.find((each) => what === `offer ${each}`);
  if (outcome === undefined) return undefined;
  return { what: "offer", outcome, offerId: as<OfferId>(String(offer)), queueId, callId, from, until: at };
}
