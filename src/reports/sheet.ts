/** A report as a sheet to be taken away. */
import type { Column, Sheet, Value } from "../exports/sheet.ts";
import { keyNames } from "./names.ts";
import type { Report } from "./make.ts";

export function sheetOf({ report, from, until, timeZone, columns, table }: Report): Sheet {
  const { rows, total, pauses: paused = [] } = table;
  const key = keyNames[report];
  const about: readonly Column[] = [
    { name: "from", holds: "instant", definition: "When the interval begins." },
    { name: "until", holds: "instant", definition: "When it ends." },
    { name: key, holds: "text", definition: `The ${key} that it is about.` },
  ];
  return {
    name: report,
    from,
    until,
    timeZone,
    columns: [
      ...about,
      ...columns.map(({ name, unit, definition }) => ({ name, holds: unit, definition, total: total[name] ?? null })),
      ...paused.map(({ id, name, time }) => ({
        name: `pause:${id}`,
        holds: "time" as const,
        definition: `Time in pauses for the reason "${name}".`,
        total: time,
      })),
    ],
    rows: rows.map(({ from, until, key, figures, pauses: own = [] }): readonly Value[] => [
      from,
      until,
      key,
      ...columns.map(({ name }) => figures[name] ?? null),
      ...paused.map(({ id }) => own.find((pause) => pause.id === id)?.time ?? 0),
    ]),
  };
}
