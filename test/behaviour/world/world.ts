/**
 * A call centre in virtual time: the production machines over the production kernel, and around them a LiveKit, a media worker, callers and
 * operators that do just what they are told. The network between the actors can lose, repeat, delay and reorder messages.
 */
import type { CallEffect } from "../../../src/call/effects.ts";
import type { CallInput } from "../../../src/call/events.ts";
import { callLogic, contextOf, type CallState } from "../../../src/call/logic.ts";
import { keptOf, recordOf } from "../../../src/call/record.ts";
import type { OperatorEffect } from "../../../src/operator/effects.ts";
import type { OperatorEvent } from "../../../src/operator/events.ts";
import { operatorLogic, type OperatorState } from "../../../src/operator/logic.ts";
import { summaryOf, viewOf as operatorView } from "../../../src/operator/view.ts";
import { operatorIdentity } from "../../../src/protocol/rooms.ts";
import type { CallRecord } from "../../../src/protocol/record.ts";
import type { Disposal } from "../../../src/protocol/disposition.ts";
import type { WorkLine } from "../../../src/protocol/work.ts";
import type { SeenSeat } from "../../../src/protocol/room.ts";
import type { Transfer } from "../../../src/protocol/command.ts";
import {
  routeOf,
  type CallbackAnswer,
  type CallbackRecord,
  type DialFailure,
  type DialOrder,
} from "../../../src/protocol/callback.ts";
import type { EntryAnswer } from "../../../src/protocol/line.ts";
import type { ConnectAnswer } from "../../../src/protocol/connect.ts";
import type { OfferAnswer, PullAnswer } from "../../../src/protocol/offer.ts";
import {
  usualOperator,
  usualPriority,
  usualQueue,
  type OperatorProfile,
  type QueueSettings,
  type Route,
} from "../../../src/protocol/settings.ts";
import type { QueueEffect } from "../../../src/queue/effects.ts";
import type { QueueEvent } from "../../../src/queue/events.ts";
import { queueLogic } from "../../../src/queue/logic.ts";
import { standingOf } from "../../../src/queue/standing.ts";
import { viewOf as queueView } from "../../../src/queue/view.ts";
import {
  as,
  seconds,
  type ApplicationId,
  type CallId,
  type DialId,
  type Duration,
  type EntryId,
  type MediaWorkerId,
  type OfferId,
  type OperatorId,
  type QueueId,
  type RoomName,
  type ScenarioId,
} from "../../../src/words/index.ts";
import { Actor, type Visitor } from "./actor.ts";
import { Clock } from "./clock.ts";
import { Database } from "./database.ts";
import { Drawer } from "./disk.ts";
import { Crash, type Fate } from "./fate.ts";

type QueueState = ReturnType<typeof queueLogic.initial>;
type QueueActor = Actor<QueueState, QueueEvent, QueueEffect>;
type OperatorActor = Actor<OperatorState, OperatorEvent, OperatorEffect>;
type CallActor = Actor<CallState, CallInput, CallEffect>;

/** What becomes of one message: how long it takes, how often it arrives, whether the answer gets back. */
export interface Journey {
  readonly delay: Duration;
  readonly lost?: boolean;
  readonly repeated?: boolean;
  readonly answerLost?: boolean;
}

export interface Dialled {
  readonly after: Duration;
  readonly how: "answers" | Exclude<DialFailure, "given_up">;
}

export interface WorldOptions {
  readonly journey?: () => Journey;
  /** How long one announcement lasts. */
  readonly speech?: Duration;
  /** Operators' microphones do not come through: nobody who was admitted is ever heard. */
  readonly unheard?: boolean;
  /** What befalls the actors. */
  readonly fate?: Fate;
  /** What comes of phoning somebody; usually they answer after 5 s. */
  readonly dialler?: (order: DialOrder) => Dialled;
}

const application = as<ApplicationId>("callcenter");
const worker = as<MediaWorkerId>("w1");
const callerIdentity = "sip_+79990000000";
const roomOf = (callId: CallId): RoomName => as<RoomName>(`call-callcenter_+79990000000_${callId}`);
/** An operator's console, which connects again when its socket is gone. */
const browser: Visitor<OperatorState, OperatorEvent> = {
  isThere: ({ value }) => value.link === "up",
  comes: { type: "link.up", at: 0 },
  after: seconds(2),
};

export class World {
  readonly clock = new Clock();
  readonly queues = new Map<QueueId, QueueActor>();
  readonly operators = new Map<OperatorId, OperatorActor>();
  readonly calls = new Map<CallId, CallActor>();
  /** What every caller was told, in order. */
  readonly said = new Map<CallId, string[]>();
  readonly records = new Map<CallId, CallRecord>();
  /** What came in to each call that has ended, and the state in which its record was made. */
  readonly recordings = new Map<CallId, { readonly kept: string | undefined; readonly state: unknown }>();
  /** What the ledger was told of the end of each promise to phone somebody. */
  readonly callbacks = new Map<EntryId, CallbackRecord[]>();
  /** Which calls have ended whose callers wanted to be phoned instead, and whether that was promised. */
  readonly wishes = new Map<CallId, { readonly promise: EntryId; readonly promised: boolean }>();
  /** What the ledger has been told of what operators did, by the numbers of the lines. */
  readonly work = new Map<OperatorId, Map<number, WorkLine>>();
  /** What the ledger has been told of how talks turned out, by offer; the last choice of each. */
  readonly disposals = new Map<OfferId, Disposal>();
  /** Rooms that LiveKit has. */
  readonly rooms = new Set<RoomName>();
  /** How many messages went from one actor to another, each attempt counted. */
  messages = 0;
  /** Who is in each room, by identity. */
  readonly #seats = new Map<RoomName, Map<string, SeenSeat>>();
  /** Every order to phone somebody, and what has become of it. */
  readonly dials = new Map<DialId, DialOrder & { readonly state: "rings" | "answered" | "over" }>();
  readonly #dialler: NonNullable<WorldOptions["dialler"]>;
  readonly #fate: Fate;
  readonly #journey: () => Journey;
  readonly #speech: Duration;
  readonly #unheard: boolean;
  readonly #muted = new Set<OperatorId>();
  #revision = 0;

  constructor(options: WorldOptions = {}) {
    this.#journey = options.journey ?? (() => ({ delay: 1 }));
    this.#speech = options.speech ?? seconds(4);
    this.#unheard = options.unheard ?? false;
    this.#fate = options.fate ?? {};
    this.#dialler = options.dialler ?? (() => ({ after: seconds(5), how: "answers" }));
  }

  pass(time: Duration): Promise<void> {
    return this.clock.pass(time);
  }

  // ── the directory ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  queue(id: string, settings: Partial<QueueSettings> = {}): QueueId {
    const queueId = as<QueueId>(id);
    this.#revision += 1;
    const configured = {
      type: "queue.configured",
      at: 0,
      settings: {
        revision: this.#revision,
        application,
        queueId,
        name: id,
        ...usualQueue,
        wrapUp: 0,
        ...settings,
      },
    } as const;
    this.#insist(() => this.#queue(queueId).take(configured));
    return queueId;
  }

  /** A person who serves these queues, heaviest first. */
  operator(id: string, queues: readonly QueueId[], own: Partial<OperatorProfile> = {}): OperatorId {
    const operatorId = as<OperatorId>(id);
    this.#revision += 1;
    const configured = {
      type: "operator.configured",
      at: 0,
      profile: {
        revision: this.#revision,
        application,
        operatorId,
        name: id,
        queues: queues.map((queueId) => ({ queueId, name: queueId, weight: 50 })),
        ...usualOperator,
        ...own,
      },
    } as const;
    this.#insist(() => this.operatorActor(operatorId).take(configured));
    return operatorId;
  }

  // ── people ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** A caller dials; false `route`: a number that leads nowhere. */
  dial(
    id: string,
    queueId: QueueId | undefined,
    options: Partial<
      Pick<
        Route,
        "language" | "priority" | "needs" | "lastOperator" | "closed" | "scenario" | "published" | "callback"
      > & {
        /** Empty: withheld. */
        readonly from: string;
      }
    > = {},
  ): CallId {
    const callId = as<CallId>(id);
    const route: Route | undefined = queueId && {
      application,
      number: "+74951234567",
      rule: "InboundCalls",
      scenario: options.scenario ?? as<ScenarioId>("ACD"),
      published: options.published,
      queueId,
      priority: options.priority ?? usualPriority,
      needs: options.needs ?? [],
      lastOperator: options.lastOperator,
      language: options.language ?? "ru",
      announceEvery: seconds(30),
      closed: options.closed,
      callback: options.callback,
    };
    this.#join(callId, options.from ?? "+79990000000", route);
    return callId;
  }

  /** Somebody is in a room of their own, and LiveKit tells of it. */
  #join(callId: CallId, from: string, route: Route | undefined): void {
    const room = roomOf(callId);
    const sid = `PA_${callId}`;
    this.rooms.add(room);
    this.#seats.set(room, new Map([[callerIdentity, { identity: callerIdentity, sid, audible: true, hears: true }]]));
    const joined = {
      type: "caller.joined",
      at: 0,
      callId,
      room,
      sid,
      identity: callerIdentity,
      channel: "phone",
      from,
      to: "+74951234567",
      route,
    } as const;
    this.#insist(() => this.callActor(callId).take(joined));
  }

  /** The caller presses a key. */
  press(callId: CallId, digit: string): void {
    this.#insist(() => this.callActor(callId).take({ type: "digit", at: 0, digit }));
  }

  hangUp(callId: CallId): void {
    this.vanish(callId);
    const left = { type: "caller.left", at: 0, sid: `PA_${callId}`, reason: "CLIENT_INITIATED" } as const;
    this.#insist(() => this.callActor(callId).take(left));
  }

  /** The caller hangs up and no webhook tells of it. */
  vanish(callId: CallId): void {
    this.#seats.get(roomOf(callId))?.delete(callerIdentity);
  }

  /** LiveKit's list of the rooms and who is in them, as the patrol tells it to a call. */
  look(callId: CallId): void {
    const room = roomOf(callId);
    const call = this.callActor(callId);
    if (!this.rooms.has(room)) call.take({ type: "room.gone", at: 0 });
    else call.take({ type: "room.seen", at: 0, seats: [...(this.#seats.get(room)?.values() ?? [])] });
  }

  /** The operator's browser loses the room and, unless that was for good, is back in it soon. */
  dropOut(id: OperatorId, back: Duration | undefined): void {
    const callId = this.engagedWith(id);
    if (callId === undefined) return;
    const identity = operatorIdentity(id);
    const seats = this.#seats.get(roomOf(callId));
    const seat = seats?.get(identity);
    if (seat === undefined) return;
    seats?.delete(identity);
    const left = { type: "operator.left", at: 0, operatorId: id, sid: seat.sid, reason: "" } as const;
    this.#insist(() => this.callActor(callId).take(left));
    if (back !== undefined) this.clock.plan(back, () => this.#enter(callId, id, `${seat.sid}+`));
  }

  /** Signs in with a browser; nobody is Ready by that. */
  arrive(id: OperatorId): void {
    this.#insist(() => this.operatorActor(id).take({ type: "link.up", at: 0 }));
  }

  ready(id: OperatorId): void {
    this.arrive(id);
    this.operatorActor(id).take({ type: "goReady", at: 0 });
  }

  accept(id: OperatorId): boolean {
    const { offer } = this.operatorActor(id).state.context;
    return (
      offer !== undefined &&
      this.operatorActor(id).take({ type: "accept", at: 0, offerId: offer.offerId }) !== undefined
    );
  }

  decline(id: OperatorId): boolean {
    const { offer } = this.operatorActor(id).state.context;
    return (
      offer !== undefined &&
      this.operatorActor(id).take({ type: "decline", at: 0, offerId: offer.offerId }) !== undefined
    );
  }

  /** Sends the caller into a queue; false: there is nobody on the line. */
  transfer(id: OperatorId, transfer: Transfer): boolean {
    const { offer } = this.operatorActor(id).state.context;
    const pressed = offer && ({ type: "transfer", at: 0, callId: offer.callId, transfer } as const);
    return pressed !== undefined && this.operatorActor(id).take(pressed) !== undefined;
  }

  operatorHangsUp(id: OperatorId): void {
    const { offer } = this.operatorActor(id).state.context;
    if (offer !== undefined) this.operatorActor(id).take({ type: "hangUp", at: 0, callId: offer.callId });
  }

  /** From now on this operator's microphone does not come through. */
  mute(id: OperatorId): void {
    this.#muted.add(id);
  }

  /** An operator's browser comes into the room of a call that is not (or no longer) theirs, and speaks. */
  intrude(callId: CallId, id: OperatorId): void {
    this.#enter(callId, id, `PA_${id}_intruder`);
  }

  /** Likewise with the microphone off, to listen. `told`: a webhook tells of it. */
  eavesdrop(callId: CallId, id: OperatorId, { told }: { readonly told: boolean }): void {
    const sid = `PA_${id}_ear`;
    const identity = operatorIdentity(id);
    this.#seats.get(roomOf(callId))?.set(identity, { identity, sid, audible: false, hears: true });
    if (told) this.#insist(() => this.callActor(callId).take({ type: "operator.joined", at: 0, operatorId: id, sid }));
  }

  // ── looking ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

  status(id: OperatorId): string {
    return this.operatorActor(id).state.context.status;
  }

  /** The call that rings at an operator or is talked to. */
  engagedWith(id: OperatorId): CallId | undefined {
    const { value, context } = this.operatorActor(id).state;
    return value.engagement === "free" ? undefined : context.offer?.callId;
  }

  /** Who is in the room of a call. */
  identitiesIn(callId: CallId): string[] {
    return [...(this.#seats.get(roomOf(callId))?.keys() ?? [])];
  }

  places(queueId: QueueId): string[] {
    return queueView(this.#queue(queueId).state.context, this.clock.now)?.entries.map(({ callId }) => callId) ?? [];
  }

  call(callId: CallId) {
    return contextOf(this.callActor(callId).state);
  }

  callActor(callId: CallId): CallActor {
    return existing(
      this.calls,
      callId,
      () =>
        new Actor({
          name: callId,
          clock: this.clock,
          disk: new Drawer(),
          logic: callLogic,
          perform: (effect: CallEffect) => this.#performCall(callId, effect),
          fate: this.#fate,
        }),
    );
  }

  operatorActor(operatorId: OperatorId): OperatorActor {
    return existing(
      this.operators,
      operatorId,
      () =>
        new Actor({
          name: operatorId,
          clock: this.clock,
          disk: new Drawer(),
          logic: operatorLogic,
          perform: (effect: OperatorEffect) => this.#performOperator(operatorId, effect),
          visitor: browser,
          fate: this.#fate,
        }),
    );
  }

  /** The operator as others see them. */
  summary(operatorId: OperatorId) {
    return summaryOf(this.operatorActor(operatorId).state);
  }

  view(operatorId: OperatorId) {
    return operatorView(this.operatorActor(operatorId).state, { url: "", token: "" });
  }

  queueActor(queueId: QueueId): QueueActor {
    return this.#queue(queueId);
  }

  #queue(queueId: QueueId): QueueActor {
    return existing(
      this.queues,
      queueId,
      () =>
        new Actor({
          name: queueId,
          clock: this.clock,
          disk: new Database(),
          logic: queueLogic,
          perform: (effect: QueueEffect) => this.#performQueue(effect),
          fate: this.#fate,
        }),
    );
  }

  // ── whoever places calls ────────────────────────────────────────────────────────────────────────────────────────────────────

  /** The same order again is the one that is under way, or over. */
  #phone(order: DialOrder): void {
    const { dialId, queueId, number } = order;
    if (this.dials.has(dialId)) return;
    this.dials.set(dialId, { ...order, state: "rings" });
    const { after, how } = this.#dialler(order);
    this.clock.plan(after, () => {
      if (this.dials.get(dialId)?.state !== "rings") return;
      this.dials.set(dialId, { ...order, state: how === "answers" ? "answered" : "over" });
      if (how === "answers") return this.#join(as<CallId>(dialId), number, routeOf(order, application));
      const failed = { type: "callback.failed", at: 0, dialId, because: how } as const;
      this.#insist(() => this.#queue(queueId).take(failed));
    });
  }

  /** An order that comes after this is not carried out. */
  #phoneNoMore(dialId: DialId): void {
    const order = this.dials.get(dialId);
    if (order?.state === "answered") this.hangUp(as<CallId>(dialId));
    if (order !== undefined) this.dials.set(dialId, { ...order, state: "over" });
  }

  // ── reports from outside ──────────────────────────────────────────────────────────────────────────────────────────────────

  /** Whoever reports from outside (LiveKit, a media worker, a browser's socket) says it again until it has been taken. */
  #insist(tell: () => void): void {
    try {
      tell();
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      this.clock.plan(seconds(1), () => this.#insist(tell));
    }
  }

  /** The operator's microphone is in the room. */
  #enter(callId: CallId, operatorId: OperatorId, sid: string): void {
    const seats = this.#seats.get(roomOf(callId));
    if (seats === undefined) return;
    const identity = operatorIdentity(operatorId);
    seats.set(identity, { identity, sid, audible: true, hears: true });
    this.#insist(() => this.callActor(callId).take({ type: "operator.audible", at: 0, operatorId, sid }));
  }

  /** As the call's actor does it: that session, and any other in which they speak. */
  #expel(callId: CallId, { room, operatorId, sid }: Extract<CallEffect, { type: "room.expel" }>): void {
    const seats = this.#seats.get(room);
    const identity = operatorIdentity(operatorId);
    const seat = seats?.get(identity);
    if (seat === undefined || (seat.sid !== sid && this.call(callId).partner?.operatorId === operatorId)) return;
    seats?.delete(identity);
    const left = { type: "operator.left", at: 0, operatorId, sid: seat.sid, reason: "PARTICIPANT_REMOVED" } as const;
    this.clock.plan(20, () => this.#insist(() => this.callActor(callId).take(left)));
  }

  /** As the ledger does: what is known already is passed over. */
  #keepWork(operatorId: OperatorId, first: number, lines: readonly WorkLine[]): void {
    const known = existing(this.work, operatorId, () => new Map<number, WorkLine>());
    for (const [index, line] of lines.entries()) {
      const before = known.get(first + index);
      if (before === undefined) known.set(first + index, line);
      else if (JSON.stringify(before) !== JSON.stringify(line)) {
        throw new Error(`${operatorId} told line ${first + index} twice and differently`);
      }
    }
  }

  // ── couriers ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Carries one message over the network; rejects when it, or its answer, is lost. */
  #carry<Answer>(arrive: () => Answer): Promise<Answer> {
    const journey = this.#journey();
    this.messages += 1;
    return new Promise((resolve, reject) => {
      this.clock.plan(journey.delay, () => {
        if (journey.lost === true) return reject(new Error("lost"));
        let answer: Answer;
        try {
          answer = arrive();
        } catch (error) {
          return reject(error);
        }
        if (journey.repeated === true) this.clock.plan(this.#journey().delay, () => void arrive());
        if (journey.answerLost === true) return reject(new Error("answer lost"));
        this.clock.plan(journey.delay, () => resolve(answer));
      });
    });
  }

  async #performQueue(effect: QueueEffect): Promise<QueueEvent | undefined> {
    if (effect.type === "call.expired") {
      const { callId, expired } = effect;
      await this.#carry(() => this.callActor(callId).take({ type: "entry.expired", at: 0, ...expired }));
      return undefined;
    }
    if (effect.type === "callback.dial") {
      await this.#carry(() => this.#phone(effect.order));
      return undefined;
    }
    if (effect.type === "ledger.callback") {
      const { callback } = effect;
      await this.#carry(() => void existing(this.callbacks, callback.entryId, () => []).push(callback));
      return undefined;
    }
    if (effect.type === "callback.cancel") {
      await this.#carry(() => this.#phoneNoMore(effect.dialId));
      return undefined;
    }
    const operator = this.operatorActor(effect.operatorId);
    const { operatorId } = effect;
    if (effect.type === "operator.reached") {
      await this.#carry(() => operator.take({ type: "callback.reached", at: 0, ...effect.reached }));
      return undefined;
    }
    if (effect.type === "operator.rescind") {
      const { offerId, because } = effect;
      await this.#carry(() => operator.take({ type: "offer.rescinded", at: 0, offerId, because }));
      return undefined;
    }
    const { offer } = effect;
    const answer = await this.#carry(() => operator.take({ type: "offer.made", at: 0, offer }) as OfferAnswer);
    return { type: "offer.answered", at: this.clock.now, offerId: offer.offerId, operatorId, answer };
  }

  async #performOperator(operatorId: OperatorId, effect: OperatorEffect): Promise<OperatorEvent | undefined> {
    switch (effect.type) {
      case "queue.pull": {
        const { queueId, epoch, ...free } = effect;
        const ask = () =>
          this.#queue(queueId).take({ ...free, type: "operator.free", at: 0, operatorId, epoch }) as PullAnswer;
        const answer = await this.#carry(ask);
        return { type: "pull.answered", at: this.clock.now, queueId, epoch, answer };
      }
      case "queue.standing": {
        const { queueId, standing, epoch } = effect;
        await this.#carry(() =>
          this.#queue(queueId).take({ type: "operator.standing", at: 0, operatorId, standing, epoch }),
        );
        return undefined;
      }
      case "queue.closed": {
        const { queueId, offerId, outcome, epoch } = effect;
        await this.#carry(() =>
          this.#queue(queueId).take({ type: "offer.closed", at: 0, offerId, operatorId, outcome, epoch }),
        );
        return undefined;
      }
      case "queue.accepted": {
        const { queueId, offerId } = effect;
        await this.#carry(() => this.#queue(queueId).take({ type: "offer.accepted", at: 0, offerId, operatorId }));
        return undefined;
      }
      case "call.connect": {
        const { callId, ...asked } = effect;
        const { offerId } = asked;
        const ask = () =>
          this.callActor(callId).take({ ...asked, type: "connect.asked", at: 0, operatorId }) as ConnectAnswer;
        const answer = await this.#carry(ask);
        return { type: "connect.answered", at: this.clock.now, offerId, answer };
      }
      case "call.hangUp":
        await this.#carry(() =>
          this.callActor(effect.callId).take({ type: "operator.hungUp", at: 0, operatorId, offerId: effect.offerId }),
        );
        return undefined;
      case "call.transfer": {
        const { offerId, transfer } = effect;
        await this.#carry(() =>
          this.callActor(effect.callId).take({ type: "operator.transfers", at: 0, operatorId, offerId, transfer }),
        );
        return undefined;
      }
      case "ledger.work":
        await this.#carry(() => this.#keepWork(operatorId, effect.first, effect.lines));
        return undefined;
      case "ledger.disposed":
        await this.#carry(() => {
          const disposal = { ...effect.disposal, operatorId };
          if (disposal.offerId !== null) this.disposals.set(disposal.offerId, disposal);
        });
        return undefined;
      case "console.close":
        return undefined;
      default:
        return effect satisfies never;
    }
  }

  async #performCall(callId: CallId, effect: CallEffect): Promise<CallInput | undefined> {
    const call = this.callActor(callId);
    switch (effect.type) {
      case "room.delete":
        this.rooms.delete(effect.room);
        this.#seats.delete(effect.room);
        return undefined;
      case "room.admit":
        if (this.#unheard || this.#muted.has(effect.operatorId) || !this.rooms.has(effect.room)) return undefined;
        this.clock.plan(50, () => {
          const { partner } = this.call(callId);
          // Each session in a room has an id of its own.
          if (partner?.operatorId === effect.operatorId) {
            this.#enter(callId, effect.operatorId, `PA_${effect.operatorId}_${partner.offerId}`);
          }
        });
        return undefined;
      case "room.expel":
        this.#expel(callId, effect);
        return undefined;
      case "media.treat": {
        const { speech } = effect.treatment;
        if (speech !== undefined) {
          existing(this.said, callId, () => []).push(speech.text);
          const finished = { type: "speech.finished", at: 0, playId: speech.playId, musicAt: 0 } as const;
          this.clock.plan(this.#speech, () => this.#insist(() => call.take(finished)));
        }
        if (effect.worker !== undefined) return undefined;
        this.clock.plan(30, () => this.#insist(() => call.take({ type: "media.active", at: 0, worker })));
        return { type: "media.assigned", at: this.clock.now, worker };
      }
      case "media.release":
        return undefined;
      case "queue.request": {
        const { queueId, request } = effect;
        const ask = () => this.#queue(queueId).take({ type: "entry.requested", at: 0, ...request }) as EntryAnswer;
        const answer = await this.#carry(ask);
        return { type: "queue.answered", at: this.clock.now, entryId: request.entryId, answer };
      }
      case "queue.promise": {
        const { queueId, request } = effect;
        const ask = () =>
          this.#queue(queueId).take({ type: "callback.requested", at: 0, ...request }) as CallbackAnswer;
        const answer = await this.#carry(ask);
        return { type: "promise.answered", at: this.clock.now, entryId: request.entryId, answer };
      }
      case "queue.read": {
        const { queueId, entryId } = effect;
        const standing = await this.#carry(() =>
          standingOf(this.#queue(queueId).state.context, entryId, this.clock.now),
        );
        return { type: "standing.read", at: this.clock.now, entryId, standing };
      }
      case "queue.change":
        await this.#carry(() => this.#queue(effect.queueId).take({ type: "entry.changed", at: 0, ...effect.change }));
        return undefined;
      case "queue.withdraw":
        await this.#carry(() => {
          const { queueId, entryId, abandoned } = effect;
          return this.#queue(queueId).take({ type: "entry.withdrawn", at: 0, entryId, callId, abandoned });
        });
        return undefined;
      case "operator.news":
        await this.#carry(() => this.operatorActor(effect.operatorId).take(effect.news));
        return undefined;
      case "ledger.started":
        return undefined;
      case "ledger.ended": {
        const record = recordOf(call.state);
        if (record === undefined) return undefined;
        this.records.set(callId, { ...record, timeline: call.timeline });
        const { promise, promised } = contextOf(call.state);
        if (promise !== undefined) this.wishes.set(callId, { promise, promised });
        this.recordings.set(callId, { kept: keptOf(call.inputs), state: callLogic.pack(call.state).core });
        return undefined;
      }
      default:
        return effect satisfies never;
    }
  }
}

function existing<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
