/**
 * The queue as the kernel steps it: no actors, no disk, no network. An operator becomes free, is offered the first caller, takes
 * them, and a new caller joins the line: three events, over and over, with so many callers waiting and so many operators at work.
 */
import { usualPriority } from "../../src/protocol/settings.ts";
import type { QueueEvent } from "../../src/queue/events.ts";
import { queueLogic } from "../../src/queue/logic.ts";
import { as, type CallId, type EntryId, type RoomName } from "../../src/words/index.ts";
import { quantile, rounded } from "../measure/statistics.ts";
import { nameOf, settings } from "./line.ts";

export const sizes = [
  { waiting: 100, operators: 100 },
  { waiting: 1_000, operators: 1_000 },
  { waiting: 10_000, operators: 5_000 },
];
const [warmUp, rounds] = [500, 2_000];

export function measureStep({ waiting, operators }: (typeof sizes)[number]): {
  waiting: number;
  operators: number;
  p50Us: number;
  p99Us: number;
  eventsPerSecond: number;
} {
  let state = queueLogic.initial();
  let now = 1;
  const take = (event: QueueEvent) => {
    now += 1;
    const step = queueLogic.step(state, event);
    ({ state } = step);
    return step.effects;
  };
  const arrive = (n: number): void => {
    const entryId = as<EntryId>(`c${n}.1`);
    const [callId, room] = [as<CallId>(`c${n}`), as<RoomName>(`r${n}`)];
    take({ type: "entry.requested", at: now, entryId, callId, room, caller: "", since: now, priority: usualPriority });
  };
  take({ type: "queue.configured", at: now, settings });
  for (let n = 0; n < operators; n += 1) {
    take({ type: "operator.standing", at: now, operatorId: nameOf(n), standing: "away", epoch: 1 });
  }
  for (let n = 0; n < waiting; n += 1) arrive(n);

  const took: number[] = [];
  for (let n = 0; n < warmUp + rounds; n += 1) {
    const [operatorId, epoch] = [nameOf(n % operators), n + 2];
    const began = performance.now();
    const effects = take({ type: "operator.free", at: now, operatorId, idleSince: now, epoch });
    const offered = performance.now();
    for (const effect of effects) {
      if (effect.type !== "operator.offer") continue;
      take({ type: "offer.closed", at: now, offerId: effect.offer.offerId, operatorId, outcome: "taken", epoch });
    }
    const closed = performance.now();
    arrive(waiting + n);
    if (n >= warmUp) took.push(offered - began, closed - offered, performance.now() - closed);
  }
  const total = took.reduce((sum, time) => sum + time, 0);
  return {
    waiting,
    operators,
    p50Us: rounded(quantile(took, 0.5) * 1_000),
    p99Us: rounded(quantile(took, 0.99) * 1_000),
    eventsPerSecond: Math.round((took.length * 1_000) / total),
  };
}
