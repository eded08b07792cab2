/**
 * The expected wait: how long until a caller with `ahead` callers before them reaches an operator.
 *
 * QLm of Ibrahim & Whitt ("Real-time delay estimation in overloaded multiserver queues with abandonments", Management Science 2009):
 * the sum over i = 0…ahead of 1 / (s·μ + i·θ), where s operators serve at rate μ each and every waiting caller gives up at rate θ.
 * Null when nobody serves: then there is nothing to estimate.
 */
import type { Duration } from "../words/index.ts";

export function expectedWait(line: {
  readonly ahead: number;
  readonly serving: number;
  readonly serviceTime: Duration;
  readonly patience: Duration;
}): Duration | null {
  if (line.serving === 0) return null;
  const served = line.serving / line.serviceTime;
  const givenUp = 1 / line.patience;
  let wait = 0;
  for (let i = 0; i <= line.ahead; i += 1) wait += 1 / (served + i * givenUp);
  return Math.round(wait);
}

/** The mean service time as the queue has measured it: an exponential average, so that it follows the day. */
export function averaged(mean: Duration, observed: Duration): Duration {
  const weight = 0.1;
  return mean + weight * (observed - mean);
}
