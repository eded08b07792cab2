import { expect, it } from "vitest";
import { binOf, quantile, within, type Histogram } from "../../../src/reports/histogram.ts";
import { minutes, seconds } from "../../../src/words/index.ts";
import { diceOf } from "./calls.ts";

it("[R5] within T is exact to the second up to ten minutes; quantiles are too long by less than a second, ten seconds, a minute", () => {
  const dice = diceOf(3);
  for (const longest of [seconds(90), minutes(10), minutes(60), minutes(300)]) {
    const waits = Array.from({ length: 501 }, () => dice(longest + 1)).toSorted((a, b) => a - b);
    const bins: Record<number, number> = {};
    for (const wait of waits) bins[binOf(wait)] = (bins[binOf(wait)] ?? 0) + 1;
    const histogram: Histogram = bins;
    for (let limit = 0; limit <= Math.min(600, longest / 1_000); limit += 7) {
      expect(within(histogram, seconds(limit))).toBe(waits.filter((wait) => wait <= seconds(limit)).length);
    }
    for (const share of [0.01, 0.5, 0.9, 0.999, 1]) {
      const exact = waits[Math.ceil(share * waits.length) - 1] ?? -1;
      const error = (quantile(histogram, share) ?? -1) - exact;
      expect(error).toBeGreaterThanOrEqual(0);
      expect(error).toBeLessThan(exact <= minutes(10) ? 1_000 : exact <= minutes(60) ? 10_000 : 60_000);
    }
  }
  expect(quantile({}, 0.5)).toBeUndefined();
});
