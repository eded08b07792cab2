/** What LiveKit reports of a call's room, in our words. Late, repeated and out of order is normal: every fact names the participant's `sid`. */
import type { CallId, Instant, OperatorId, RoomName } from "../words/index.ts";
import type { Route } from "./settings.ts";

export type RoomFact =
  | {
      readonly type: "caller.joined";
      readonly at: Instant;
      readonly callId: CallId;
      readonly room: RoomName;
      readonly sid: string;
      readonly identity: string;
      readonly channel: "phone" | "web";
      /** The caller's number as the carrier gave it; empty when withheld. */
      readonly from: string;
      readonly to: string;
      /** Undefined: no rule leads anywhere from the number dialled. */
      readonly route?: Route | undefined;
    }
  | { readonly type: "caller.left"; readonly at: Instant; readonly sid: string; readonly reason: string }
  /** An operator has come into the room who may hear in it at once: with the pass of somebody who talks, and not of one at whom it rings. */
  | { readonly type: "operator.joined"; readonly at: Instant; readonly operatorId: OperatorId; readonly sid: string }
  /** The operator's microphone is in the room. */
  | {
      readonly type: "operator.audible";
      readonly at: Instant;
      readonly operatorId: OperatorId;
      readonly sid: string;
    }
  | {
      readonly type: "operator.left";
      readonly at: Instant;
      readonly operatorId: OperatorId;
      readonly sid: string;
      readonly reason: string;
    }
  /** The room does not exist (any more), by webhook or by looking. */
  | { readonly type: "room.gone"; readonly at: Instant }
  /** Everyone who is in the room now, by looking. */
  | { readonly type: "room.seen"; readonly at: Instant; readonly seats: readonly SeenSeat[] };

export interface SeenSeat {
  readonly identity: string;
  readonly sid: string;
  readonly audible: boolean;
  /** May hear the others. */
  readonly hears: boolean;
}
