/** Ten thousand small days, each unlike the others, with everything that must hold checked after every step (docs/simulation.md). */
import { equal, test } from "../harness.ts";
import { play } from "./day.ts";
import { draw } from "./schedule.ts";
import { hashOf, simulate } from "./simulate.ts";

/** Deno runs the same code: a part of the days shows that it runs alike. */
const thousands = "Deno" in globalThis ? 0.5 : 10;

for (let first = 1; first <= thousands * 1_000; first += 1_000) {
  const count = Math.min(1_000, thousands * 1_000);
  test(`[K9] schedules ${first} to ${first + count - 1}: I1 to I8 and I10 hold after every step and at the end`, async () => {
    const { failed } = await simulate(first, count);
    equal(
      failed.map(({ seed, violation }) => `seed ${seed}: ${violation?.message}`),
      [],
    );
  });
}

test("[K10] the same seed gives the same trace, another seed another", async () => {
  const hashes = async (): Promise<string[]> => {
    const traces = [];
    for (let seed = 1; seed <= 20; seed += 1) traces.push(hashOf((await play(draw(seed))).trace));
    return traces;
  };
  const first = await hashes();
  equal(await hashes(), first);
  equal(new Set(first).size, first.length);
});
