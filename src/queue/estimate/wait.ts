/**
 * The expected wait: how long until a caller with `ahead` callers before them reaches an operator.
 *
 * QLm of Ibrahim & Whitt ("Real-time delay estimation in overloaded multiserver queues with abandonments", Management Science 2009):
 * the line moves up by one after an exponential time of rate s·μ + i·θ, where s operators serve at rate μ each and each of i waiting callers gives
 * up at rate θ. The wait is the sum of these steps, i = 0…ahead: mean Σ 1/(s·μ + i·θ), variance Σ 1/(s·μ + i·θ)².
 *
 * The sums are differences of the digamma and trigamma functions, and are computed in a time that does not depend on `ahead`.
 * The quantiles are those of the gamma distribution of the same mean and variance, by Wilson and Hilferty's approximation (1931).
 */
import type { Outlook } from "../../protocol/line.ts";
import type { Duration } from "../../words/index.ts";

export interface Prospect {
  readonly ahead: number;
  /** How many operators serve the line; one who also serves other queues counts for a part of one. */
  readonly serving: number;
  /** Mean time that a caller takes of an operator. */
  readonly serviceTime: Duration;
  /** Mean time after which a caller gives up. */
  readonly patience: Duration;
}

/** In whole milliseconds. Undefined when nobody serves: then there is nothing to estimate. */
export function expectedWait({ ahead, serving, serviceTime, patience }: Prospect): Outlook | undefined {
  if (serving <= 0) return undefined;
  const { mean, variance } = moments(serving / serviceTime, 1 / patience, ahead + 1);
  const shape = mean ** 2 / variance;
  const quantile = (normal: number): Duration =>
    Math.round(mean * (1 - 1 / (9 * shape) + normal / (3 * Math.sqrt(shape))) ** 3);
  return { expectedWait: Math.round(mean), medianWait: quantile(0), ninetiethWait: quantile(1.2816) };
}

/** So many steps are added up one by one, the others by the Euler-Maclaurin formula, which is then right to eight digits. */
const oneByOne = 8;

/** Mean and variance of `steps` steps: the sums over i = 0…steps - 1 of 1/(served + i·givenUp), and of its square. Rates by the millisecond. */
export function moments(served: number, givenUp: number, steps: number): { mean: number; variance: number } {
  let [mean, variance] = [0, 0];
  const few = Math.min(steps, oneByOne);
  for (let i = 0; i < few; i += 1) {
    mean += 1 / (served + i * givenUp);
    variance += 1 / (served + i * givenUp) ** 2;
  }
  const others = steps - few;
  if (others === 0) return { mean, variance };
  const from = served + few * givenUp;
  const to = from + others * givenUp;
  // The integral as it is written in books, ln(to / from) / givenUp, loses its digits when hardly anybody gives up.
  mean += givenUp === 0 ? others / from : Math.log1p((others * givenUp) / from) / givenUp;
  mean +=
    (1 / from - 1 / to) / 2 + (givenUp / 12) * (from ** -2 - to ** -2) - (givenUp ** 3 / 120) * (from ** -4 - to ** -4);
  variance += others / (from * to) + (from ** -2 - to ** -2) / 2;
  variance += (givenUp / 6) * (from ** -3 - to ** -3) - (givenUp ** 3 / 30) * (from ** -5 - to ** -5);
  return { mean, variance };
}
