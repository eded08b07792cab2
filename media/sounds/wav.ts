/** RIFF WAVE, as recorders and telephone systems write it: PCM of 8 to 32 bits, floating point, A-law and µ-law; several channels are mixed to one. */
import type { Sound } from "../speech/sound.ts";
import { fromALaw, fromMuLaw } from "./g711.ts";
import { Unusable } from "./unusable.ts";

const extensible = 0xfffe;

/** One sample of a kind, between -1 and 1. */
interface Encoding {
  readonly bytes: number;
  readonly read: (view: DataView, at: number) => number;
}

const law = (decode: (sample: number) => number): Encoding => ({
  bytes: 1,
  read: (view, at) => decode(view.getUint8(at)) / 32_768,
});

/** By format tag and bits: 1 is PCM, 3 floating point, 6 A-law, 7 µ-law (RFC 2361). */
const encodings: Readonly<Record<string, Encoding>> = {
  // Eight bits have no sign, alone of all.
  "1/8": { bytes: 1, read: (view, at) => (view.getUint8(at) - 128) / 128 },
  "1/16": { bytes: 2, read: (view, at) => view.getInt16(at, true) / 32_768 },
  "1/24": { bytes: 3, read: (view, at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 8_388_608 },
  "1/32": { bytes: 4, read: (view, at) => view.getInt32(at, true) / 2_147_483_648 },
  "3/32": { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  "3/64": { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
  "6/8": law(fromALaw),
  "7/8": law(fromMuLaw),
};

interface Format extends Encoding {
  readonly channels: number;
  readonly rate: number;
}

/** A length that says more than there is means "until the end": programs that write to a pipe do not know it beforehand. Throws {@link Unusable}. */
export function readWav(bytes: Uint8Array): Sound {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = (at: number): string => String.fromCodePoint(...bytes.subarray(at, at + 4));
  if (bytes.length < 12 || tag(0) !== "RIFF" || tag(8) !== "WAVE") throw new Unusable("It is not a WAV file.");
  let format: Format | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const start = at + 8;
    const length = Math.min(view.getUint32(at + 4, true), bytes.length - start);
    if (tag(at) === "fmt " && length >= 16) format = formatOf(view, start, length);
    else if (tag(at) === "data" && format !== undefined) return samplesOf(view, start, length, format);
    at = start + length + (length % 2);
  }
  throw new Unusable("It is a WAV file without sound.");
}

function formatOf(view: DataView, at: number, length: number): Format {
  const said = view.getUint16(at, true);
  // The real tag is at the beginning of a longer one.
  const kind = said === extensible && length >= 26 ? view.getUint16(at + 24, true) : said;
  const bits = view.getUint16(at + 14, true);
  const [channels, rate] = [view.getUint16(at + 2, true), view.getUint32(at + 4, true)];
  const encoding = encodings[`${kind}/${bits}`];
  if (encoding === undefined)
    throw new Unusable(`It is a WAV file of a kind that is not read here (format ${kind}, ${bits} bits).`);
  if (channels === 0 || channels > 32 || rate < 4_000 || rate > 384_000)
    throw new Unusable(`It is a WAV file with ${channels} channels at ${rate} Hz, which is not read here.`);
  return { ...encoding, channels, rate };
}

function samplesOf(view: DataView, start: number, length: number, { channels, rate, bytes, read }: Format): Sound {
  const samples = new Float32Array(Math.floor(length / bytes / channels));
  for (let n = 0, at = start; n < samples.length; n += 1) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1, at += bytes) sum += read(view, at);
    samples[n] = sum / channels;
  }
  return { rate, samples };
}
