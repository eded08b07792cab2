/**
 * Who gets whom: a pure choice over what the queue knows, with its reason.
 */
import type { QueueSettings } from "../protocol/settings.ts";
import type { EntryId, OperatorId } from "../words/index.ts";
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
  entries: ReadonlyMap<EntryId, Entry>,
  members: ReadonlyMap<OperatorId, Member>,
  { strategy, order, ageing }: Routing,
): Match | undefined {
  const free: Member[] = [];
  for (const member of members.values()) if (member.standing === "free") free.push(member);
  if (free.length === 0) return undefined;
  const chosen = strategies[strategy];
  for (const entry of inTurn(entries, byTurn(ageing))) {
    const again = entry.passedOver.length > 0 && hasBeenToEveryone(entry, members);
    const choice = { entry, order };
    const member = free
      .filter(({ operatorId }) => again || !entry.passedOver.includes(operatorId))
      .reduce<Member | undefined>((best, next) => {
        if (best === undefined) return next;
        return (chosen.compare(next, best, choice) || byIdleness(next, best)) < 0 ? next : best;
      }, undefined);
    if (member !== undefined) return { entry, member, reason: reasonFor(free, chosen.because, again) };
  }
  return undefined;
}

/** Those who wait, in their order. It is hardly ever anybody but the first who is served, so they are sorted only then. */
function* inTurn(entries: ReadonlyMap<EntryId, Entry>, turn: (a: Entry, b: Entry) => number): Iterable<Entry> {
  let first: Entry | undefined;
  for (const entry of entries.values()) {
    if (entry.offer === undefined && (first === undefined || turn(entry, first) < 0)) first = entry;
  }
  if (first === undefined) return;
  yield first;
  for (const entry of [...entries.values()].toSorted(turn)) {
    if (entry.offer === undefined && entry !== first) yield entry;
  }
}

/** Everyone who could be asked has been. */
function hasBeenToEveryone({ passedOver }: Entry, members: ReadonlyMap<OperatorId, Member>): boolean {
  for (const { standing, operatorId } of members.values()) {
    if (standing !== "away" && !passedOver.includes(operatorId)) return false;
  }
  return true;
}

function reasonFor(free: readonly Member[], because: string, again: boolean): string {
  const choice = free.length === 1 ? "the only free operator" : `${because} of ${free.length} free operators`;
  return again ? `${choice}, asked again because everybody has been asked` : choice;
}

function byIdleness(a: Member, b: Member): number {
  return a.idleSince - b.idleSince || compareIds(a.operatorId, b.operatorId);
}

const compareIds = (a: OperatorId, b: OperatorId): number => (a < b ? -1 : 1);
