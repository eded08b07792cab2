import { expect, it } from "vitest";
import { Evenness } from "../../media/evenness.ts";

it("[M22] says how evenly it has sent since it was last asked", () => {
  const evenness = new Evenness();
  for (let n = 1; n <= 100; n += 1) evenness.add(n % 2 === 0 ? n / 10 : -n / 10);
  expect(evenness.take()).toEqual({ packets: 100, p50Ms: 5.1, p99Ms: 10 });
  expect(evenness.take().packets).toBe(0);
  evenness.add(1_000_000);
  expect(evenness.take()).toEqual({ packets: 1, p50Ms: 100, p99Ms: 100 });
});
