/**
 * What it costs to tell every caller of a long line their place and expected wait, as each call asks every half minute, and to show the whole
 * line to a supervisor, while operators become free and take callers all the time.
 */
import { usualPriority } from "../../src/protocol/settings.ts";
import { as, type CallId, type EntryId, type RoomName } from "../../src/words/index.ts";
import type { QueueEvent } from "../../src/queue/events.ts";
import { queueLogic } from "../../src/queue/logic.ts";
import { standingOf } from "../../src/queue/standing.ts";
import { viewOf } from "../../src/queue/view.ts";
import { quantile, rounded } from "../measure/statistics.ts";
import { nameOf, settings } from "./line.ts";

const [waiting, operators, views] = [10_000, 5_000, 20];

export function measurePolling(): object {
  let state = queueLogic.initial();
  let now = 1;
  const take = (event: QueueEvent) => {
    now += 1;
    const step = queueLogic.step(state, event);
    ({ state } = step);
    return step.effects;
  };
  const entryOf = (n: number): EntryId => as<EntryId>(`c${n}.1`);
  const arrive = (n: number): void => {
    const [callId, room] = [as<CallId>(`c${n}`), as<RoomName>(`r${n}`)];
    const of = { entryId: entryOf(n), callId, room, caller: "", since: now, priority: usualPriority };
    take({ type: "entry.requested", at: now, ...of });
  };
  take({ type: "queue.configured", at: now, settings });
  for (let n = 0; n < operators; n += 1) {
    take({ type: "operator.standing", at: now, operatorId: nameOf(n), standing: "away", epoch: 1 });
  }
  for (let n = 0; n < waiting; n += 1) arrive(n);

  const polls: number[] = [];
  const whole: number[] = [];
  for (let n = 0; n < waiting; n += 1) {
    // So that no answer can be that of the last time.
    if (n % 10 === 0) {
      const [operatorId, epoch] = [nameOf(n), n + 2];
      const effects = take({ type: "operator.free", at: now, operatorId, idleSince: now, epoch });
      for (const effect of effects) {
        if (effect.type !== "operator.offer") continue;
        take({ type: "offer.closed", at: now, offerId: effect.offer.offerId, operatorId, outcome: "taken", epoch });
      }
      arrive(waiting + n);
    }
    const began = performance.now();
    standingOf(state.context, entryOf(n), now);
    polls.push(performance.now() - began);
  }
  for (let n = 0; n < views; n += 1) {
    const began = performance.now();
    viewOf(state.context, now);
    whole.push(performance.now() - began);
  }
  return {
    waiting,
    operators,
    standing: { p50Us: rounded(quantile(polls, 0.5) * 1_000), p99Us: rounded(quantile(polls, 0.99) * 1_000) },
    everybodyMs: rounded(polls.reduce((sum, time) => sum + time, 0)),
    view: { p50Ms: rounded(quantile(whole, 0.5)), p99Ms: rounded(quantile(whole, 0.99)) },
  };
}
