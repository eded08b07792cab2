/**
 * How the actors are addressed and what they answer to.
 *
 * Every actor is a Durable Object named `<application>/<id>` (`actorName`). Three verbs:
 * `tell` hands over a fact (repeatable, no answer), `ask` always answers ("no" included), `read` never changes anything.
 */
import type { ApplicationId, CallId, Instant, MediaWorkerId, OperatorId, QueueId } from "../words/index.ts";
import type { CallRecord, LedgerFact } from "./record.ts";
import type { RoomFact } from "./room.ts";
import type { OperatorProfile, QueueSettings, Route } from "./settings.ts";
import type { OperatorView } from "./console.ts";

export const actorName = (application: ApplicationId, id: string): string => `${application}/${id}`;

export function partsOfActorName(name: string): { application: ApplicationId; id: string } {
  const slash = name.indexOf("/");
  return { application: name.slice(0, slash) as ApplicationId, id: name.slice(slash + 1) }; // names are only ever made by actorName
}

/** What the HTTP side may say to a call. */
export interface CallPort {
  tell(fact: RoomFact): Promise<void>;
  read(): Promise<CallRecord | undefined>;
  /** Asks LiveKit who is in the room and takes that in as `room.seen` or `room.gone`. */
  look(): Promise<void>;
}

export interface QueueView {
  readonly queueId: QueueId;
  readonly name: string;
  readonly waiting: number;
  readonly offered: number;
  readonly longestWait: number;
  /** Operators of the queue by what they are doing. */
  readonly operators: { readonly free: number; readonly busy: number; readonly away: number };
  readonly entries: readonly {
    readonly callId: CallId;
    readonly place: number;
    readonly state: "waiting" | "reserved";
    readonly since: Instant;
    readonly caller: string;
    readonly operatorId?: OperatorId | undefined;
  }[];
  /** Expected wait of a caller who would come now; null when it cannot be estimated. */
  readonly expectedWait: number | null;
}

export interface QueuePort {
  tell(fact: { readonly type: "queue.configured"; readonly at: Instant; readonly settings: QueueSettings }): Promise<void>;
  read(): Promise<QueueView | undefined>;
}

export interface OperatorPort {
  tell(
    fact:
      | { readonly type: "operator.configured"; readonly at: Instant; readonly profile: OperatorProfile }
      /** The person has been removed, or their password changed: every open tab is signed out. */
      | { readonly type: "operator.revoked"; readonly at: Instant },
  ): Promise<void>;
  read(): Promise<OperatorView | undefined>;
}

/** The application's directory: people, queues, skill groups, numbers, rules; and which media workers there are. */
export interface DirectoryPort {
  /** Where a call to this number leads; undefined when no rule takes it. */
  route(number: string): Promise<Route | undefined>;
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

/** The application's calls, living and ended. */
export interface LedgerPort {
  tell(fact: LedgerFact): Promise<void>;
  /** The calls that have started and not ended, with the rooms they are in. */
  live(): Promise<readonly { readonly callId: CallId; readonly room: string; readonly startedAt: Instant }[]>;
  read(callId: CallId): Promise<CallRecord | undefined>;
}
