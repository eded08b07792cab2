/** A report as the API answers it, and as webhooks bring it. */
import type { Report } from "./make.ts";

export const answerOf = ({ report, from, until, timeZone, columns, table: { rows, total, pauses } }: Report) => ({
  report,
  from,
  until,
  timeZone,
  definitions: Object.fromEntries(columns.map(({ name, definition }) => [name, definition])),
  rows: [...rows],
  total,
  pauses,
});
