import type { LedgerPort } from "../protocol/actors.ts";
import type { CallbackRecord } from "../protocol/callback.ts";
import type { Disposal } from "../protocol/disposition.ts";
import type { CallRecord } from "../protocol/record.ts";
import type { ReportPart, ReportQuery } from "../reports/query.ts";
import type { Answer, CallId, DispositionId, Instant, QueueId } from "../words/index.ts";

export interface CallQuery {
  readonly state?: "live" | "ended" | undefined;
  /** Only calls that are or were last in one of these; undefined: in any, or in none. */
  readonly queues?: readonly QueueId[] | undefined;
  /** Only calls of which a talk turned out so. */
  readonly disposition?: DispositionId | undefined;
  /** Started at this moment or later. */
  readonly from?: Instant | undefined;
  /** Started before this moment. */
  readonly to?: Instant | undefined;
  /** Where the page before ended. */
  readonly after?: Place | undefined;
  readonly limit: number;
}

/** A call's place in the list: newest first, and by id among those of one millisecond. */
export interface Place {
  readonly startedAt: Instant;
  readonly callId: string;
}

/** A call as it is listed: its record without the timeline. */
export type CallSummary = Omit<CallRecord, "timeline">;

export interface CallPage {
  readonly calls: readonly CallSummary[];
  /** Absent on the last page. */
  readonly next?: Place | undefined;
}

/** Something wrong with what the ledger has been told by one actor (its stream: `call/<call>`, `operator/<operator>`). */
export interface Flaw {
  readonly stream: string;
  /** Lines are missing, or something was told a second time and otherwise: of a call the second is believed, of an operator's line the first. */
  readonly kind: "gap" | "difference";
  /** The numbers of the lines. 0: the whole. */
  readonly first: number;
  readonly last: number;
  readonly at: Instant;
}

export interface LedgerHealth {
  /** Calls that have started and not ended. */
  readonly living: number;
  /** When the oldest of them started. */
  readonly oldestLiving: Instant | undefined;
  /** Slots of five minutes that are counted from records until they have been folded. */
  readonly toFold: number;
  /** The newest hundred. */
  readonly flaws: readonly Flaw[];
}

/** What is kept of a caller. */
export interface CallerFound {
  /** What they are called where their number is not to stand, as in the audit log: a keyed hash of it. */
  readonly reference: string;
  /** False: their number has been forgotten, and of their calls the last digits are left. */
  readonly isRegistered: boolean;
  /** When they called first, as far as it is known, and when last (to within a week). */
  readonly since: Instant;
  readonly seen: Instant;
  /** They are on the line, or are to be phoned. */
  readonly isCalling: boolean;
  readonly isPromised: boolean;
  /** Their calls that have ended: the newest first, and after them those in which they were phoned. */
  readonly calls: readonly CallId[];
  readonly callbacks: readonly CallbackRecord[];
}

/** `calling`, `promised`: their number is needed just now. `unknown`: nothing is kept of them. */
export type EraseAnswer = Answer<
  { readonly reference: string; readonly calls: number },
  "calling" | "promised" | "unknown"
>;

/** The application's calls as administrators see them. */
export interface Ledger extends LedgerPort {
  /** What came in to a call that has ended (`KeptCall` as JSON); undefined where that has not been kept. */
  kept(callId: CallId): Promise<string | undefined>;
  /** How the promises to phone somebody that were made in a call have ended, as far as they have. */
  callbacks(callId: CallId): Promise<readonly CallbackRecord[]>;
  /** How the talks of these calls turned out, as far as it has been said. */
  disposals(calls: readonly CallId[]): Promise<readonly Disposal[]>;
  findCaller(number: string): Promise<CallerFound | undefined>;
  eraseCaller(number: string): Promise<EraseAnswer>;
  report(query: ReportQuery): Promise<readonly ReportPart[]>;
  /** `bytes`: what the database takes; undefined where it cannot be told. */
  health(): Promise<LedgerHealth & { readonly bytes?: number | undefined }>;
  list(query: CallQuery): Promise<CallPage>;
}
