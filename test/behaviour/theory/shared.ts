/**
 * Two production queues that the same operators serve, the heavy one first: as in observe.ts, and an operator who is free asks one queue after the other.
 */
import type { EntryAnswer } from "../../../src/protocol/line.ts";
import type { PullAnswer } from "../../../src/protocol/offer.ts";
import { usualPriority, usualQueue } from "../../../src/protocol/settings.ts";
import type { QueueEvent } from "../../../src/queue/events.ts";
import { queueLogic } from "../../../src/queue/logic.ts";
import {
  as,
  type ApplicationId,
  type CallId,
  type Duration,
  type EntryId,
  type OperatorId,
  type QueueId,
  type RoomName,
} from "../../../src/words/index.ts";
import { chance } from "../world/chance.ts";
import { Agenda } from "./agenda.ts";

export interface SharedLoad {
  readonly servers: number;
  readonly service: Duration;
  /** Mean milliseconds between two arrivals, of the heavy queue and of the light one. */
  readonly between: readonly [heavy: Duration, light: Duration];
}

/** What those who waited were told when they came, and how long it was, by queue. Nobody gives up. */
export function observeShared(load: SharedLoad, callers: number, seed: number) {
  const { random } = chance(seed);
  const drawn = (mean: number): number => -Math.log(1 - random()) * mean;
  const agenda = new Agenda();
  const operators = new Map<OperatorId, { epoch: number; free: boolean }>();
  let arrived = 0;

  const queue = (name: string) => {
    let state = queueLogic.initial();
    const waits: { readonly told: Duration; readonly ahead: number; was: Duration }[] = [];
    const line = new Map<EntryId, { readonly at: number; readonly told: Duration; readonly ahead: number }>();
    const take = (event: QueueEvent): unknown => {
      const step = queueLogic.step(state, event);
      ({ state } = step);
      let answer: unknown;
      for (const effect of step.effects) {
        if (effect.type === "reply") ({ answer } = effect);
        if (effect.type !== "operator.offer") continue;
        const { operatorId, offer } = effect;
        const operator = operators.get(operatorId);
        if (operator === undefined) continue;
        const { offerId, entryId } = offer;
        const { epoch } = operator;
        // The operator's slot is given at once, and the queue told a moment later, as the answer to its offer.
        const isTaken = operator.free;
        operator.free = false;
        agenda.plan(0, () => {
          if (!isTaken) {
            const busy = { ok: false, refusal: "busy", epoch } as const;
            take({ type: "offer.answered", at: agenda.now, offerId, operatorId, answer: busy });
            return;
          }
          take({ type: "offer.closed", at: agenda.now, offerId, operatorId, outcome: "taken", epoch });
          const came = line.get(entryId);
          line.delete(entryId);
          if (came !== undefined && came.told > 0) waits.push({ ...came, was: agenda.now - came.at });
          agenda.plan(drawn(load.service), () => free(operatorId));
        });
      }
      return answer;
    };
    take({
      type: "queue.configured",
      at: 0,
      settings: {
        ...usualQueue,
        revision: 1,
        application: as<ApplicationId>("theory"),
        queueId: as<QueueId>(name),
        name,
        capacity: 1_000_000,
        serviceTime: load.service,
        patience: 1e15,
      },
    });
    const arrive = (between: Duration): void => {
      arrived += 1;
      const entryId = as<EntryId>(`${name}${arrived}`);
      const ahead = line.size;
      const answer = take({
        type: "entry.requested",
        at: agenda.now,
        entryId,
        callId: as<CallId>(entryId),
        room: as<RoomName>(entryId),
        caller: "",
        since: agenda.now,
        priority: usualPriority,
      }) as EntryAnswer; // the queue answers every request
      line.set(entryId, { at: agenda.now, told: answer.ok ? (answer.value.expectedWait ?? 0) : 0, ahead });
      if (arrived < callers) agenda.plan(drawn(between), () => arrive(between));
    };
    return { take, arrive, waits };
  };

  const queues = [queue("heavy"), queue("light")] as const;
  /** Free, and asking one queue after the other until one has a caller. */
  const free = (operatorId: OperatorId): void => {
    const epoch = (operators.get(operatorId)?.epoch ?? 0) + 1;
    operators.set(operatorId, { epoch, free: true });
    for (const { take } of queues) {
      const news = { type: "operator.free", at: agenda.now, operatorId, idleSince: agenda.now, epoch } as const;
      const answer = take(news) as PullAnswer; // likewise
      if (answer.ok && answer.value.coming) return;
    }
  };
  for (let n = 0; n < load.servers; n += 1) free(as<OperatorId>(`o${n}`));
  queues.forEach(({ arrive }, index) => {
    const between = load.between[index] ?? 0;
    agenda.plan(drawn(between), () => arrive(between));
  });
  agenda.run();
  return { heavy: queues[0].waits, light: queues[1].waits };
}
