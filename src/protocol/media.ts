/**
 * What the edge app and a media worker say to each other over their WebSocket, as JSON text frames.
 *
 * The worker holds no truth: a call's actor states the treatment it wants, whole, with a growing revision;
 * the worker makes it so and reports what the room did. Either side may repeat anything it said.
 *
 *   GET /v1/media/socket?worker=<id>   Sec-WebSocket-Protocol: acd.media.v1, <ACD_MEDIA_SECRET>
 */
import type {
  ApplicationId,
  CallId,
  Duration,
  Language,
  MediaWorkerId,
  PlayId,
  RoomName,
  SoundId,
} from "../words/index.ts";
import type { PinnedSound } from "./scenario.ts";
import type { SoundType, SoundUse } from "./sound.ts";

export const mediaSubprotocol = "acd.media.v1";

/** Something to be said. The sound in the place of the text, if there is one and it can be had; an empty text says nothing. */
export interface Part {
  readonly text: string;
  readonly sound?: PinnedSound | undefined;
}

/** What the caller is to hear from now on. */
export interface Treatment {
  /** Grows with every change; a worker ignores one that is not newer than what it has. */
  readonly revision: number;
  /** Spoken once, at once. Music pauses for it and keeps its place. The same `playId` is never spoken twice by one worker. */
  readonly speech?:
    | {
        readonly playId: PlayId;
        readonly text: string;
        /** The same with the sounds that are to be heard in it, in order; absent: there are none. */
        readonly parts?: readonly Part[] | undefined;
        readonly language: Language;
      }
    | undefined;
  /** What plays whenever nothing is being spoken. `quiet` sends no packets at all. */
  readonly background: "music" | "quiet";
  /** Which music; absent, or one that cannot be had: the worker's own. */
  readonly music?: PinnedSound | undefined;
  /** Where music goes on if this worker has not played it to this caller before. */
  readonly musicFrom: Duration;
}

/** One call as a worker holds it. */
export interface CallInHand {
  readonly callId: CallId;
  readonly room: RoomName;
  readonly revision: number;
  /** The speech that has been played to its end by this worker, if any. */
  readonly finished?: PlayId | undefined;
  readonly musicAt: Duration;
}

export type ToMediaWorker =
  /** Answers `hello`. Calls that the worker holds and that are not listed here are over: it leaves them. */
  | { readonly type: "welcome"; readonly calls: readonly CallId[] }
  /** Join the caller's room and publish a track at once: that publication answers the phone. Repeated for a call in hand, it only updates the treatment. */
  | {
      readonly type: "call.join";
      readonly callId: CallId;
      readonly url: string;
      readonly token: string;
      readonly room: RoomName;
      readonly treatment: Treatment;
    }
  | { readonly type: "call.treat"; readonly callId: CallId; readonly treatment: Treatment }
  | { readonly type: "call.leave"; readonly callId: CallId }
  | SoundOrder;

/**
 * Make an upload ready to be played. With the worker's secret as bearer (docs/media.md):
 *
 *   GET  /v1/media/sounds/<application>/<sound>/uploads/<upload>           what was uploaded
 *   PUT  /v1/media/sounds/<application>/<sound>/uploads/<upload>/audio     what came out of it, as Ogg Opus
 *   PUT  /v1/media/sounds/<application>/<sound>/uploads/<upload>/failure   or why nothing did
 */
export interface SoundOrder {
  readonly type: "sound.convert";
  readonly application: ApplicationId;
  readonly sound: SoundId;
  readonly upload: string;
  readonly as: SoundType;
  readonly use: SoundUse;
}

export type FromMediaWorker =
  /** The first frame of every connection. After a lost connection it lists what is still playing, so that nothing is interrupted. */
  | {
      readonly type: "hello";
      readonly worker: MediaWorkerId;
      readonly capacity: number;
      readonly calls: readonly CallInHand[];
    }
  /** Every 5 s, and at once when the number of calls changed by a tenth of the capacity. */
  | { readonly type: "load"; readonly calls: number; readonly capacity: number; readonly cpu: number }
  /** In the room, track published. */
  | { readonly type: "call.joined"; readonly callId: CallId }
  /** The caller hears us: `sip.callStatus` became `active`; for a caller without that attribute, they are in the room. */
  | { readonly type: "call.active"; readonly callId: CallId }
  | { readonly type: "speech.finished"; readonly callId: CallId; readonly playId: PlayId; readonly musicAt: Duration }
  | { readonly type: "digit"; readonly callId: CallId; readonly digit: string }
  /** The second witness beside LiveKit's webhooks: somebody other than the announcer left the room. */
  | { readonly type: "participant.left"; readonly callId: CallId; readonly identity: string; readonly sid: string }
  /** The worker is out of the room. `told`: by `call.leave`; `roomClosed`: LiveKit ended it; `failed`: could not join or lost it for good. */
  | {
      readonly type: "call.left";
      readonly callId: CallId;
      readonly reason: "told" | "roomClosed" | "failed";
      readonly detail?: string | undefined;
    };
