/** Fills a gap in speech with what was heard just before it: the last pitch period, repeated and fading (the idea of G.711 Appendix I). 8 kHz. */

const shortestPeriod = 40; // 200 Hz
const longestPeriod = 120; // 66 Hz
const compared = 120;
/** After 60 ms nothing is left: a longer gap is silence, not speech. */
const fadeSamples = 480;

export const concealedAtMost = fadeSamples;

/**
 * @param heard the samples before the gap; at least 240 of them give a good pitch, fewer give silence
 * @param from how many samples of this gap have been filled already
 */
export function conceal(heard: Int16Array, from: number, length: number): Int16Array {
  const filled = new Int16Array(length);
  if (heard.length < longestPeriod + compared) return filled;
  const period = pitchPeriod(heard);
  const start = heard.length - period;
  for (let at = 0; at < length; at += 1) {
    const fade = Math.max(0, 1 - (from + at) / fadeSamples);
    filled[at] = Math.round((heard[start + ((from + at) % period)] ?? 0) * fade);
  }
  return filled;
}

/** The shift by which the last samples resemble those before them most. */
function pitchPeriod(heard: Int16Array): number {
  let best = shortestPeriod;
  let bestLikeness = -Infinity;
  const start = heard.length - compared;
  for (let period = shortestPeriod; period <= longestPeriod; period += 1) {
    let product = 0;
    let energy = 1;
    for (let at = start; at < heard.length; at += 2) {
      const earlier = heard[at - period] ?? 0;
      product += (heard[at] ?? 0) * earlier;
      energy += earlier * earlier;
    }
    const likeness = product / Math.sqrt(energy);
    if (likeness > bestLikeness) {
      bestLikeness = likeness;
      best = period;
    }
  }
  return best;
}
