import type { Forget, Note, Reply } from "../kernel/index.ts";
import type { CallNews, ConnectAnswer } from "../protocol/connect.ts";
import type { ForcedAnswer } from "../protocol/command.ts";
import type { CallbackRequest } from "../protocol/callback.ts";
import type { EntryChanged, EntryRequest, EntryWithdrawn } from "../protocol/line.ts";
import type { Treatment } from "../protocol/media.ts";
import type { EntryId, MediaWorkerId, OperatorId, QueueId, RoomName } from "../words/index.ts";
import type { ScenarioEvent } from "./scenario.ts";

/** What a call wants done. */
export type CallEffect =
  /** Everyone out: the caller gets BYE at once. */
  | { readonly type: "room.delete"; readonly room: RoomName }
  /** Let the operator, who has been in the room since it rang, speak and hear. */
  | { readonly type: "room.admit"; readonly room: RoomName; readonly operatorId: OperatorId }
  /** Put an operator out of the room, unless they have been given the caller again: the session in which they were heard, and any other in which they speak. */
  | {
      readonly type: "room.expel";
      readonly room: RoomName;
      readonly operatorId: OperatorId;
      readonly sid: string | undefined;
    }
  /**
   * Have the caller hear this. Without a worker one is chosen, and `media.assigned` comes back; if the worker no longer holds the call,
   * `media.lost` does.
   */
  | {
      readonly type: "media.treat";
      /** Only the newest treatment matters. */
      readonly key: "media";
      readonly room: RoomName;
      readonly worker: MediaWorkerId | undefined;
      readonly treatment: Treatment;
    }
  | { readonly type: "media.release"; readonly worker: MediaWorkerId }
  /** Comes back as `queue.answered`. */
  | { readonly type: "queue.request"; readonly queueId: QueueId; readonly request: Omit<EntryRequest, "at" | "type"> }
  /** Comes back as `promise.answered`. */
  | {
      readonly type: "queue.promise";
      readonly queueId: QueueId;
      readonly request: Omit<CallbackRequest, "at" | "type">;
    }
  /** Comes back as `standing.read`. */
  | { readonly type: "queue.read"; readonly queueId: QueueId; readonly entryId: EntryId }
  | {
      readonly type: "queue.change";
      /** Only the newest change matters. */
      readonly key: "change";
      readonly queueId: QueueId;
      readonly change: Omit<EntryChanged, "at" | "type">;
    }
  | ({ readonly type: "queue.withdraw"; readonly queueId: QueueId } & Omit<EntryWithdrawn, "at" | "type">)
  | { readonly type: "operator.news"; readonly operatorId: OperatorId; readonly news: CallNews }
  | { readonly type: "ledger.started" }
  | { readonly type: "ledger.ended" };

/** For the call's own scenario, within the same turn. */
export interface ToScenario {
  readonly type: "scenario";
  readonly event: ScenarioEvent;
}

export type CallOutput = CallEffect | Reply<ConnectAnswer> | Reply<ForcedAnswer> | Note | Forget;
