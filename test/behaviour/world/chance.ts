import { seeded } from "../../support/chance.ts";

/** Seeded chance: the same seed gives the same world. */
export function chance(seed: number) {
  const next = seeded(seed);
  return {
    /** Evenly between 0 and 1. */
    random: next,
    upTo: (n: number): number => Math.floor(next() * n),
    happens: (probability: number): boolean => next() < probability,
    oneOf: <T>(items: readonly T[]): T | undefined => items[Math.floor(next() * items.length)],
  };
}
