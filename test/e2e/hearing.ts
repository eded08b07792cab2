/** What a recording holds, told apart without knowing it: sound from silence, one sound from another. */

const window = 160; // 20 ms at 8 kHz

/** The loudness of every 20 ms. */
export function envelope(samples: Int16Array): Float64Array {
  const count = Math.floor(samples.length / window);
  return Float64Array.from({ length: count }, (_, at) => {
    let sum = 0;
    for (const sample of samples.subarray(at * window, (at + 1) * window)) sum += sample * sample;
    return Math.sqrt(sum / window);
  });
}

/** The share of 20 ms windows in which there is anything to hear (above −50 dBFS). */
export function loudWindows(samples: Int16Array): number {
  const levels = envelope(samples);
  return levels.length === 0 ? 0 : levels.filter((level) => level > 100).length / levels.length;
}

export interface Found {
  /** 1: the same to the sample; about 0: unrelated. */
  readonly likeness: number;
  /** Where in the recording it begins, in samples. */
  readonly at: number;
}

/**
 * Looks for a known sound in a recording: the normalised correlation of the waveforms at the best place.
 * Transcoding changes samples little and delay a lot, so every place is tried, coarsely by loudness first.
 */
export function find(sound: Int16Array, recording: Int16Array): Found {
  const [known, heard] = [envelope(sound), envelope(recording)];
  let best: Found = { likeness: -1, at: 0 };
  for (let at = 0; at + known.length <= heard.length; at += 1) {
    const likeness = correlation(known, heard.subarray(at, at + known.length));
    if (likeness > best.likeness) best = { likeness, at: at * window };
  }
  return best;
}

export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const n = Math.min(a.length, b.length);
  if (n === 0) return 0;
  let [sumA, sumB] = [0, 0];
  for (let i = 0; i < n; i += 1) {
    sumA += a[i] ?? 0;
    sumB += b[i] ?? 0;
  }
  const [meanA, meanB] = [sumA / n, sumB / n];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < n; i += 1) {
    const [x, y] = [(a[i] ?? 0) - meanA, (b[i] ?? 0) - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}
