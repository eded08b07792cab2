/**
 * Answers that are kept so that who asks the same again gets the same again, and nothing is done twice. Kept by the application's directory: it
 * is there before anything else is, and survives whoever does the work.
 */
import type { Sql } from "../kernel/index.ts";
import type { Duration, Instant } from "../words/index.ts";
import { minutes } from "../words/index.ts";

export interface KeptAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

export type Begun =
  /** Nobody has asked for this yet, or whoever did has been lost with it. */
  | { readonly is: "new" }
  /** Somebody is at it. */
  | { readonly is: "under_way" }
  /** The same key has been used for something else. */
  | { readonly is: "other" }
  | { readonly is: "done"; readonly answer: KeptAnswer };

const keptFor: Duration = minutes(24 * 60);
/** Work that has not ended by then has been lost: it may be begun anew. */
const lostAfter: Duration = minutes(1);

/** `slot`: who asks where with which key. `asked`: what for. Both as hashes. */
export function beginAnswer(sql: Sql, slot: string, asked: string, now: Instant): Begun {
  sql.exec("DELETE FROM kept_answer WHERE began < ?", now - keptFor);
  const [row] = sql.exec("SELECT asked, began, status, type, body FROM kept_answer WHERE slot = ?", slot).toArray();
  if (row !== undefined) {
    if (row["asked"] !== asked) return { is: "other" };
    if (row["status"] !== null) {
      const [status, type, body] = [Number(row["status"]), String(row["type"]), String(row["body"])];
      return { is: "done", answer: { status, type, body } };
    }
    if (Number(row["began"]) > now - lostAfter) return { is: "under_way" };
  }
  sql.exec("INSERT OR REPLACE INTO kept_answer (slot, asked, began) VALUES (?, ?, ?)", slot, asked, now);
  return { is: "new" };
}

/** Without an answer: as if it had not been asked for. */
export function endAnswer(sql: Sql, slot: string, answer: KeptAnswer | undefined): void {
  if (answer === undefined) sql.exec("DELETE FROM kept_answer WHERE slot = ?", slot);
  else {
    const { status, type, body } = answer;
    sql.exec("UPDATE kept_answer SET status = ?, type = ?, body = ? WHERE slot = ?", status, type, body, slot);
  }
}
