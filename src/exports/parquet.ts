/** A sheet for programs, as Apache Parquet: typed columns, and in the file's own metadata what each of them means. */
// Not the package's entry, which on some runtimes is one that writes to disks.
import { parquetWriteBuffer } from "hyparquet-writer/src/index.js";
import type { Holds, Sheet, Value } from "./sheet.ts";

const types = {
  text: "STRING",
  instant: "TIMESTAMP",
  count: "INT64",
  time: "INT64",
  share: "DOUBLE",
} as const satisfies Record<Holds, string>;

/** Instants are UTC, lengths of time in milliseconds. Metadata: `definitions` (JSON, by column) and `timeZone`. */
export const parquetOf = ({ columns, rows, timeZone }: Sheet): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    parquetWriteBuffer({
      columnData: columns.map(({ name, holds }, at) => ({
        name,
        type: types[holds],
        nullable: holds !== "text" && holds !== "instant",
        data: rows.map((row) => valueOf(holds, row[at] ?? null)),
      })),
      kvMetadata: [
        {
          key: "definitions",
          value: JSON.stringify(Object.fromEntries(columns.map(({ name, definition }) => [name, definition]))),
        },
        { key: "timeZone", value: timeZone },
      ],
      createdBy: "acd",
    }),
  );

function valueOf(holds: Holds, value: Value): string | number | bigint | Date | null {
  if (value === null) return holds === "text" ? "" : null;
  if (holds === "text" || typeof value === "string") return String(value);
  if (holds === "instant") return new Date(value);
  return holds === "share" ? value : BigInt(value);
}
