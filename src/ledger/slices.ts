/**
 * Work in slices of some ten milliseconds. Whoever does it may let others have their turn after each: calls begin and end while a report over a year is
 * counted, and must not wait for it. Between two slices a month may be asked for something, which then is what the next slice begins with.
 */
import type { Month, MonthBook, Soon } from "./month.ts";

export type Slices<Result = void> = Generator<Errand | undefined, Result, undefined>;

/** Does work whole or not at all. */
export type Atomically = (work: () => void) => void;

/** To be done before the work goes on. What it answers with, it keeps itself. */
export interface Errand {
  /** `2026-08` */
  readonly month: string;
  readonly ask: (month: Month) => Soon<void>;
}

/** Without letting anybody in between. @param months at hand; without any, nothing may be asked of one */
export function atOnce<Result>(slices: Slices<Result>, months?: (month: string) => MonthBook): Result {
  for (;;) {
    const { done, value } = slices.next();
    if (done === true) return value;
    if (value === undefined) continue;
    if (months === undefined) throw new Error(`The month ${value.month} is not at hand.`);
    void value.ask(months(value.month));
  }
}

/** With a pause after each slice. */
export async function inTurns<Result>(
  slices: Slices<Result>,
  pause: () => Promise<void>,
  months: (month: string) => Month,
): Promise<Result> {
  for (;;) {
    const { done, value } = slices.next();
    if (done === true) return value;
    await (value === undefined ? pause() : value.ask(months(value.month)));
  }
}
