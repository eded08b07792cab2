/**
 * How calls turn out, in an application's own words: chosen by whoever talked to the caller, during the talk or the wrap-up.
 *
 *   console                      operator                                    ledger
 *     │ ── setDisposition ─────────▶│  the last choice counts                  │
 *     │                             │  wrap-up over                            │
 *     │                             │ ────── tell call.disposed ──────────────▶│  before the call's end, or long after it
 */
import type { CallId, DispositionId, Instant, OfferId, OperatorId, QueueId } from "../words/index.ts";

/** Whether a wrap-up can be finished without one: `toFinish`, not by the operator; a wrap-up whose time is over ends all the same. */
export const dispositionNeeds = ["no", "toFinish"] as const;
export type DispositionNeed = (typeof dispositionNeeds)[number];

/** What may be chosen. */
export interface DispositionChoice {
  readonly dispositionId: DispositionId;
  readonly name: string;
  /** Under which heading it is shown; null: under none. */
  readonly group: string | null;
}

/** The longest note, in characters. */
export const longestNote = 1_000;

/** What has been chosen for a talk so far. */
export interface Disposed {
  /** Null: only a note has been written. */
  readonly disposition: { readonly id: DispositionId; readonly name: string } | null;
  /** In the operator's own words. Never logged. */
  readonly note: string;
  readonly at: Instant;
}

/** What is kept of it: of one talk, by the operator and the offer that led to it. */
export interface Disposal {
  readonly callId: CallId;
  readonly operatorId: OperatorId;
  /** Null: set afterwards, by somebody else, for the last talk of this operator with the caller. */
  readonly offerId: OfferId | null;
  readonly queueId: QueueId | null;
  /** Null: none. */
  readonly dispositionId: DispositionId | null;
  /** What it was called then. Empty: there is none. */
  readonly name: string;
  readonly note: string;
  /** One was needed, and the time for it ran out. */
  readonly missing: boolean;
  /** Who set it, where that was not the operator. */
  readonly by: string | null;
  /** When it was chosen: what was chosen last counts, whenever it is told. */
  readonly at: Instant;
}
