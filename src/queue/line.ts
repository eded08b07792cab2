/** The line within one step: what an event does to it, and what the step says to the world. */
import {
  no,
  yes,
  as,
  type Duration,
  type EntryId,
  type Instant,
  type OfferId,
  type OperatorId,
} from "../words/index.ts";
import type { Preference } from "../protocol/skills.ts";
import type { CallbackFailed, CallbackRequest, OfferAccepted } from "../protocol/callback.ts";
import type { Admitted, EntryChanged, EntryRequest, EntryWithdrawn } from "../protocol/line.ts";
import { termsOf, type OfferClosed, type OfferOutcome, type RescindCause } from "../protocol/offer.ts";
import type { QueueSettings } from "../protocol/settings.ts";
import type { EntryRefusal, Expiry } from "../protocol/target.ts";
import { boardOf, type Board } from "./board.ts";
import { callbackAt, isCallback, isDialled, orderOf } from "./callback.ts";
import { beforeAll, better, Callbacks, type Hands } from "./callbacks.ts";
import type { QueueContext } from "./context.ts";
import type { QueueOutput } from "./effects.ts";
import { advanced } from "./demand.ts";
import { nextForgotten, placeOf, stillKept, withDeparted, withResumed, type Departed } from "./departed.ts";
import { fresh, type Entry, type OpenOffer } from "./entry.ts";
import { afterService, afterTime, afterTurn, afterWait, staffed, type Pace } from "./estimate/index.ts";
import type { QueueEvent } from "./events.ts";
import { earlier, hasWaitedEnough, isManned, openingOf, type KnownOpening } from "./limits.ts";
import { noHistory, type Member } from "./member.ts";
import { serves, servingOf, standingOf, unknownOutlook, waitOf } from "./standing.ts";

/** How many departed entries are remembered: more than can be on their way twice at once. */
const leftRemembered = 64;
/** Likewise of operators: more than can sign out within the time that a message may take. */
const goneRemembered = 64;

export type OfType<Type extends QueueEvent["type"]> = Extract<QueueEvent, { type: Type }>;

export class Line {
  readonly #at: Instant;
  readonly #outputs: QueueOutput[] = [];
  /** What it was like until this step. */
  readonly #before: { readonly serving: number; readonly isLine: boolean };
  /** Who has become free in this step, to find a line. */
  #pulling: OperatorId | undefined;
  /** The answer is made last, when the matching has been done. */
  #answer: (() => QueueOutput) | undefined;
  readonly #callbacks: Callbacks;
  context: QueueContext;

  constructor(context: QueueContext, at: Instant) {
    this.context = context;
    this.#at = at;
    this.#before = { serving: servingOf(context), isLine: this.#isLine };
    this.#callbacks = new Callbacks(this.#hands());
  }

  admit(request: EntryRequest): void {
    const { entries, left, settings } = this.context;
    const board = this.#board;
    if (settings === undefined || board === undefined) return;
    const known = entries.get(request.entryId);
    if (known?.callback !== undefined && known.callId !== request.callId) {
      if (!this.#callbacks.reach(known, request)) return this.#refuse("over");
    }
    if (known === undefined) {
      if (left.includes(request.entryId)) return this.#refuse("over");
      const joinedAt = request.joinedAt ?? request.since;
      if (!this.#opening(settings).open && !openingOf(settings, joinedAt).open) return this.#refuse("closed");
      if (!isManned(settings.admission, board.operators)) return this.#refuse("nobody_serves");
      // Who was to be phoned and calls first takes the place that was kept for them.
      const promised = this.#callbacks.to(request.caller);
      if (promised === undefined && entries.size >= settings.capacity) return this.#refuse("full");
      const { longestExpectedWait } = settings;
      const place = this.#placeFor(request, settings, promised);
      if (longestExpectedWait > 0 && (this.#waitOfNewcomer(place) ?? 0) > longestExpectedWait) {
        return this.#refuse("too_long");
      }
      const { entryId, callId, room, caller, needs = fresh.needs, preference, revision = 0 } = request;
      const { since: enqueuedAt, resumes } = place;
      const entry: Entry = {
        ...fresh,
        entryId,
        callId,
        room,
        caller,
        enqueuedAt,
        joinedAt,
        needs,
        preference,
        revision,
        priority: turnOf(place.priority, preference),
        passedOver: request.passedOver ?? fresh.passedOver,
        resumed: resumes !== undefined,
      };
      if (promised !== undefined) this.#callbacks.end(promised, "called");
      if (resumes !== undefined) {
        this.context = { ...this.context, departed: withResumed(this.context.departed, resumes) };
        this.#outputs.push({ type: "note", what: "resumed", detail: { entry: entryId, from: resumes.entryId } });
      }
      this.#putEntry(advanced(entry, settings, this.#at));
    }
    this.#answer = () => ({ type: "reply", answer: yes(this.#admitted(request)) });
  }

  promise(request: CallbackRequest): void {
    const { settings } = this.context;
    if (settings === undefined) return;
    const answer = this.#callbacks.promise(request, settings, this.#opening(settings).open);
    const entry = this.context.entries.get(request.entryId);
    if (entry !== undefined) this.#advance(entry, settings);
    this.#answer = () => ({ type: "reply", answer });
  }

  accepted(news: OfferAccepted): void {
    const entry = this.#entryOf(news.offerId);
    if (entry !== undefined && this.context.settings !== undefined) {
      this.#callbacks.accepted(entry, news, this.context.settings);
    }
  }

  dialled(news: CallbackFailed): void {
    const { settings } = this.context;
    if (settings !== undefined) this.#callbacks.failed(news, settings, this.#opening(settings).open);
  }

  change({ entryId, revision, priority, preference }: EntryChanged): void {
    const entry = this.context.entries.get(entryId);
    if (entry === undefined || revision <= entry.revision) return;
    this.#putEntry({ ...entry, revision, preference, priority: turnOf(priority, preference) });
    // Who is being asked and is not the one it shall be is asked no longer.
    if (preference !== undefined)
      this.#rescind(
        entry.open.filter((offer) => offer.operatorId !== preference.operatorId),
        "assigned",
      );
  }

  withdraw({ entryId, callId, abandoned }: EntryWithdrawn): void {
    const { departed, entries, settings } = this.context;
    const entry = entries.get(entryId);
    // A callback whose person has been reached is the entry of the call that was placed: the one that asked for it has no say any more.
    if (entry !== undefined && callId !== undefined && callId !== entry.callId) return;
    if (abandoned !== undefined && settings !== undefined) {
      const place = { ...abandoned, entryId };
      this.context = { ...this.context, departed: withDeparted(departed, place, settings, this.#at) };
    }
    this.#remember(entryId);
    if (entry === undefined) return;
    if (isCallback(entry)) return this.#callbacks.end(entry, "withdrawn");
    this.#leaves(entry, { served: false });
    this.#rescind(entry.open, "caller_gone");
  }

  free(news: OfType<"operator.free">): void {
    if (this.#before.isLine) this.#pulling = news.operatorId;
    const known = this.context.members.get(news.operatorId);
    if (news.epoch > (known?.epoch ?? this.#goneAt(news.operatorId))) {
      this.#putMember({
        ...noHistory,
        ...this.#relieved(known),
        operatorId: news.operatorId,
        standing: this.#board?.holds(news.operatorId) === true ? "busy" : "free",
        epoch: news.epoch,
        idleSince: news.idleSince,
        skills: news.skills ?? noHistory.skills,
        tier: news.tier ?? noHistory.tier,
        offer: undefined,
      });
    }
    this.#answer = () => ({ type: "reply", answer: yes({ coming: this.#isOffered(news.operatorId, news.epoch) }) });
  }

  stand(news: OfType<"operator.standing">): void {
    const known = this.context.members.get(news.operatorId);
    if (known !== undefined && news.epoch < known.epoch) return;
    if (news.standing === "gone") {
      this.#dropMember(news.operatorId);
      this.#rememberGone(news.operatorId, news.epoch);
      return;
    }
    if (known === undefined && news.epoch <= this.#goneAt(news.operatorId)) return;
    this.#putMember({
      ...noHistory,
      ...this.#relieved(known),
      operatorId: news.operatorId,
      standing: "away",
      epoch: news.epoch,
      idleSince: known?.idleSince ?? news.at,
    });
  }

  answered({ offerId, operatorId, answer }: OfType<"offer.answered">): void {
    if (answer.ok) return; // it rings: its end will be told by offer.closed
    const member = this.context.members.get(operatorId);
    if (member !== undefined && member.epoch <= answer.epoch) {
      this.#putMember({ ...member, standing: answer.refusal, epoch: answer.epoch });
    }
    if (this.#entryOf(offerId) !== undefined) this.#notTaken(offerId, operatorId, answer.refusal);
    this.#release(offerId);
  }

  closed({ offerId, operatorId, outcome, epoch }: OfferClosed): void {
    const member = this.context.members.get(operatorId);
    const entry = this.#entryOf(offerId);
    if (member !== undefined && member.epoch <= epoch) {
      this.#putMember({
        ...member,
        epoch,
        standing: member.standing === "free" ? "busy" : member.standing,
        servingSince: outcome === "taken" ? this.#at : undefined,
        calls: member.calls + (outcome === "taken" ? 1 : 0),
      });
    }
    const { settings } = this.context;
    if (entry === undefined || settings === undefined) return;
    // Who has taken a call says so in the timeline of the call.
    if (outcome !== "taken") this.#notTaken(offerId, operatorId, outcome);
    if (isDialled(entry)) return this.#callbacks.givenUp(entry, settings, this.#opening(settings).open);
    switch (outcome) {
      case "taken":
      case "gone":
      case "lost":
        this.#remember(entry.entryId);
        this.#leaves(entry, { served: outcome !== "gone" });
        if (outcome === "taken" && entry.open.some((offer) => offer.offerId === offerId && offer.pulled === true)) {
          this.#learn(afterTurn(this.context.pace, this.#at));
        }
        // Where several rang, the others have lost.
        this.#rescind(
          entry.open.filter((offer) => offer.offerId !== offerId),
          outcome === "gone" ? "caller_gone" : "taken",
        );
        break;
      case "declined":
      case "missed":
        this.#putEntry({
          ...without(entry, offerId),
          passedOver: [...entry.passedOver.filter((id) => id !== operatorId), operatorId],
        });
        break;
      case "unreachable":
      case "rescinded":
      case "unanswered":
        this.#release(offerId);
        break;
      default:
        outcome satisfies never;
    }
  }

  /** The directory has changed what the queue is. Nobody loses a place. */
  configure(settings: QueueSettings): void {
    const before = this.context.settings?.hours?.override ?? null;
    const override = settings.hours?.override ?? null;
    if (override?.since !== before?.since) {
      const detail = override === null ? { open: null, by: null } : { open: override.open, by: override.by };
      this.#outputs.push({ type: "note", what: "hours by hand", detail });
    }
    this.context = { ...this.context, settings, opening: undefined };
    const everybody = [...this.context.entries.values()];
    for (const entry of everybody) this.#advance(entry, settings);
  }

  /** What time alone has done by now: whom callers may be offered to, and who may not wait any longer. */
  pass(): void {
    const { settings } = this.context;
    if (settings === undefined) return;
    const { opening } = this.context;
    this.#watch(settings);
    if (this.context.opening !== opening) {
      // Who is to be phoned is phoned while it is open.
      const promised = Array.from(this.#board?.callbacks ?? []);
      for (const entryId of promised) {
        const entry = this.context.entries.get(entryId);
        if (entry !== undefined) this.#advance(entry, settings);
      }
    }
    const departed = stillKept(this.context.departed, settings, this.#at);
    if (departed !== this.context.departed) this.context = { ...this.context, departed };
    for (let due = this.#board?.nextDue(); due !== undefined && due.at <= this.#at; due = this.#board?.nextDue()) {
      const entry = this.context.entries.get(due.entryId);
      if (entry === undefined) return;
      if (this.#callbacks.hasExpired(entry, settings)) this.#callbacks.end(entry, "expired");
      else if (hasWaitedEnough(entry, settings, this.#at)) this.#expire(entry, "waited", settings);
      else this.#advance(entry, settings);
      if (this.context.entries.get(due.entryId) === entry) return;
    }
    const because = this.#lineOver(settings);
    if (because === undefined || this.#board?.waitingOnLine === 0) return;
    const everybody = [...this.context.entries.values()];
    for (const entry of everybody) {
      if (entry.open.length === 0 && entry.expired === undefined && !isCallback(entry))
        this.#expire(entry, because, settings);
    }
  }

  /** When time alone will change something next. */
  get wakeAt(): Instant | undefined {
    const board = this.#board;
    const { settings, aloneSince, opening, departed } = this.context;
    if (board === undefined || settings === undefined) return undefined;
    const due = earlier(board.nextDue()?.at, nextForgotten(departed, settings));
    const opens = board.callbacks.size > 0 ? opening?.until : undefined;
    if (board.waitingOnLine === 0) return earlier(due, opens);
    const alone = aloneSince === undefined ? undefined : aloneSince + settings.stayingGrace;
    const closing = settings.targets.closing === undefined ? undefined : opening?.until;
    return earlier(earlier(due, opens), earlier(alone, closing));
  }

  dispatch(): void {
    const { settings } = this.context;
    if (settings === undefined) return;
    for (;;) {
      const found = this.#board?.next();
      const entry = found && this.context.entries.get(found.entryId);
      if (found === undefined || entry === undefined) return;
      const { member, reason } = found;
      const { operatorId, epoch } = member;
      const isToBePhoned = isCallback(entry);
      if (isToBePhoned && orderOf(settings.callback) === "callerFirst") {
        this.#callbacks.dialFor(entry, member, reason, settings);
        continue;
      }
      const offers = entry.offers + 1;
      const offerId = as<OfferId>(`${entry.entryId}.${offers}`);
      // Once everybody has been asked, the round begins anew.
      const passedOver = entry.passedOver.includes(operatorId) ? [] : entry.passedOver;
      const open = [...entry.open, { offerId, operatorId, epoch, pulled: operatorId === this.#pulling }];
      this.#putEntry({ ...entry, offers, passedOver, open });
      this.#putMember({ ...member, standing: "busy", offeredAt: this.#at, offer: offerId });
      this.#outputs.push(
        {
          type: "operator.offer",
          operatorId: member.operatorId,
          offer: {
            offerId,
            queueId: settings.queueId,
            queue: settings.name,
            entryId: entry.entryId,
            callId: entry.callId,
            room: isToBePhoned ? this.#callbacks.roomOf(entry, settings) : entry.room,
            caller: entry.caller,
            waited: Math.max(0, this.#at - entry.enqueuedAt),
            reason,
            ...(isToBePhoned && { callback: true as const }),
            ...termsOf(settings),
          },
        },
        { type: "note", what: "offer", detail: { offer: offerId, operator: member.operatorId, reason } },
      );
    }
  }

  /** The time until this step counts where somebody waited; that of the next begins now. */
  countTime(): void {
    if (this.#before.isLine || this.#isLine) this.#learn(afterTime(this.context.pace, this.#at, this.#before));
  }

  /** Everything this step says, the answer last. */
  settle(): readonly QueueOutput[] {
    return this.#answer === undefined ? this.#outputs : [...this.#outputs, this.#answer()];
  }

  /** A service ends when its operator has nothing to do any more, free or paused: it is measured, and goes on their account. */
  #relieved(member: Member | undefined): Member | undefined {
    if (member?.servingSince === undefined) return member;
    this.#learn(afterService(this.context.pace, this.#at, this.#at - member.offeredAt));
    return { ...member, servingSince: undefined, served: member.served + this.#at - member.servingSince };
  }

  /** Where in the line somebody is to come who is let in, and whose place that was. */
  #placeFor(request: EntryRequest, settings: QueueSettings, promised: Entry | undefined): Place {
    const { caller, since, priority, transfer, joinedAt = this.#at } = request;
    if (transfer !== undefined) {
      const time = transfer.time ?? settings.transferTime;
      const set = transfer.priority === undefined ? settings.transferPriority : transfer.priority;
      return { since: time === "reset" ? joinedAt : since, priority: set ?? priority };
    }
    if (promised !== undefined) {
      const kept = better(promised, { priority, enqueuedAt: since });
      return { since: kept.enqueuedAt, priority: kept.priority };
    }
    const resumes = placeOf(this.context.departed, caller);
    if (resumes === undefined || resumes.since >= since) return { since, priority };
    return { since: resumes.since, priority: Math.min(priority, resumes.priority), resumes };
  }

  /** What the queue has made of the request of an entry that is in the line. */
  #admitted({ entryId, since, priority, revision = 0 }: EntryRequest): Admitted {
    const entry = this.context.entries.get(entryId);
    if (entry === undefined) return { place: 1, ...unknownOutlook, since, priority, revision, resumed: false };
    return {
      ...(standingOf(this.context, entryId, this.#at) ?? { place: 1, ...unknownOutlook }),
      since: entry.enqueuedAt,
      // Who is somebody's next call, or has been phoned, has a turn, and their own priority besides.
      priority: entry.preference?.next === true || entry.callback !== undefined ? priority : entry.priority,
      revision: entry.revision,
      resumed: entry.resumed === true,
    };
  }

  #notTaken(offer: OfferId, operator: OperatorId, because: Exclude<OfferOutcome, "taken"> | "busy" | "away"): void {
    this.#outputs.push({ type: "note", what: "not taken", detail: { offer, operator, because } });
  }

  /** What somebody who comes now would be told to expect; nothing when an operator is free for them. */
  #waitOfNewcomer({ priority, since }: Place): Duration | null {
    const board = this.#board;
    if (board === undefined) return null;
    if (board.operators.free > board.waiting) return 0;
    // After everybody of the same turn.
    const newcomer = { priority, enqueuedAt: since, entryId: as<EntryId>("~") };
    return waitOf(this.context, board.before(newcomer).waiting, this.#at).expectedWait;
  }

  #refuse(because: EntryRefusal): void {
    const target = this.context.settings?.targets[because];
    this.#answer = () => ({ type: "reply", answer: { ...no(because), ...(target && { target }) } });
  }

  #entryOf(offerId: OfferId): Entry | undefined {
    // The id of an offer begins with that of its entry.
    const entry = this.context.entries.get(as<EntryId>(offerId.slice(0, offerId.lastIndexOf("."))));
    return entry?.open.some((offer) => offer.offerId === offerId) === true ? entry : undefined;
  }

  /** An offer based on older news may already have been answered "busy": it does not count. */
  #isOffered(operatorId: OperatorId, epoch: number): boolean {
    const offerId = this.context.members.get(operatorId)?.offer;
    if (offerId === undefined) return false;
    return this.#entryOf(offerId)?.open.some((offer) => offer.offerId === offerId && offer.epoch === epoch) === true;
  }

  /** Back into the line, at the place it never lost. */
  #release(offerId: OfferId): void {
    const entry = this.#entryOf(offerId);
    if (entry !== undefined) this.#putEntry(without(entry, offerId));
  }

  #rescind(offers: readonly OpenOffer[], because: RescindCause): void {
    for (const { operatorId, offerId } of offers) {
      this.#outputs.push({ type: "operator.rescind", operatorId, offerId, because });
    }
  }

  #advance(entry: Entry, settings: QueueSettings): void {
    const callback = callbackAt(entry.callback, this.#at, this.#opening(settings).open);
    const now = { ...advanced(entry, settings, this.#at), callback };
    const { relaxed, reach, preference } = entry;
    const isSame = now.relaxed === relaxed && now.reach === reach && now.preference === preference;
    if (isSame && callback === entry.callback) return;
    this.#putEntry(now);
  }

  /** Keeps the hours, and since when the line has been alone, as they are now. */
  #watch(settings: QueueSettings): void {
    this.#opening(settings);
    const operators = this.#board?.operators;
    const alone = operators !== undefined && !isManned(settings.staying, operators);
    const aloneSince = alone ? (this.context.aloneSince ?? this.#at) : undefined;
    if (aloneSince !== this.context.aloneSince) this.context = { ...this.context, aloneSince };
  }

  #opening(settings: QueueSettings): KnownOpening {
    const known = this.context.opening;
    if (known !== undefined && (known.until === undefined || this.#at < known.until)) return known;
    const opening = openingOf(settings, this.#at);
    this.context = { ...this.context, opening };
    return opening;
  }

  /** Why nobody may wait any longer, if that is so. */
  #lineOver({ targets, stayingGrace }: QueueSettings): Expiry | undefined {
    const { opening, aloneSince } = this.context;
    if (opening?.open === false && targets.closing !== undefined) return "closing";
    if (aloneSince !== undefined && aloneSince + stayingGrace <= this.#at) return "left_alone";
    return undefined;
  }

  #expire(entry: Entry, because: Expiry, { queueId, targets }: QueueSettings): void {
    const { entryId, callId } = entry;
    this.#putEntry({ ...entry, expired: because });
    this.#outputs.push(
      { type: "call.expired", callId, expired: { queueId, entryId, because, target: targets[because] } },
      { type: "note", what: "expired", detail: { entry: entryId, because } },
    );
  }

  #learn(pace: Pace): void {
    this.context = { ...this.context, pace };
  }

  /** Does anybody wait? */
  get #isLine(): boolean {
    return (this.#board?.ready ?? 0) > 0;
  }

  get #board(): Board | undefined {
    return boardOf(this.context);
  }

  #remember(entryId: EntryId): void {
    if (this.context.left.includes(entryId)) return;
    this.context = { ...this.context, left: [...this.context.left, entryId].slice(-leftRemembered) };
  }

  /** The epoch under which somebody who is not here has gone; less than any when they never were. */
  #goneAt(operatorId: OperatorId): number {
    return this.context.gone.find((gone) => gone.operatorId === operatorId)?.epoch ?? Number.NEGATIVE_INFINITY;
  }

  #rememberGone(operatorId: OperatorId, epoch: number): void {
    const others = this.context.gone.filter((gone) => gone.operatorId !== operatorId);
    const gone = [...others, { operatorId, epoch: Math.max(epoch, this.#goneAt(operatorId)) }].slice(-goneRemembered);
    this.context = { ...this.context, gone };
  }

  #putEntry(entry: Entry): void {
    this.context = { ...this.context, entries: this.context.entries.with(entry.entryId, entry) };
  }

  /** Out of the line; how long they were in it shows how patient callers are. */
  #leaves(entry: Entry, { served }: { served: boolean }): void {
    const { entryId, enqueuedAt } = entry;
    this.context = { ...this.context, entries: this.context.entries.without(entryId) };
    // Who has been phoned has not shown how long people hold the line.
    if (entry.callback !== undefined) return;
    this.#learn(afterWait(this.context.pace, this.#at, { waited: Math.max(0, this.#at - enqueuedAt), served }));
  }

  /** What the callbacks need of this line. */
  #hands(): Hands {
    const context = (): QueueContext => this.context;
    const board = (): Board | undefined => this.#board;
    return {
      at: this.#at,
      get context() {
        return context();
      },
      get board() {
        return board();
      },
      put: (entry) => this.#putEntry(entry),
      drop: ({ entryId }) => {
        this.#remember(entryId);
        this.context = { ...this.context, entries: this.context.entries.without(entryId) };
      },
      remember: (entryId) => this.#remember(entryId),
      putMember: (member) => this.#putMember(member),
      rescind: (offers, because) => this.#rescind(offers, because),
      say: (output) => void this.#outputs.push(output),
    };
  }

  #putMember(member: Member): void {
    this.#staff(this.context.members.get(member.operatorId), member);
    this.context = { ...this.context, members: this.context.members.with(member.operatorId, member) };
  }

  #dropMember(operatorId: OperatorId): void {
    this.#staff(this.context.members.get(operatorId), undefined);
    this.context = { ...this.context, members: this.context.members.without(operatorId) };
  }

  /** One more who serves, or one fewer, or neither. */
  #staff(was: Member | undefined, is: Member | undefined): void {
    const change = Number(serves(is)) - Number(serves(was));
    if (change === 0) return;
    const before = servingOf(this.context);
    const staffing = staffed(this.context.staffing, this.#at, { before, after: before + change });
    this.context = { ...this.context, staffing };
  }
}

/** In the line. */
interface Place {
  readonly since: Instant;
  readonly priority: number;
  /** Of an earlier call from the same number. */
  readonly resumes?: Departed | undefined;
}

/** The entry without one of its offers: waiting again, at the place it never lost, when it was the last. */
const without = (entry: Entry, offerId: OfferId): Entry => ({
  ...entry,
  open: entry.open.filter((offer) => offer.offerId !== offerId),
});

const turnOf = (priority: number, preference: Preference | undefined): number =>
  preference?.next === true ? beforeAll : priority;
