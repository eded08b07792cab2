/**
 * What becomes of callers who are to be phoned. A callback is an entry like any other, at the time and priority of the caller whose place it took;
 * it is offered or dialled in its turn, and is the caller's own entry again once they have been reached.
 */
import type {
  CallbackAnswer,
  CallbackFailed,
  CallbackRecord,
  CallbackRequest,
  DialFailure,
  OfferAccepted,
} from "../protocol/callback.ts";
import type { EntryRequest } from "../protocol/line.ts";
import type { RescindCause } from "../protocol/offer.ts";
import { callbackRoom } from "../protocol/rooms.ts";
import type { QueueSettings } from "../protocol/settings.ts";
import { no, yes, type DialId, type EntryId, type Instant, type OperatorId, type RoomName } from "../words/index.ts";
import type { Board } from "./board.ts";
import { dialOf, digitsOf, entryOfDial, isCallback, type Callback } from "./callback.ts";
import type { QueueContext } from "./context.ts";
import type { QueueOutput } from "./effects.ts";
import { fresh, type Entry, type OpenOffer } from "./entry.ts";
import type { Member } from "./member.ts";

/** What of a step's line is needed here. */
export interface Hands {
  readonly at: Instant;
  readonly context: QueueContext;
  readonly board: Board | undefined;
  put(entry: Entry): void;
  /** Out of the line, never to come back. */
  drop(entry: Entry): void;
  /** One that never was in the line may not come into it any more. */
  remember(entryId: EntryId): void;
  putMember(member: Member): void;
  rescind(offers: readonly OpenOffer[], because: RescindCause): void;
  say(output: QueueOutput): void;
}

export class Callbacks {
  readonly #line: Hands;

  constructor(line: Hands) {
    this.#line = line;
  }

  /** A caller will be phoned in the place of waiting. Of two promises to one number the second becomes part of the first. */
  promise(request: CallbackRequest, settings: QueueSettings, isOpen: boolean): CallbackAnswer {
    const { entries, left } = this.#line.context;
    const { entryId, callId, room, number, line, language, settings: own } = request;
    const { needs = fresh.needs, preference, revision = 0 } = request;
    if (entries.has(entryId)) return yes("promised");
    if (left.includes(entryId)) return no("over");
    if (settings.callback === "off") return no("off");
    if (digitsOf(number) === "") return no("no_number");
    const before = request.instead === undefined ? undefined : entries.get(request.instead);
    const first = this.to(number);
    if (first === undefined && before === undefined && entries.size >= settings.capacity) return no("full");
    if (request.instead !== undefined) this.#line.remember(request.instead);
    if (before !== undefined) {
      this.#line.drop(before);
      this.#line.rescind(before.open, "caller_gone");
    }
    const { priority, enqueuedAt } = before ?? { priority: request.priority, enqueuedAt: request.since };
    if (first !== undefined) {
      this.#line.remember(entryId);
      this.#line.put({ ...first, ...better(first, { priority, enqueuedAt }) });
      this.#note("callback merged", first, { with: entryId });
      const { at } = this.#line;
      this.#tellLedger(settings, { entryId, of: callId, promisedAt: at, outcome: "merged", attempts: 0 });
      return yes("promised");
    }
    const promise = { of: callId, number, line, language, ...(own && { settings: own }), at: this.#line.at };
    const callback: Callback = { promise, attempts: 0, state: "waiting", closed: !isOpen };
    const place = { priority, enqueuedAt, joinedAt: this.#line.at };
    const entry = { ...fresh, entryId, callId, room, caller: number, ...place, needs, preference, revision, callback };
    this.#line.put(entry);
    this.#note("callback promised", entry, {});
    return yes("promised");
  }

  /** Who is to be phoned at this number, and has not been reached. */
  to(number: string): Entry | undefined {
    const entryId = this.#line.board?.callbackTo(number);
    return entryId === undefined ? undefined : this.#line.context.entries.get(entryId);
  }

  /** They have called themselves, or will not be phoned for another reason. */
  end(entry: Entry, because: "called" | "withdrawn" | "expired"): void {
    this.#line.drop(entry);
    this.#line.rescind(entry.open, "caller_gone");
    this.#endDialling(entry, { cancel: true });
    this.#over(entry, { outcome: because });
  }

  hasExpired({ callback, open }: Entry, { callbackExpiry }: QueueSettings): boolean {
    return callback?.state === "waiting" && open.length === 0 && callback.promise.at + callbackExpiry <= this.#line.at;
  }

  /** The room into which they are brought by the next attempt. */
  roomOf({ entryId, callback }: Entry, { application }: QueueSettings): RoomName {
    return callbackRoom(application, dialOf(entryId, (callback?.attempts ?? 0) + 1));
  }

  /** Caller first: nobody else of this queue gets the operator before the attempt has ended. */
  dialFor(entry: Entry, member: Member, reason: string, settings: QueueSettings): void {
    this.#line.putMember({ ...member, standing: "busy" });
    this.#dial(entry, settings, member.operatorId);
    this.#note("callback dialled", entry, { operator: member.operatorId, reason });
  }

  /** Operator first: who said yes waits until the attempt has ended. */
  accepted(entry: Entry, { offerId, operatorId }: OfferAccepted, settings: QueueSettings): void {
    // Told again, or late: they have been phoned for that.
    if (entry.open.some((offer) => offer.offerId === offerId && offer.inVain === true)) return;
    if (entry.callback?.state === "waiting") {
      this.#dial(entry, settings, undefined);
      this.#note("callback dialled", entry, { operator: operatorId, offer: offerId });
    } else if (!isCallback(entry)) this.#tellReached(entry);
  }

  /** A call asks for the entry that is not the one in which it was promised: they are on the phone. False: somebody else is already. */
  reach(entry: Entry, { callId, room }: EntryRequest): boolean {
    const { callback } = entry;
    if (callback === undefined || !isCallback(entry)) return false;
    this.#endDialling(entry, { cancel: false });
    // Who has been brought to the phone waits for nobody else, if it can be helped, and no longer than others may.
    const { promise, attempts } = callback;
    const place = { joinedAt: this.#line.at, priority: beforeAll };
    const reached: Entry = { ...entry, callId, room, ...place, callback: { promise, attempts, state: "reached" } };
    this.#line.put(reached);
    this.#note("callback reached", entry, { call: callId });
    this.#record(entry, { outcome: "reached", callId });
    this.#tellReached(reached);
    return true;
  }

  failed({ dialId, because }: CallbackFailed, settings: QueueSettings, isOpen: boolean): void {
    const entry = this.#dialledBy(dialId);
    if (entry !== undefined) this.#inVain(entry, because, settings, isOpen);
  }

  /** The operator who was to have the caller does not want to wait any longer. */
  givenUp(entry: Entry, settings: QueueSettings, isOpen: boolean): void {
    if (entry.callback?.state !== "dialling") return;
    this.#line.say({ type: "callback.cancel", dialId: entry.callback.dialId });
    this.#inVain({ ...entry, open: [] }, "given_up", settings, isOpen);
  }

  #dial(entry: Entry, { queueId, application }: QueueSettings, heldFor: OperatorId | undefined): void {
    const { callback, entryId, priority, enqueuedAt: since } = entry;
    if (callback === undefined) return;
    const { promise } = callback;
    const { of, number, line, language, settings } = promise;
    const attempts = callback.attempts + 1;
    const dialId = dialOf(entryId, attempts);
    this.#line.put({ ...entry, callback: { promise, attempts, state: "dialling", dialId, heldFor } });
    const room = callbackRoom(application, dialId);
    const manner = { language, ...(settings && { settings }) };
    const order = { dialId, queueId, entryId, room, number, line, ...manner, priority, since, of };
    this.#line.say({ type: "callback.dial", order });
  }

  #inVain(entry: Entry, because: DialFailure, settings: QueueSettings, isOpen: boolean): void {
    const { callback } = entry;
    if (callback === undefined) return;
    const { promise, attempts } = callback;
    this.#endDialling(entry, { cancel: false });
    this.#line.rescind(entry.open, "not_reached");
    this.#note("callback in vain", entry, { because, attempts });
    if (because === "no_outbound" || attempts >= settings.callbackAttempts) {
      this.#line.drop(entry);
      return this.#over(entry, { outcome: "failed", because });
    }
    const notBefore = this.#line.at + settings.callbackGap;
    this.#line.put({
      ...entry,
      open: entry.open.map((offer) => ({ ...offer, inVain: true })),
      callback: { promise, attempts, state: "waiting", closed: !isOpen, notBefore },
    });
  }

  #over(entry: Entry, end: Pick<CallbackRecord, "outcome" | "because">): void {
    this.#note("callback over", entry, { because: end.outcome });
    this.#record(entry, end);
  }

  #record({ entryId, callback }: Entry, end: Pick<CallbackRecord, "outcome" | "because" | "callId">): void {
    const { settings } = this.#line.context;
    if (callback === undefined || settings === undefined) return;
    const { promise, attempts } = callback;
    this.#tellLedger(settings, { entryId, of: promise.of, promisedAt: promise.at, attempts, ...end });
  }

  #tellLedger({ queueId }: QueueSettings, end: Omit<CallbackRecord, "queueId" | "endedAt">): void {
    this.#line.say({ type: "ledger.callback", callback: { ...end, queueId, endedAt: this.#line.at } });
  }

  /** Who was kept free is free again, as far as the queue knows. */
  #endDialling({ callback }: Entry, { cancel }: { readonly cancel: boolean }): void {
    if (callback?.state !== "dialling") return;
    if (cancel) this.#line.say({ type: "callback.cancel", dialId: callback.dialId });
    const member = callback.heldFor === undefined ? undefined : this.#line.context.members.get(callback.heldFor);
    if (member?.standing === "busy") this.#line.putMember({ ...member, standing: "free" });
  }

  #tellReached({ callId, room, open }: Entry): void {
    for (const { operatorId, offerId, inVain } of open) {
      if (inVain !== true) this.#line.say({ type: "operator.reached", operatorId, reached: { offerId, callId, room } });
    }
  }

  #dialledBy(dialId: DialId): Entry | undefined {
    const entry = this.#line.context.entries.get(entryOfDial(dialId));
    return entry?.callback?.state === "dialling" && entry.callback.dialId === dialId ? entry : undefined;
  }

  #note(what: string, { entryId }: Entry, detail: Readonly<Record<string, string | number>>): void {
    this.#line.say({ type: "note", what, detail: { entry: entryId, ...detail } });
  }
}

/** Before all who have a priority, however long these have been waiting. */
export const beforeAll = -1_000_000;

type Place = Pick<Entry, "priority" | "enqueuedAt">;

/** The earlier time and the better priority of two places. */
export const better = (a: Place, b: Place): Place => ({
  priority: Math.min(a.priority, b.priority),
  enqueuedAt: Math.min(a.enqueuedAt, b.enqueuedAt),
});
