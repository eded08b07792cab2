/** Brings sound of any origin to 48 kHz mono at a level a caller is comfortable with. */
import { type Pcm48k, sampleRate } from "../clip.ts";

/** Samples between -1 and 1, one channel. */
export interface Sound {
  readonly rate: number;
  readonly samples: Float32Array;
}

/** Reads signed 16-bit little-endian samples. */
export function readPcm(bytes: Uint8Array, rate: number, channels = 1): Sound {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const samples = new Float32Array(Math.floor(bytes.length / 2 / channels));
  for (let n = 0; n < samples.length; n += 1) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1) sum += view.getInt16((n * channels + channel) * 2, true);
    samples[n] = sum / channels / 32_768;
  }
  return { rate, samples };
}

/** Zero crossings of the sinc kept on each side: ripples stay some 80 dB down. */
const lobes = 24;

/** Resamples with a windowed sinc; band-limited to the lower of the two rates. */
export function resample({ rate, samples }: Sound, to: number): Float32Array {
  if (rate === to) return samples;
  const common = greatestCommonDivisor(rate, to);
  const [up, down] = [to / common, rate / common];
  const cutoff = Math.min(1, to / rate);
  const reach = Math.ceil(lobes / cutoff);
  // Between two input samples an output sample can lie at `up` places only: one filter for each.
  const filters = Array.from({ length: up }, (_, place) =>
    Float32Array.from({ length: 2 * reach }, (__, tap) => sinc((tap - reach + 1 - place / up) * cutoff) * cutoff),
  );
  const result = new Float32Array(Math.round((samples.length * to) / rate));
  for (let n = 0; n < result.length; n += 1) {
    const filter = filters[(n * down) % up] ?? new Float32Array(0);
    const first = Math.floor((n * down) / up) - reach + 1;
    let sum = 0;
    const end = Math.min(filter.length, samples.length - first);
    for (let tap = Math.max(0, -first); tap < end; tap += 1) sum += (samples[first + tap] ?? 0) * (filter[tap] ?? 0);
    result[n] = sum;
  }
  return result;
}

/** sin(πx)/πx under a Blackman window of `lobes` zero crossings each way. */
function sinc(x: number): number {
  if (Math.abs(x) >= lobes) return 0;
  const window = 0.42 + 0.5 * Math.cos((Math.PI * x) / lobes) + 0.08 * Math.cos((2 * Math.PI * x) / lobes);
  return window * (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));

/** Speech peaks here, 3 dB below full scale. */
const speechPeak = 0.7;
/** Eight milliseconds: too short to hear, long enough not to click. */
const edge = Math.round(sampleRate * 0.008);

/** Speech ready to be encoded: 48 kHz, its peak at one level whatever the synthesiser, without clicks at its ends. */
export function finishSpeech(sound: Sound): Pcm48k {
  const samples = resample(sound, sampleRate);
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  const gain = peak === 0 ? 0 : speechPeak / peak;
  return Int16Array.from(samples, (sample, n) => {
    const fade = Math.min(1, n / edge, (samples.length - 1 - n) / edge);
    return Math.round(sample * gain * fade * 32_767);
  });
}
