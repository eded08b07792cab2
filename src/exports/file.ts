/** A sheet as a file of a format that was asked for. */
import { csvOf } from "./csv.ts";
import { parquetOf } from "./parquet.ts";
import { cellsIn, type Sheet } from "./sheet.ts";
import { xlsxOf } from "./xlsx.ts";

export const fileFormats = ["csv", "xlsx", "parquet"] as const;
export type FileFormat = (typeof fileFormats)[number];

export const fileTypes: Readonly<Record<FileFormat, string>> = {
  csv: "text/csv",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  parquet: "application/vnd.apache.parquet",
};

/**
 * A workbook is made in one go, during which nobody else has the processor: so many cells take a third of a second of one core. The others take
 * a fifth of that.
 */
export const mostCells: Readonly<Record<FileFormat, number>> = {
  csv: 2_000_000,
  xlsx: 60_000,
  parquet: 2_000_000,
};

export interface ExportedFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Undefined: it would have more than {@link mostCells}. */
export async function fileOf(sheet: Sheet, format: FileFormat): Promise<ExportedFile | undefined> {
  if (cellsIn(sheet) > mostCells[format]) return undefined;
  const type = format === "csv" ? `${fileTypes.csv}; charset=utf-8; header=present` : fileTypes[format];
  return { name: `${sheet.name}.${format}`, type, bytes: await bytesOf(sheet, format) };
}

function bytesOf(sheet: Sheet, format: FileFormat): Promise<Uint8Array<ArrayBuffer>> | Uint8Array<ArrayBuffer> {
  if (format === "xlsx") return xlsxOf(sheet);
  if (format === "parquet") return parquetOf(sheet);
  const { columns, rows } = sheet;
  const text = csvOf(
    columns.map(({ name }) => name),
    rows.map((row) =>
      row.map((value, at) =>
        columns[at]?.holds === "instant" && typeof value === "number" ? new Date(value).toISOString() : value,
      ),
    ),
  );
  return new Uint8Array(new TextEncoder().encode(text));
}
