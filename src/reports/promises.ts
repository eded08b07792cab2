/** How promises to phone somebody were kept, counted with the call in which each was made. */
import type { CallbackOutcome, CallbackRecord, DialFailure } from "../protocol/callback.ts";
import type { Instant } from "../words/index.ts";
import type { Counter, PromiseSum } from "./tally.ts";

/** A promise that has ended, and when caller and operator heard each other, if it came to that. */
export interface EndedPromise {
  readonly callback: CallbackRecord;
  readonly talkAt?: Instant | undefined;
}

const sumOfEnd = {
  reached: "callbacksReached",
  failed: "callbacksFailed",
  expired: "callbacksExpired",
  called: "callbacksCalledFirst",
  withdrawn: "callbacksWithdrawn",
  merged: "callbacksMerged",
} as const satisfies Record<CallbackOutcome, PromiseSum>;

const sumOfFailure = {
  busy: "callbacksBusy",
  no_answer: "callbacksNoAnswer",
  no_outbound: "callbacksNoOutbound",
  given_up: "callbacksGivenUp",
  failed: "callbacksNotPlaced",
} as const satisfies Record<DialFailure, PromiseSum>;

export function countPromise(counter: Counter, { callback, talkAt }: EndedPromise): void {
  const { outcome, because = "failed", attempts, promisedAt } = callback;
  counter.add("callbacks");
  counter.add(sumOfEnd[outcome]);
  if (outcome === "failed") counter.add(sumOfFailure[because]);
  counter.add("callbackAttempts", attempts);
  if (talkAt === undefined) return;
  counter.add("callbackTalks");
  counter.add("callbackDelayTime", talkAt - promisedAt);
}
