import type { Sql } from "../kernel/index.ts";
import { placeOf } from "./place.ts";

/** Where a call that has ended lies, and what of it was asked for; if it is not there, where it would. */
export interface CallFound {
  readonly place: number;
  readonly known: Readonly<Record<string, unknown>> | undefined;
}

/** @param columns of `call`, as SQL has them */
export function findCall(sql: Sql, id: string, columns: string): CallFound {
  for (let place = placeOf(id); ; place += 1) {
    const [row] = sql.exec(`SELECT id, ${columns} FROM call WHERE place = ?`, place).toArray();
    if (row === undefined || row["id"] === id) return { place, known: row };
  }
}
