/**
 * What goes on in an application just now, for wallboards and supervisors: everything once, then what has become different.
 *
 *   GET /v1/applications/{application}/live                       Accept: text/event-stream
 *   GET /v1/applications/{application}/live   (upgrade)           Sec-WebSocket-Protocol: acd.live.v1, <token>
 *
 * A frame names the number (`seq`) up to which its reader knows everything; who comes back says it and is told the rest, or everything anew.
 * Over a WebSocket the reader says which frame it has dealt with (`{"seq": "…"}`): who is slow gets fewer frames with more in each.
 */
import type { CallId, Instant, OperatorId, QueueId } from "../words/index.ts";
import type { OperatorSummary, QueueView } from "./views.ts";

export const liveSubprotocol = "acd.live.v1";

export const liveKinds = ["queue", "operator", "call"] as const;
export type LiveKind = (typeof liveKinds)[number];

export interface LiveQueue {
  readonly kind: "queue";
  readonly id: QueueId;
  readonly name: string;
  /** Callers who wait and are not being offered; those who are. */
  readonly waiting: number;
  readonly offered: number;
  /** Since when the one who has waited longest is there; null: nobody is. */
  readonly waitingSince: Instant | null;
  readonly operators: QueueView["operators"];
  /** Of a caller who came now, in whole seconds; null when it cannot be estimated, because nobody serves. */
  readonly expectedWaitSeconds: number | null;
}

export interface LiveOperator extends Omit<OperatorSummary, "operatorId" | "call" | "wrapUp" | "lastOffer"> {
  readonly kind: "operator";
  readonly id: OperatorId;
  readonly callId?: CallId | undefined;
}

/** A caller in a line, or with an operator. */
export interface LiveCall {
  readonly kind: "call";
  readonly id: CallId;
  readonly state: "waiting" | "offered" | "talking";
  readonly queueId: QueueId;
  readonly operatorId?: OperatorId | undefined;
  /** Their number; masked without the right to see it. */
  readonly caller: string;
  /** When they came into the line; of a talk, when it began. */
  readonly since: Instant;
}

export type LiveItem = LiveQueue | LiveOperator | LiveCall;

export type LiveFrame =
  | { readonly type: "snapshot"; readonly seq: string; readonly items: readonly LiveItem[] }
  | {
      readonly type: "delta";
      readonly seq: string;
      /** New ones, and those that are other than they were, whole. */
      readonly changed: readonly LiveItem[];
      readonly gone: readonly { readonly kind: LiveKind; readonly id: string }[];
    };

/** What a queue or an operator says of itself while somebody looks on. `version` grows; what is older than what is known means nothing. */
export type LiveReport =
  | { readonly kind: "queue"; readonly version: number; readonly view: QueueView }
  | { readonly kind: "operator"; readonly version: number; readonly summary: OperatorSummary };

export interface LivePort {
  /** False: nobody looks on any more. */
  report(report: LiveReport): Promise<boolean>;
  /** The directory has other queues, people or rights than before. False: likewise. */
  directoryChanged(): Promise<boolean>;
}

/** How much of a line is shown live: its head. The whole of it is in the queue's state. */
export const liveEntries = 200;
