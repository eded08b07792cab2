import { equal, test } from "../harness.ts";
import { simulate } from "./simulate.ts";

/** Registers tests of a thousand schedules each; under Deno, which runs the same code, half a thousand show that it runs alike. */
export function thousands(from: number, to: number): void {
  const count = "Deno" in globalThis ? 500 : 1_000;
  for (let first = from; first < to; first += 1_000) {
    if (count < 1_000 && first > 1) return;
    test(`[K9] schedules ${first} to ${first + count - 1}: I1 to I8 and I10 hold after every step and at the end`, async () => {
      const { failed } = await simulate(first, count);
      equal(
        failed.map(({ seed, violation }) => `seed ${seed}: ${violation?.message}`),
        [],
      );
    });
  }
}
