import type { CallbackFailed, CallbackRequest, OfferAccepted } from "../protocol/callback.ts";
import type { EntryChanged, EntryRequest, EntryWithdrawn } from "../protocol/line.ts";
import type { OfferAnswer, OfferClosed, OperatorFree, OperatorStanding } from "../protocol/offer.ts";
import type { QueueSettings } from "../protocol/settings.ts";
import type { Instant, OfferId, OperatorId } from "../words/index.ts";

export type QueueEvent =
  /** The queue's own timer. */
  | { readonly type: "time.passed"; readonly at: Instant }
  /** From the directory. */
  | { readonly type: "queue.configured"; readonly at: Instant; readonly settings: QueueSettings }
  /** From calls. */
  | EntryRequest
  | EntryWithdrawn
  | EntryChanged
  | CallbackRequest
  /** From operators. */
  | OperatorFree
  | OperatorStanding
  | OfferAccepted
  | OfferClosed
  /** From the dialler. */
  | CallbackFailed
  /** An operator's answer to an offer. */
  | {
      readonly type: "offer.answered";
      readonly at: Instant;
      readonly offerId: OfferId;
      readonly operatorId: OperatorId;
      readonly answer: OfferAnswer;
    };
