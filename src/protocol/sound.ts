/** Sounds that callers hear: prompts and music, uploaded and made ready once. */
import type { Duration, Instant } from "../words/index.ts";
import { minutes } from "../words/index.ts";

/** `prompt`: said once in the place of a text; `music`: plays round and round to those who wait. */
export const soundUses = ["prompt", "music"] as const;
export type SoundUse = (typeof soundUses)[number];

/** `empty`: nothing has been uploaded. `converting`: an upload waits for a media worker, or one is at it; what was there before is played meanwhile. `failed`: the last upload could not be taken; likewise. */
export const soundStates = ["empty", "converting", "ready", "failed"] as const;
export type SoundState = (typeof soundStates)[number];

/** What is played. */
export interface SoundAudio {
  /** SHA-256 of the bytes, hexadecimal. */
  readonly hash: string;
  readonly duration: Duration;
  /** In bytes, as it is played. */
  readonly size: number;
  /** Integrated loudness as it is played, in LUFS (ITU-R BS.1770). Null: it is silent. */
  readonly loudness: number | null;
}

/** What has become of an upload. */
export interface SoundNews {
  readonly state: SoundState;
  readonly because: string | null;
  readonly audio: SoundAudio | null;
}

export interface SoundRemoved {
  readonly type: "sound.removed";
  readonly at: Instant;
}

/** What may be uploaded: by content type. */
export const soundTypes = ["audio/wav", "audio/mpeg", "audio/ogg"] as const;
export type SoundType = (typeof soundTypes)[number];

/** Of an upload, in bytes. */
export const largestSound = 20 * 1_024 * 1_024;
/** Of an upload. */
export const longestSound: Duration = minutes(10);

/** A sound's actor, as the others know it. */
export interface SoundPort {
  /** What was uploaded is forgotten once no call can be playing it any more. */
  tell(fact: SoundRemoved): Promise<void>;
  /** The media worker that was to convert this upload is gone. */
  lost(upload: string): Promise<void>;
}
