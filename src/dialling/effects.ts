import type { Forget } from "../kernel/index.ts";
import type { DialFailure, DialOrder } from "../protocol/callback.ts";
import type { RoomName } from "../words/index.ts";
import type { Terms } from "./events.ts";

/** What an attempt to phone somebody wants done. */
export type DialEffect =
  /** Makes the room, and sees whether one call more may be placed. Comes back as `room.prepared`. Repeatable: nobody is phoned by it. */
  | { readonly type: "room.prepare"; readonly room: RoomName; readonly atOnce: number }
  /** Has the person phoned. Comes back as `call.placed`. Not to be repeated: the phone would ring again. */
  | { readonly type: "call.place"; readonly order: DialOrder; readonly terms: Terms }
  /** Comes back as `room.looked`. */
  | {
      readonly type: "room.look";
      /** One look is enough. */
      readonly key: "look";
      readonly room: RoomName;
    }
  /** Whatever goes on in the room ends: it rings no longer, or is hung up. */
  | { readonly type: "room.delete"; readonly room: RoomName }
  /** Tells the call of its caller, as a webhook tells of one who has called. */
  | { readonly type: "call.begin"; readonly key: "call"; readonly order: DialOrder; readonly sid: string }
  /** Ends the call that has begun. */
  | { readonly type: "call.end"; readonly key: "call"; readonly room: RoomName }
  /** Tells the queue. */
  | { readonly type: "queue.failed"; readonly order: DialOrder; readonly because: DialFailure };

export type DialOutput = DialEffect | Forget;
