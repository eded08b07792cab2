/** How somebody is phoned into a room, as LiveKit does it. */
import type { Duration, RoomName } from "../words/index.ts";
import type { DialOrder } from "./callback.ts";

/**
 * The room is there, and whether the person may be phoned into it. `full`: as many calls are there as may be at once. `there`: they are in
 * the room already.
 */
export type Prepared = "ready" | "full" | "there";

/**
 * What became of the request to phone somebody. `refused`: nobody is phoned. `unavailable`: nobody can be just now. `unsure`: whether the phone
 * rings is not known.
 */
export type Placed = "placed" | "refused" | "unavailable" | "unsure";

/** The person's seat in the room. `status`: LiveKit's `sip.callStatus`; they are on the phone when it is `active`. */
export interface SeenPerson {
  readonly sid: string;
  readonly status: string;
}

export interface Telephone {
  /**
   * Makes the room, and looks whether one call more may be placed. Of those that are there at once the rooms count, ringing or talking, the oldest
   * first: LiveKit's own list, so that nobody else has to keep count, and of two that come at the same moment exactly one goes first.
   */
  prepare(room: RoomName, atOnce: number): Promise<Prepared>;
  /** Never rejects: what is not known is an answer, because nobody is to be phoned twice. */
  place(order: DialOrder, trunkId: string, ringTime: Duration): Promise<Placed>;
  /** Undefined: the person is not in the room. */
  look(room: RoomName): Promise<SeenPerson | undefined>;
}
