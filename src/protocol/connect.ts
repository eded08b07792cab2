/**
 * An operator and a call: who is connected to this caller. The call alone decides, and it decides once.
 * Connecting has no time-out anywhere, only repetition: a deadline here double-books operators (reliability, the lease fault).
 */
import type { Answer, CallId, EntryId, Instant, OfferId, OperatorId } from "../words/index.ts";
import type { Transfer } from "./command.ts";
import type { TalkEndedBy } from "./record.ts";

export interface ConnectAsked {
  readonly type: "connect.asked";
  readonly at: Instant;
  readonly offerId: OfferId;
  readonly entryId: EntryId;
  readonly operatorId: OperatorId;
  /** Why the queue chose this operator; not said by an older version. */
  readonly reason?: string | undefined;
}

/** `gone`: the caller has left. `taken`: another operator has this caller. */
export type ConnectAnswer = Answer<Connected, "gone" | "taken">;

export interface Connected {
  /** Since when both hear each other; undefined as long as they do not. */
  readonly connectedAt: Instant | undefined;
}

/** Told by the operator. `offerId`: see {@link CallNews}. */
export interface OperatorHungUp {
  readonly type: "operator.hungUp";
  readonly at: Instant;
  readonly operatorId: OperatorId;
  readonly offerId?: OfferId | undefined;
}

/** Told by the operator: the caller is to go into a queue. */
export interface OperatorTransfers {
  readonly type: "operator.transfers";
  readonly at: Instant;
  readonly operatorId: OperatorId;
  readonly offerId: OfferId;
  readonly transfer: Transfer;
}

/**
 * Told by the call to the operator it is connected to. `offerId`: the offer by which they are, for the same two may meet twice, and news of the
 * first time arrive at the second. Absent: not said (by an older version).
 */
export type CallNews =
  /** Both can hear each other. */
  | {
      readonly type: "call.connected";
      readonly at: Instant;
      readonly callId: CallId;
      readonly offerId?: OfferId | undefined;
    }
  | {
      readonly type: "call.ended";
      readonly at: Instant;
      readonly callId: CallId;
      readonly offerId?: OfferId | undefined;
      readonly by: TalkEndedBy;
    };
