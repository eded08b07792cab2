import type { Language } from "../../words/index.ts";
import { en } from "./en.ts";
import { ru } from "./ru.ts";

/** What callers are told. Every language says the same things. */
export interface Texts {
  readonly greeting: string;
  readonly place: (place: number) => string;
  /** `minutes`: whole minutes, at least 1. */
  readonly wait: (minutes: number) => string;
  readonly shortWait: string;
  readonly nobodyServes: string;
  readonly full: string;
}

export const texts: Readonly<Record<Language, Texts>> = { ru, en };
