/**
 * JSON of which there is one text only (RFC 8785, JSON Canonicalization Scheme): no spaces, keys in the order of their UTF-16 code units. Numbers and strings
 * are as `JSON.stringify` writes them, which is what the RFC asks for.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item ?? null)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`);
  return `{${fields.join(",")}}`;
}
