/** Which rule takes a number. */

/** A mask is a whole number, or the beginning of one followed by `*`; `*` alone takes everything. */
export const maskPattern = /^(?=.)\+?[0-9A-Za-z._-]*\*?$/;

/** Carriers disagree about the plus, and people about spaces: for comparing, neither counts. */
const bare = (number: string): string => number.replaceAll(/[\s().-]/g, "").replace(/^\+/, "");

export function matches(mask: string, number: string): boolean {
  return mask.endsWith("*") ? bare(number).startsWith(bare(mask.slice(0, -1))) : bare(number) === bare(mask);
}

interface Masked {
  readonly id: string;
  readonly mask: string;
  readonly order: number;
}

/** In the order in which they are tried: by `order`, then by id. */
const inOrder = <R extends Masked>(rules: readonly R[]): R[] =>
  rules.toSorted((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));

/** The first in order that matches; of the same order, the first by id. */
export const ruleFor = <R extends Masked>(rules: readonly R[], number: string): R | undefined =>
  inOrder(rules).find((rule) => matches(rule.mask, number));

/** A rule that does not take a number, and why. */
export interface PassedOver<R extends Masked> {
  readonly rule: R;
  /** Its mask does not fit, though it was tried first; or it would fit, but another came first. */
  readonly because: "mask" | "later";
}

/** Those before the rule that takes the number, and those after it that would have. */
export function passedOver<R extends Masked>(rules: readonly R[], number: string): PassedOver<R>[] {
  const all = inOrder(rules);
  const taker = all.findIndex(({ mask }) => matches(mask, number));
  return all.flatMap((rule, at): PassedOver<R>[] => {
    if (taker === -1 || at < taker) return [{ rule, because: "mask" }];
    return at > taker && matches(rule.mask, number) ? [{ rule, because: "later" }] : [];
  });
}
