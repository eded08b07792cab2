/** Ten thousand small days, each unlike the others, with everything that must hold checked after every step (docs/simulation.md). */
import { equal, test } from "../harness.ts";
import { play } from "./day.ts";
import { draw } from "./schedule.ts";
import { hashOf } from "./simulate.ts";
import { allPass, thousands } from "./thousands.ts";

for (const first of thousands(1, 5_000)) {
  test(`[K9] schedules from ${first} on: I1 to I8 and I10 hold after every step and at the end`, () => allPass(first));
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
