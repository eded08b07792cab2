/**
 * A light seat in a LiveKit room: signalling over LiveKit's WebSocket (`/rtc`), media over libdatachannel, Opus frames in and out as they are.
 * Nothing is encoded, decoded or mixed here. The media worker sits in rooms to publish; the local SIP gateway sits in them on a caller's behalf.
 */
import type { DisconnectReason, ParticipantInfo_Kind, TrackSource } from "@livekit/protocol";
import type { Duration } from "../../src/words/index.ts";

/** The server turned us away, did not answer in time, or the room ended before it had taken our track. */
export class JoinError extends Error {
  override readonly name = "JoinError";
}

export interface JoinOptions {
  /** `ws://` or `wss://` (or `http…`) address of the LiveKit server. */
  readonly url: string;
  readonly token: string;
  readonly on: RoomEvents;
  /** How long joining may take before it fails; default 10 s. */
  readonly timeout?: Duration;
}

/**
 * Called in the order in which LiveKit reported things, never before `joinRoom` has resolved, and beginning with those who were there already.
 * LiveKit tells of participants who publish nothing only every three seconds. None may throw.
 */
export interface RoomEvents {
  participantJoined?(participant: Seat): void;
  /** Attributes, name or permission changed. */
  participantChanged?(participant: Seat): void;
  participantLeft?(participant: Seat): void;
  trackPublished?(track: RemoteTrack, participant: Seat): void;
  trackUnpublished?(track: RemoteTrack, participant: Seat): void;
  /** What the server lets us do has been said anew: whether we may publish. */
  permitted?(mayPublish: boolean): void;
  digit?(digit: string, from: string): void;
  /** Out of the room for good; nothing is called after this. The reason is LiveKit's `DisconnectReason` by name, or `SIGNAL_LOST`, `MEDIA_LOST`. */
  closed?(reason: string): void;
}

/** Somebody else in the room, as LiveKit last described them. */
export interface Seat {
  readonly sid: string;
  readonly identity: string;
  readonly kind: ParticipantInfo_Kind;
  readonly attributes: Readonly<Record<string, string>>;
  readonly tracks: readonly RemoteTrack[];
}

export interface RemoteTrack {
  readonly sid: string;
  readonly name: string;
  readonly audio: boolean;
  readonly muted: boolean;
}

/** One Opus packet, 20 ms unless its table-of-contents byte says otherwise. */
export interface OpusPacket {
  readonly payload: Uint8Array;
  readonly sequence: number;
  /** RTP timestamp at 48 kHz. */
  readonly timestamp: number;
}

/** What a participant may say of why they leave. LiveKit tells others no other reason than these, and takes any other for the first. */
export type LeaveReason =
  | DisconnectReason.CLIENT_INITIATED
  | DisconnectReason.USER_UNAVAILABLE
  | DisconnectReason.USER_REJECTED
  | DisconnectReason.SIP_TRUNK_FAILURE;

export interface Room {
  readonly sid: string;
  readonly name: string;
  readonly identity: string;
  /** Our own session id. */
  readonly participantSid: string;
  /** Resolves when the server counts us as there, tells the others so and reports it; rejects when the room ends before. */
  readonly present: Promise<void>;
  seats(): readonly Seat[];
  /** Resolves when the server has taken the track; frames sent earlier than that are lost. */
  publish(options: { readonly name: string; readonly source: TrackSource }): Promise<Publication>;
  /** Starts (or stops) receiving a track. Packets come as they arrive, unordered and with gaps. */
  subscribe(trackSid: string, onPacket: (packet: OpusPacket) => void): void;
  unsubscribe(trackSid: string): void;
  /** Needs the grant `canUpdateOwnMetadata`. Attributes not named stay as they are. */
  setAttributes(attributes: Readonly<Record<string, string>>): void;
  /** A key press, as LiveKit's `SipDTMF` data. */
  sendDigit(digit: string): void;
  /** Says good-bye and closes. Safe to repeat. `closed` is not called. Without a reason it is our own wish (`CLIENT_INITIATED`). */
  leave(reason?: LeaveReason): Promise<void>;
}

export interface Publication {
  readonly sid: string;
  /**
   * Sends one 20 ms Opus frame (48 kHz clock, mono). Frames sent one after the other play one after the other;
   * `skipped` counts the 20 ms slots of silence since the last frame sent, so that the receiver's clock keeps true across a pause.
   */
  send(frame: Uint8Array, skipped?: number): void;
}
