/**
 * References in the place of callers' numbers, in texts that are kept: `~<hash><form>.<hidden>.<last two>~`. The hash leads to the number, as long as that is
 * kept; the rest is what is shown of it to those who may not see it whole. So one and the same text can be read in both ways, and who has been forgotten
 * is forgotten in every text at once.
 */
import { maskNumber } from "../words/index.ts";

/** 22 letters that tell whether two callers are the same, and not which (src/sealed, `keyedHash`). */
export type CallerKey = string;

/** What is read where a caller has been erased. */
export const erased = "•••";

/** `form`: `+7`, a number with a plus and its first digit; `=`, the digits alone of a number with a plus; empty, another. */
const reference = /~([\w-]{22})(\+\d|=|)\.(\d+)\.(\d{0,2})~/g;

const referenceOf = (key: CallerKey, text: string, form?: "="): string => {
  const [, lead = "", hidden = "", last = ""] = /^(\+\d)?(•*)(\d*)$/.exec(maskNumber(text)) ?? [];
  return `~${key}${form ?? lead}.${hidden.length}.${last}~`;
};

/** Fewer digits than these are no telephone number to be found within other texts. */
const longEnough = 7;
/** What holds a caller's number and nothing else. */
const fields: ReadonlySet<string> = new Set(["from", "caller", "number"]);

/**
 * A value as it is kept, with references in the place of one caller's number: wherever it stands if it is a telephone number, and else (a name, an extension) only
 * where numbers stand. What looks like a reference and came from outside is made to look otherwise.
 */
export function withReferences<T>(value: T, number: string, key: CallerKey): T {
  const digits = number.replaceAll(/\D/g, "");
  const [whole, bare] = [referenceOf(key, number), referenceOf(key, digits, "=")];
  const isNumber = digits.length >= longEnough && /^[+\d][\d ().-]*$/.test(number);
  const inText = (text: string, field: string): string => {
    const plain = text.replaceAll(reference, "~");
    if (number === "") return plain;
    if (!isNumber) {
      if (fields.has(field) && plain === number) return whole;
      if (plain === `sip_${number}`) return `sip_${whole}`;
      return field === "room" ? plain.replace(`_${number}_`, () => `_${whole}_`) : plain;
    }
    const hidden = plain.replaceAll(number, () => whole);
    // Not within a reference just made, which has fewer digits in a row.
    return digits === number ? hidden : hidden.replaceAll(digits, () => bare);
  };
  const walk = (item: unknown, field: string): unknown => {
    if (typeof item === "string") return inText(item, field);
    if (Array.isArray(item)) return item.map((each) => walk(each, field));
    if (typeof item !== "object" || item === null) return item;
    return Object.fromEntries(Object.entries(item).map(([name, inner]) => [name, walk(inner, name)]));
  };
  return walk(value, "") as T; // the same shape, with other texts in it
}

/** JSON with the numbers in it again; of those that are not known (any more) what is shown to everybody. */
export const withNumbers = (json: string, numberOf: (key: CallerKey) => string | undefined): string =>
  json.replaceAll(reference, (_, key: string, form: string, hidden: string, last: string) => {
    const number = numberOf(key);
    if (number === undefined) return masked(form, hidden, last);
    return inJson(form === "=" ? number.replaceAll(/\D/g, "") : number);
  });

/** JSON as those see it who may not see numbers whole. */
export const withMasks = (json: string): string =>
  json.replaceAll(reference, (_, __, form: string, hidden: string, last: string) => masked(form, hidden, last));

/** JSON in which nothing leads to this caller any more. */
export const withoutCaller = (json: string, caller: CallerKey): string =>
  json.replaceAll(reference, (text, key: string) => (key === caller ? erased : text));

/** Whether there is any reference in it. */
export const hasReferences = (json: string): boolean => json.search(reference) >= 0;

const masked = (form: string, hidden: string, last: string): string =>
  `${form === "=" ? "" : form}${"•".repeat(Number(hidden))}${last}`;

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
