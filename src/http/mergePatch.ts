/** Nothing that can be set up is as deep. */
const deepest = 32;

/**
 * JSON Merge Patch (RFC 7396): what is named is replaced, null takes it away, objects are changed within. What is nested deeper than anything
 * can be is left as it was sent, for whoever checks the result to refuse.
 */
export function merged(target: unknown, patch: unknown, depth = 0): unknown {
  if (!isObject(patch) || depth > deepest) return patch;
  // In a Map and not by assignment: `__proto__` is a name like any other here.
  const fields = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) fields.delete(name);
    else fields.set(name, merged(fields.get(name), value, depth + 1));
  }
  return Object.fromEntries(fields);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
