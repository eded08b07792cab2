/** What a call knows of itself. */
import {
  as,
  type CallId,
  type EntryId,
  type Instant,
  type MediaWorkerId,
  type OfferId,
  type OperatorId,
  type RoomName,
} from "../words/index.ts";
import type { Treatment } from "../protocol/media.ts";
import type { CallOutcome, EndedBy } from "../protocol/record.ts";
import { usualPriority, type Route } from "../protocol/settings.ts";

export interface Partner {
  readonly operatorId: OperatorId;
  readonly offerId: OfferId;
  /** The LiveKit session in which the operator was heard; undefined until then. */
  readonly sid: string | undefined;
  readonly since: Instant;
}

export interface CallContext {
  readonly callId: CallId;
  readonly room: RoomName;
  readonly channel: "phone" | "web";
  readonly from: string;
  readonly to: string;
  readonly route: Route | undefined;
  readonly callerIdentity: string;
  readonly callerSid: string;
  readonly callerSince: Instant;
  /** A caller who was reported gone before they were reported come. */
  readonly departedSid: string | undefined;
  readonly startedAt: Instant;
  /** When the caller came into the line: a caller who returns to it keeps this time. */
  readonly queuedAt: Instant | undefined;
  readonly entries: number;
  readonly entryId: EntryId | undefined;
  readonly priority: number;
  readonly partner: Partner | undefined;
  readonly worker: MediaWorkerId | undefined;
  readonly treatment: Treatment;
  readonly plays: number;
  readonly refused: boolean;
  readonly connectedAt: Instant | undefined;
  readonly endedAt: Instant | undefined;
  readonly endedBy: EndedBy | undefined;
  readonly outcome: CallOutcome | undefined;
}

/** Before anyone has been seen in the room. */
export const unknownCall: CallContext = {
  callId: as<CallId>(""),
  room: as<RoomName>(""),
  channel: "phone",
  from: "",
  to: "",
  route: undefined,
  callerIdentity: "",
  callerSid: "",
  callerSince: 0,
  departedSid: undefined,
  startedAt: 0,
  queuedAt: undefined,
  entries: 0,
  entryId: undefined,
  priority: usualPriority,
  partner: undefined,
  worker: undefined,
  treatment: { revision: 0, background: "quiet", musicFrom: 0 },
  plays: 0,
  refused: false,
  connectedAt: undefined,
  endedAt: undefined,
  endedBy: undefined,
  outcome: undefined,
};
