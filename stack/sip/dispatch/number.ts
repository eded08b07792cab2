/** Telephone numbers as LiveKit compares them. */

/** `8 (495) 123-45` → `+849512345`; what is not a number stays as it is. */
export function normaliseNumber(number: string): string {
  if (!/^\+?[\d\- ()]+$/.test(number)) return number;
  const digits = number.replaceAll(/[- ()]/g, "");
  return digits.startsWith("+") ? digits : `+${digits}`;
}

export const sameNumber = (one: string, other: string): boolean =>
  one === other || normaliseNumber(one) === normaliseNumber(other);
