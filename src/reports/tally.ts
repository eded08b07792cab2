/** What reports count, in a form that can be added up over any intervals, queues and operators. What is nought is left out. */
import type { Histogram } from "./histogram.ts";
import { binOf } from "./histogram.ts";
import type { OperatorStatus } from "../protocol/console.ts";
import type { OfferOutcome } from "../protocol/offer.ts";
import type { Duration } from "../words/index.ts";

/** How often, and for how long (in milliseconds, where the name says `Time`). */
export type Sum =
  | "offered"
  | "answered"
  | "abandoned"
  | "overflowed"
  | "refused"
  | "calledBack"
  | "moved"
  | "gone"
  | "unrouted"
  | "failed"
  | "phoned"
  | "phonedAnswered"
  | "answeredWaitTime"
  | "abandonedWaitTime"
  | "talks"
  | "talkTime"
  | "transfersIn"
  | "transfersOut"
  | "answeredKnown"
  | "calledAgain"
  | "disposed"
  | "noted"
  | PromiseSum
  | WorkSum;
/** Of promises to phone somebody that have ended: how, after how many attempts, and how long until caller and operator talked. */
export type PromiseSum =
  | "callbacks"
  | "callbacksReached"
  | "callbacksFailed"
  | "callbacksBusy"
  | "callbacksNoAnswer"
  | "callbacksNoOutbound"
  | "callbacksGivenUp"
  | "callbacksNotPlaced"
  | "callbacksExpired"
  | "callbacksCalledFirst"
  | "callbacksWithdrawn"
  | "callbacksMerged"
  | "callbackAttempts"
  | "callbackTalks"
  | "callbackDelayTime";
/** Of operators: in each status, and what became of the offers that rang. */
export type WorkSum =
  | "timeUnpaid"
  | `time${Exclude<OperatorStatus, "Offline">}`
  | "wrapUps"
  | `offers${Capitalize<OfferOutcome>}`;
/** The longest. */
export type Peak = "answeredWait" | "abandonedWait";

export interface Tally {
  readonly sums: Readonly<Partial<Record<Sum, number>>>;
  readonly peaks: Readonly<Partial<Record<Peak, Duration>>>;
  readonly waits: Readonly<Partial<Record<Peak, Histogram>>>;
  /** How long for each of the application's own reasons, by its id. Not said: for none. */
  readonly pauses?: Pauses | undefined;
}

export type Pauses = Readonly<Record<string, { readonly name: string; readonly time: Duration }>>;

/** Adds up. Written to, unlike everything else here: a month has millions of things to add. */
export class Counter implements Tally {
  readonly sums: Partial<Record<Sum, number>> = {};
  readonly peaks: Partial<Record<Peak, Duration>> = {};
  readonly waits: Partial<Record<Peak, Record<number, number>>> = {};
  pauses?: Record<string, { name: string; time: Duration }>;

  add(sum: Sum, amount = 1): void {
    if (amount !== 0) this.sums[sum] = (this.sums[sum] ?? 0) + amount;
  }

  waited(which: Peak, wait: Duration): void {
    this.add(`${which}Time`, wait);
    this.peaks[which] = Math.max(this.peaks[which] ?? 0, wait);
    const bins = (this.waits[which] ??= {});
    const bin = binOf(wait);
    bins[bin] = (bins[bin] ?? 0) + 1;
  }

  /** The name that comes last is the one that is shown. */
  paused(id: string, name: string, time: Duration): void {
    this.pauses = { ...this.pauses, [id]: { name, time: (this.pauses?.[id]?.time ?? 0) + time } };
  }

  merge({ sums, peaks, waits, pauses = {} }: Tally): void {
    for (const [id, { name, time }] of Object.entries(pauses)) this.paused(id, name, time);
    for (const sum of keysOf(sums)) this.add(sum, sums[sum]);
    for (const peak of keysOf(peaks)) this.peaks[peak] = Math.max(this.peaks[peak] ?? 0, peaks[peak] ?? 0);
    for (const which of keysOf(waits)) {
      const bins = (this.waits[which] ??= {});
      for (const [bin, n] of Object.entries(waits[which] ?? {})) bins[Number(bin)] = (bins[Number(bin)] ?? 0) + n;
    }
  }
}

const keysOf = <Name extends string>(of: Partial<Record<Name, unknown>>): Name[] => Object.keys(of) as Name[]; // the types are closed
