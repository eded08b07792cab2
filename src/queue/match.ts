/**
 * Who gets whom: a pure choice over what the queue knows, with its reason.
 */
import type { OperatorId } from "../words/index.ts";
import { byTurn, type Entry } from "./entry.ts";
import type { Member } from "./member.ts";

export interface Match {
  readonly entry: Entry;
  readonly member: Member;
  /** Why this operator: for people who read the queue's timeline. */
  readonly reason: string;
}

/**
 * The next pair, or undefined when no waiting caller and free operator may be put together.
 * The caller longest in the line (by priority) goes first; among the free operators the one longest idle.
 * Someone who declined or missed this caller is asked again only when every operator who could be asked has been.
 */
export function match(entries: readonly Entry[], members: readonly Member[]): Match | undefined {
  const free = members.filter(({ standing }) => standing === "free").toSorted(byIdleness);
  if (free.length === 0) return undefined;
  const present = members.filter(({ standing }) => standing !== "away").map(({ operatorId }) => operatorId);
  for (const entry of entries.filter(({ offer }) => offer === undefined).toSorted(byTurn)) {
    const everyoneHadTheirTurn = present.every((operatorId) => entry.passedOver.includes(operatorId));
    const member = free.find(({ operatorId }) => everyoneHadTheirTurn || !entry.passedOver.includes(operatorId));
    if (member !== undefined)
      return { entry, member, reason: reasonFor(free, everyoneHadTheirTurn && entry.passedOver.length > 0) };
  }
  return undefined;
}

function reasonFor(free: readonly Member[], again: boolean): string {
  const choice = free.length === 1 ? "the only free operator" : `longest idle of ${free.length} free operators`;
  return again ? `${choice}, asked again because everybody has been asked` : choice;
}

function byIdleness(a: Member, b: Member): number {
  return a.idleSince - b.idleSince || compareIds(a.operatorId, b.operatorId);
}

const compareIds = (a: OperatorId, b: OperatorId): number => (a < b ? -1 : 1);
