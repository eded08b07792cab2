import { skillFor } from "./skillFor.ts";
import type { OrderForCaller } from "./strategy.ts";

/** Whoever can do best what the caller needs. */
export const mostQualified: OrderForCaller = {
  kind: "perCaller",
  because: "most qualified",
  score: (member, { needs }) => -skillFor(member, needs),
};
