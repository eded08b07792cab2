/**
 * How long it takes, on the average, until something happens: learned while it is watched.
 *
 * The estimate is time watched ÷ times it happened ("occurrence / exposure": the maximum likelihood for what happens at a steady rate; A. B. Clarke,
 * "Maximum likelihood estimates in a simple queue", Annals of Mathematical Statistics 1957). It holds as well when some of what was watched
 * ended otherwise (a caller who was served before giving up): their time counts, and nothing has happened in it.
 *
 * Until enough has been seen an assumed mean stands in; it counts like so many things seen, and is forgotten with them.
 */
import { minutes, type Duration, type Instant } from "../../words/index.ts";

export interface Evidence {
  /** How often it has happened, what is long ago counting less. */
  readonly times: number;
  /** How long it has been watched, likewise. In milliseconds, or in whatever unit the mean is wanted. */
  readonly watched: number;
  /** How much the assumed mean still counts: like so many times seen. */
  readonly assumed: number;
  /** When it last happened. */
  readonly last: Instant;
}

export const noEvidence: Evidence = { times: 0, watched: 0, assumed: 5, last: 0 };

/** What is kept in mind: the last two hours, or the last hundred times when they took longer. So it follows the day, and a quiet night erases little. */
const memory: Duration = minutes(120);
const leastTimes = 100;

export const watched = (evidence: Evidence, howLong: number): Evidence => ({
  ...evidence,
  watched: evidence.watched + howLong,
});

/** It has happened, after having been watched for so long since the last time that anything was told. */
export function happened(evidence: Evidence, at: Instant, howLong: number): Evidence {
  const since = Math.max(0, at - evidence.last);
  const kept = Math.max(1 - 1 / leastTimes, Math.exp(-since / memory));
  return {
    times: evidence.times * kept + 1,
    watched: evidence.watched * kept + howLong,
    assumed: evidence.assumed * kept,
    last: Math.max(at, evidence.last),
  };
}

/** The mean time until it happens; `assumed` as long as little has been seen. */
export function meanTime({ times, watched: howLong, assumed: weight }: Evidence, assumed: number): number {
  return (weight * assumed + howLong) / (weight + times);
}
