/**
 * How the actors are addressed and what they answer to.
 *
 * Every actor is a Durable Object named `<application>/<id>` (`actorName`). Three verbs:
 * `tell` hands over a fact (repeatable, no answer), `ask` always answers ("no" included), `read` never changes anything.
 */
import type {
  Answer,
  ApplicationId,
  CallId,
  Duration,
  EntryId,
  Instant,
  MediaWorkerId,
  OperatorId,
  PauseReasonId,
  PlayId,
  QueueId,
  RoomName,
} from "../words/index.ts";
import type { CallNews, ConnectAnswer, ConnectAsked, OperatorHungUp, OperatorTransfers } from "./connect.ts";
import type { EntryAnswer, EntryExpired, EntryChanged, EntryRequest, EntryWithdrawn, Standing } from "./line.ts";
import type { CallbackAnswer, CallbackFailed, CallbackReached, CallbackRequest, OfferAccepted } from "./callback.ts";
import type { CallCommand, ForcedAnswer } from "./command.ts";
import type { Outbound } from "./outbound.ts";
import type { LiveReport } from "./live.ts";
import type { DispositionChoice } from "./disposition.ts";
import type { CallInHand, SoundOrder, Treatment } from "./media.ts";
import type {
  OfferAnswer,
  OfferClosed,
  OfferMade,
  OfferRescinded,
  OperatorFree,
  OperatorStanding,
  PullAnswer,
} from "./offer.ts";
import type { CallRecord, LedgerFact, Moment } from "./record.ts";
import type { RetentionWanted } from "./retention.ts";
import type { WebhooksWanted } from "./webhook.ts";
import type { RoomFact } from "./room.ts";
import type { OperatorProfile, QueueSettings, Route } from "./settings.ts";
import type { ChosenStatus } from "./console.ts";
import type { OperatorSummary, QueueView } from "./views.ts";
import type { Missing, Work } from "./work.ts";

export const actorName = (application: ApplicationId, id: string): string => `${application}/${id}`;

export function partsOfActorName(name: string): { application: ApplicationId; id: string } {
  const slash = name.indexOf("/");
  return { application: name.slice(0, slash) as ApplicationId, id: name.slice(slash + 1) }; // names are only ever made by actorName
}

/** What a media worker's actor reports of a call. */
export type MediaFact =
  /** The worker does not hold this call any more: it died, or could not join. */
  | { readonly type: "media.lost"; readonly at: Instant; readonly worker: MediaWorkerId }
  /** The caller hears us. */
  | { readonly type: "media.active"; readonly at: Instant; readonly worker: MediaWorkerId }
  | { readonly type: "speech.finished"; readonly at: Instant; readonly playId: PlayId; readonly musicAt: Duration }
  | { readonly type: "digit"; readonly at: Instant; readonly digit: string };

export interface CallPort {
  tell(fact: RoomFact | MediaFact | OperatorHungUp | OperatorTransfers | EntryExpired): Promise<void>;
  /** An operator said yes: does this caller become theirs? */
  connectTo(asked: ConnectAsked): Promise<ConnectAnswer>;
  /** Somebody in charge does something to the call. */
  force(by: string, command: CallCommand): Promise<ForcedAnswer>;
  /** A media worker that lost its connection is back and still holds the call as described. False: it is to leave the call. */
  held(worker: MediaWorkerId, hand: CallInHand): Promise<boolean>;
  read(): Promise<CallRecord | undefined>;
  /**
   * Asks LiveKit who is in the room and takes that in as `room.seen` or `room.gone`.
   * `thorough`: also whether the media worker still holds the call, which after a crash of everything nobody else would notice.
   */
  look(thorough?: boolean): Promise<void>;
}

export interface TimelineWanted {
  readonly callId?: CallId | undefined;
  /** A moment's `seq`. */
  readonly before?: number | undefined;
  readonly limit: number;
}

export interface QueuePort {
  tell(
    fact:
      | { readonly type: "queue.configured"; readonly at: Instant; readonly settings: QueueSettings }
      | EntryWithdrawn
      | EntryChanged
      | OperatorStanding
      | OfferAccepted
      | OfferClosed
      | CallbackFailed,
  ): Promise<void>;
  /** A call wants into the line. */
  request(request: EntryRequest): Promise<EntryAnswer>;
  /** A caller wants to be phoned. */
  promise(request: CallbackRequest): Promise<CallbackAnswer>;
  /** An operator is free. */
  pull(free: OperatorFree): Promise<PullAnswer>;
  /** Where an entry stands; undefined when it is not in the line. */
  standing(entryId: EntryId): Promise<Standing | undefined>;
  read(): Promise<QueueView | undefined>;
  /** What happened lately, newest first: all of it, or what concerns the entries of one call. `before`: only what is older than that. */
  timeline(wanted: TimelineWanted): Promise<readonly Moment[]>;
  /** How things are, and to be reported to the application's live actor when they change, until then. */
  watch(until: Instant): Promise<LiveReport | undefined>;
}

export interface ForcedStatus {
  readonly status: ChosenStatus;
  /** Of a pause: one of the application's own reasons for it. */
  readonly reason?: PauseReasonId | undefined;
  /** Of `Offline`: does not wait for the end of a call and its wrap-up, but ends them. */
  readonly atOnce?: boolean | undefined;
  /** Who does it: a person's id, or `key`. Goes into the operator's timeline. */
  readonly by: string;
}

export interface OperatorPort {
  tell(
    fact:
      | { readonly type: "operator.configured"; readonly at: Instant; readonly profile: OperatorProfile }
      /** The person has been removed, has a new password, or may not have a console any more: every open tab is signed out. */
      | { readonly type: "operator.revoked"; readonly at: Instant }
      /** These sessions have been ended before their time: the tabs opened with them are signed out. */
      | { readonly type: "sessions.ended"; readonly at: Instant; readonly sessions: readonly string[] }
      | OfferRescinded
      | CallbackReached
      | CallNews,
  ): Promise<void>;
  /** A queue puts a caller to this operator. */
  offer(made: OfferMade): Promise<OfferAnswer>;
  /** Somebody else changes what the person has chosen. During a call and its wrap-up it waits for their end, as if they had chosen it themselves. */
  force(forced: ForcedStatus): Promise<Answer<OperatorSummary, "signed_out" | "unknown_reason">>;
  read(): Promise<OperatorSummary | undefined>;
  /** As of a queue. */
  watch(until: Instant): Promise<LiveReport | undefined>;
}

/** What the directory knows a session by. */
export interface SessionMark {
  readonly id: string;
  readonly person: OperatorId;
  /** Of the person when they signed in. */
  readonly epoch: number;
}

/** The application's directory: people, queues, skill groups, numbers, rules; and which media workers there are. */
export interface DirectoryPort {
  /** Whether the bearer of this session may have a console open just now. */
  admitsToConsole(session: SessionMark): Promise<boolean>;
  /** Where a call to this number leads; undefined when no rule takes it. */
  route(number: string): Promise<Route | undefined>;
  /** How calls are placed. Undefined: none are. */
  outbound(): Promise<Outbound | undefined>;
  /** What may be chosen for calls of a queue, as it is shown. */
  dispositionsOf(queueId: QueueId): Promise<readonly DispositionChoice[]>;
  /** Media workers that signed on and have not signed off, with what they last said of their load. */
  mediaWorkers(): Promise<readonly MediaWorkerEntry[]>;
  mediaWorkerSeen(worker: MediaWorkerEntry): Promise<void>;
  mediaWorkerGone(worker: MediaWorkerId): Promise<void>;
}

export interface MediaWorkerEntry {
  readonly worker: MediaWorkerId;
  readonly calls: number;
  readonly capacity: number;
  readonly seenAt: Instant;
}

/** One media worker, through its socket. `false`: it is not connected, or does not hold the call. */
export interface MediaPort {
  join(call: {
    readonly application: ApplicationId;
    readonly callId: CallId;
    readonly room: RoomName;
    readonly url: string;
    readonly token: string;
    readonly treatment: Treatment;
  }): Promise<boolean>;
  treat(callId: CallId, treatment: Treatment): Promise<boolean>;
  release(callId: CallId): Promise<void>;
  /** Makes an upload ready to be played. */
  convert(order: Omit<SoundOrder, "type">): Promise<boolean>;
  holds(callId: CallId): Promise<boolean>;
}

export const mediaActorName = (worker: MediaWorkerId): string => `_/media-${worker}`;

/** The application's calls, living and ended. */
export interface LedgerPort {
  tell(fact: LedgerFact | WebhooksWanted | RetentionWanted): Promise<void>;
  /** What an operator has done lately. Answers with the first lines of theirs that are missing, if any are. */
  work(work: Work): Promise<Missing | undefined>;
  /** The calls that have started and not ended, with the rooms they are in. */
  live(): Promise<readonly { readonly callId: CallId; readonly room: string; readonly startedAt: Instant }[]>;
  read(callId: CallId): Promise<CallRecord | undefined>;
  /** JSON of the ledger's own with callers' numbers in the place of references to them; of those who have been erased or forgotten what is left. */
  open(json: string): Promise<string>;
  /** Whom a caller talked to last, of calls that were to be recalled; undefined when to nobody. */
  lastTalk(number: string): Promise<{ readonly operatorId: OperatorId; readonly endedAt: Instant } | undefined>;
}

/** The platform's mark of a question that found an actor, or the way to it, broken (Cloudflare's documentation of Durable Objects, "error handling"). */
export const isAway = (error: unknown): boolean =>
  error instanceof Error && "retryable" in error && error.retryable === true;
