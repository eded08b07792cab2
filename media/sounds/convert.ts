/** An upload, made ready to be played: one channel at 48 kHz, at one loudness whatever it was recorded at, encoded once for all callers. */
import type { SoundType, SoundUse } from "../../src/protocol/sound.ts";
import type { Duration } from "../../src/words/index.ts";
import { type Clip, type Pcm48k, frameLength, sampleRate, samplesPerFrame } from "../clip.ts";
import { encode } from "../opus.ts";
import { resample } from "../speech/sound.ts";
import { decodeSound } from "./decode.ts";
import { loudnessOf } from "./loudness.ts";
import { writeOggOpus } from "./oggOpus.ts";
import { Unusable } from "./unusable.ts";

/** In LUFS. Speech as loud as the voice's; music stays behind it. */
const targets: Readonly<Record<SoundUse, number>> = { prompt: -19, music: -23 };
/** No sample goes beyond this, 1 dB below full scale: where the target would bring it there, the sound stays softer. */
const ceiling = 10 ** (-1 / 20);
/** Too short to hear, long enough not to click. */
const edge = Math.round(sampleRate * 0.008);
/** Music plays round and round: its joint is faded for so long. */
const joint = sampleRate / 50;
const shortestMusic: Duration = 1_000;

export interface Converted {
  /** Ogg Opus. */
  readonly audio: Uint8Array<ArrayBuffer>;
  readonly duration: Duration;
  /** In LUFS, as it is played; null: silent. */
  readonly loudness: number | null;
}

/** Throws {@link Unusable} with the reason. */
export async function convertSound(bytes: Uint8Array, type: SoundType, use: SoundUse): Promise<Converted> {
  const sound = await decodeSound(bytes, type);
  const samples = resample(sound, sampleRate);
  if (use === "music" && samples.length < (shortestMusic / 1_000) * sampleRate)
    throw new Unusable("Music must last a second at least.");
  const before = loudnessOf(samples);
  const gain = before === null ? 0 : gainTo(targets[use], before, samples);
  const clip = use === "music" ? round(samples, gain) : once(samples, gain);
  return {
    audio: writeOggOpus(clip),
    duration: clip.length * frameLength,
    loudness: before === null ? null : Math.round((before + 20 * Math.log10(gain)) * 10) / 10,
  };
}

function gainTo(target: number, loudness: number, samples: Float32Array): number {
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return Math.min(10 ** ((target - loudness) / 20), ceiling / peak);
}

const once = (samples: Float32Array, gain: number): Clip => encode(faded(samples, gain, edge));

function round(samples: Float32Array, gain: number): Clip {
  const whole = samples.subarray(0, samples.length - (samples.length % samplesPerFrame));
  return encode(faded(whole, gain, joint), { loop: true });
}

function faded(samples: Float32Array, gain: number, fade: number): Pcm48k {
  const last = samples.length - 1;
  return Int16Array.from(samples, (sample, n) =>
    Math.round(sample * gain * Math.min(1, n / fade, (last - n) / fade) * 32_767),
  );
}
