/** 20 ms at 8 kHz: the piece in which audio is handled here. */
export const frameSamples = 160;

export function joined(one: Int16Array, other: Int16Array): Int16Array {
  const both = new Int16Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** The sum of what several say at once, cut off at full scale. */
export function mixed(frames: readonly Int16Array[]): Int16Array {
  const sum = new Int16Array(frameSamples);
  for (let at = 0; at < frameSamples; at += 1) {
    const total = frames.reduce((so, frame) => so + (frame[at] ?? 0), 0);
    sum[at] = Math.max(-32_768, Math.min(32_767, total));
  }
  return sum;
}
