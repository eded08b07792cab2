/** The production queue in virtual time, with arrivals, services and patience drawn from the distributions that theory assumes. */
import type { EntryAnswer } from "../../../src/protocol/line.ts";
import { usualPriority, usualQueue } from "../../../src/protocol/settings.ts";
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
import { Clock } from "../world/clock.ts";
import type { Figures, Load } from "./erlang.ts";

export interface Observed extends Figures {
  /** Of those who had to wait and were served: the expected wait as they were told it, and the wait as it was. */
  readonly waits: readonly { readonly told: number; readonly was: number }[];
}

/** Runs so many callers through the queue, after a tenth as many that are not counted. */
export async function observe(load: Load, callers: number, seed: number): Promise<Observed> {
  const { between, service, patience, servers } = load;
  const { random } = chance(seed);
  const drawn = (mean: number): number => -Math.log(1 - random()) * mean;
  const clock = new Clock();
  let state = queueLogic.initial();

  const cameAt = new Map<EntryId, { readonly at: number; readonly told: number; readonly counted: boolean }>();
  const epochs = new Map<OperatorId, number>();
  const waits: { told: number; was: number }[] = [];
  let [counted, abandoned, delayed, waited, busy, from, to] = [0, 0, 0, 0, 0, 0, 0];

  const take = (event: QueueEvent): unknown => {
    const step = queueLogic.step(state, event);
    ({ state } = step);
    let answer: unknown;
    for (const effect of step.effects) {
      if (effect.type === "reply") ({ answer } = effect);
      // An operator says yes at once: theory knows no ringing.
      if (effect.type === "operator.offer")
        clock.plan(0, () => accept(effect.operatorId, effect.offer.offerId, effect.offer.entryId));
    }
    return answer;
  };
  const accept = (operatorId: OperatorId, offerId: Parameters<typeof closed>[1], entryId: EntryId): void => {
    const came = cameAt.get(entryId);
    // Whoever was put through before the answer to their own request has not waited.
    closed(operatorId, offerId);
    const length = drawn(service);
    if (came?.counted === true) {
      waited += clock.now - came.at;
      busy += length;
      if (clock.now > came.at) {
        delayed += 1;
        waits.push({ told: came.told, was: clock.now - came.at });
      }
    }
    cameAt.delete(entryId);
    clock.plan(length, () => free(operatorId));
  };
  const closed = (operatorId: OperatorId, offerId: Extract<QueueEvent, { type: "offer.closed" }>["offerId"]): void => {
    take({
      type: "offer.closed",
      at: clock.now,
      offerId,
      operatorId,
      outcome: "taken",
      epoch: epochs.get(operatorId) ?? 0,
    });
  };
  const free = (operatorId: OperatorId): void => {
    const epoch = (epochs.get(operatorId) ?? 0) + 1;
    epochs.set(operatorId, epoch);
    take({ type: "operator.free", at: clock.now, operatorId, idleSince: clock.now, epoch });
  };
  const arrive = (n: number): void => {
    const entryId = as<EntryId>(`e${n}`);
    const isCounted = n >= callers / 10;
    if (isCounted && from === 0) from = clock.now;
    if (isCounted) [counted, to] = [counted + 1, clock.now];
    cameAt.set(entryId, { at: clock.now, told: 0, counted: isCounted });
    const answer = take({
      type: "entry.requested",
      at: clock.now,
      entryId,
      callId: as<CallId>(entryId),
      room: as<RoomName>(entryId),
      caller: "",
      since: clock.now,
      priority: usualPriority,
    }) as EntryAnswer; // the queue answers every request
    const told = answer.ok ? (answer.value.expectedWait ?? 0) : 0;
    cameAt.set(entryId, { at: clock.now, told, counted: isCounted });
    if (Number.isFinite(patience)) clock.plan(drawn(patience), () => giveUp(entryId));
    if (n + 1 < callers * 1.1) clock.plan(drawn(between), () => arrive(n + 1));
  };
  const giveUp = (entryId: EntryId): void => {
    const came = cameAt.get(entryId);
    if (came === undefined) return;
    cameAt.delete(entryId);
    take({ type: "entry.withdrawn", at: clock.now, entryId });
    if (!came.counted) return;
    abandoned += 1;
    delayed += 1;
    waited += clock.now - came.at;
  };

  take({
    type: "queue.configured",
    at: clock.now,
    settings: {
      revision: 1,
      application: as<ApplicationId>("theory"),
      queueId: as<QueueId>("Line"),
      name: "Line",
      ...usualQueue,
      serviceTime: service,
      patience: Number.isFinite(patience) ? patience : 1e15,
      capacity: 1_000_000,
    },
  });
  for (let n = 0; n < servers; n += 1) free(as<OperatorId>(`o${n}`));
  clock.plan(drawn(between), () => arrive(0));
  await clock.pass(Number.POSITIVE_INFINITY);
  return {
    abandoned: abandoned / counted,
    delayed: delayed / counted,
    wait: waited / counted,
    occupancy: busy / (to - from) / servers,
    waits,
  };
}
