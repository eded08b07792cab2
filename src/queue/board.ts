/**
 * What the queue looks things up in while it matches and counts: the line in its order, the free operators in theirs, and who may serve whom.
 *
 * Nothing here is state. All of it follows from the queue's tables and settings; it is kept in step with them change by change, so that an event
 * costs the same in a line of a hundred thousand as in one of ten, and can be thrown away and made anew at any time.
 */
import type { EntryId, Instant, OperatorId } from "../words/index.ts";
import type { QueueSettings } from "../protocol/settings.ts";
import { digitsOf, isAsleep, isCallback, isDialled } from "./callback.ts";
import type { QueueContext } from "./context.ts";
import { demandOf, lastTier, type Demand } from "./demand.ts";
import { byTurn, type Entry, type Turn } from "./entry.ts";
import { nextDueOf } from "./limits.ts";
import { canDo, Crew, type Task } from "./crew.ts";
import type { Member } from "./member.ts";
import { Ranked } from "./ranked.ts";
import { strategies } from "./strategies/index.ts";
import type { Strategy } from "./strategies/strategy.ts";

/** The board of a queue in this version. Good until the queue's tables are changed or another version of them is read. */
export function boardOf({ settings, entries, members }: QueueContext): Board | undefined {
  if (settings === undefined) return undefined;
  const known = boards.get(entries.family);
  if (known?.settings === settings && known.comesTo(entries, members)) return known;
  known?.leave();
  const board = new Board(settings, entries, members);
  boards.set(entries.family, board);
  return board;
}

/** By the family of the queue's entries. */
const boards = new WeakMap<object, Board>();

/** Callers of one demand who may be offered to somebody. */
interface Group {
  readonly demand: Demand;
  readonly task: Task;
  readonly hungry: Ranked<Turn>;
  /** Where the group stands among the others; undefined: nobody is in it. */
  lead: Lead | undefined;
  prospects: Prospects | undefined;
}

/** How many operators there are for callers of one demand. */
interface Prospects {
  /** The crew's number of changes when they were counted. */
  readonly at: number;
  /** At work, in whatever tier, and able to serve them. */
  readonly able: number;
  /** Of these, in the tiers that are asked by now. */
  readonly asked: number;
  readonly free: number;
}

/** The first of a group stands for it. */
interface Lead {
  readonly first: Turn;
  readonly group: Group;
}

/** An entry for which time alone changes something. */
interface Due {
  readonly at: Instant;
  readonly entryId: EntryId;
}

export interface Candidate {
  readonly entryId: EntryId;
  readonly member: Member;
  /** Why this operator, among how many: for people who read the queue's timeline. */
  readonly reason: string;
}

export class Board {
  readonly settings: QueueSettings;
  #entries: QueueContext["entries"];
  #members: QueueContext["members"];
  readonly #turn: (a: Turn, b: Turn) => number;
  readonly #strategy: Strategy;

  readonly #line: Ranked<Turn>;
  readonly #reserved: Ranked<Turn>;
  readonly #due = new Ranked<Due>((a, b) => a.at - b.at || compareText(a.entryId, b.entryId));
  readonly #groups = new Map<string, Group>();
  /** Those of the groups in which somebody is, in the order of their first. */
  readonly #hungry: Ranked<Lead>;
  readonly #tasks = new Map<string, Task>();
  /** Those who are to be phoned, by number. */
  readonly #callbacks = new Map<string, EntryId>();
  /** How many of them wait, and how many of these may not be phoned yet. */
  readonly #promised = { waiting: 0, asleep: 0 };
  /** Who is kept free for whom while these are phoned. */
  readonly #held = new Map<OperatorId, EntryId>();
  /** Of those who ask for nothing out of the ordinary: what they need → how far it has changed → their group. */
  readonly #groupOfNeeds = new WeakMap<Entry["needs"], Group[]>();
  readonly #crew: Crew;
  /** Of the tiers that the queue's groups are in. */
  readonly #lastTier: number;

  readonly #leave: () => void;

  constructor(settings: QueueSettings, entries: QueueContext["entries"], members: QueueContext["members"]) {
    this.settings = settings;
    this.#entries = entries;
    this.#members = members;
    this.#turn = byTurn(settings.ageing);
    this.#strategy = strategies[settings.strategy];
    this.#line = new Ranked(this.#turn);
    this.#reserved = new Ranked(this.#turn);
    this.#hungry = new Ranked((a, b) => this.#turn(a.first, b.first));
    this.#lastTier = lastTier(settings);
    this.#crew = new Crew(this.#strategy, settings);
    for (const member of members.values()) this.#crew.changed(undefined, member);
    for (const entry of entries.values()) this.#entryChanged(undefined, entry);
    const leave = [
      entries.watch((before, after) => this.#entryChanged(before, after)),
      members.watch((before, after) => this.#crew.changed(before, after)),
    ];
    this.#leave = () => {
      for (const stop of leave) stop();
    };
  }

  /** Goes to these versions of the tables; false when the members are none that it watches. */
  comesTo(entries: QueueContext["entries"], members: QueueContext["members"]): boolean {
    if (members.family !== this.#members.family) return false;
    this.#entries = entries;
    this.#members = members;
    // Reading a version brings its map there, and with it whoever watches.
    return entries.size >= 0 && members.size >= 0;
  }

  /** The board is not kept in step any more. */
  leave(): void {
    this.#leave();
  }

  /** How many wait without an offer, and may. */
  get waiting(): number {
    return this.#line.size - this.#reserved.size;
  }

  /** Of those, how many are on the line. */
  get waitingOnLine(): number {
    return this.waiting - this.#promised.waiting;
  }

  /** How many would be served now if only somebody were free. */
  get ready(): number {
    return this.waiting - this.#promised.asleep;
  }

  /** Those who are to be phoned, or are being. */
  get callbacks(): Iterable<EntryId> & { readonly size: number } {
    return { size: this.#callbacks.size, [Symbol.iterator]: () => this.#callbacks.values() };
  }

  /** Who is to be phoned at this number. */
  callbackTo(number: string): EntryId | undefined {
    return this.#callbacks.get(digitsOf(number));
  }

  /** Is this operator kept free for somebody who is being phoned? */
  holds(operatorId: OperatorId): boolean {
    return this.#held.has(operatorId);
  }

  /** How many operators are signed in, by what they are doing. */
  get operators(): Readonly<Record<Member["standing"], number>> {
    return this.#crew.standing;
  }

  /** How many stand before somebody of this turn, and how many of those wait: who is being offered is as good as served. */
  before(somebody: Turn): { readonly all: number; readonly waiting: number } {
    const all = this.#line.rank(somebody);
    return { all, waiting: all - this.#reserved.rank(somebody) };
  }

  /** Everybody, in turn. */
  *line(): Iterable<EntryId> {
    for (const { entryId } of this.#line) yield entryId;
  }

  /** The first entry for which time alone changes something, and when. */
  nextDue(): Due | undefined {
    return this.#due.first();
  }

  /**
   * The next pair; undefined when no waiting caller and free operator may be put together. The first caller by turn goes first whom any free
   * operator may serve. Among these the better tier goes first, then the queue's strategy decides, then who is longest idle.
   */
  next(): Candidate | undefined {
    if (this.#crew.standing.free === 0) return undefined;
    const lead = this.#hungry.find(({ group }) => this.#hasCandidate(group));
    return lead && this.#choose(lead.first.entryId, lead.group);
  }

  /** Why an entry waits, in words; undefined when it is not in the line. */
  whyWaiting(entryId: EntryId): string | undefined {
    const entry = this.#entries.get(entryId);
    if (entry === undefined) return undefined;
    if (entry.expired !== undefined) return "is being let go";
    if (isDialled(entry)) return "is being phoned";
    if (entry.open.length > 0) return "an operator is being asked";
    if (isAsleep(entry)) {
      const { callback } = entry;
      const isClosed = callback?.state === "waiting" && callback.closed;
      return isClosed ? "is to be phoned when the queue is open" : "was phoned in vain, and will be again";
    }
    const { free, busy } = this.#crew.standing;
    if (free + busy === 0) return "no operator is working";
    const group = this.#groupAsSeen(entry);
    const { needs, preferred } = group.demand;
    if (preferred !== undefined && this.#members.has(preferred)) return `waits for ${preferred}`;
    const skills = needs.map(({ skill, level }) => `${skill} at level ${level}`).join(", ");
    const prospects = this.#prospectsOf(group);
    if (prospects.able === 0) return `nobody who works has ${skills}`;
    if (prospects.free > 0) return "the free operators have had their turn with this caller, and others may come free";
    return `all ${prospects.asked} operators who may serve are busy${skills === "" ? "" : ` (asked: ${skills})`}`;
  }

  /** How many operators at work may serve this caller, of whatever tier. */
  able(entry: Entry): number {
    return this.#prospectsOf(this.#groupAsSeen(entry)).able;
  }

  #prospectsOf(group: Group): Prospects {
    const at = this.#crew.changes;
    if (group.prospects?.at === at) return group.prospects;
    const reach = this.#reach(group.demand, group.task);
    let [able, asked, free] = [0, 0, 0];
    for (const kind of this.#crew.kinds) {
      if (!canDo(kind, group.task)) continue;
      able += kind.working;
      if (kind.tier > reach) continue;
      asked += kind.working;
      free += kind.free;
    }
    group.prospects = { at, able, asked, free };
    return group.prospects;
  }

  /** The last tier that is asked: the demand's own, or the first in which anybody works who may serve. */
  #reach({ reach }: Demand, task: Task): number {
    // Past the last tier everybody is asked, whatever an operator who was configured before the queue takes for their tier.
    if (reach >= this.#lastTier) return Number.POSITIVE_INFINITY;
    let first = Number.POSITIVE_INFINITY;
    for (const kind of this.#crew.kinds) {
      if (kind.working === 0 || kind.tier >= first || !canDo(kind, task)) continue;
      if (kind.tier <= reach) return reach;
      first = kind.tier;
    }
    return first;
  }

  #hasCandidate(group: Group): boolean {
    const { preferred, passedOver } = group.demand;
    if ((preferred !== undefined && this.#members.has(preferred)) || passedOver.length > 0) {
      return !this.#candidates(group).next().done;
    }
    let reach: number | undefined;
    for (const kind of this.#crew.freeKinds) {
      if (canDo(kind, group.task) && kind.tier <= (reach ??= this.#reach(group.demand, group.task))) return true;
    }
    return false;
  }

  /** The free operators who may serve the group now, in the standing order. */
  *#candidates(group: Group): Generator<Member, void> {
    const { preferred, passedOver } = group.demand;
    const only = preferred === undefined ? undefined : this.#members.get(preferred);
    if (only !== undefined) {
      if (only.standing === "free") yield only;
      return;
    }
    const reach = this.#reach(group.demand, group.task);
    const again = this.#isRoundOver(group);
    for (const member of this.#crew.free) {
      const kind = this.#crew.kindOf(member);
      if (kind.tier > reach) return; // they are in the order of their tiers
      if (canDo(kind, group.task) && (again || !passedOver.includes(member.operatorId))) yield member;
    }
  }

  /** Everyone who works and may serve has had their turn: the round begins anew. */
  #isRoundOver(group: Group): boolean {
    const { passedOver } = group.demand;
    if (passedOver.length === 0) return false;
    let left = this.#prospectsOf(group).able;
    for (const operatorId of passedOver) {
      const member = this.#members.get(operatorId);
      if (member !== undefined && member.standing !== "away" && canDo(this.#crew.kindOf(member), group.task)) left -= 1;
    }
    return left <= 0;
  }

  #choose(entryId: EntryId, group: Group): Candidate | undefined {
    const entry = this.#entries.get(entryId);
    const candidates = this.#candidates(group);
    const first = candidates.next();
    if (entry === undefined || first.done === true) return undefined;
    let member = first.value;
    if (this.#strategy.kind === "perCaller") {
      const choice = { entry, needs: group.demand.needs };
      let least = this.#strategy.score(member, choice);
      for (const other of candidates) {
        if (other.tier > member.tier) break;
        const score = this.#strategy.score(other, choice);
        if (score < least) [member, least] = [other, score];
      }
    }
    return { entryId, member, reason: this.#reasonFor(group, member) };
  }

  #reasonFor(group: Group, { operatorId, tier }: Member): string {
    const { preferred, needs, passedOver } = group.demand;
    if (operatorId === preferred) return "preferred for this caller";
    let free = 0;
    for (const kind of this.#crew.freeKinds) if (kind.tier <= tier && canDo(kind, group.task)) free += kind.free;
    const who = needs.length === 0 ? "free operator" : "free operator with the skills";
    const choice = free === 1 ? `the only ${who}` : `${this.#strategy.because} of ${free} ${who}s`;
    const ofTier = tier === 1 ? choice : `${choice} of tier ${tier}`;
    return passedOver.includes(operatorId) ? `${ofTier}, asked again because everybody has been asked` : ofTier;
  }

  #entryChanged(before: Entry | undefined, after: Entry | undefined): void {
    const stays = before?.priority === after?.priority && before?.enqueuedAt === after?.enqueuedAt;
    if (before !== undefined) this.#takeOff(before, stays);
    if (after !== undefined) this.#putUp(after, stays);
  }

  /** `stays`: at the same place in the line. */
  #putUp(entry: Entry, stays: boolean): void {
    if (!stays) this.#line.add(entry);
    if (!isWaiting(entry)) this.#reserved.add(entry);
    this.#promise(entry, 1);
    const due = nextDueOf(entry, this.settings);
    if (due !== undefined) this.#due.add({ at: due, entryId: entry.entryId });
    if (!this.#isHungry(entry)) return;
    const group = this.#groupOf(entry);
    group.hungry.add(entry);
    this.#lead(group);
  }

  #takeOff(entry: Entry, stays: boolean): void {
    if (!stays) this.#line.delete(entry);
    if (!isWaiting(entry)) this.#reserved.delete(entry);
    this.#promise(entry, -1);
    const due = nextDueOf(entry, this.settings);
    if (due !== undefined) this.#due.delete({ at: due, entryId: entry.entryId });
    if (!this.#isHungry(entry)) return;
    const group = this.#groupOf(entry);
    group.hungry.delete(entry);
    this.#lead(group);
    // Who asked for somebody in particular, or has been declined, hardly ever has the like.
    if (group.lead === undefined && !isOrdinary(entry)) this.#groups.delete(group.demand.key);
  }

  /** Puts the group where its first belongs. */
  #lead(group: Group): void {
    const first = group.hungry.first();
    if (group.lead?.first === first) return;
    if (group.lead !== undefined) this.#hungry.delete(group.lead);
    group.lead = first && { first, group };
    if (group.lead !== undefined) this.#hungry.add(group.lead);
  }

  #promise(entry: Entry, by: 1 | -1): void {
    const { callback, entryId } = entry;
    if (callback === undefined || !isCallback(entry)) return;
    if (isWaiting(entry)) this.#promised.waiting += by;
    if (isAsleep(entry)) this.#promised.asleep += by;
    if (by === 1) this.#callbacks.set(digitsOf(callback.promise.number), entryId);
    else this.#callbacks.delete(digitsOf(callback.promise.number));
    if (callback.state !== "dialling" || callback.heldFor === undefined) return;
    if (by === 1) this.#held.set(callback.heldFor, entryId);
    else this.#held.delete(callback.heldFor);
  }

  #isHungry(entry: Entry): boolean {
    const { expired, open } = entry;
    if (isDialled(entry) || isAsleep(entry)) return false;
    // Who says yes to a callback gets the caller, whom nobody else is to be rung for.
    return expired === undefined && open.length < (entry.callback === undefined ? this.settings.ringAtOnce : 1);
  }

  #groupOf(entry: Entry): Group {
    if (!isOrdinary(entry)) return this.#groupBy(demandOf(entry, this.settings));
    // The demand of most depends on three things only, and is not worked out each time.
    let known = this.#groupOfNeeds.get(entry.needs);
    if (known === undefined) {
      known = [];
      this.#groupOfNeeds.set(entry.needs, known);
    }
    return (known[entry.relaxed * (this.#lastTier + 1) + entry.reach] ??= this.#groupBy(
      demandOf(entry, this.settings),
    ));
  }

  #groupBy(demand: Demand): Group {
    const group = this.#groups.get(demand.key) ?? this.#newGroup(demand);
    this.#groups.set(demand.key, group);
    return group;
  }

  /** The entry's group, or one like it for an entry that is in none. */
  #groupAsSeen(entry: Entry): Group {
    if (isOrdinary(entry)) return this.#groupOf(entry);
    const demand = demandOf(entry, this.settings);
    return this.#groups.get(demand.key) ?? this.#newGroup(demand);
  }

  #newGroup(demand: Demand): Group {
    const task = this.#taskOf(demand);
    return { demand, task, hungry: new Ranked(this.#turn), lead: undefined, prospects: undefined };
  }

  #taskOf({ needs, asked }: Demand): Task {
    let task = this.#tasks.get(asked);
    if (task === undefined) {
      task = { index: this.#tasks.size, needs };
      this.#tasks.set(asked, task);
    }
    return task;
  }
}

/** Whoever may take such a caller may: nobody in particular is asked for, nobody has had their turn. */
const isOrdinary = ({ preference, passedOver }: Entry): boolean => preference === undefined && passedOver.length === 0;

/** Neither offered nor phoned nor on the way out. */
const isWaiting = (entry: Entry): boolean =>
  entry.open.length === 0 && entry.expired === undefined && !isDialled(entry);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
