/**
 * Work in slices of some ten milliseconds. Whoever does it may let others have their turn after each: calls begin and end while a report over a year is
 * counted, and must not wait for it.
 */
export type Slices<Result = void> = Generator<undefined, Result, undefined>;

/** Without letting anybody in between. */
export function atOnce<Result>(slices: Slices<Result>): Result {
  for (;;) {
    const { done, value } = slices.next();
    if (done === true) return value;
  }
}

/** With a pause after each slice. */
export async function inTurns<Result>(slices: Slices<Result>, pause: () => Promise<void>): Promise<Result> {
  for (;;) {
    const { done, value } = slices.next();
    if (done === true) return value;
    await pause();
  }
}
