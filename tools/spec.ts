/** Rules against the tests that show them. */
import type { Claim } from "./test-titles.ts";

/** The ids of SPEC.md's rules, `**Q7** …` at the beginning of a line (a list's dash may stand before it). */
export function rulesOf(spec: string): string[] {
  return [...spec.matchAll(/^(?:[-*] )?\*\*([A-Z]{1,3}\d+[a-z]?)\*\*/gm)].map(([, id = ""]) => id);
}

export function compare(rules: readonly string[], claims: readonly Claim[]): { faults: string[]; summary: string } {
  const known = new Set(rules);
  const shown = new Map<string, number>();
  for (const { rule } of claims) shown.set(rule, (shown.get(rule) ?? 0) + 1);
  const faults = [
    ...rules.filter((rule, index) => rules.indexOf(rule) !== index).map((rule) => `${rule}  stands twice in SPEC.md`),
    ...[...known].filter((rule) => !shown.has(rule)).map((rule) => `${rule}  no test names it`),
    ...claims
      .filter(({ rule }) => !known.has(rule))
      .map(({ rule, where }) => `${rule}  ${where} names it, SPEC.md does not`),
  ];
  const counts = [...known].filter((rule) => shown.has(rule)).map((rule) => `${rule} ✓${shown.get(rule)}`);
  return { faults, summary: `${counts.join("  ")}\n${known.size} rules, ${claims.length} tests that show one` };
}
