/**
 * A small call centre for the explorer: the production machines, and between them couriers that say what is on its way because of an effect.
 * LiveKit and the media worker are perfect here and take no time; what can go wrong is the network between the actors, and people.
 */
import type { CallEffect } from "../../src/call/effects.ts";
import type { CallInput } from "../../src/call/events.ts";
import { callLogic, type CallState } from "../../src/call/logic.ts";
import type { OperatorEffect } from "../../src/operator/effects.ts";
import type { OperatorEvent } from "../../src/operator/events.ts";
import { operatorLogic, type OperatorState } from "../../src/operator/logic.ts";
import { routeOf, type CallbackAnswer } from "../../src/protocol/callback.ts";
import type { ConnectAnswer } from "../../src/protocol/connect.ts";
import type { EntryAnswer } from "../../src/protocol/line.ts";
import type { OfferAnswer, PullAnswer } from "../../src/protocol/offer.ts";
import { usualOperator, usualPriority, usualQueue, type QueueSettings } from "../../src/protocol/settings.ts";
import { dialOf } from "../../src/queue/callback.ts";
import type { QueueEffect } from "../../src/queue/effects.ts";
import type { QueueEvent } from "../../src/queue/events.ts";
import { queueLogic } from "../../src/queue/logic.ts";
import {
  as,
  seconds,
  type ApplicationId,
  type CallId,
  type EntryId,
  type MediaWorkerId,
  type OperatorId,
  type QueueId,
  type RoomName,
  type ScenarioId,
} from "../../src/words/index.ts";
import { Automaton, Inputs } from "./automaton.ts";
import { diallerLogic, type DiallerEffect, type DiallerEvent, type DiallerState } from "./dialler.ts";
import { endsOnce, lookAtCall, lookAtOperator, lookAtQueue, picksInTurn } from "./invariants.ts";

type QueueState = ReturnType<typeof queueLogic.initial>;

/** Who is there, and how much of each thing may happen. */
export interface Scope {
  readonly name: string;
  /** How many queues there are. */
  readonly queues: number;
  /** How they work other than usual. */
  readonly settings?: Partial<QueueSettings>;
  /** How many operators they ring at once for one caller. */
  readonly ringAtOnce: number;
  /** For each operator, the queues they serve, heaviest first. */
  readonly operators: readonly (readonly number[])[];
  /** For each call, its queue. */
  readonly calls: readonly number[];
  /** A state in which an entry has been offered more often is looked at and not gone on from. */
  readonly offers: number;
  /** Likewise one in which all entries of a line together have been. */
  readonly offersInAll: number;
  /** Likewise a call that has been in the line more often. */
  readonly entries: number;
  /** How often in all a message is delivered and comes once more, however much later. */
  readonly repeats: number;
  /** How often in all an answer is lost, so that its question is asked again. */
  readonly losses: number;
  /** How often the first caller may be phoned, if they press the key for that while they wait. */
  readonly phonings: number;
  /** How often in all an operator pauses, signs out, closes the console or loses the room. Coming back is free. */
  readonly leavings: number;
}

/** Operators are all the same moment old, and calls come one after the other. */
const beginning = 0;

const application = as<ApplicationId>("a");
const worker = as<MediaWorkerId>("w");

/**
 * What is only measured or said (a queue's strategy here is the usual one, which decides by idleness alone). That it decides nothing is not
 * taken on trust: see automaton.ts.
 */
const indifferent = {
  queue: ["at", "reason", "calls", "served", "servingSince", "pace", "staffing", "offeredAt"],
  operator: [
    "at",
    "reason",
    "statusAbout",
    "work",
    "workTold",
    "statusSince",
    "takenAt",
    "offerMadeAt",
    "misses",
    "lastOffer",
  ],
  call: ["at", "reason", "treatment", "plays", "place", "expectedWait", "medianWait", "ninetiethWait", "speaking"],
};

export class Centre {
  readonly scope: Scope;
  readonly inputs = new Inputs();
  readonly queues;
  readonly operators;
  /** Those who call, and those that come of phoning somebody. */
  readonly calls;
  readonly dialler;
  /** Which queues each operator serves, and the queue of each call. */
  readonly plan;

  constructor(scope: Scope) {
    this.scope = scope;
    const [queues, operators, callers] = [scope.queues, scope.operators.length, scope.calls.length];
    this.queues = Array.from({ length: queues }, (_, i) => this.#queue(`Q${i + 1}`, i));
    this.operators = scope.operators.map((_, i) => this.#operator(`o${i + 1}`, queues + i));
    const names = [
      ...scope.calls.map((_, i) => `c${i + 1}`),
      ...Array.from({ length: scope.phonings }, (_, i) => dialOf(promised, i + 1)),
    ];
    this.calls = names.map((name, i) => this.#call(name, queues + operators + i, i + 1));
    this.dialler = this.#dialler(queues + operators + names.length);
    this.plan = { ...scope, calls: names.map((_, i) => scope.calls[i < callers ? i : 0] ?? 0) };
  }

  get everybody() {
    return [...this.queues, ...this.operators, ...this.calls, this.dialler];
  }

  /** Queues are set up; operators have just pressed Ready and callers have just been answered, and nobody knows of the other yet. */
  begin(): { readonly states: readonly number[]; readonly sends: readonly number[] } {
    const { scope } = this;
    const begun = [
      ...this.queues.map((queue) =>
        queue.begin([
          {
            type: "queue.configured",
            at: beginning,
            settings: {
              revision: 1,
              application,
              queueId: as<QueueId>(queue.name),
              name: queue.name,
              ...usualQueue,
              wrapUp: 0,
              ringAtOnce: scope.ringAtOnce,
              restAfterDeclined: 0,
              restAfterMissed: 0,
              ...scope.settings,
            },
          },
        ]),
      ),
      ...this.operators.map((operator, i) =>
        operator.begin([
          {
            type: "operator.configured",
            at: beginning,
            profile: {
              revision: 1,
              application,
              operatorId: as<OperatorId>(operator.name),
              name: operator.name,
              queues: (scope.operators[i] ?? []).map((queue) => ({
                queueId: as<QueueId>(`Q${queue + 1}`),
                name: `Q${queue + 1}`,
                weight: 50,
              })),
              ...usualOperator,
            },
          },
          { type: "link.up", at: beginning },
          { type: "goReady", at: beginning },
        ]),
      ),
      ...this.calls.map((call, i) => {
        if (i >= scope.calls.length) return call.begin([]);
        const callId = as<CallId>(call.name);
        const route = {
          application,
          number: "",
          rule: "",
          scenario: as<ScenarioId>("ACD"),
          queueId: as<QueueId>(`Q${(scope.calls[i] ?? 0) + 1}`),
          priority: usualPriority,
          needs: [],
          language: "en",
          announceEvery: seconds(30),
        } as const;
        return call.begin([
          {
            type: "caller.joined",
            at: beginning,
            callId,
            room: as<RoomName>(call.name),
            sid: call.name,
            identity: "caller",
            channel: "phone",
            from: scope.phonings > 0 ? callersNumber : "",
            to: "",
            route,
          },
          { type: "media.assigned", at: beginning, worker },
          { type: "media.active", at: beginning, worker },
        ]);
      }),
      this.dialler.begin([]),
    ];
    return { states: begun.map(({ state }) => state), sends: begun.flatMap(({ sends }) => sends) };
  }

  #queue(name: string, place: number) {
    return new Automaton<QueueState, QueueEvent, QueueEffect, ReturnType<typeof lookAtQueue>>(
      {
        name,
        logic: queueLogic,
        inputs: this.inputs,
        place,
        at: beginning,
        indifferent: indifferent.queue,
        unordered: ["left"],
        perform: (effect) => this.#performQueue(effect),
        check: picksInTurn,
      },
      lookAtQueue,
    );
  }

  #operator(name: string, place: number) {
    return new Automaton<OperatorState, OperatorEvent, OperatorEffect, ReturnType<typeof lookAtOperator>>(
      {
        name,
        logic: operatorLogic,
        inputs: this.inputs,
        place,
        at: beginning,
        indifferent: indifferent.operator,
        unordered: ["endedOffers", "refusedOffers"],
        perform: (effect) => this.#performOperator(as<OperatorId>(name), effect),
      },
      (state) => lookAtOperator(state, name),
    );
  }

  #call(name: string, place: number, at: number) {
    return new Automaton<CallState, CallInput, CallEffect, ReturnType<typeof lookAtCall>>(
      {
        name,
        logic: callLogic,
        inputs: this.inputs,
        place,
        at,
        indifferent: indifferent.call,
        // A promise that comes when all is over is kept or given back by whether it is the one that the caller was told of.
        essence: (state) => {
          const { over, promise } = lookAtCall(state);
          return over ? ["over", promise] : undefined;
        },
        // Ten minutes after the end no message is on its way. What is said every 30 s comes to nothing while everybody hears it.
        never: ["purge", "scenario/announce"],
        perform: (effect) => this.#performCall(as<CallId>(name), effect),
        atOnce: (effect): CallInput | undefined => {
          if (effect.type !== "media.treat") return undefined;
          // Who has been phoned hears us as soon as we let them; of those who call, that has been told.
          if (effect.worker === undefined && effect.treatment.speech === undefined)
            return { type: "media.active", at, worker };
          if (effect.treatment.speech === undefined) return undefined;
          return { type: "speech.finished", at, playId: effect.treatment.speech.playId, musicAt: 0 };
        },
        check: endsOnce,
      },
      lookAtCall,
    );
  }

  #dialler(place: number) {
    return new Automaton<DiallerState, DiallerEvent, DiallerEffect, undefined>(
      {
        name: "dialler",
        logic: diallerLogic,
        inputs: this.inputs,
        place,
        at: beginning,
        indifferent: [],
        perform: (effect) => this.#performDialler(effect),
      },
      () => undefined,
    );
  }

  // ── couriers ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

  #performQueue(effect: QueueEffect): number[] {
    switch (effect.type) {
      case "operator.offer": {
        const { offer, operatorId } = effect;
        const operator = named(this.operators, operatorId);
        const { offerId } = offer;
        const queue = named(this.queues, offer.queueId);
        const answered = (answer: unknown, ask: number) =>
          queue.answer(
            { type: "offer.answered", at: beginning, offerId, operatorId, answer: answer as OfferAnswer },
            ask,
          );
        return [operator.ask({ type: "offer.made", at: beginning, offer }, answered)];
      }
      case "operator.rescind": {
        const { operatorId, offerId, because } = effect;
        return [named(this.operators, operatorId).tell({ type: "offer.rescinded", at: beginning, offerId, because })];
      }
      case "call.expired": {
        const { callId, expired } = effect;
        return [named(this.calls, callId).tell({ type: "entry.expired", at: beginning, ...expired })];
      }
      case "operator.reached": {
        const { operatorId, reached } = effect;
        return [named(this.operators, operatorId).tell({ type: "callback.reached", at: beginning, ...reached })];
      }
      case "callback.dial":
        return [this.dialler.tell({ type: "ordered", at: beginning, order: effect.order })];
      case "callback.cancel":
        return [this.dialler.tell({ type: "cancelled", at: beginning, dialId: effect.dialId })];
      case "ledger.callback":
        return [];
      default:
        return nobodyCarries(effect);
    }
  }

  #performOperator(operatorId: OperatorId, effect: OperatorEffect): number[] {
    const operator = named(this.operators, operatorId);
    switch (effect.type) {
      case "queue.pull": {
        const { queueId, epoch, idleSince, skills, tier } = effect;
        const answered = (answer: unknown, ask: number) =>
          operator.answer({ type: "pull.answered", at: beginning, queueId, epoch, answer: answer as PullAnswer }, ask);
        const free = { type: "operator.free", at: beginning, operatorId, idleSince, epoch, skills, tier } as const;
        return [named(this.queues, queueId).ask(free, answered)];
      }
      case "queue.standing": {
        const { queueId, standing, epoch } = effect;
        const told = { type: "operator.standing", at: beginning, operatorId, standing, epoch } as const;
        return [named(this.queues, queueId).tell(told)];
      }
      case "queue.closed": {
        const { queueId, offerId, outcome, epoch } = effect;
        const closed = { type: "offer.closed", at: beginning, offerId, operatorId, outcome, epoch } as const;
        return [named(this.queues, queueId).tell(closed)];
      }
      case "queue.accepted": {
        const { queueId, offerId } = effect;
        return [named(this.queues, queueId).tell({ type: "offer.accepted", at: beginning, offerId, operatorId })];
      }
      case "call.connect": {
        const { callId, ...connect } = effect;
        const { offerId } = connect;
        const answered = (reply: unknown, ask: number) => {
          const answer = reply as ConnectAnswer;
          return operator.answer({ type: "connect.answered", at: beginning, offerId, answer }, ask);
        };
        const asked = { ...connect, type: "connect.asked", at: beginning, operatorId } as const;
        return [named(this.calls, callId).ask(asked, answered)];
      }
      case "call.hangUp":
        return [named(this.calls, effect.callId).tell({ type: "operator.hungUp", at: beginning, operatorId })];
      case "ledger.work":
      case "ledger.disposed":
      case "console.close":
        return [];
      default:
        return nobodyCarries(effect);
    }
  }

  #performDialler(effect: DiallerEffect): number[] {
    switch (effect.type) {
      case "joins": {
        const { dialId, number: from, room } = effect.order;
        const [callId, route] = [as<CallId>(dialId), routeOf(effect.order, application)];
        const seat = { type: "caller.joined", at: beginning, callId, room, sid: dialId, identity: "caller" } as const;
        return [named(this.calls, callId).tell({ ...seat, channel: "phone", from, to: "", route })];
      }
      case "leaves": {
        const { dialId } = effect;
        return [named(this.calls, dialId).tell({ type: "caller.left", at: beginning, sid: dialId, reason: "" })];
      }
      case "failed": {
        const { dialId } = effect;
        return this.queues.map((queue) =>
          queue.tell({ type: "callback.failed", at: beginning, dialId, because: "busy" }),
        );
      }
      default:
        return nobodyCarries(effect);
    }
  }

  #performCall(callId: CallId, effect: CallEffect): number[] {
    const call = named(this.calls, callId);
    switch (effect.type) {
      case "room.admit": {
        const { operatorId } = effect;
        return [call.tell({ type: "operator.audible", at: beginning, operatorId, sid: `${operatorId}/${callId}` })];
      }
      case "queue.request": {
        const { queueId, request } = effect;
        const answered = (answer: unknown, ask: number) =>
          call.answer(
            { type: "queue.answered", at: beginning, entryId: request.entryId, answer: answer as EntryAnswer },
            ask,
          );
        return [named(this.queues, queueId).ask({ type: "entry.requested", at: beginning, ...request }, answered)];
      }
      case "queue.promise": {
        const { queueId, request } = effect;
        const answered = (answer: unknown, ask: number) =>
          call.answer(
            { type: "promise.answered", at: beginning, entryId: request.entryId, answer: answer as CallbackAnswer },
            ask,
          );
        return [named(this.queues, queueId).ask({ type: "callback.requested", at: beginning, ...request }, answered)];
      }
      case "queue.withdraw": {
        const { queueId, entryId } = effect;
        return [named(this.queues, queueId).tell({ type: "entry.withdrawn", at: beginning, entryId, callId })];
      }
      case "operator.news":
        return [named(this.operators, effect.operatorId).tell(effect.news)];
      // Reading is for announcements; the rest is for LiveKit, the media worker and the record.
      case "queue.read":
      case "room.delete":
      case "room.expel":
      case "media.treat":
      case "media.release":
      case "ledger.started":
      case "ledger.ended":
        return [];
      default:
        return nobodyCarries(effect);
    }
  }
}

/** The promise to the first caller is their second entry: the first is that in which they wait. */
const promised = as<EntryId>("c1.2");
const callersNumber = "1";

function named<Actor extends { readonly name: string }>(actors: readonly Actor[], name: string): Actor {
  const found = actors.find((actor) => actor.name === name);
  if (found === undefined) throw new Error(`There is nobody called ${name}.`);
  return found;
}

/** What no scope leads to is not carried; a scope that does shows it. */
function nobodyCarries({ type }: { readonly type: string }): never {
  throw new Error(`Nobody here carries "${type}".`);
}
