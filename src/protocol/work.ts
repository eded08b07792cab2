/**
 * What an operator's actor tells the ledger of their work: in which status they were for how long, and what became of each offer that rang.
 *
 *   operator                              ledger
 *     │ ────── ask work: first, lines ──────▶│   lines are numbered from 1; what is known already is passed over
 *     │ ◀──── which lines are missing ───────│   undefined: none
 *     │ ────── ask work: the missing ───────▶│   from the operator's timeline, which has them all
 */
import type { CallId, Instant, OfferId, OperatorId, PauseReasonId, QueueId } from "../words/index.ts";
import type { OperatorStatus, PauseReason } from "./console.ts";
import type { OfferOutcome } from "./offer.ts";

/** What is kept of a reason, which may be renamed or removed afterwards. */
export interface OwnPause {
  readonly id: PauseReasonId;
  readonly name: string;
  readonly paid: boolean;
}

/** A time in one status that is over. Nobody is Offline in these: together they are the time for which somebody was signed in. */
export interface StatusLine {
  readonly what: "status";
  readonly status: Exclude<OperatorStatus, "Offline">;
  /** Of a pause. */
  readonly reason?: PauseReason | undefined;
  /** Likewise, where it was one of the application's own: as it was called then, and whether it was working time. */
  readonly own?: OwnPause | undefined;
  /** Of an offer, a call or a wrap-up. */
  readonly queueId?: QueueId | undefined;
  readonly callId?: CallId | undefined;
  readonly from: Instant;
  readonly until: Instant;
}

/** An offer that rang, from the moment it was made to its one end. */
export interface OfferLine {
  readonly what: "offer";
  readonly outcome: OfferOutcome;
  readonly offerId: OfferId;
  readonly queueId: QueueId;
  readonly callId: CallId;
  readonly from: Instant;
  readonly until: Instant;
}

export type WorkLine = StatusLine | OfferLine;

export interface Work {
  readonly operatorId: OperatorId;
  /** The number of the first of these lines; they follow each other. */
  readonly first: number;
  readonly lines: readonly WorkLine[];
}

/** Numbers of lines, both included. */
export interface Missing {
  readonly first: number;
  readonly last: number;
}
