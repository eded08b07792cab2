import type { StandingOrder } from "./strategy.ts";

/** Whoever has taken the fewest of this queue's calls since signing in. */
export const fewestCalls: StandingOrder = {
  kind: "standing",
  because: "fewest calls",
  compare: (a, b) => a.calls - b.calls,
};
