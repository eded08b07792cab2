/**
 * Who gets whom: a pure choice over what the queue knows, with its reason.
 */
import type { QueueSettings } from "../protocol/settings.ts";
import type { OperatorId } from "../words/index.ts";
import { byTurn, type Entry } from "./entry.ts";
import type { Member } from "./member.ts";
import { strategies } from "./strategies/index.ts";

export interface Match {
  readonly entry: Entry;
  readonly member: Member;
  /** Why this operator: for people who read the queue's timeline. */
  readonly reason: string;
}

/** What of a queue's settings decides. */
export type Routing = Pick<QueueSettings, "strategy" | "order" | "ageing">;

/**
 * The next pair, or undefined when no waiting caller and free operator may be put together.
 * The first caller by turn goes first; among the free operators the queue's strategy decides, and where it does not, who is longest idle.
 * Someone who declined or missed this caller is asked again only when every operator who could be asked has been.
 */
export function match(
  entries: readonly Entry[],
  members: readonly Member[],
  { strategy, order, ageing }: Routing,
): Match | undefined {
  const free = members.filter(({ standing }) => standing === "free");
  if (free.length === 0) return undefined;
  const present = members.filter(({ standing }) => standing !== "away").map(({ operatorId }) => operatorId);
  const chosen = strategies[strategy];
  for (const entry of entries.filter(({ offer }) => offer === undefined).toSorted(byTurn(ageing))) {
    const everyoneHadTheirTurn = present.every((operatorId) => entry.passedOver.includes(operatorId));
    const choice = { entry, order };
    const [member] = free
      .filter(({ operatorId }) => everyoneHadTheirTurn || !entry.passedOver.includes(operatorId))
      .toSorted((a, b) => chosen.compare(a, b, choice) || byIdleness(a, b));
    if (member !== undefined)
      return {
        entry,
        member,
        reason: reasonFor(free, chosen.because, everyoneHadTheirTurn && entry.passedOver.length > 0),
      };
  }
  return undefined;
}

function reasonFor(free: readonly Member[], because: string, again: boolean): string {
  const choice = free.length === 1 ? "the only free operator" : `${because} of ${free.length} free operators`;
  return again ? `${choice}, asked again because everybody has been asked` : choice;
}

function byIdleness(a: Member, b: Member): number {
  return a.idleSince - b.idleSince || compareIds(a.operatorId, b.operatorId);
}

const compareIds = (a: OperatorId, b: OperatorId): number => (a < b ? -1 : 1);
