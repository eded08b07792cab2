/** What a call knows of itself. */
import {
  as,
  type CallId,
  type EntryId,
  type Instant,
  type MediaWorkerId,
  type OfferId,
  type OperatorId,
  type QueueId,
  type RoomName,
} from "../words/index.ts";
import type { Treatment } from "../protocol/media.ts";
import type { Transfer } from "../protocol/command.ts";
import type { PinnedSettings } from "../protocol/scenario.ts";
import type { CallOutcome, EndedBy, Talk, UnservedMoment } from "../protocol/record.ts";
import { usualPriority, type Route } from "../protocol/settings.ts";
import type { Preference } from "../protocol/skills.ts";
import type { Marker } from "../protocol/target.ts";

export interface Partner {
  readonly operatorId: OperatorId;
  readonly offerId: OfferId;
  /** The LiveKit session in which the operator was heard; undefined until then. */
  readonly sid: string | undefined;
  readonly since: Instant;
}

/** A transfer that no queue has let in yet. */
export interface Handover extends Omit<Transfer, "queueId"> {
  /** The queue of the talk: back into it if the other lets nobody in, and has no target. */
  readonly from: QueueId;
}

/** What is to be done otherwise than usual: by the call's own scenario, or that of the call in which it was promised. */
export const settingsOf = (route: Route | undefined): PinnedSettings | undefined =>
  route?.published?.settings ?? route?.callback?.settings;

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
  /** When the caller came into the line: a caller who returns to it, or goes on to another, keeps this time unless a target resets it. */
  readonly queuedAt: Instant | undefined;
  /** When a scenario last sent the caller into a queue. */
  readonly joinedAt: Instant | undefined;
  readonly entries: number;
  readonly entryId: EntryId | undefined;
  /** The queue in which the caller is or was last to wait; undefined before the first. */
  readonly queueId: QueueId | undefined;
  /** The queue of each entry. */
  readonly lines: Readonly<Record<EntryId, QueueId>>;
  /** How many of the entries were before the last transfer. No target leads into a queue of one that was after it. */
  readonly entriesBefore: number;
  readonly priority: number;
  /** Whom somebody in charge wants the caller to get. */
  readonly preference: Preference | undefined;
  /** How often somebody in charge has changed what the queue knows of the caller. */
  readonly changes: number;
  readonly partner: Partner | undefined;
  /** With whom the caller has talked; the last one goes on if it has no end. */
  readonly talks: readonly Talk[];
  readonly handover: Handover | undefined;
  /** The LiveKit sessions of operators who have been put out of the room: what is still reported of them means nothing. */
  readonly expelled: readonly string[];
  readonly worker: MediaWorkerId | undefined;
  readonly treatment: Treatment;
  readonly plays: number;
  readonly refused: boolean;
  readonly unserved: readonly UnservedMoment[];
  /** The last queue has not served the caller, and no other has been asked since. */
  readonly turnedAway: "refused" | "overflowed" | undefined;
  /** The entry that is to be phoned in the caller's place, once that has been asked for. */
  readonly promise: EntryId | undefined;
  /** Their queue has promised it. */
  readonly promised: boolean;
  readonly marker: Marker | undefined;
  /** When the first talk began. */
  readonly connectedAt: Instant | undefined;
  readonly endedAt: Instant | undefined;
  readonly endedBy: EndedBy | undefined;
  readonly outcome: CallOutcome | undefined;
}

/** The talk that goes on. */
export const talkOf = ({ talks }: CallContext): Talk | undefined =>
  talks.findLast(({ endedAt }) => endedAt === undefined);

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
  joinedAt: undefined,
  entries: 0,
  entryId: undefined,
  queueId: undefined,
  lines: {},
  entriesBefore: 0,
  priority: usualPriority,
  preference: undefined,
  changes: 0,
  partner: undefined,
  talks: [],
  handover: undefined,
  expelled: [],
  worker: undefined,
  treatment: { revision: 0, background: "quiet", musicFrom: 0 },
  plays: 0,
  refused: false,
  unserved: [],
  turnedAway: undefined,
  promise: undefined,
  promised: false,
  marker: undefined,
  connectedAt: undefined,
  endedAt: undefined,
  endedBy: undefined,
  outcome: undefined,
};
