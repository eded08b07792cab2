/**
 * The production queue's own step (`src/queue/logic.ts`) in virtual time, with arrivals, services and patience drawn from the distributions that theory
 * assumes. Nothing of actors and kernel: operators say yes at once, and a message takes no time.
 */
import type { EntryAnswer, Standing } from "../../../src/protocol/line.ts";
import { usualPriority, usualQueue } from "../../../src/protocol/settings.ts";
import type { QueueEvent } from "../../../src/queue/events.ts";
import { queueLogic } from "../../../src/queue/logic.ts";
import {
  as,
  seconds,
  type ApplicationId,
  type CallId,
  type Duration,
  type EntryId,
  type Instant,
  type OfferId,
  type OperatorId,
  type QueueId,
  type RoomName,
} from "../../../src/words/index.ts";
import { chance } from "../world/chance.ts";
import { Agenda } from "./agenda.ts";
import type { Figures, Load } from "./erlang.ts";

/** What somebody who had to wait was told when they came, and how long they would have waited had they not given up. */
export interface Wait {
  readonly at: Instant;
  readonly ahead: number;
  readonly serving: number;
  /** Mean, median and ninetieth, as told. */
  readonly mean: Duration;
  readonly median: Duration;
  readonly ninetieth: Duration;
  /** How long the first in the line has waited at that time; 0 when nobody has. */
  readonly head: Duration;
  was: Duration;
}

export interface Observed extends Figures {
  readonly waits: readonly Wait[];
}

/** A load that is not steady. */
export interface Course {
  /** How the arrivals' rate differs from the load's at a time: 1 is as the load says, 2 twice as many. At most `peak`. */
  readonly arrivals?: { readonly peak: number; readonly at: (now: Instant) => number };
  /** The first, second … change of how many are to serve. Who is busy finishes their call first. */
  readonly staff?: (n: number) => { readonly at: Instant; readonly serving: number };
  /** What the queue is told to assume; usually what is true. */
  readonly assumed?: { readonly serviceTime: Duration; readonly patience: Duration };
}

/** Runs so many callers through the queue, after a tenth as many that are not counted. */
export function observe(load: Load, callers: number, seed: number, course: Course = {}): Observed {
  const { between, service, patience, servers } = load;
  const { random } = chance(seed);
  const drawn = (mean: number): number => -Math.log(1 - random()) * mean;
  const agenda = new Agenda();
  let state = queueLogic.initial();

  interface Caller {
    readonly at: Instant;
    readonly counted: boolean;
    readonly entryId: EntryId;
    state: "waiting" | "served" | "gone";
    told?: Wait | undefined;
  }
  const line: Caller[] = [];
  /** Everybody before this one has been served, or would have been. */
  let head = 0;
  /** Nobody before this one waits. */
  let oldest = 0;
  const byEntry = new Map<EntryId, Caller>();
  const epochs = new Map<OperatorId, number>();
  /** How many are to leave when they have finished. */
  let [leaving, serving, waiting] = [0, 0, 0];
  const away: OperatorId[] = [];
  const waits: Wait[] = [];
  let [counted, abandoned, delayed, waited, inTime, busy, from, to] = [0, 0, 0, 0, 0, 0, 0, 0];

  const take = (event: QueueEvent): unknown => {
    const step = queueLogic.step(state, event);
    ({ state } = step);
    let answer: unknown;
    for (const effect of step.effects) {
      if (effect.type === "reply") ({ answer } = effect);
      // An operator says yes at once: theory knows no ringing.
      if (effect.type === "operator.offer")
        agenda.plan(0, () => accept(effect.operatorId, effect.offer.offerId, effect.offer.entryId));
    }
    return answer;
  };
  const news = (operatorId: OperatorId): { at: Instant; operatorId: OperatorId; epoch: number } => {
    const epoch = (epochs.get(operatorId) ?? 0) + 1;
    epochs.set(operatorId, epoch);
    return { at: agenda.now, operatorId, epoch };
  };
  /** An operator is there for whoever is at this place: nobody before it would still wait. */
  const reach = (place: number): void => {
    for (; head < place; head += 1) {
      const told = line[head]?.told;
      if (told !== undefined && line[head]?.state === "gone") told.was = agenda.now - (line[head]?.at ?? 0);
    }
  };
  const accept = (operatorId: OperatorId, offerId: OfferId, entryId: EntryId): void => {
    const caller = byEntry.get(entryId);
    take({
      type: "offer.closed",
      at: agenda.now,
      offerId,
      operatorId,
      outcome: "taken",
      epoch: epochs.get(operatorId) ?? 0,
    });
    const length = drawn(service);
    agenda.plan(length, () => finished(operatorId));
    if (caller === undefined) return;
    byEntry.delete(entryId);
    caller.state = "served";
    waiting -= 1;
    reach(Number(entryId.slice(1)));
    const wait = agenda.now - caller.at;
    if (caller.told !== undefined) caller.told.was = wait;
    if (!caller.counted) return;
    waited += wait;
    busy += length;
    if (wait > 0) delayed += 1;
    if (wait <= serviceLevelWithin) inTime += 1;
  };
  const finished = (operatorId: OperatorId): void => {
    if (waiting === 0) reach(line.length);
    if (leaving === 0) {
      take({ type: "operator.free", idleSince: agenda.now, ...news(operatorId) });
      return;
    }
    leaving -= 1;
    serving -= 1;
    away.push(operatorId);
    take({ type: "operator.standing", standing: "away", ...news(operatorId) });
  };
  const staff = (wanted: number): void => {
    for (let more = wanted - (serving - leaving); more > 0; more -= 1) {
      if (leaving > 0) leaving -= 1;
      else {
        serving += 1;
        take({ type: "operator.free", idleSince: agenda.now, ...news(away.pop() ?? as<OperatorId>(`o${serving}`)) });
      }
    }
    leaving += Math.max(0, serving - leaving - wanted);
  };
  const changeStaff = (n: number): void => {
    const change = course.staff?.(n);
    if (change === undefined) return;
    agenda.plan(change.at - agenda.now, () => {
      staff(change.serving);
      if (line.length < callers * 1.1) changeStaff(n + 1);
    });
  };
  const arrive = (): void => {
    const peak = course.arrivals?.peak ?? 1;
    if (course.arrivals === undefined || random() * peak < course.arrivals.at(agenda.now)) come();
    if (line.length < callers * 1.1) agenda.plan(drawn(between / peak), arrive);
  };
  const come = (): void => {
    const entryId = as<EntryId>(`e${line.length}`);
    const isCounted = line.length >= callers / 10;
    if (isCounted && from === 0) from = agenda.now;
    if (isCounted) [counted, to] = [counted + 1, agenda.now];
    const caller: Caller = { at: agenda.now, counted: isCounted, entryId, state: "waiting" };
    while (oldest < line.length && line[oldest]?.state !== "waiting") oldest += 1;
    const first = line[oldest];
    const ahead = waiting;
    line.push(caller);
    byEntry.set(entryId, caller);
    waiting += 1;
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
    if (answer.ok && isCounted) caller.told = told(answer.value, { ahead, head: first ? agenda.now - first.at : 0 });
    if (Number.isFinite(patience)) agenda.plan(drawn(patience), () => giveUp(caller));
  };
  /** Undefined for who need not wait, or cannot be told. */
  const told = (
    { expectedWait, medianWait, ninetiethWait }: Standing,
    { ahead, head: headWaited }: { ahead: number; head: Duration },
  ): Wait | undefined => {
    if (expectedWait === null || medianWait === null || ninetiethWait === null || expectedWait === 0) return undefined;
    const outlook = { mean: expectedWait, median: medianWait, ninetieth: ninetiethWait };
    const wait: Wait = { at: agenda.now, ahead, serving, ...outlook, head: headWaited, was: Number.NaN };
    waits.push(wait);
    return wait;
  };
  const giveUp = (caller: Caller): void => {
    if (caller.state !== "waiting") return;
    caller.state = "gone";
    waiting -= 1;
    byEntry.delete(caller.entryId);
    take({ type: "entry.withdrawn", at: agenda.now, entryId: caller.entryId });
    if (!caller.counted) return;
    abandoned += 1;
    delayed += 1;
    waited += agenda.now - caller.at;
  };

  take({
    type: "queue.configured",
    at: agenda.now,
    settings: {
      ...usualQueue,
      revision: 1,
      application: as<ApplicationId>("theory"),
      queueId: as<QueueId>("Line"),
      name: "Line",
      capacity: 1_000_000,
      ...(course.assumed ?? { serviceTime: service, patience: Number.isFinite(patience) ? patience : 1e15 }),
    },
  });
  staff(servers);
  changeStaff(1);
  agenda.plan(drawn(between), arrive);
  agenda.run();
  return {
    abandoned: abandoned / counted,
    delayed: delayed / counted,
    wait: waited / counted,
    inTime: inTime / counted,
    occupancy: busy / (to - from) / servers,
    waits: waits.filter(({ was }) => !Number.isNaN(was)),
  };
}

/** Callers answered within this time count for the service level. */
export const serviceLevelWithin = seconds(20);
