import type { StandingOrder } from "./strategy.ts";

/** Whoever has had nothing to do for longest, in any queue. */
export const longestIdle: StandingOrder = {
  kind: "standing",
  because: "longest idle",
  compare: (a, b) => a.idleSince - b.idleSince,
};
