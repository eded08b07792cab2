/** Audio as a telephone has it, 8 kHz: G.711 by its formulas (not by the gateway's tables), tones, and which tone was heard. */

export const sampleRate = 8_000;

/** ITU-T G.711 µ-law. */
export function muLawDecode(byte: number): number {
  const inverted = ~byte & 0xff;
  const magnitude = (((inverted & 0x0f) << 3) + 0x84) << ((inverted & 0x70) >> 4);
  return (inverted & 0x80) === 0 ? magnitude - 0x84 : 0x84 - magnitude;
}

export function muLawEncode(sample: number): number {
  const magnitude = Math.min(Math.abs(sample), 32_635) + 0x84;
  const exponent = 31 - Math.clz32(magnitude) - 7;
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~((sample < 0 ? 0x80 : 0) | (exponent << 4) | mantissa) & 0xff;
}

/** ITU-T G.711 A-law. */
export function aLawDecode(byte: number): number {
  const toggled = byte ^ 0x55;
  const exponent = (toggled & 0x70) >> 4;
  const mantissa = ((toggled & 0x0f) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
  return (toggled & 0x80) === 0 ? -magnitude : magnitude;
}

export function aLawEncode(sample: number): number {
  const magnitude = Math.min(Math.abs(sample), 32_635);
  const exponent = magnitude < 256 ? 0 : 31 - Math.clz32(magnitude) - 7;
  const mantissa = (magnitude >> (exponent === 0 ? 4 : exponent + 3)) & 0x0f;
  return ((sample < 0 ? 0 : 0x80) | (exponent << 4) | mantissa) ^ 0x55;
}

/** @param duration milliseconds */
export const tone = (frequency: number, duration: number, amplitude = 8_000): Int16Array =>
  Int16Array.from({ length: (duration * sampleRate) / 1_000 }, (_, at) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * frequency * at) / sampleRate)),
  );

/** How much of the signal's energy is at one frequency: 1 for a pure tone, about 0 for silence or another tone (Goertzel). */
export function shareOf(frequency: number, samples: Int16Array): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * frequency) / sampleRate);
  let previous = 0;
  let beforeThat = 0;
  let energy = 0;
  for (const sample of samples) {
    const now = sample + coefficient * previous - beforeThat;
    beforeThat = previous;
    previous = now;
    energy += sample * sample;
  }
  if (energy < samples.length * 100) return 0; // quieter than -40 dB of the tone above: silence
  const power = previous * previous + beforeThat * beforeThat - coefficient * previous * beforeThat;
  return (2 * power) / (samples.length * energy);
}

const windowSamples = 320;

/** For every 40 ms of the sound, whether the tone is what is heard in it. */
function hits(frequency: number, samples: Int16Array): boolean[] {
  return Array.from(
    { length: Math.floor(samples.length / windowSamples) },
    (_, at) => shareOf(frequency, samples.subarray(at * windowSamples, (at + 1) * windowSamples)) > 0.7,
  );
}

/** The share of 40 ms windows in which the tone is what is heard. */
export function windowsWith(frequency: number, samples: Int16Array): number {
  const windows = hits(frequency, samples);
  return windows.length === 0 ? 0 : windows.filter(Boolean).length / windows.length;
}

/** The longest stretch in which the tone is heard without a break, in milliseconds: proof of sound that a busy machine's stutter does not spoil. */
export function longestTone(frequency: number, samples: Int16Array): number {
  const runs = hits(frequency, samples)
    .map((hit) => (hit ? "1" : "0"))
    .join("")
    .split("0");
  return Math.max(...runs.map((run) => run.length)) * (windowSamples / (sampleRate / 1_000));
}
