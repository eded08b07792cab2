import type { StandingOrder } from "./strategy.ts";

/** Whoever has spent the least time on this queue's calls since signing in, wrap-up included. */
export const leastTalk: StandingOrder = {
  kind: "standing",
  because: "least time in calls",
  compare: (a, b) => a.served - b.served,
};
