/** The operators of a queue as its board keeps them: how many do what, who can do what, and the free ones in the order in which they are asked. */
import type { QueueSettings } from "../protocol/settings.ts";
import type { Need } from "../protocol/skills.ts";
import { meets } from "./demand.ts";
import type { Member } from "./member.ts";
import { Ranked } from "./ranked.ts";
import type { Strategy } from "./strategies/strategy.ts";

/** Operators who are alike in what they can do, and in their tier. */
export interface Kind {
  readonly skills: Member["skills"];
  readonly tier: number;
  free: number;
  /** Free or busy: those who will be free some time. */
  working: number;
  /** One bit for each of the tasks: has it been found out whether they can do it, and can they? */
  known: Uint32Array;
  able: Uint32Array;
}

/** What some callers need, numbered. */
export interface Task {
  readonly index: number;
  readonly needs: readonly Need[];
}

export class Crew {
  readonly standing = { free: 0, busy: 0, away: 0 };
  /** How often anything has changed: what was found out about the crew at the same number still holds. */
  changes = 0;
  readonly #free: Ranked<Member>;
  readonly #kinds = new Map<string, Kind>();
  readonly #freeKinds = new Set<Kind>();
  readonly #kindOfSkills = new WeakMap<Member["skills"], Map<number, Kind>>();

  constructor(strategy: Strategy, settings: QueueSettings) {
    this.#free = new Ranked(standingOrder(strategy, settings));
  }

  changed(before: Member | undefined, after: Member | undefined): void {
    this.changes += 1;
    if (before !== undefined) this.#count(before, -1);
    if (before?.standing === "free") this.#free.delete(before);
    if (after !== undefined) this.#count(after, 1);
    if (after?.standing === "free") this.#free.add(after);
  }

  /** In the order in which they are asked: by tier, then by the strategy, then who is longest idle. */
  get free(): Iterable<Member> {
    return this.#free;
  }

  get freeKinds(): Iterable<Kind> {
    return this.#freeKinds;
  }

  get kinds(): Iterable<Kind> {
    return this.#kinds.values();
  }

  kindOf({ skills, tier }: Member): Kind {
    let byTier = this.#kindOfSkills.get(skills);
    if (byTier === undefined) {
      byTier = new Map();
      this.#kindOfSkills.set(skills, byTier);
    }
    let kind = byTier.get(tier);
    if (kind === undefined) {
      const levels = Object.entries(skills).map(([skill, level]) => `${skill}:${level}`);
      const key = `${tier}|${levels.toSorted().join(" ")}`;
      kind = this.#kinds.get(key) ?? { skills, tier, free: 0, working: 0, known: noBits, able: noBits };
      this.#kinds.set(key, kind);
      byTier.set(tier, kind);
    }
    return kind;
  }

  #count(member: Member, by: 1 | -1): void {
    const { standing } = member;
    this.standing[standing] += by;
    if (standing === "away") return;
    const kind = this.kindOf(member);
    kind.working += by;
    if (standing !== "free") return;
    kind.free += by;
    if (kind.free > 0) this.#freeKinds.add(kind);
    else this.#freeKinds.delete(kind);
  }
}

/** Can operators of this kind do the task? */
export function canDo(kind: Kind, { index, needs }: Task): boolean {
  const word = index >>> 5;
  const bit = 1 << (index & 31);
  if (((kind.known[word] ?? 0) & bit) === 0) {
    if (word >= kind.known.length) [kind.known, kind.able] = [longer(kind.known, word), longer(kind.able, word)];
    kind.known[word] = (kind.known[word] ?? 0) | bit;
    if (meets(kind.skills, needs)) kind.able[word] = (kind.able[word] ?? 0) | bit;
  }
  return ((kind.able[word] ?? 0) & bit) !== 0;
}

const noBits = new Uint32Array(0);

function longer(bits: Uint32Array, word: number): Uint32Array {
  const grown = new Uint32Array(Math.max(word + 1, bits.length * 2));
  grown.set(bits);
  return grown;
}

/** The id only makes the order total. */
function standingOrder(strategy: Strategy, settings: QueueSettings): (a: Member, b: Member) => number {
  const byStrategy = strategy.kind === "standing" ? strategy.compare : () => 0;
  return (a, b) =>
    a.tier - b.tier ||
    byStrategy(a, b, settings) ||
    a.idleSince - b.idleSince ||
    (a.operatorId < b.operatorId ? -1 : a.operatorId > b.operatorId ? 1 : 0);
}
