/**
 * What the queue looks things up in while it matches and counts: the line in its order, the free operators in theirs, and who may serve whom.
 *
 * Nothing here is state. All of it follows from the queue's tables and settings; it is kept in step with them change by change, so that an event
 * costs the same in a line of a hundred thousand as in one of ten, and can be thrown away and made anew at any time.
 */
import type { EntryId, Instant } from "../words/index.ts";
import type { QueueSettings } from "../protocol/settings.ts";
import type { QueueContext } from "./context.ts";
import { demandOf, meets, type Demand } from "./demand.ts";
import { byTurn, type Entry, type Turn } from "./entry.ts";
import { nextDueOf } from "./limits.ts";
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
  readonly hungry: Ranked<Turn>;
  /** Whether operators of a kind serve such callers, tiers aside; found out once. */
  readonly served: Map<Kind, boolean>;
}

/** Operators who are alike in what they can do. */
interface Kind {
  readonly skills: Member["skills"];
  readonly tier: number;
  free: number;
  /** Free or busy: those who will be free some time. */
  working: number;
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
  /** Those of the groups in which somebody is. */
  readonly #hungry = new Set<Group>();

  readonly #free: Ranked<Member>;
  readonly #kinds = new Map<string, Kind>();
  /** Those of which somebody is free. */
  readonly #freeKinds = new Set<Kind>();
  readonly #kindOfSkills = new WeakMap<Member["skills"], Map<number, Kind>>();
  readonly #standing = { free: 0, busy: 0, away: 0 };

  readonly #leave: () => void;

  constructor(settings: QueueSettings, entries: QueueContext["entries"], members: QueueContext["members"]) {
    this.settings = settings;
    this.#entries = entries;
    this.#members = members;
    this.#turn = byTurn(settings.ageing);
    this.#strategy = strategies[settings.strategy];
    this.#line = new Ranked(this.#turn);
    this.#reserved = new Ranked(this.#turn);
    this.#free = new Ranked(standingOrder(this.#strategy, settings));
    for (const member of members.values()) this.#memberChanged(undefined, member);
    for (const entry of entries.values()) this.#entryChanged(undefined, entry);
    const leave = [
      entries.watch((before, after) => this.#entryChanged(before, after)),
      members.watch((before, after) => this.#memberChanged(before, after)),
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

  get size(): number {
    return this.#line.size;
  }

  /** How many wait without an offer, and may. */
  get waiting(): number {
    return this.#line.size - this.#reserved.size;
  }

  /** How many operators are signed in, by what they are doing. */
  get operators(): Readonly<Record<Member["standing"], number>> {
    return this.#standing;
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
    if (this.#free.size === 0) return undefined;
    let found: { readonly turn: Turn; readonly group: Group } | undefined;
    for (const group of this.#hungry) {
      const turn = group.hungry.first();
      if (turn === undefined || (found !== undefined && this.#turn(found.turn, turn) < 0)) continue;
      if (this.#hasCandidate(group)) found = { turn, group };
    }
    return found && this.#choose(found.turn.entryId, found.group);
  }

  /** Why an entry waits, in words; undefined when it is not in the line. */
  whyWaiting(entryId: EntryId): string | undefined {
    const entry = this.#entries.get(entryId);
    if (entry === undefined) return undefined;
    if (entry.expired !== undefined) return "is being let go";
    if (entry.open.length > 0) return "an operator is being asked";
    const demand = demandOf(entry, this.settings);
    const group = this.#groups.get(demand.key) ?? { demand, hungry: new Ranked(this.#turn), served: new Map() };
    const asked = demand.needs.map(({ skill, level }) => `${skill} at level ${level}`).join(", ");
    if (this.#standing.free + this.#standing.busy === 0) return "no operator is working";
    if (demand.preferred !== undefined && this.#members.has(demand.preferred)) return `waits for ${demand.preferred}`;
    if (![...this.#kinds.values()].some((kind) => kind.working > 0 && this.#canServe(group, kind))) {
      return `nobody who works has ${asked}`;
    }
    const within = this.#reach(group);
    const may = [...this.#kinds.values()].filter((kind) => kind.tier <= within && this.#canServe(group, kind));
    const working = may.reduce((sum, kind) => sum + kind.working, 0);
    const free = may.reduce((sum, kind) => sum + kind.free, 0);
    if (free > 0) return "the free operators have had their turn with this caller, and others may come free";
    return `all ${working} operators who may serve are busy${asked === "" ? "" : ` (asked: ${asked})`}`;
  }

  /** May operators of this kind serve the group at all, be it later? */
  #canServe(group: Group, kind: Kind): boolean {
    let can = group.served.get(kind);
    if (can === undefined) {
      can = meets(kind.skills, group.demand.needs);
      group.served.set(kind, can);
    }
    return can;
  }

  /** The last tier that is asked: the group's own, or the first in which anybody works who may serve. */
  #reach(group: Group): number {
    const { reach } = group.demand;
    let first = Number.POSITIVE_INFINITY;
    for (const kind of this.#kinds.values()) {
      if (kind.working === 0 || kind.tier >= first || !this.#canServe(group, kind)) continue;
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
    const reach = this.#reach(group);
    for (const kind of this.#freeKinds) if (kind.tier <= reach && this.#canServe(group, kind)) return true;
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
    const reach = this.#reach(group);
    const again = this.#isRoundOver(group);
    for (const member of this.#free) {
      const kind = this.#kindOf(member);
      if (kind.tier > reach) return; // they are in the order of their tiers
      if (this.#canServe(group, kind) && (again || !passedOver.includes(member.operatorId))) yield member;
    }
  }

  /** Everyone who works and may serve has had their turn: the round begins anew. */
  #isRoundOver(group: Group): boolean {
    const { passedOver } = group.demand;
    if (passedOver.length === 0) return false;
    let left = 0;
    for (const kind of this.#kinds.values()) if (this.#canServe(group, kind)) left += kind.working;
    for (const operatorId of passedOver) {
      const member = this.#members.get(operatorId);
      if (member !== undefined && member.standing !== "away" && this.#canServe(group, this.#kindOf(member))) left -= 1;
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
    for (const kind of this.#freeKinds) if (kind.tier <= tier && this.#canServe(group, kind)) free += kind.free;
    const who = needs.length === 0 ? "free operator" : "free operator with the skills";
    const choice = free === 1 ? `the only ${who}` : `${this.#strategy.because} of ${free} ${who}s`;
    const ofTier = tier === 1 ? choice : `${choice} of tier ${tier}`;
    return passedOver.includes(operatorId) ? `${ofTier}, asked again because everybody has been asked` : ofTier;
  }

  #entryChanged(before: Entry | undefined, after: Entry | undefined): void {
    if (before !== undefined) this.#takeOff(before);
    if (after !== undefined) this.#putUp(after);
  }

  #putUp(entry: Entry): void {
    this.#line.add(entry);
    if (!isWaiting(entry)) this.#reserved.add(entry);
    const due = nextDueOf(entry, this.settings);
    if (due !== undefined) this.#due.add({ at: due, entryId: entry.entryId });
    if (entry.expired !== undefined || entry.open.length >= this.settings.ringAtOnce) return;
    const group = this.#groupOf(entry);
    group.hungry.add(entry);
    this.#hungry.add(group);
  }

  #takeOff(entry: Entry): void {
    this.#line.delete(entry);
    if (!isWaiting(entry)) this.#reserved.delete(entry);
    const due = nextDueOf(entry, this.settings);
    if (due !== undefined) this.#due.delete({ at: due, entryId: entry.entryId });
    if (entry.expired !== undefined || entry.open.length >= this.settings.ringAtOnce) return;
    const group = this.#groupOf(entry);
    group.hungry.delete(entry);
    if (group.hungry.size > 0) return;
    this.#hungry.delete(group);
    // Who asked for somebody in particular, or has been declined, hardly ever has the like.
    if (group.demand.preferred !== undefined || group.demand.passedOver.length > 0)
      this.#groups.delete(group.demand.key);
  }

  #groupOf(entry: Entry): Group {
    const demand = demandOf(entry, this.settings);
    let group = this.#groups.get(demand.key);
    if (group === undefined) {
      group = { demand, hungry: new Ranked(this.#turn), served: new Map() };
      this.#groups.set(demand.key, group);
    }
    return group;
  }

  #memberChanged(before: Member | undefined, after: Member | undefined): void {
    if (before !== undefined) this.#count(before, -1);
    if (before?.standing === "free") this.#free.delete(before);
    if (after !== undefined) this.#count(after, 1);
    if (after?.standing === "free") this.#free.add(after);
  }

  #count(member: Member, by: 1 | -1): void {
    const { standing } = member;
    this.#standing[standing] += by;
    if (standing === "away") return;
    const kind = this.#kindOf(member);
    kind.working += by;
    if (standing !== "free") return;
    kind.free += by;
    if (kind.free > 0) this.#freeKinds.add(kind);
    else this.#freeKinds.delete(kind);
  }

  #kindOf({ skills, tier }: Member): Kind {
    let byTier = this.#kindOfSkills.get(skills);
    if (byTier === undefined) {
      byTier = new Map();
      this.#kindOfSkills.set(skills, byTier);
    }
    let kind = byTier.get(tier);
    if (kind === undefined) {
      const levels = Object.entries(skills).map(([skill, level]) => `${skill}:${level}`);
      const key = `${tier}|${levels.toSorted().join(" ")}`;
      kind = this.#kinds.get(key) ?? { skills, tier, free: 0, working: 0 };
      this.#kinds.set(key, kind);
      byTier.set(tier, kind);
    }
    return kind;
  }
}

/** Neither offered nor on the way out. */
const isWaiting = ({ open, expired }: Entry): boolean => open.length === 0 && expired === undefined;

/** The order in which free operators are kept: by tier, then by the strategy, then who is longest idle; the id only makes it total. */
function standingOrder(strategy: Strategy, settings: QueueSettings): (a: Member, b: Member) => number {
  const byStrategy = strategy.kind === "standing" ? strategy.compare : () => 0;
  return (a, b) =>
    a.tier - b.tier ||
    byStrategy(a, b, settings) ||
    a.idleSince - b.idleSince ||
    compareText(a.operatorId, b.operatorId);
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
