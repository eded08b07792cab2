import type { OperatorId } from "../../words/index.ts";
import type { StandingOrder } from "./strategy.ts";

/** Always the first in the queue's order who is free; who is not in it comes after those who are. */
export const topDown: StandingOrder = {
  kind: "standing",
  because: "first in the queue's order",
  compare: (a, b, { order }) => rankIn(order, a.operatorId) - rankIn(order, b.operatorId),
};

function rankIn(order: readonly OperatorId[], operatorId: OperatorId): number {
  let ranks = known.get(order);
  if (ranks === undefined) {
    ranks = new Map(order.map((id, rank) => [id, rank]));
    known.set(order, ranks);
  }
  return ranks.get(operatorId) ?? order.length;
}

/** Each order's ranks are made once: it may name a thousand, and is asked with every comparison. */
const known = new WeakMap<readonly OperatorId[], ReadonlyMap<OperatorId, number>>();
