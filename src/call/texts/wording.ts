/** What callers are told. Every language says the same things. */
export interface Texts {
  readonly greeting: string;
  readonly place: (place: number) => string;
  /** `minutes`: whole minutes, at least 1. */
  readonly wait: (minutes: number) => string;
  readonly shortWait: string;
  /** More than half an hour. */
  readonly longWait: string;
  readonly nobodyServes: string;
  readonly full: string;
  readonly closed: string;
  readonly waited: string;
  /** To those who wait: with the key 1 they leave the line and are phoned. */
  readonly callbackKey: string;
  /** They will be phoned, and keep their place. */
  readonly promised: string;
  /** To somebody who has been phoned. */
  readonly calledBack: string;
  /** The call has been marked for people to come back to. */
  readonly marked: string;
}
