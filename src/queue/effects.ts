import type { Note, Reply } from "../kernel/index.ts";
import type { EntryAnswer } from "../protocol/line.ts";
import type { Offer, PullAnswer } from "../protocol/offer.ts";
import type { OfferId, OperatorId } from "../words/index.ts";

/** What a queue wants done. */
export type QueueEffect =
  /** Ask the operator to take a caller; the answer comes back as `offer.answered`. */
  | { readonly type: "operator.offer"; readonly operatorId: OperatorId; readonly offer: Offer }
  | { readonly type: "operator.rescind"; readonly operatorId: OperatorId; readonly offerId: OfferId };

export type QueueReply = Reply<EntryAnswer> | Reply<PullAnswer>;

export type QueueOutput = QueueEffect | QueueReply | Note;
