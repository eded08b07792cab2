/** How numbers meet people. Pure, so that it can be tested without a browser. */
import type { Duration, Language } from "../../src/words/index.ts";

/** A running timer: `0:07`, `12:34`, `1:02:03`. Parts of a second are dropped; less than nothing is nothing. */
export function timer(duration: Duration): string {
  const total = Math.max(0, Math.floor(duration / 1_000));
  const two = (n: number): string => String(n).padStart(2, "0");
  const [hours, minutes, seconds] = [Math.floor(total / 3_600), Math.floor(total / 60) % 60, total % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

/** What is left until a moment, in whole seconds: the last second shows 1, and 0 means over. */
export const secondsLeft = (left: Duration): number => Math.max(0, Math.ceil(left / 1_000));

/** A length of time in words, as people say it: `1 minute 20 seconds`, `21 секунда`. */
export function spoken(duration: Duration, language: Language): string {
  const total = Math.max(0, Math.round(duration / 1_000));
  const [minutes, seconds] = [Math.floor(total / 60), total % 60];
  const say = (n: number, unit: "minute" | "second"): string =>
    new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(n);
  if (minutes === 0) return say(seconds, "second");
  return seconds === 0 ? say(minutes, "minute") : `${say(minutes, "minute")} ${say(seconds, "second")}`;
}

/** The forms of a counted noun; which one a number wants is for `Intl.PluralRules` to say. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };

/** `1 очередь`, `2 очереди`, `5 очередей`. */
export function counted(n: number, forms: Plural, language: Language): string {
  const form = forms[new Intl.PluralRules(language).select(n)] ?? forms.other;
  return `${new Intl.NumberFormat(language).format(n)} ${form}`;
}

/** `+74951234567` → `+7 495 123-45-67`; numbers of other countries in groups; anything else as it came. */
export function phone(number: string): string {
  const russian = /^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(number);
  if (russian) return `+7 ${russian[1]} ${russian[2]}-${russian[3]}-${russian[4]}`;
  const american = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  if (american) return `+1 ${american[1]} ${american[2]}-${american[3]}`;
  return number;
}
