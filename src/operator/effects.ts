import type { Note, Reply } from "../kernel/index.ts";
import type { ConnectAsked } from "../protocol/connect.ts";
import type { Transfer } from "../protocol/command.ts";
import type { Disposal } from "../protocol/disposition.ts";
import type { OfferAnswer, OfferOutcome, OperatorFree, OperatorStanding } from "../protocol/offer.ts";
import type { WorkLine } from "../protocol/work.ts";
import type { CallId, OfferId, QueueId } from "../words/index.ts";

/** What an operator wants done. */
export type OperatorEffect =
  /** Ask a queue for its best caller; the answer comes back as `pull.answered`. */
  | ({ readonly type: "queue.pull"; readonly queueId: QueueId } & Omit<OperatorFree, "type" | "at" | "operatorId">)
  | {
      readonly type: "queue.standing";
      /** Only the newest standing told to a queue matters. */
      readonly key: string;
      readonly queueId: QueueId;
      readonly standing: OperatorStanding["standing"];
      readonly epoch: number;
    }
  | {
      readonly type: "queue.closed";
      readonly queueId: QueueId;
      readonly offerId: OfferId;
      readonly outcome: OfferOutcome;
      readonly epoch: number;
    }
  /** The offer has been accepted, and the person may be phoned; the queue tells later how that went. */
  | { readonly type: "queue.accepted"; readonly queueId: QueueId; readonly offerId: OfferId }
  /** Ask the call to connect; the answer comes back as `connect.answered`. */
  | ({ readonly type: "call.connect"; readonly callId: CallId } & Omit<ConnectAsked, "type" | "at" | "operatorId">)
  | { readonly type: "call.hangUp"; readonly callId: CallId; readonly offerId: OfferId }
  | {
      readonly type: "call.transfer";
      readonly callId: CallId;
      readonly offerId: OfferId;
      readonly transfer: Transfer;
    }
  /** What the operator has done lately. */
  | { readonly type: "ledger.work"; readonly first: number; readonly lines: readonly WorkLine[] }
  /** How a talk turned out, now that its wrap-up is over. */
  | { readonly type: "ledger.disposed"; readonly disposal: Omit<Disposal, "operatorId"> }
  /** Close every open console: the person has been signed out, by somebody else or by what they chose earlier. */
  | { readonly type: "console.close" };

export type OperatorReply = Reply<OfferAnswer> | Reply<{ readonly ok: true }>;

export type OperatorOutput = OperatorEffect | OperatorReply | Note;
