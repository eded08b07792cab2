import type { DialOrder } from "../protocol/callback.ts";
import type { Instant } from "../words/index.ts";
import type { Terms } from "./events.ts";

export interface DialContext {
  readonly order: DialOrder | undefined;
  readonly terms: Terms | undefined;
  /** The time for placing the call is over, and its answer is still awaited. */
  readonly late: boolean;
  /** Why the person left, when that was heard before LiveKit had said that they were phoned. */
  readonly left: string | undefined;
  /** They have been in the room, or LiveKit has said that they are. */
  readonly seen: boolean;
  readonly placedAt: Instant;
}

export const unknownDial: DialContext = {
  order: undefined,
  terms: undefined,
  late: false,
  left: undefined,
  seen: false,
  placedAt: 0,
};
