import { equal, test } from "../harness.ts";
import { simulate } from "./simulate.ts";

/** Registers tests of a thousand schedules each; elsewhere than in Node half a thousand show that the same code runs alike. */
export function thousands(from: number, to: number): void {
  const inNode = navigator.userAgent.startsWith("Node");
  const count = inNode ? 1_000 : 500;
  for (let first = from; first < to; first += 1_000) {
    if (!inNode && first > 1) return;
    test(`[K9] schedules ${first} to ${first + count - 1}: I1 to I8 and I10 hold after every step and at the end`, async () => {
      const { failed } = await simulate(first, count);
      equal(
        failed.map(({ seed, violation }) => `seed ${seed}: ${violation?.message}`),
        [],
      );
    });
  }
}
