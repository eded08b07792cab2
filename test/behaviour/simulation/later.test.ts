/** The other half of the ten thousand days: in a file of its own, so that two processors share the work. */
import { test } from "../harness.ts";
import { allPass, thousands } from "./thousands.ts";

for (const first of thousands(5_001, 10_000)) {
  test(`[K9] schedules from ${first} on: I1 to I8 and I10 hold after every step and at the end`, () => allPass(first));
}
