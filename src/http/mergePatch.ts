/** JSON Merge Patch (RFC 7396): what is named is replaced, null takes it away, objects are changed within. */
export function merged(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  // In a Map and not by assignment: `__proto__` is a name like any other here.
  const fields = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) fields.delete(name);
    else fields.set(name, merged(fields.get(name), value));
  }
  return Object.fromEntries(fields);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
