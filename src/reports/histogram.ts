/**
 * How long people waited, as counts that can be added up: exact to the second for the first ten minutes, to ten seconds up to an hour, to the
 * minute beyond. A bin is named by its upper bound in seconds and holds the waits that are longer than the bin before it and no longer than
 * that, so that "within T" is exact wherever T is itself a bound.
 */
import { minutes, seconds, type Duration } from "../words/index.ts";

/** Upper bound in seconds → how many. Bins without anybody are left out. */
export type Histogram = Readonly<Record<number, number>>;

const grades = [
  { upTo: minutes(10), step: 1 },
  { upTo: minutes(60), step: 10 },
  { upTo: Number.POSITIVE_INFINITY, step: 60 },
] as const;

/** The longest time for which {@link within} is exact to the second. */
export const finest: Duration = minutes(10);

/** The upper bound, in seconds, of the bin that a wait belongs to. */
export function binOf(wait: Duration): number {
  const { step } = grades.find(({ upTo }) => wait <= upTo) ?? grades[2];
  return Math.ceil(wait / seconds(step)) * step;
}

export const countIn = (histogram: Histogram): number => Object.values(histogram).reduce((sum, n) => sum + n, 0);

/** How many waited no longer than this. Exact for whole seconds up to {@link finest}. */
export function within(histogram: Histogram, limit: Duration): number {
  let count = 0;
  for (const [bound, n] of Object.entries(histogram)) if (seconds(Number(bound)) <= limit) count += n;
  return count;
}

/**
 * The wait that a share of people did not exceed, by nearest rank (the median: 0.5): the upper bound of its bin, which is too long by less than
 * a second up to ten minutes, by less than ten seconds up to an hour, by less than a minute beyond. Undefined for nobody.
 */
export function quantile(histogram: Histogram, share: number): Duration | undefined {
  const rank = Math.max(1, Math.ceil(share * countIn(histogram)));
  let count = 0;
  // Whole numbers as names of members come in ascending order.
  for (const [bound, n] of Object.entries(histogram)) {
    count += n;
    if (count >= rank) return seconds(Number(bound));
  }
  return undefined;
}
