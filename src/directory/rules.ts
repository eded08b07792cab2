/** Which rule takes a number. */

/** A mask is a whole number, or the beginning of one followed by `*`; `*` alone takes everything. */
export const maskPattern = /^(?=.)\+?[0-9A-Za-z._-]*\*?$/;

/** Carriers disagree about the plus, and people about spaces: for comparing, neither counts. */
const bare = (number: string): string => number.replaceAll(/[\s().-]/g, "").replace(/^\+/, "");

export function matches(mask: string, number: string): boolean {
  return mask.endsWith("*") ? bare(number).startsWith(bare(mask.slice(0, -1))) : bare(number) === bare(mask);
}

/** The first in order that matches; of the same order, the first by id. */
export function ruleFor<R extends { readonly id: string; readonly mask: string; readonly order: number }>(
  rules: readonly R[],
  number: string,
): R | undefined {
  return rules
    .filter((rule) => matches(rule.mask, number))
    .toSorted((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1))
    .at(0);
}
