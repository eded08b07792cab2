import type { Strategy } from "./strategy.ts";

/** Whoever has had nothing to do for longest, in any queue. */
export const longestIdle: Strategy = {
  because: "longest idle",
  compare: (a, b) => a.idleSince - b.idleSince,
};
