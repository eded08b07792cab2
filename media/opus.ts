/**
 * Opus, as everything here uses it: 20 ms frames, mono, about 32 kbit/s, in the low-delay mode alone.
 * That mode never switches codecs between frames, so clips can be joined at any frame whose sound is near silence.
 */
import { Decoder, Encoder } from "@evan/opus";
import { type Clip, type Pcm48k, sampleRate, samplesPerFrame } from "./clip.ts";

const bitrate = 32_000;
/** Enough for encoder and decoder to forget where they began. */
const warmUp = 4;
const fadeFrames = 3;

function newEncoder(): Encoder {
  const encoder = new Encoder({ channels: 1, sample_rate: sampleRate, application: "restricted_lowdelay" });
  encoder.bitrate = bitrate;
  return encoder;
}

/**
 * Encodes a sound; the end is filled up with silence to whole frames, and one more lets the encoder finish.
 * With `loop` the first frame continues the last one without a seam, and the length must be whole frames.
 */
export function encode(pcm: Pcm48k, { loop = false } = {}): Clip {
  const encoder = newEncoder();
  const frames = loop ? pcm.length / samplesPerFrame : Math.ceil(pcm.length / samplesPerFrame) + 1;
  if (loop) for (let n = frames - Math.min(frames, 25); n < frames; n += 1) encoder.encode(frameOf(pcm, n));
  return Array.from({ length: frames }, (_, n) => {
    encoder.prediction_disabled = n === 0 && !loop; // whatever was played before, the first frame stands on its own
    return encoder.encode(frameOf(pcm, n)).slice();
  });
}

/** Decodes a clip; for measuring, and for the joints below. */
export function decode(clip: Clip): Pcm48k {
  const decoder = new Decoder({ channels: 1, sample_rate: sampleRate });
  const pcm = new Int16Array(clip.length * samplesPerFrame);
  clip.forEach((packet, n) => pcm.set(samples(decoder.decode(packet)), n * samplesPerFrame));
  return pcm;
}

/**
 * Makes the frames with which a clip ends or begins in its middle without a click. Costs some tenths of a millisecond, only when
 * something begins or stops.
 */
export class Fader {
  readonly #encoder = newEncoder();
  readonly #decoder = new Decoder({ channels: 1, sample_rate: sampleRate });

  /** How many frames a fade lasts, and so how far it moves on in the clip. */
  readonly length = fadeFrames;

  /** The frames from `at` on, dying away. */
  out(clip: Clip, at: number): Clip {
    return this.#fade(clip, at, (t) => Math.max(0, 1 - t / 0.85), true);
  }

  /** The frames from `at` on, swelling; the last is whole, so that what follows it finds the decoder as it expects it. */
  in(clip: Clip, at: number): Clip {
    return this.#fade(clip, at, (t) => Math.min(1, t / 0.66), false);
  }

  #fade(clip: Clip, at: number, gain: (t: number) => number, goesOn: boolean): Clip {
    this.#encoder.reset();
    this.#decoder.reset();
    const faded: Uint8Array[] = [];
    for (let n = at - warmUp; n < at + fadeFrames; n += 1) {
      const packet = clip.at(n < clip.length ? n : n % clip.length);
      if (packet === undefined) continue; // a short clip has nothing before its beginning
      const pcm = samples(this.#decoder.decode(packet));
      if (n < at) {
        if (goesOn) this.#encoder.encode(pcm);
        continue;
      }
      const first = (n - at) * samplesPerFrame;
      const total = fadeFrames * samplesPerFrame;
      for (let i = 0; i < pcm.length; i += 1) pcm[i] = Math.round((pcm[i] ?? 0) * gain((first + i) / total));
      this.#encoder.prediction_disabled = !goesOn && n === at;
      faded.push(this.#encoder.encode(pcm).slice());
    }
    return faded;
  }
}

function frameOf(pcm: Pcm48k, n: number): Int16Array {
  const frame = pcm.subarray(n * samplesPerFrame, (n + 1) * samplesPerFrame);
  if (frame.length === samplesPerFrame) return frame;
  const filled = new Int16Array(samplesPerFrame);
  filled.set(frame);
  return filled;
}

/** The decoder hands out bytes, at any offset. */
const samples = (bytes: Uint8Array): Int16Array => new Int16Array(bytes.slice().buffer);
