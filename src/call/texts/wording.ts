/** What callers are told. Every language says the same things. */
export interface Texts {
  readonly greeting: string;
  /** To whom nobody is before. */
  readonly next: string;
  /** With `{place}` for the number, from 2 on. */
  readonly place: string;
  /** With `{minutes}` for whole minutes and their word. */
  readonly wait: string;
  readonly shortWait: string;
  /** More than half an hour. */
  readonly longWait: string;
  readonly nobodyServes: string;
  readonly full: string;
  readonly closed: string;
  readonly waited: string;
  /** To those who wait: with this `{key}` they leave the line and are phoned. */
  readonly callbackKey: string;
  /** They will be phoned, and keep their place. */
  readonly promised: string;
  /** To somebody who has been phoned. */
  readonly calledBack: string;
  /** The call has been marked for people to come back to. */
  readonly marked: string;
}

/** What is filled into the lines of a language, as its voice must say it. */
export interface Fillings {
  readonly place: (place: number) => string;
  /** `minutes`: whole minutes, at least 1. */
  readonly minutes: (minutes: number) => string;
  /** A key of the telephone: a digit, `*` or `#`. */
  readonly key: (key: string) => string;
}
