/** What the benches of the queue alone begin with. */
import { usualPriority, usualQueue, type QueueSettings } from "../../src/protocol/settings.ts";
import type { QueueEvent } from "../../src/queue/events.ts";
import { queueLogic } from "../../src/queue/logic.ts";
import {
  as,
  type ApplicationId,
  type CallId,
  type EntryId,
  type OperatorId,
  type QueueId,
  type RoomName,
} from "../../src/words/index.ts";

export const settings: QueueSettings = {
  revision: 1,
  application: as<ApplicationId>("bench"),
  queueId: as<QueueId>("Line"),
  name: "Line",
  ...usualQueue,
  capacity: 1_000_000,
};

export const nameOf = (n: number): OperatorId => as<OperatorId>(`o${n}`);
export const entryOf = (n: number): EntryId => as<EntryId>(`c${n}.1`);

/** A queue as the kernel steps it, with so many callers in it and so many operators signed in. */
export class Line {
  now = 1;
  #state = queueLogic.initial();

  constructor(waiting: number, operators: number) {
    this.take({ type: "queue.configured", at: this.now, settings });
    for (let n = 0; n < operators; n += 1) {
      this.take({ type: "operator.standing", at: this.now, operatorId: nameOf(n), standing: "away", epoch: 1 });
    }
    for (let n = 0; n < waiting; n += 1) this.arrive(n);
  }

  get context() {
    return this.#state.context;
  }

  /** Takes an event in, a millisecond after the one before. Returns what follows from it. */
  take(event: QueueEvent) {
    this.now += 1;
    const { state, effects } = queueLogic.step(this.#state, event);
    this.#state = state;
    return effects;
  }

  arrive(n: number): void {
    const [callId, room] = [as<CallId>(`c${n}`), as<RoomName>(`r${n}`)];
    const of = { entryId: entryOf(n), callId, room, caller: "", since: this.now, priority: usualPriority };
    this.take({ type: "entry.requested", at: this.now, ...of });
  }

  /** Returns the offers that are made to whoever becomes free. */
  becomesFree(operatorId: OperatorId, epoch: number) {
    return this.take({ type: "operator.free", at: this.now, operatorId, idleSince: this.now, epoch });
  }

  /** They take the caller. */
  isTaken(effects: ReturnType<Line["take"]>, operatorId: OperatorId, epoch: number): void {
    for (const effect of effects) {
      if (effect.type !== "operator.offer") continue;
      const { offerId } = effect.offer;
      this.take({ type: "offer.closed", at: this.now, offerId, operatorId, outcome: "taken", epoch });
    }
  }
}
