import { skillFor } from "./skillFor.ts";
import type { OrderForCaller } from "./strategy.ts";

/** Whoever can just do what the caller needs: experts are kept for those who need them. Of equals, who can do least else. */
export const leastQualified: OrderForCaller = {
  kind: "perCaller",
  because: "least qualified of those who can",
  // The second sum never outweighs one level of the first: 64 skills of 5 levels are 320.
  score: (member, { needs }) => skillFor(member, needs) * 1_024 + skillFor(member, []),
};
