/**
 * Integrated loudness of one channel at 48 kHz, after ITU-R BS.1770-5: the K-weighted power of blocks of 400 ms that overlap by three quarters, of which
 * those below -70 LUFS and then those 10 LU below the mean of the rest do not count.
 */
import { sampleRate } from "../clip.ts";

/** A filter of second order: b0, b1, b2, a1, a2. */
type Biquad = readonly [number, number, number, number, number];

/** The head's shelf, and the high pass (BS.1770-5, tables 1 and 2, for 48 kHz). */
const weighting: readonly Biquad[] = [
  [1.535_124_859_586_97, -2.691_696_189_406_38, 1.198_392_810_852_85, -1.690_659_293_182_41, 0.732_480_774_215_85],
  [1, -2, 1, -1.990_047_454_833_98, 0.990_072_250_366_21],
];

const step = sampleRate / 10;
const stepsInBlock = 4;
const [absoluteGate, relativeGate] = [-70, -10];

/** In LUFS. Null: it is silent. A sound shorter than a block is measured as a whole. */
export function loudnessOf(samples: Float32Array): number | null {
  const powers = stepPowers(samples);
  const blocks =
    powers.length < stepsInBlock
      ? [mean(powers)]
      : Array.from({ length: powers.length - stepsInBlock + 1 }, (_, n) => mean(powers.slice(n, n + stepsInBlock)));
  const loud = blocks.filter((power) => lufs(power) > absoluteGate);
  if (loud.length === 0) return null;
  const gate = lufs(mean(loud)) + relativeGate;
  return lufs(mean(loud.filter((power) => lufs(power) > gate)));
}

/** The mean power of each 100 ms, weighted; what is left at the end counts only where there is nothing else. */
function stepPowers(samples: Float32Array): number[] {
  const states = weighting.map(() => [0, 0] as [number, number]);
  const powers: number[] = [];
  let sum = 0;
  let count = 0;
  for (const sample of samples) {
    let value = sample;
    for (let n = 0; n < weighting.length; n += 1) {
      const [b0, b1, b2, a1, a2] = weighting[n] as Biquad; // n is within
      const state = states[n] as [number, number]; // likewise
      const out = b0 * value + state[0];
      state[0] = b1 * value - a1 * out + state[1];
      state[1] = b2 * value - a2 * out;
      value = out;
    }
    sum += value * value;
    count += 1;
    if (count < step) continue;
    powers.push(sum / count);
    [sum, count] = [0, 0];
  }
  if (powers.length === 0 && count > 0) powers.push(sum / count);
  return powers;
}

const mean = (powers: readonly number[]): number =>
  powers.length === 0 ? 0 : powers.reduce((sum, power) => sum + power, 0) / powers.length;

const lufs = (power: number): number => (power === 0 ? Number.NEGATIVE_INFINITY : -0.691 + 10 * Math.log10(power));
