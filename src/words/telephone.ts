/**
 * Shows a telephone number to people and logs without giving it away: the country's first digit and the last two stay.
 * `+74951234567` → `+7•••••••67`. Text without enough digits to hide anything becomes `•••`.
 */
export function maskNumber(number: string): string {
  const digits = number.replaceAll(/\D/g, "");
  if (digits.length < 5) return "•••";
  const lead = number.startsWith("+") ? `+${digits[0]}` : "";
  const hidden = digits.length - 2 - (lead === "" ? 0 : 1);
  return `${lead}${"•".repeat(hidden)}${digits.slice(-2)}`;
}

/** Masks every run of 7 or more digits in a text, for log lines that quote what came from outside. */
export function maskNumbersIn(text: string): string {
  return text.replaceAll(/\+?\d{7,}/g, (number) => maskNumber(number));
}
