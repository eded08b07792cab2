import type { ChosenPause, OperatorStatus } from "../protocol/console.ts";
import type { Transfer } from "../protocol/command.ts";
import type { CallNews, ConnectAnswer } from "../protocol/connect.ts";
import type { CallbackReached } from "../protocol/callback.ts";
import type { Disposed } from "../protocol/disposition.ts";
import type { OfferMade, OfferRescinded, PullAnswer } from "../protocol/offer.ts";
import type { OperatorProfile } from "../protocol/settings.ts";
import type { CallId, Instant, OfferId, PauseReasonId, QueueId } from "../words/index.ts";
import type { Standing } from "./standing.ts";

/** What the person presses; `by` is somebody who does it in their place. */
export type FromPerson =
  | { readonly type: "goReady"; readonly at: Instant; readonly by?: string }
  | {
      readonly type: "pause";
      readonly at: Instant;
      readonly reason: ChosenPause;
      /** One of the application's own reasons, of the same status. */
      readonly own?: PauseReasonId | undefined;
      readonly by?: string;
    }
  | { readonly type: "accept"; readonly at: Instant; readonly offerId: OfferId }
  | { readonly type: "decline"; readonly at: Instant; readonly offerId: OfferId }
  | { readonly type: "hangUp"; readonly at: Instant; readonly callId: CallId }
  | { readonly type: "transfer"; readonly at: Instant; readonly callId: CallId; readonly transfer: Transfer }
  | { readonly type: "finishWrapUp"; readonly at: Instant }
  | { readonly type: "extendWrapUp"; readonly at: Instant }
  | { readonly type: "requestWrapUp"; readonly at: Instant; readonly callId: CallId; readonly wanted: boolean }
  | {
      readonly type: "signOut";
      readonly at: Instant;
      /** Without waiting for the end of a call and its wrap-up. */
      readonly atOnce?: boolean | undefined;
      readonly by?: string;
    }
  | { readonly type: "takeBack"; readonly at: Instant }
  | {
      readonly type: "setDisposition";
      readonly at: Instant;
      readonly callId: CallId;
      readonly disposition: Disposed["disposition"];
      readonly note: string;
    };

/** The first console opened, the last one closed. */
export type FromConsoles =
  | { readonly type: "link.up"; readonly at: Instant }
  | { readonly type: "link.down"; readonly at: Instant };

export type FromDirectory =
  | { readonly type: "operator.configured"; readonly at: Instant; readonly profile: OperatorProfile }
  | { readonly type: "operator.revoked"; readonly at: Instant };

export type FromQueues =
  | OfferMade
  | OfferRescinded
  | CallbackReached
  | {
      readonly type: "pull.answered";
      readonly at: Instant;
      readonly queueId: QueueId;
      readonly epoch: number;
      readonly answer: PullAnswer;
    };

export type FromCalls =
  | CallNews
  | {
      readonly type: "connect.answered";
      readonly at: Instant;
      readonly offerId: OfferId;
      readonly answer: ConnectAnswer;
    };

export type FromTimers =
  | { readonly type: "ring.over"; readonly at: Instant; readonly offerId: OfferId }
  | { readonly type: "rest.over"; readonly at: Instant }
  | { readonly type: "wrapUp.over"; readonly at: Instant }
  | { readonly type: "link.lost"; readonly at: Instant };

/** Raised when the operator has nothing to do any more: what they have chosen meanwhile takes effect. */
export type WorkOver = {
  readonly type: "work.over";
  readonly at: Instant;
  /** The time for a wrap-up that had to be finished ran out. */
  readonly unfinished: boolean;
};

/** Raised after an event that changed what others may expect of this operator (see logic.ts). */
export type Settled = {
  readonly type: "settled";
  readonly at: Instant;
  readonly standing: Standing;
  readonly status: OperatorStatus;
};

export type OperatorEvent =
  | FromPerson
  | FromConsoles
  | FromDirectory
  | FromQueues
  | FromCalls
  | FromTimers
  | WorkOver
  | Settled;
