import type { MediaFact } from "../protocol/actors.ts";
import type { CallbackAnswer } from "../protocol/callback.ts";
import type { CallForced, Transfer } from "../protocol/command.ts";
import type { ConnectAsked, OperatorHungUp, OperatorTransfers } from "../protocol/connect.ts";
import type { EntryAnswer, EntryExpired, Standing } from "../protocol/line.ts";
import type { RoomFact } from "../protocol/room.ts";
import type { EntryId, Instant, MediaWorkerId } from "../words/index.ts";
import type { ScenarioCommand, ScenarioTimer } from "./scenario.ts";

export type FromQueue =
  | EntryExpired
  | { readonly type: "queue.answered"; readonly at: Instant; readonly entryId: EntryId; readonly answer: EntryAnswer }
  | {
      readonly type: "promise.answered";
      readonly at: Instant;
      readonly entryId: EntryId;
      readonly answer: CallbackAnswer;
    }
  /** Undefined: the queue does not have the entry. */
  | {
      readonly type: "standing.read";
      readonly at: Instant;
      readonly entryId: EntryId;
      readonly standing: Standing | undefined;
    };

export type FromOperator = ConnectAsked | OperatorHungUp | OperatorTransfers;

export type FromMedia =
  | MediaFact
  | { readonly type: "media.assigned"; readonly at: Instant; readonly worker: MediaWorkerId };

export type FromTimers =
  /** The operator said yes and was not heard, or was lost, for too long. */
  | { readonly type: "partner.over"; readonly at: Instant }
  /** The call has been over for long enough: no late message can be about it any more. */
  | { readonly type: "purge"; readonly at: Instant };

/** Raised when the operator or somebody in charge transfers the caller. */
export type TransferBegins = {
  readonly type: "transfer.begins";
  readonly at: Instant;
  /** A person's id, or `key`. */
  readonly by: string;
  readonly transfer: Transfer;
};

export type FromScenario = { readonly type: "command"; readonly at: Instant; readonly command: ScenarioCommand };

/** What the machine of the call takes. */
export type CallEvent =
  | CallForced
  | RoomFact
  | FromQueue
  | FromOperator
  | FromMedia
  | FromTimers
  | TransferBegins
  | FromScenario;

/** What the actor takes: also the timers that its scenario set. */
export type CallInput =
  | CallEvent
  | { readonly type: "scenario.timer"; readonly at: Instant; readonly timer: ScenarioTimer };
