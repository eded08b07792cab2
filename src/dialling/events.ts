import type { DialOrder } from "../protocol/callback.ts";
import type { Outbound } from "../protocol/outbound.ts";
import type { Placed, Prepared, SeenPerson } from "../protocol/telephone.ts";
import type { Instant } from "../words/index.ts";

/** What of the application's settings an attempt goes by: as they were when it was ordered. */
export type Terms = Pick<Outbound, "trunkId" | "atOnce" | "ringTime">;

export type FromQueue =
  | { readonly type: "order.given"; readonly at: Instant; readonly order: DialOrder; readonly terms: Terms }
  | { readonly type: "order.cancelled"; readonly at: Instant };

export type FromLiveKit =
  | { readonly type: "room.prepared"; readonly at: Instant; readonly answer: Prepared }
  | { readonly type: "call.placed"; readonly at: Instant; readonly answer: Placed }
  /** By looking. Undefined: they are not in the room. */
  | { readonly type: "room.looked"; readonly at: Instant; readonly person: SeenPerson | undefined }
  /** By webhook, or found by the patrol. */
  | { readonly type: "person.joined"; readonly at: Instant; readonly sid: string }
  | { readonly type: "person.left"; readonly at: Instant; readonly sid: string; readonly reason: string };

export type FromTimers =
  /** To be tried once more, or looked at. */
  | { readonly type: "again"; readonly at: Instant }
  /** It has taken too long. */
  | { readonly type: "late"; readonly at: Instant }
  /** Over for long enough: nothing about it is on its way any more. */
  | { readonly type: "purge"; readonly at: Instant };

export type DialEvent = FromQueue | FromLiveKit | FromTimers;
