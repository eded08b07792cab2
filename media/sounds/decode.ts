/** Whatever has been uploaded, as samples. Whether a file is what it says shows here: by decoding it. */
import { Decoder } from "@evan/opus";
import { OggVorbisDecoder } from "@wasm-audio-decoders/ogg-vorbis";
import { MPEGDecoder } from "mpg123-decoder";
import { longestSound, type SoundType } from "../../src/protocol/sound.ts";
import { sampleRate } from "../clip.ts";
import type { Sound } from "../speech/sound.ts";
import { readOggOpus, type OpusStream } from "./oggOpus.ts";
import { Unusable } from "./unusable.ts";
import { readWav } from "./wav.ts";

/** Decoders are fed so many bytes at a time, so that what comes out is mixed and measured before there is too much of it. */
const portion = 256 * 1_024;

/** Throws {@link Unusable} with the reason. */
export async function decodeSound(bytes: Uint8Array, type: SoundType): Promise<Sound> {
  const sound = await decoders[type](bytes);
  if (sound.samples.length === 0) throw new Unusable("There is no sound in it.");
  mustNotBeLonger(sound.samples.length, sound.rate);
  if (!sound.samples.every(Number.isFinite)) throw new Unusable("It is damaged: some of its samples are no numbers.");
  return sound;
}

const decoders: Readonly<Record<SoundType, (bytes: Uint8Array) => Sound | Promise<Sound>>> = {
  "audio/wav": readWav,
  "audio/mpeg": mp3,
  "audio/ogg": ogg,
};

function mustNotBeLonger(samples: number, rate: number): void {
  if ((samples / rate) * 1_000 > longestSound)
    throw new Unusable(`It is longer than ${longestSound / 60_000} minutes, which is the most.`);
}

async function mp3(bytes: Uint8Array): Promise<Sound> {
  const decoder = new MPEGDecoder();
  try {
    await decoder.ready;
    const mixed = new Mixed("It is no MP3 that can be decoded.");
    for (let at = 0; at < bytes.length; at += portion) mixed.add(decoder.decode(bytes.subarray(at, at + portion)));
    return mixed.sound();
  } finally {
    decoder.free();
  }
}

async function ogg(bytes: Uint8Array): Promise<Sound> {
  const stream = readOggOpus(bytes);
  return stream === undefined ? vorbis(bytes) : opus(stream);
}

async function vorbis(bytes: Uint8Array): Promise<Sound> {
  const decoder = new OggVorbisDecoder();
  try {
    await decoder.ready;
    const mixed = new Mixed("It is no Ogg with Vorbis or Opus in it that can be decoded.");
    for (let at = 0; at < bytes.length; at += portion)
      mixed.add(await decoder.decode(bytes.subarray(at, at + portion)));
    mixed.add(await decoder.flush());
    return mixed.sound();
  } finally {
    decoder.free();
  }
}

function opus({ channels, family, preSkip, packets }: OpusStream): Sound {
  if (family !== 0 || channels > 2) throw new Unusable(`It has ${channels} channels, more than are read here.`);
  // Mixes two channels to one by itself.
  const decoder = new Decoder({ channels: 1, sample_rate: sampleRate });
  const parts: Int16Array[] = [];
  let length = 0;
  for (const packet of packets) {
    try {
      const bytes = decoder.decode(packet);
      const part = new Int16Array(bytes.slice().buffer); // at any offset
      parts.push(part);
      length += part.length;
    } catch {
      throw new Unusable("It is damaged: a packet of it cannot be decoded.");
    }
    mustNotBeLonger(length, sampleRate);
  }
  const samples = new Float32Array(Math.max(0, length - preSkip));
  let at = -preSkip;
  for (const part of parts) {
    for (const sample of part) {
      if (at >= 0) samples[at] = sample / 32_768;
      at += 1;
    }
  }
  return { rate: sampleRate, samples };
}

interface Decoded {
  readonly channelData: readonly Float32Array[];
  readonly samplesDecoded: number;
  readonly sampleRate: number;
}

/** What comes out of a decoder, mixed to one channel as it comes. */
class Mixed {
  readonly #failure: string;
  readonly #parts: Float32Array[] = [];
  #length = 0;
  #rate = 0;

  constructor(failure: string) {
    this.#failure = failure;
  }

  add({ channelData, samplesDecoded, sampleRate: rate }: Decoded): void {
    const [one, ...others] = channelData;
    if (one === undefined || samplesDecoded === 0) return;
    const part = one.slice(0, samplesDecoded);
    for (const other of others) for (let n = 0; n < part.length; n += 1) part[n] = (part[n] ?? 0) + (other[n] ?? 0);
    for (let n = 0; n < part.length; n += 1) part[n] = (part[n] ?? 0) / channelData.length;
    if (this.#rate !== 0 && this.#rate !== rate) throw new Unusable("Its sampling rate changes in the middle.");
    this.#rate = rate;
    this.#parts.push(part);
    this.#length += part.length;
    mustNotBeLonger(this.#length, rate);
  }

  sound(): Sound {
    if (this.#length === 0) throw new Unusable(this.#failure);
    const samples = new Float32Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      samples.set(part, at);
      at += part.length;
    }
    return { rate: this.#rate, samples };
  }
}
