/**
 * A queue and an operator: the offer, a lease known by its id on both sides.
 *
 *   queue                                 operator
 *     │ ◀──────── ask operator.free ────────│   pull: "I am free", answered whether an offer is coming
 *     │ ───────── ask offer.made ──────────▶│   answered ringing, or no: busy, away
 *     │ ───────── tell offer.rescinded ────▶│   the caller has gone, or a colleague has them
 *     │ ◀──────── tell offer.closed ────────│   the one definite end of every offer that rang
 *     │ ◀──────── tell operator.standing ───│   signed in, paused, signed out
 *
 * Only the operator's actor grants its one slot; only the queue's actor disposes of an entry. The queue never ends an offer
 * by a timer of its own: the operator's alarm guarantees an answer (reliability: re-offering without one double-books people).
 *
 * `epoch` counts the changes of an operator's availability: news older than what the queue knows is ignored.
 */
import type {
  Answer,
  CallId,
  Duration,
  EntryId,
  Instant,
  OfferId,
  OperatorId,
  QueueId,
  RoomName,
} from "../words/index.ts";
import type { QueueSettings } from "./settings.ts";
import type { Skills } from "./skills.ts";

export interface Offer extends OfferTerms {
  readonly offerId: OfferId;
  readonly queueId: QueueId;
  readonly queue: string;
  readonly entryId: EntryId;
  readonly callId: CallId;
  readonly room: RoomName;
  readonly caller: string;
  readonly waited: Duration;
  /** Why this operator, in words for people; not said by an older version. */
  readonly reason?: string | undefined;
  /** The caller is phoned once the operator has said yes; until they are reached `callId` is the call in which that was promised. */
  readonly callback?: true | undefined;
}

/** Those of the queue's settings that its operators' actors keep to. */
export type OfferTerms = Pick<
  QueueSettings,
  | "ringTime"
  | "wrapUpMode"
  | "wrapUp"
  | "wrapUpExtension"
  | "dispositionNeeded"
  | "pauseAfterMisses"
  | "restAfterDeclined"
  | "restAfterMissed"
  | "restAfterBusy"
  | "restAfterUnreachable"
>;

export const termsOf = (settings: OfferTerms): OfferTerms => ({
  ringTime: settings.ringTime,
  wrapUpMode: settings.wrapUpMode,
  wrapUp: settings.wrapUp,
  wrapUpExtension: settings.wrapUpExtension,
  dispositionNeeded: settings.dispositionNeeded,
  pauseAfterMisses: settings.pauseAfterMisses,
  restAfterDeclined: settings.restAfterDeclined,
  restAfterMissed: settings.restAfterMissed,
  restAfterBusy: settings.restAfterBusy,
  restAfterUnreachable: settings.restAfterUnreachable,
});

export interface OfferMade {
  readonly type: "offer.made";
  readonly at: Instant;
  readonly offer: Offer;
}

/** `assigned`: somebody in charge wants the caller to go to another operator. `not_reached`: they were phoned in vain. */
export type RescindCause = "caller_gone" | "taken" | "assigned" | "not_reached";

export interface OfferRescinded {
  readonly type: "offer.rescinded";
  readonly at: Instant;
  readonly offerId: OfferId;
  /** Absent: not said (by an older version). */
  readonly because?: RescindCause | undefined;
}

/** `epoch`: the operator's own, when it answered. */
export type OfferAnswer = Answer<"ringing", "busy" | "away"> & { readonly epoch: number };

/**
 * `taken`: connected to the caller. `declined`, `missed`: the operator pressed No, or nothing. `unreachable`: the operator went offline
 * while it rang. `gone`: the caller had left, while it rang or before they were connected. `rescinded`: a colleague took the caller while
 * it rang here. `lost`: the operator said yes, and a colleague had the caller already. `unanswered`: the operator said yes, and the caller was phoned
 * in vain.
 */
export const offerOutcomes = [
  "taken",
  "declined",
  "missed",
  "unreachable",
  "gone",
  "rescinded",
  "lost",
  "unanswered",
] as const;
export type OfferOutcome = (typeof offerOutcomes)[number];

export interface OfferClosed {
  readonly type: "offer.closed";
  readonly at: Instant;
  readonly offerId: OfferId;
  readonly operatorId: OperatorId;
  readonly outcome: OfferOutcome;
  readonly epoch: number;
}

/** `away`: signed in and not ready. `gone`: signed out, or no longer of this queue. */
export interface OperatorStanding {
  readonly type: "operator.standing";
  readonly at: Instant;
  readonly operatorId: OperatorId;
  readonly standing: "away" | "gone";
  readonly epoch: number;
}

export interface OperatorFree {
  readonly type: "operator.free";
  readonly at: Instant;
  readonly operatorId: OperatorId;
  /** Since when the operator has had nothing to do: the longest idle is offered a call first. */
  readonly idleSince: Instant;
  readonly epoch: number;
  /** Not said: none, and the first tier. */
  readonly skills?: Skills | undefined;
  readonly tier?: number | undefined;
}

export type PullAnswer = Answer<{ readonly coming: boolean }, "unknown_queue">;
