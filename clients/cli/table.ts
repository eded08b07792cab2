/** Rows as a table for people: only what is short enough to be read at a glance, and as many columns as there is room for. */
export function table(rows: readonly object[], room: number): string[] {
  const cells = rows.map((row) => new Map(Object.entries(row).map(([column, value]) => [column, cell(column, value)])));
  const columns = [...new Set(cells.flatMap((row) => [...row.keys()]))].filter((column) =>
    cells.every((row) => row.get(column) !== undefined || !row.has(column)),
  );
  const lines = [columns, ...cells.map((row) => columns.map((column) => row.get(column) ?? ""))];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => (line[index] ?? "").length)));
  let used = 0;
  const shown = widths.findIndex((width) => (used += width + 2) > room + 2);
  return lines.map((line) =>
    line
      .slice(0, shown === -1 ? undefined : shown)
      .map((text, index) => text.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

const longest = 40;

/** Undefined: it is too much for a cell. */
function cell(column: string, value: unknown): string | undefined {
  const text = textOf(column, value);
  return text !== undefined && text.length <= longest ? text : undefined;
}

function textOf(column: string, value: unknown): string | undefined {
  if (value === null || value === undefined) return "";
  if (typeof value === "number" && isMoment(column, value))
    return new Date(value).toISOString().slice(0, 19).replace("T", " ");
  if (Array.isArray(value)) return value.some((item) => typeof item === "object") ? undefined : value.join(",");
  return typeof value === "object" ? undefined : JSON.stringify(value).replaceAll('"', "");
}

const isMoment = (column: string, value: number): boolean => /At$|^since$/.test(column) && value > 1e12;
