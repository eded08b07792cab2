/** Faults put into the production source, one at a time: each must be noticed (docs/simulation.md). */
import { expect, test } from "vitest";
import { hunt, mutated } from "./mutants/hunt.ts";
import { harmless, mutants } from "./mutants/table.ts";

for (const mutant of mutants) {
  test(`[K14] it is noticed when ${mutant.name}`, async () => {
    expect(await hunt(mutant), "nobody noticed").toBeDefined();
  });
}

test("[K14] what was found to be harmless can still be put in", () => {
  for (const mutant of harmless) expect(mutated(mutant)).toContain(mutant.becomes);
});

test("[K14] there are 25 of them at least", () => {
  expect(mutants.length).toBeGreaterThanOrEqual(25);
});
