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
