/** The production queue in virtual time, with arrivals, services and patience drawn from the distributions that theory assumes. */
import type { EntryAnswer } from "../../../src/protocol/line.ts";
import { usualPriority, usualRouting } from "../../../src/protocol/settings.ts";
import type { QueueEvent } from "../../../src/queue/events.ts";
import { queueLogic } from "../../../src/queue/logic.ts";
import {
  as,
  type ApplicationId,
  type CallId,
  type EntryId,
  type OperatorId,
  type QueueId,
  type RoomName,
} from "../../../src/words/index.ts";
import { chance } from "../world/chance.ts";
import type { Figures, Load } from "./erlang.ts";

export interface Observed extends Figures {
  /** Of those who had to wait and were served: the expected wait as they were told it, and the wait as it was. */
  readonly waits: readonly { readonly told: number; readonly was: number }[];
}

interface Plan {
  readonly at: number;
  readonly seq: number;
  readonly happens: () => void;
}

/** What is to happen, the soonest first: a binary heap, because there are hundreds of thousands. */
class Agenda {
  readonly #heap: Plan[] = [];
  #seq = 0;

  plan(at: number, happens: () => void): void {
    const heap = this.#heap;
    this.#seq += 1;
    heap.push({ at, seq: this.#seq, happens });
    for (let child = heap.length - 1; child > 0;) {
      const parent = (child - 1) >> 1;
      if (!this.#isBefore(child, parent)) break;
      this.#swap(child, parent);
      child = parent;
    }
  }

  next(): Plan | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (heap.length === 0 || last === undefined) return first;
    heap[0] = last;
    for (let parent = 0; ;) {
      let least = parent;
      for (const child of [2 * parent + 1, 2 * parent + 2]) {
        if (child < heap.length && this.#isBefore(child, least)) least = child;
      }
      if (least === parent) return first;
      this.#swap(parent, least);
      parent = least;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const [x, y] = [this.#heap[a], this.#heap[b]];
    return x !== undefined && y !== undefined && (x.at - y.at || x.seq - y.seq) < 0;
  }

  #swap(a: number, b: number): void {
    const [x, y] = [this.#heap[a], this.#heap[b]];
    if (x === undefined || y === undefined) return;
    this.#heap[a] = y;
    this.#heap[b] = x;
  }
}

/** Runs so many callers through the queue, after a tenth as many that are not counted. */
export function observe(load: Load, callers: number, seed: number): Observed {
  const { between, service, patience, servers } = load;
  const { random } = chance(seed);
  const drawn = (mean: number): number => -Math.log(1 - random()) * mean;
  const agenda = new Agenda();
  let state = queueLogic.initial();
  let now = 1;

  const cameAt = new Map<EntryId, { readonly at: number; readonly told: number; readonly counted: boolean }>();
  const epochs = new Map<OperatorId, number>();
  const waits: { told: number; was: number }[] = [];
  let [counted, abandoned, delayed, waited, busy, from] = [0, 0, 0, 0, 0, 0];

  const take = (event: QueueEvent): unknown => {
    const step = queueLogic.step(state, event);
    ({ state } = step);
    let answer: unknown;
    for (const effect of step.effects) {
      if (effect.type === "reply") ({ answer } = effect);
      // An operator says yes at once: theory knows no ringing.
      if (effect.type === "operator.offer")
        agenda.plan(now, () => accept(effect.operatorId, effect.offer.offerId, effect.offer.entryId));
    }
    return answer;
  };
  const accept = (operatorId: OperatorId, offerId: Parameters<typeof closed>[1], entryId: EntryId): void => {
    const came = cameAt.get(entryId);
    // Whoever was put through before the answer to their own request has not waited.
    closed(operatorId, offerId);
    const length = drawn(service);
    if (came?.counted === true) {
      waited += now - came.at;
      busy += length;
      if (now > came.at) {
        delayed += 1;
        waits.push({ told: came.told, was: now - came.at });
      }
    }
    cameAt.delete(entryId);
    agenda.plan(now + length, () => free(operatorId));
  };
  const closed = (operatorId: OperatorId, offerId: Extract<QueueEvent, { type: "offer.closed" }>["offerId"]): void => {
    take({ type: "offer.closed", at: now, offerId, operatorId, outcome: "taken", epoch: epochs.get(operatorId) ?? 0 });
  };
  const free = (operatorId: OperatorId): void => {
    const epoch = (epochs.get(operatorId) ?? 0) + 1;
    epochs.set(operatorId, epoch);
    take({ type: "operator.free", at: now, operatorId, idleSince: now, epoch });
  };
  const arrive = (n: number): void => {
    const entryId = as<EntryId>(`e${n}`);
    const isCounted = n >= callers / 10;
    if (isCounted && from === 0) from = now;
    if (isCounted) counted += 1;
    cameAt.set(entryId, { at: now, told: 0, counted: isCounted });
    const answer = take({
      type: "entry.requested",
      at: now,
      entryId,
      callId: as<CallId>(entryId),
      room: as<RoomName>(entryId),
      caller: "",
      since: now,
      priority: usualPriority,
    }) as EntryAnswer; // the queue answers every request
    const told = answer.ok ? (answer.value.expectedWait ?? 0) : 0;
    cameAt.set(entryId, { at: now, told, counted: isCounted });
    if (Number.isFinite(patience)) agenda.plan(now + drawn(patience), () => giveUp(entryId));
    if (n + 1 < callers * 1.1) agenda.plan(now + drawn(between), () => arrive(n + 1));
  };
  const giveUp = (entryId: EntryId): void => {
    const came = cameAt.get(entryId);
    if (came === undefined) return;
    cameAt.delete(entryId);
    take({ type: "entry.withdrawn", at: now, entryId });
    if (!came.counted) return;
    abandoned += 1;
    delayed += 1;
    waited += now - came.at;
  };

  take({
    type: "queue.configured",
    at: now,
    settings: {
      revision: 1,
      application: as<ApplicationId>("theory"),
      queueId: as<QueueId>("Line"),
      name: "Line",
      skillGroups: [],
      weight: 50,
      ringTime: 20_000,
      wrapUp: 0,
      serviceTime: service,
      patience: Number.isFinite(patience) ? patience : 1e15,
      capacity: 1_000_000,
      ...usualRouting,
    },
  });
  for (let n = 0; n < servers; n += 1) free(as<OperatorId>(`o${n}`));
  agenda.plan(now + drawn(between), () => arrive(0));
  let lastArrival = 0;
  for (let plan = agenda.next(); plan !== undefined; plan = agenda.next()) {
    now = plan.at;
    plan.happens();
    if (counted < callers) lastArrival = now;
  }
  return {
    abandoned: abandoned / counted,
    delayed: delayed / counted,
    wait: waited / counted,
    occupancy: busy / (lastArrival - from) / servers,
    waits,
  };
}
