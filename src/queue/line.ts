/** The line within one step: what an event does to it, and what the step says to the world. */
import { no, yes, as, type EntryId, type Instant, type OfferId, type OperatorId } from "../words/index.ts";
import type { EntryRequest } from "../protocol/line.ts";
import type { OfferClosed } from "../protocol/offer.ts";
import type { Admission } from "../protocol/settings.ts";
import type { QueueContext } from "./context.ts";
import type { QueueOutput } from "./effects.ts";
import { byTurn, type Entry } from "./entry.ts";
import { averaged } from "./estimate.ts";
import type { QueueEvent } from "./events.ts";
import { match } from "./match.ts";
import { noHistory, type Member } from "./member.ts";
import { before, count, standingOf, waitOf } from "./standing.ts";

/** How many departed entries are remembered: more than can be on their way twice at once. */
const leftRemembered = 64;

export type OfType<Type extends QueueEvent["type"]> = Extract<QueueEvent, { type: Type }>;

export class Line {
  readonly #at: Instant;
  readonly #outputs: QueueOutput[] = [];
  /** The answer is made last, when the matching has been done. */
  #answer: (() => QueueOutput) | undefined;
  context: QueueContext;

  constructor(context: QueueContext, at: Instant) {
    this.context = context;
    this.#at = at;
  }

  admit(request: EntryRequest): void {
    const { entries, members, left, settings } = this.context;
    if (settings === undefined) return;
    const known = entries.get(request.entryId);
    if (known === undefined) {
      if (left.includes(request.entryId)) return this.#reply(no("over"));
      if (!admits(settings.admission, members)) return this.#reply(no("nobody_serves"));
      if (entries.size >= settings.capacity) return this.#reply(no("full"));
      const { longestExpectedWait } = settings;
      if (longestExpectedWait > 0 && (this.#waitOfNewcomer(request) ?? 0) > longestExpectedWait) {
        return this.#reply(no("too_long"));
      }
      this.#putEntry({
        entryId: request.entryId,
        callId: request.callId,
        room: request.room,
        caller: request.caller,
        priority: request.priority,
        enqueuedAt: request.since,
        offers: 0,
        passedOver: [],
      });
    }
    this.#answer = () => ({
      type: "reply",
      answer: yes(standingOf(this.context, request.entryId) ?? { place: 1, expectedWait: null }),
    });
  }

  withdraw(entryId: EntryId): void {
    const entry = this.context.entries.get(entryId);
    this.#remember(entryId);
    if (entry === undefined) return;
    this.#dropEntry(entryId);
    if (entry.offer !== undefined) {
      this.#outputs.push({
        type: "operator.rescind",
        operatorId: entry.offer.operatorId,
        offerId: entry.offer.offerId,
      });
    }
  }

  free(news: OfType<"operator.free">): void {
    const known = this.context.members.get(news.operatorId);
    if (known === undefined || news.epoch > known.epoch) {
      this.#putMember({
        ...noHistory,
        ...this.#relieved(known),
        operatorId: news.operatorId,
        standing: "free",
        epoch: news.epoch,
        idleSince: news.idleSince,
      });
    }
    this.#answer = () => ({ type: "reply", answer: yes({ coming: this.#isOffered(news.operatorId, news.epoch) }) });
  }

  stand(news: OfType<"operator.standing">): void {
    const known = this.context.members.get(news.operatorId);
    if (known !== undefined && news.epoch < known.epoch) return;
    if (news.standing === "gone") {
      this.#dropMember(news.operatorId);
      return;
    }
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
    if (entry === undefined) return;
    switch (outcome) {
      case "taken":
      case "gone":
        this.#remember(entry.entryId);
        this.#dropEntry(entry.entryId);
        break;
      case "declined":
      case "missed":
        this.#putEntry({ ...entry, passedOver: [...entry.passedOver.filter((id) => id !== operatorId), operatorId] });
        this.#release(offerId);
        break;
      case "unreachable":
      case "rescinded":
        this.#release(offerId);
        break;
      default:
        outcome satisfies never;
    }
  }

  dispatch(): void {
    const { settings } = this.context;
    if (settings === undefined) return;
    for (;;) {
      const found = match(this.context.entries, this.context.members, settings);
      if (found === undefined) return;
      const { entry, member, reason } = found;
      const offers = entry.offers + 1;
      const offerId = as<OfferId>(`${entry.entryId}.${offers}`);
      // Once everybody has been asked, the round begins anew.
      const passedOver = entry.passedOver.includes(member.operatorId) ? [] : entry.passedOver;
      this.#putEntry({
        ...entry,
        offers,
        passedOver,
        offer: { offerId, operatorId: member.operatorId, epoch: member.epoch },
      });
      this.#putMember({ ...member, standing: "busy", offeredAt: this.#at });
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
            room: entry.room,
            caller: entry.caller,
            waited: Math.max(0, this.#at - entry.enqueuedAt),
            ringTime: settings.ringTime,
            wrapUp: settings.wrapUp,
            pauseAfterMisses: settings.pauseAfterMisses,
          },
        },
        { type: "note", what: "offer", detail: { offer: offerId, operator: member.operatorId, reason } },
      );
    }
  }

  /** Everything this step says, the answer last. */
  settle(): readonly QueueOutput[] {
    return this.#answer === undefined ? this.#outputs : [...this.#outputs, this.#answer()];
  }

  /** A service ends when its operator has nothing to do any more, free or paused: it is measured, and goes on their account. */
  #relieved(member: Member | undefined): Member | undefined {
    if (member?.servingSince === undefined) return member;
    const length = this.#at - member.servingSince;
    const mean = this.context.serviceTime ?? this.context.settings?.serviceTime ?? 0;
    this.context = { ...this.context, serviceTime: averaged(mean, length) };
    return { ...member, servingSince: undefined, served: member.served + length };
  }

  /** What somebody who comes now would be told to expect; nothing when an operator is free for them. */
  #waitOfNewcomer({ priority, since }: EntryRequest): number | null {
    const { entries, members, settings } = this.context;
    const waiting = count(entries, ({ offer }) => offer === undefined);
    const free = count(members, ({ standing }) => standing === "free");
    // After everybody of the same turn.
    const newcomer = { priority, enqueuedAt: since, entryId: as<EntryId>("~") };
    if (free > waiting) return 0;
    return waitOf(this.context, before(entries, byTurn(settings?.ageing ?? 0), newcomer).waiting);
  }

  #reply(answer: ReturnType<typeof no<"over" | "nobody_serves" | "full" | "too_long">>): void {
    this.#answer = () => ({ type: "reply", answer });
  }

  #entryOf(offerId: OfferId): Entry | undefined {
    // The id of an offer begins with that of its entry.
    const entry = this.context.entries.get(as<EntryId>(offerId.slice(0, offerId.lastIndexOf("."))));
    return entry?.offer?.offerId === offerId ? entry : undefined;
  }

  /** An offer based on older news may already have been answered "busy": it does not count. */
  #isOffered(operatorId: OperatorId, epoch: number): boolean {
    for (const { offer } of this.context.entries.values()) {
      if (offer?.operatorId === operatorId && offer.epoch === epoch) return true;
    }
    return false;
  }

  /** Back into the line, at the place it never lost. */
  #release(offerId: OfferId): void {
    const entry = this.#entryOf(offerId);
    if (entry !== undefined) this.#putEntry({ ...entry, offer: undefined });
  }

  #remember(entryId: EntryId): void {
    if (this.context.left.includes(entryId)) return;
    this.context = { ...this.context, left: [...this.context.left, entryId].slice(-leftRemembered) };
  }

  #putEntry(entry: Entry): void {
    this.context = { ...this.context, entries: this.context.entries.with(entry.entryId, entry) };
  }

  #dropEntry(entryId: EntryId): void {
    this.context = { ...this.context, entries: this.context.entries.without(entryId) };
  }

  #putMember(member: Member): void {
    this.context = { ...this.context, members: this.context.members.with(member.operatorId, member) };
  }

  #dropMember(operatorId: OperatorId): void {
    this.context = { ...this.context, members: this.context.members.without(operatorId) };
  }
}

/** May anybody join the line as it is manned now? */
function admits(admission: Admission, members: ReadonlyMap<OperatorId, Member>): boolean {
  switch (admission) {
    case "always":
      return true;
    case "signedIn":
      return members.size > 0;
    case "working":
      return count(members, ({ standing }) => standing !== "away") > 0;
  }
}
