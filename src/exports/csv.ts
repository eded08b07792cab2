/** Tables as CSV (RFC 4180). */
import papaparse from "papaparse";

export type CsvValue = string | number | null;

/** What spreadsheets take for the beginning of a formula, the wide forms that some of them know too. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * The first row names the columns; lines end in CRLF; nothing is null. Text that a spreadsheet would run as a formula gets an apostrophe
 * before it and quotes around it: whoever is named in a report must not be able to run anything on the machine of who reads it.
 */
export const csvOf = (columns: readonly string[], rows: readonly (readonly CsvValue[])[]): string =>
  papaparse.unparse({ fields: [...columns], data: rows.map((row) => [...row]) }, { escapeFormulae: formula }) + "\r\n";

/** More rows of such a table. */
export const csvRows = (rows: readonly (readonly CsvValue[])[]): string =>
  papaparse.unparse(
    rows.map((row) => [...row]),
    { escapeFormulae: formula },
  ) + (rows.length === 0 ? "" : "\r\n");

export interface CsvTable {
  readonly columns: readonly string[];
  /** As many cells in each as there are columns. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * Reads what {@link csvOf} or a spreadsheet has written: commas, semicolons or tabs between the cells, a byte order mark, empty lines. A word says
 * what is wrong with it: in which row (1: the names of the columns), if it is one.
 */
export function readCsv(text: string): CsvTable | { readonly wrong: string; readonly row?: number } {
  const { data, errors } = papaparse.parse<string[]>(text.replace(/^\uFEFF/, ""), {
    skipEmptyLines: "greedy",
    delimitersToGuess: [",", ";", "\t"],
  });
  const [broken] = errors.filter(({ type }) => type === "Quotes");
  if (broken !== undefined) return { wrong: "has quotes that do not match", row: (broken.row ?? 0) + 1 };
  const [columns = [], ...rows] = data.map((cells) => cells.map(plain));
  const uneven = rows.findIndex((row) => row.length !== columns.length);
  if (uneven !== -1) return { wrong: `has not ${columns.length} cells, as the first one has`, row: uneven + 2 };
  return { columns, rows };
}

/** Without the apostrophe that keeps a spreadsheet from running it. */
const plain = (cell: string): string =>
  (cell.startsWith("'") && formula.test(cell.slice(1)) ? cell.slice(1) : cell).trim();
