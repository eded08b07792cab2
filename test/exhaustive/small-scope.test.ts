/** Every state of some small call centres, none left out (docs/simulation.md). */
import { expect, test } from "vitest";
import { explore } from "./explore.ts";
import { scopes } from "./scopes.ts";

let states = 0;

for (const scope of scopes) {
  test(`[K13] ${scope.name}: I1 to I7 hold in every state that can be reached`, () => {
    const { complete, violation, ...numbers } = explore(scope);
    expect([violation?.message, ...(violation?.trace ?? [])].join("\n"), "a violation, by its shortest way").toBe("");
    expect(complete).toBe(true);
    expect(numbers.rests, "states at rest").toBeGreaterThan(0);
    states += numbers.states;
  });
}

test("[K13] that makes a million states at least", () => {
  expect(states).toBeGreaterThanOrEqual(1_000_000);
});
