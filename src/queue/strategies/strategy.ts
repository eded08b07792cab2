import type { OperatorId } from "../../words/index.ts";
import type { Entry } from "../entry.ts";
import type { Member } from "../member.ts";

/** Which of the free operators is offered a caller: a pure order of them. */
export interface Strategy {
  /** Why the one chosen was, among several: for people who read the queue's timeline. */
  readonly because: string;
  /** Negative when `a` is asked before `b`. Zero leaves it to who has been idle longer. */
  compare(a: Member, b: Member, about: Choice): number;
}

export interface Choice {
  /** Whom they would be offered. */
  readonly entry: Entry;
  /** Operators in the order that the queue's settings name them. */
  readonly order: readonly OperatorId[];
}
