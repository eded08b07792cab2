import { skillFor } from "./skillFor.ts";
import { lotOf } from "./lotOf.ts";
import type { OrderForCaller } from "./strategy.ts";

/**
 * Anybody, with a chance in proportion to their skill for the caller (1 for who has none to speak of).
 * Each waits an exponential time of the rate of their weight, and the first one is taken (Efraimidis & Spirakis, "Weighted random sampling", 2006).
 */
export const weightedRandom: OrderForCaller = {
  kind: "perCaller",
  because: "drawn by lot, weighted by skill",
  score: (member, { entry, needs }) => -Math.log(lotOf(entry, member)) / Math.max(1, skillFor(member, needs)),
};
