import type { OperatorId } from "../../words/index.ts";
import type { Strategy } from "./strategy.ts";

/** Always the first in the queue's order who is free; who is not in it comes after those who are. */
export const topDown: Strategy = {
  because: "first in the queue's order",
  compare: (a, b, { order }) => rank(order, a.operatorId) - rank(order, b.operatorId),
};

function rank(order: readonly OperatorId[], operatorId: OperatorId): number {
  const at = order.indexOf(operatorId);
  return at === -1 ? order.length : at;
}
