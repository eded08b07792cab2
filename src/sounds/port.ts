import type { SoundAudio, SoundPort, SoundType, SoundUse } from "../protocol/sound.ts";

/** Of an upload, and of what is kept: so many bytes in one row and in one message (a row takes 2 MB at most on Cloudflare). */
export const chunkSize = 1_024 * 1_024;

/** What a media worker makes of an upload. */
export type Made = Pick<SoundAudio, "duration" | "loudness">;

/** A sound's bytes. */
export interface SoundStore extends SoundPort {
  /** An upload comes, chunk by chunk: all of `chunkSize` but the last. `id` is unguessable and serves once. */
  begin(id: string, type: SoundType, use: SoundUse): Promise<void>;
  append(id: string, seq: number, bytes: Uint8Array): Promise<void>;
  /** All of it has come; it waits for a media worker from now on, in the place of an earlier one that does. */
  finish(id: string): Promise<void>;
  /** It has broken off. */
  abandon(id: string): Promise<void>;
  /** A part of what was uploaded. Undefined: the upload is not waited for any more, or has no such part. */
  uploaded(id: string, seq: number): Promise<Uint8Array | undefined>;
  /** A media worker has made it ready to be played (Ogg Opus). False: it is not waited for any more. */
  converted(id: string, bytes: Uint8Array, made: Made): Promise<boolean>;
  /** It cannot be: this is why. */
  refused(id: string, because: string): Promise<void>;
  /** What is played now, or what had this hash not long ago. */
  audio(hash?: string): Promise<{ readonly hash: string; readonly bytes: Uint8Array } | undefined>;
}
