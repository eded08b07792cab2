/** Seeded chance (mulberry32, Tommy Ettinger, public domain): the same seed gives the same world. */
export function chance(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    /** Evenly between 0 and 1. */
    random: next,
    upTo: (n: number): number => Math.floor(next() * n),
    happens: (probability: number): boolean => next() < probability,
    oneOf: <T>(items: readonly T[]): T | undefined => items[Math.floor(next() * items.length)],
  };
}
