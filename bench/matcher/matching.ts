/**
 * The matching alone, on the queue's own tables and board: 64 skills, 200 sorts of callers by what they need, 5,000 operators of 500 sorts.
 * An operator becomes free; whoever is first in the line and may be served by them is offered and taken; a new caller comes.
 */
import { usualPriority } from "../../src/protocol/settings.ts";
import type { Need, SkillLevel, Skills } from "../../src/protocol/skills.ts";
import { boardOf } from "../../src/queue/board.ts";
import { unknownQueue, type QueueContext } from "../../src/queue/context.ts";
import { fresh, type Entry } from "../../src/queue/entry.ts";
import { noHistory, type Member } from "../../src/queue/member.ts";
import { as, type CallId, type EntryId, type OfferId, type RoomName, type SkillId } from "../../src/words/index.ts";
import { seeded } from "../../test/support/chance.ts";
import { quantile, rounded } from "../measure/statistics.ts";
import { nameOf, settings } from "./line.ts";

const [skillCount, sortsOfCallers, operatorCount, sortsOfOperators] = [64, 200, 5_000, 500];
const [warmUp, rounds] = [20_000, 60_000];

export interface Matching {
  readonly waiting: number;
  readonly eventsPerSecond: number;
  readonly p50Us: number;
  readonly p99Us: number;
}

export function measureMatching(waiting: number): Matching {
  const queue = new Queue();
  for (let n = 0; n < waiting; n += 1) queue.arrives();
  const round = (n: number, happens: (event: () => void) => void): void => {
    happens(() => queue.becomesFree(n % operatorCount));
    while (queue.isOffering) happens(() => queue.isTaken());
    happens(() => queue.arrives());
    while (queue.isOffering) happens(() => queue.isTaken());
  };
  for (let n = 0; n < warmUp; n += 1) round(n, (event) => event());
  // How many there are in a second is measured without looking at the clock for each.
  let events = 0;
  const began = performance.now();
  for (let n = warmUp; n < warmUp + rounds; n += 1) {
    round(n, (event) => {
      event();
      events += 1;
    });
  }
  const elapsed = performance.now() - began;
  const took: number[] = [];
  for (let n = warmUp + rounds; n < warmUp + 2 * rounds; n += 1) {
    round(n, (event) => {
      const before = performance.now();
      event();
      took.push(performance.now() - before);
    });
  }
  return {
    waiting,
    eventsPerSecond: Math.round((events * 1_000) / elapsed),
    p50Us: rounded(quantile(took, 0.5) * 1_000),
    p99Us: rounded(quantile(took, 0.99) * 1_000),
  };
}

/** A queue that does nothing but match. */
class Queue {
  readonly #random = seeded(1);
  readonly #sorts: readonly (readonly Need[])[];
  readonly #offered: EntryId[] = [];
  #context: QueueContext;
  #committed: QueueContext;
  #now = 1;
  #callers = 0;

  constructor() {
    const skills = Array.from({ length: skillCount }, (_, n) => as<SkillId>(`skill${n}`));
    const below = (limit: number): number => Math.floor(this.#random() * limit);
    const level = (most: SkillLevel): SkillLevel => (1 + below(most)) as SkillLevel; // 1 to most
    this.#sorts = Array.from({ length: sortsOfCallers }, () =>
      Array.from({ length: 1 + below(2) }, () => ({
        skill: skills[below(skillCount)] ?? as<SkillId>(""),
        level: level(3),
      })),
    );
    const kinds: Skills[] = Array.from({ length: sortsOfOperators }, () =>
      Object.fromEntries(skills.filter(() => this.#random() < 0.25).map((skill) => [skill, level(5)])),
    );
    this.#context = { ...unknownQueue(), settings };
    this.#committed = this.#context;
    for (let n = 0; n < operatorCount; n += 1) {
      const skills = kinds[n % sortsOfOperators] ?? {};
      this.#put({ ...noHistory, operatorId: nameOf(n), standing: "busy", epoch: 1, idleSince: 0, skills });
    }
  }

  get isOffering(): boolean {
    return this.#offered.length > 0;
  }

  arrives(): void {
    this.#now += 1;
    this.#callers += 1;
    const n = this.#callers;
    const needs = this.#sorts[Math.floor(this.#random() * sortsOfCallers)] ?? [];
    this.#write({
      ...fresh,
      entryId: as<EntryId>(`c${n}.1`),
      callId: as<CallId>(`c${n}`),
      room: as<RoomName>("r"),
      caller: "",
      priority: usualPriority,
      enqueuedAt: this.#now,
      joinedAt: this.#now,
      needs,
    });
    this.#match();
  }

  becomesFree(n: number): void {
    this.#now += 1;
    const member = this.#context.members.get(nameOf(n));
    if (member !== undefined) this.#put({ ...member, standing: "free", idleSince: this.#now });
    this.#match();
  }

  /** Who was offered last has been connected. */
  isTaken(): void {
    const entryId = this.#offered.pop();
    if (entryId !== undefined) this.#context = { ...this.#context, entries: this.#context.entries.without(entryId) };
    this.#match();
  }

  #match(): void {
    this.#committed.entries.forget();
    this.#committed.members.forget();
    this.#committed = this.#context;
    for (;;) {
      const found = boardOf(this.#context)?.next();
      const entry = found && this.#context.entries.get(found.entryId);
      if (found === undefined || entry === undefined) return;
      const { operatorId, epoch } = found.member;
      const offerId = as<OfferId>(`${entry.entryId}.1`);
      this.#write({ ...entry, offers: 1, open: [{ offerId, operatorId, epoch }] });
      this.#put({ ...found.member, standing: "busy", offeredAt: this.#now, offer: offerId });
      this.#offered.push(entry.entryId);
    }
  }

  #write(entry: Entry): void {
    this.#context = { ...this.#context, entries: this.#context.entries.with(entry.entryId, entry) };
  }

  #put(member: Member): void {
    this.#context = { ...this.#context, members: this.#context.members.with(member.operatorId, member) };
  }
}
