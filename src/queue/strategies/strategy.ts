import type { QueueSettings } from "../../protocol/settings.ts";
import type { Need } from "../../protocol/skills.ts";
import type { Entry } from "../entry.ts";
import type { Member } from "../member.ts";

/** Which of the free operators who may serve a caller is offered them: a pure order of them. Zero leaves it to who has been idle longer. */
export type Strategy = StandingOrder | OrderForCaller;

/** The same for every caller: the queue keeps its free operators in this order. */
export interface StandingOrder {
  readonly kind: "standing";
  /** Why the one chosen was, among several: for people who read the queue's timeline. */
  readonly because: string;
  /** Negative when `a` is asked before `b`. */
  readonly compare: (a: Member, b: Member, settings: Pick<QueueSettings, "order">) => number;
}

/** Another for every caller. */
export interface OrderForCaller {
  readonly kind: "perCaller";
  readonly because: string;
  /** Who has least is asked first. */
  readonly score: (member: Member, caller: Choice) => number;
}

export interface Choice {
  /** Whom they would be offered. */
  readonly entry: Entry;
  /** What the caller needs by now. */
  readonly needs: readonly Need[];
}
