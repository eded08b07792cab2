import type { StandingOrder } from "./strategy.ts";

/** One after the other: whoever was offered one of this queue's calls the longest ago. */
export const roundRobin: StandingOrder = {
  kind: "standing",
  because: "longest since the last offer",
  compare: (a, b) => a.offeredAt - b.offeredAt,
};
