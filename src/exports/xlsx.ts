/** A sheet for people, as an Excel workbook: the rows, and on a second sheet what each column means and its total. */
import writeXlsxFile, { type Cell, type Row } from "write-excel-file/universal";
import { wallAt } from "../hours/zone.ts";
import { minutes, type Instant } from "../words/index.ts";
import type { Column, Holds, Sheet, Value } from "./sheet.ts";

const day = minutes(24 * 60);

const formats = {
  instant: "yyyy-mm-dd hh:mm",
  count: "0",
  time: "[h]:mm:ss",
  share: "0.0%",
} as const satisfies Record<Exclude<Holds, "text">, string>;

const meanings: Readonly<Record<Holds, string>> = {
  text: "text",
  instant: "date and time",
  count: "number",
  time: "hours:minutes:seconds",
  share: "share",
};

const widths: Readonly<Record<Holds, number>> = { text: 24, instant: 17, count: 12, time: 12, share: 12 };

/**
 * Texts are texts, whatever they begin with: nothing in it is run as a formula. Times are those of the sheet's zone; in the hour that autumn
 * repeats two rows show the same time.
 */
export async function xlsxOf({ name, from, until, timeZone, columns, rows }: Sheet): Promise<Uint8Array<ArrayBuffer>> {
  const heading = (texts: readonly string[]): Row =>
    texts.map((value) => ({ value, type: String, fontWeight: "bold" }));
  const local = (at: Instant): Cell => cellOf("instant", at, timeZone);
  const file = await writeXlsxFile([
    {
      sheet: name,
      stickyRowsCount: 1,
      columns: columns.map(({ holds }) => ({ width: widths[holds] })),
      data: [
        heading(columns.map(({ name }) => name)),
        ...rows.map((row) => columns.map(({ holds }, at) => cellOf(holds, row[at] ?? null, timeZone))),
      ],
    },
    {
      sheet: "definitions",
      stickyRowsCount: 1,
      columns: [{ width: 30 }, { width: 16 }, { width: 22 }, { width: 120 }],
      data: [
        heading(["column", "total", "holds", "definition"]),
        ...columns.map(({ name, total = null, holds, definition }: Column): Row => [
          { value: name, type: String },
          cellOf(holds, total, timeZone),
          { value: meanings[holds], type: String },
          { value: definition, type: String },
        ]),
        [],
        [{ value: "from", type: String }, local(from)],
        [{ value: "until", type: String }, local(until)],
        [
          { value: "time zone", type: String },
          { value: timeZone, type: String },
        ],
      ],
    },
  ]).toBlob();
  return new Uint8Array(await file.arrayBuffer());
}

function cellOf(holds: Holds, value: Value, timeZone: string): Cell {
  if (value === null) return null;
  if (holds === "text" || typeof value === "string")
    return value === "" ? null : { value: String(value), type: String };
  const format = formats[holds];
  // A spreadsheet knows no zones: it is given what the clock showed there.
  if (holds === "instant") return { value: new Date(wallAt(timeZone, value)), type: Date, format };
  return { value: holds === "time" ? value / day : value, type: Number, format };
}
