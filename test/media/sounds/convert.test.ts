/** Uploads of every kind, made ready to be played. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { frameLength } from "../../../media/clip.ts";
import { decode, encode } from "../../../media/opus.ts";
import { convertSound } from "../../../media/sounds/convert.ts";
import { decodeSound } from "../../../media/sounds/decode.ts";
import { loudnessOf } from "../../../media/sounds/loudness.ts";
import { packetsIn, pagesOf } from "../../../media/sounds/ogg.ts";
import { readOggOpus, writeOggOpus } from "../../../media/sounds/oggOpus.ts";
import { readWav } from "../../../media/sounds/wav.ts";
import { longestSound, type SoundType } from "../../../src/protocol/sound.ts";
import { aLawEncode, muLawEncode, sampleRate, shareOf } from "../../support/phone/audio.ts";

const sine = (rate: number, seconds: number, frequency = 440, level = 0.5): Float32Array =>
  Float32Array.from({ length: rate * seconds }, (_, n) => level * Math.sin((2 * Math.PI * frequency * n) / rate));

interface WavKind {
  readonly tag?: number;
  readonly bits?: number;
  readonly channels?: number;
  readonly rate?: number;
  readonly extensible?: boolean;
}

/** A WAV file of these samples, in every channel; `write` puts one sample. */
function wavOf(
  samples: Float32Array,
  { tag = 1, bits = 16, channels = 1, rate = 8_000, extensible = false }: WavKind = {},
  write: (view: DataView, at: number, sample: number) => void = (view, at, sample) =>
    view.setInt16(at, Math.round(sample * 32_767), true),
): Uint8Array {
  const width = bits / 8;
  const fmt = extensible ? 40 : 16;
  const bytes = new Uint8Array(20 + fmt + 8 + samples.length * channels * width);
  const view = new DataView(bytes.buffer);
  const text = (at: number, word: string): void => bytes.set(new TextEncoder().encode(word), at);
  text(0, "RIFF");
  view.setUint32(4, bytes.length - 8, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, fmt, true);
  view.setUint16(20, extensible ? 0xfffe : tag, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, rate, true);
  view.setUint16(34, bits, true);
  if (extensible) view.setUint16(44, tag, true);
  text(20 + fmt, "data");
  view.setUint32(24 + fmt, samples.length * channels * width, true);
  samples.forEach((sample, n) => {
    for (let channel = 0; channel < channels; channel += 1)
      write(view, 28 + fmt + (n * channels + channel) * width, sample);
  });
  return bytes;
}

/** How much of the energy is at this frequency. */
const purity = (samples: Int16Array, frequency: number, rate: number): number =>
  shareOf((frequency * sampleRate) / rate, samples);

const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(join(import.meta.dirname, "fixtures", name)));

const int16 = (sample: number): number => Math.round(sample * 32_767);

describe("sounds that are uploaded", () => {
  const tone = sine(8_000, 0.1);
  const kinds: [string, WavKind, ((view: DataView, at: number, sample: number) => void)?, number?][] = [
    ["8 bits", { bits: 8 }, (view, at, sample) => view.setUint8(at, Math.round(sample * 127) + 128), 0.01],
    ["16 bits", {}],
    ["16 bits, said at length", { extensible: true }],
    [
      "24 bits, stereo",
      { bits: 24, channels: 2 },
      (view, at, sample) => {
        const value = Math.round(sample * 8_388_607);
        view.setUint16(at, value & 0xffff, true);
        view.setInt8(at + 2, value >> 16);
      },
    ],
    ["32 bits", { bits: 32 }, (view, at, sample) => view.setInt32(at, Math.round(sample * 2_147_483_647), true)],
    ["floating point", { tag: 3, bits: 32 }, (view, at, sample) => view.setFloat32(at, sample, true)],
    ["double precision", { tag: 3, bits: 64 }, (view, at, sample) => view.setFloat64(at, sample, true)],
    ["A-law", { tag: 6, bits: 8 }, (view, at, sample) => view.setUint8(at, aLawEncode(int16(sample))), 0.02],
    ["µ-law", { tag: 7, bits: 8 }, (view, at, sample) => view.setUint8(at, muLawEncode(int16(sample))), 0.02],
  ];
  it.each(kinds)("[M50] WAV is read: %s", (_, kind, write, tolerance = 0.001) => {
    const { rate, samples } = readWav(wavOf(tone, kind, write));
    expect([rate, samples.length]).toEqual([8_000, tone.length]);
    expect(samples.every((sample, n) => Math.abs(sample - (tone[n] ?? 9)) < tolerance)).toBe(true);
  });

  it.each<[string, SoundType, number]>([
    ["tone.mp3", "audio/mpeg", 0.6],
    ["tone-vorbis.ogg", "audio/ogg", 0.6],
    ["tone-opus.ogg", "audio/ogg", 0.6],
  ])("[M50] %s is decoded: the tone that it was, as long as it was", async (name, type, seconds) => {
    const { rate, samples } = await decodeSound(fixture(name), type);
    // An MP3 begins and ends with some silence of its encoder's.
    expect(Math.abs(samples.length / rate - seconds)).toBeLessThan(0.09);
    const middle = Int16Array.from(samples.subarray(samples.length / 4, (samples.length * 3) / 4), int16);
    expect(purity(middle, 440, rate)).toBeGreaterThan(0.9);
  });

  it.each<[string, Uint8Array, SoundType, RegExp]>([
    ["no WAV", new TextEncoder().encode("RIFF----WAVE"), "audio/wav", /without sound/],
    ["an unknown kind of WAV", wavOf(tone, { tag: 2 }), "audio/wav", /format 2, 16 bits/],
    ["an empty WAV", wavOf(new Float32Array(0)), "audio/wav", /no sound/],
    [
      "a WAV of what are no numbers",
      wavOf(tone, { tag: 3, bits: 32 }, (view, at) => view.setFloat32(at, Number.NaN, true)),
      "audio/wav",
      /damaged/,
    ],
    ["no MP3", new TextEncoder().encode(`ID3${"x".repeat(5_000)}`), "audio/mpeg", /no MP3/],
    ["no Ogg", new TextEncoder().encode(`OggS${"x".repeat(5_000)}`), "audio/ogg", /no Ogg/],
    [
      "a WAV that is too long",
      wavOf(new Float32Array(4_000 * (longestSound / 1_000 + 1)), { rate: 4_000 }),
      "audio/wav",
      /longer/,
    ],
  ])("[M51] %s is refused, with the reason", async (_, bytes, type, reason) => {
    await expect(decodeSound(bytes, type)).rejects.toThrow(reason);
  });

  it("[M51] music of less than a second is refused", async () => {
    await expect(convertSound(wavOf(sine(8_000, 0.5)), "audio/wav", "music")).rejects.toThrow(/a second/);
  });

  it("[M52] loudness is that of BS.1770: a full tone of 997 Hz in one channel has -3 LUFS; silence has none; pauses do not count", () => {
    expect(loudnessOf(sine(48_000, 3, 997, 1))).toBeCloseTo(-3.01, 1);
    expect(loudnessOf(sine(48_000, 3, 997, 0.1))).toBeCloseTo(-23.01, 1);
    expect(loudnessOf(new Float32Array(48_000))).toBeNull();
    const withPauses = new Float32Array(48_000 * 6);
    withPauses.set(sine(48_000, 3, 997, 0.1));
    expect(loudnessOf(withPauses)).toBeCloseTo(-23.01, 0);
    expect(loudnessOf(sine(48_000, 0.1, 997, 1))).toBeGreaterThan(-6);
  });

  it("[M52] whatever level it came with, a prompt is played at -19 LUFS and music at -23, as far as its peaks let it", async () => {
    for (const level of [0.02, 0.9]) {
      const prompt = await convertSound(wavOf(sine(8_000, 2, 997, level)), "audio/wav", "prompt");
      expect(prompt.loudness).toBeCloseTo(-19, 0);
      const heard = decode(readOggOpus(prompt.audio)?.packets ?? []);
      expect(loudnessOf(Float32Array.from(heard, (sample) => sample / 32_768))).toBeCloseTo(-19, 0);
    }
    const music = await convertSound(wavOf(sine(8_000, 2, 997, 0.5)), "audio/wav", "music");
    expect(music.loudness).toBeCloseTo(-23, 0);
    // One loud click and much that is soft.
    const peaky = sine(8_000, 2, 997, 0.02);
    peaky[8_000] = 1;
    const soft = await convertSound(wavOf(peaky), "audio/wav", "prompt");
    expect(soft.loudness).toBeLessThan(-25);
    expect((await convertSound(wavOf(new Float32Array(8_000)), "audio/wav", "prompt")).loudness).toBeNull();
  });

  it("[M53] what is kept is Ogg Opus with the same frames that callers get, 20 ms each", async () => {
    const { audio, duration } = await convertSound(fixture("tone.mp3"), "audio/mpeg", "prompt");
    const stream = readOggOpus(audio);
    expect(stream).toMatchObject({ channels: 1, family: 0, preSkip: 120 });
    expect((stream?.packets.length ?? 0) * frameLength).toBe(duration);
    const clip = encode(Int16Array.from(sine(48_000, 2.5), int16));
    expect(readOggOpus(writeOggOpus(clip))?.packets).toEqual(clip);
    // A decoder of somebody else's takes it for what it is.
    const { samples, rate } = await decodeSound(audio, "audio/ogg");
    expect(purity(Int16Array.from(samples.subarray(9_600, 19_200), int16), 440, rate)).toBeGreaterThan(0.9);
  });

  it("[M53] packets of any length go through pages and come out as they were; what is cut off ends before the cut", () => {
    const packets = [0, 1, 254, 255, 256, 510, 5_000].map((length) => new Uint8Array(length).fill(length & 0xff));
    const pages = pagesOf(
      [Uint8Array.of(1)],
      packets.map((bytes, n) => ({ bytes, until: n })),
    );
    expect(packetsIn(pages)).toEqual([Uint8Array.of(1), ...packets]);
    expect(packetsIn(pages.subarray(0, pages.length - 1))).toEqual([Uint8Array.of(1)]);
  });
});
