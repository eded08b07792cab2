/** A moment: milliseconds since 1970 (UTC). It always arrives with an event; domain code never reads a clock. */
export type Instant = number;

/** A length of time in milliseconds. A name that means seconds ends in `Seconds`. */
export type Duration = number;

export const seconds = (n: number): Duration => n * 1_000;
export const minutes = (n: number): Duration => n * 60_000;
