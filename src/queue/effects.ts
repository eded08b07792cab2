import type { Note, Reply } from "../kernel/index.ts";
import type { EntryAnswer, EntryExpired } from "../protocol/line.ts";
import type { Offer, PullAnswer, RescindCause } from "../protocol/offer.ts";
import type { CallId, OfferId, OperatorId } from "../words/index.ts";

/** What a queue wants done. */
export type QueueEffect =
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

export type QueueReply = Reply<EntryAnswer> | Reply<PullAnswer>;

export type QueueOutput = QueueEffect | QueueReply | Note;
