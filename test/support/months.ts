import { MonthBook } from "../../src/ledger/month.ts";
import { database } from "../http/database.ts";

export interface MonthsAtHand {
  (month: string): MonthBook;
  /** Of each month that was ever asked for something, its database. */
  readonly databases: ReadonlyMap<string, ReturnType<typeof database>>;
}

/** The months of one ledger, as it asks them. */
export function monthsAtHand(): MonthsAtHand {
  const databases = new Map<string, ReturnType<typeof database>>();
  return Object.assign(
    (month: string) => {
      const known = databases.get(month) ?? database();
      databases.set(month, known);
      return new MonthBook(known.sql, known.atomically);
    },
    { databases },
  );
}
