import type { Note, Reply } from "../kernel/index.ts";
import type { CallbackAnswer, CallbackReached, CallbackRecord, DialOrder } from "../protocol/callback.ts";
import type { EntryAnswer, EntryExpired } from "../protocol/line.ts";
import type { Offer, PullAnswer, RescindCause } from "../protocol/offer.ts";
import type { CallId, DialId, OfferId, OperatorId } from "../words/index.ts";

/** What a queue wants done. */
export type QueueEffect =
  | CallbackEffect
  /** Ask the operator to take a caller; the answer comes back as `offer.answered`. */
  | { readonly type: "operator.offer"; readonly operatorId: OperatorId; readonly offer: Offer }
  | {
      readonly type: "operator.rescind";
      readonly operatorId: OperatorId;
      readonly offerId: OfferId;
      readonly because: RescindCause;
    }
  /** The caller may not wait any longer. The call withdraws the entry. */
  | { readonly type: "call.expired"; readonly callId: CallId; readonly expired: Omit<EntryExpired, "at" | "type"> };

/** What a queue wants done so that somebody is phoned. */
export type CallbackEffect =
  /** Place a call; an order that cannot be placed comes back as `callback.failed`. */
  | { readonly type: "callback.dial"; readonly order: DialOrder }
  | { readonly type: "callback.cancel"; readonly dialId: DialId }
  /** For the reports. */
  | { readonly type: "ledger.callback"; readonly callback: CallbackRecord }
  /** The operator who said yes is told in which call the person is. */
  | {
      readonly type: "operator.reached";
      readonly operatorId: OperatorId;
      readonly reached: Omit<CallbackReached, "at" | "type">;
    };

export type QueueReply = Reply<EntryAnswer> | Reply<PullAnswer> | Reply<CallbackAnswer>;

export type QueueOutput = QueueEffect | QueueReply | Note;
