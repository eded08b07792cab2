/** What a queue has learned of how its line moves. */
import type { Duration, Instant } from "../../words/index.ts";
import { happened, meanTime, noEvidence, watched, type Evidence } from "./rate.ts";

export interface Pace {
  /** How long a caller keeps an operator: from the offer until the operator asks for the next caller, or pauses. */
  readonly services: Evidence;
  /**
   * How much of the operators' time passes, while somebody waits, until the next who waited is taken. Of operators who serve nobody else that is the
   * service time. Of those who also serve other queues it is longer, by what the others take of their time while there is a line here: so they
   * count by the share of their time that this queue gets. (And by the share of callers whom they can serve, where skills are asked for.)
   */
  readonly turns: Evidence;
  /** Up to when the time for `turns` has been counted. */
  readonly countedTo: Instant;
  /** How long callers wait until they give up. Those who were served before they did have been watched for as long as they waited. */
  readonly patience: Evidence;
}

export const unknownPace: Pace = { services: noEvidence, turns: noEvidence, countedTo: 0, patience: noEvidence };

/** What a queue is told to assume before it has measured its own. */
export interface Assumed {
  readonly serviceTime: Duration;
  readonly patience: Duration;
}

export const afterService = (pace: Pace, at: Instant, length: Duration): Pace => ({
  ...pace,
  services: happened(pace.services, at, length),
});

/** Time has passed, and meanwhile so many operators served and somebody waited, or nobody did. */
export const afterTime = (
  pace: Pace,
  at: Instant,
  { serving, isLine }: { readonly serving: number; readonly isLine: boolean },
): Pace => {
  const time = isLine ? Math.max(0, at - pace.countedTo) * serving : 0;
  return { ...pace, turns: watched(pace.turns, time), countedTo: Math.max(at, pace.countedTo) };
};

/** Somebody has been taken who had to wait. */
export const afterTurn = (pace: Pace, at: Instant): Pace => ({ ...pace, turns: happened(pace.turns, at, 0) });

/** Somebody has left the line after such a wait: to an operator, or because they gave up (or were sent elsewhere: to those behind them it is the same). */
export const afterWait = (
  pace: Pace,
  at: Instant,
  { waited, served }: { readonly waited: Duration; readonly served: boolean },
): Pace => ({ ...pace, patience: served ? watched(pace.patience, waited) : happened(pace.patience, at, waited) });

/** The mean operators' time for a caller, and the mean patience: measured, as far as anything has been. */
export const measured = (pace: Pace, assumed: Assumed): Assumed => ({
  serviceTime: meanTime(pace.turns, meanTime(pace.services, assumed.serviceTime)),
  patience: meanTime(pace.patience, assumed.patience),
});
