/** The JSON object on the last line of a program's output. */
export function lastJson(output: string): object | undefined {
  try {
    const value: unknown = JSON.parse(output.trimEnd().split("\n").at(-1) ?? "");
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Both together; where both have an object under one name, these are merged, else the second one's word stands. */
export function merge(first: object, second: object): object {
  const merged: Record<string, unknown> = { ...first };
  for (const [name, value] of Object.entries(second)) {
    const before = merged[name];
    merged[name] = isObject(before) && isObject(value) ? merge(before, value) : value;
  }
  return merged;
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
