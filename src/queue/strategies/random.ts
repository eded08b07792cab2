import { lotOf } from "./lotOf.ts";
import type { OrderForCaller } from "./strategy.ts";

/** Anybody, with the same chance. */
export const random: OrderForCaller = {
  kind: "perCaller",
  because: "drawn by lot",
  score: (member, { entry }) => lotOf(entry, member),
};
