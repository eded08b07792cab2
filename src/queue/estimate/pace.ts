/** What a queue has learned of how its line moves. */
import type { Duration, Instant } from "../../words/index.ts";
import { happened, meanTime, noEvidence, watched, type Evidence } from "./rate.ts";

export interface Pace {
  /**
   * How long a caller keeps an operator from this queue: from the offer until the operator asks it for the next caller, or pauses. With the calls of
   * other queues that come between: who serves several queues counts for each by the share of their time that it gets. (Renewal theory: who is
   * back after a mean time T brings 1/T callers a second forward, whatever fills that time.)
   */
  readonly services: Evidence;
  /** How long callers wait until they give up. Those who were served before they did have been watched for as long as they waited. */
  readonly patience: Evidence;
}

export const unknownPace: Pace = { services: noEvidence, patience: noEvidence };

/** What a queue is told to assume before it has measured its own. */
export interface Assumed {
  readonly serviceTime: Duration;
  readonly patience: Duration;
}

export const afterService = (pace: Pace, at: Instant, length: Duration): Pace => ({
  ...pace,
  services: happened(pace.services, at, length),
});

/** Somebody has left the line after such a wait: to an operator, or because they gave up (or were sent elsewhere: to those behind them it is the same). */
export const afterWait = (
  pace: Pace,
  at: Instant,
  { waited, served }: { readonly waited: Duration; readonly served: boolean },
): Pace => ({ ...pace, patience: served ? watched(pace.patience, waited) : happened(pace.patience, at, waited) });

/** The mean service time and patience: measured, as far as anything has been. */
export const measured = (pace: Pace, assumed: Assumed): Assumed => ({
  serviceTime: meanTime(pace.services, assumed.serviceTime),
  patience: meanTime(pace.patience, assumed.patience),
});
