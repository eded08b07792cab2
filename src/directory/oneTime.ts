/** What serves once and soon ends: the challenge of a passkey, a sign-in that is under way at a company's provider, the ticket that comes of it; and what has served and must not serve again. */
import type { Sql } from "../kernel/index.ts";
import type { Instant } from "../words/index.ts";

export type OneTimeUse = "passkey.add" | "passkey.signIn" | "provider.begun" | "provider.ticket" | "provider.ended";

export interface OneTime {
  readonly use: OneTimeUse;
  /** The hash of what is shown to take it. */
  readonly hash: string;
  /** What is to be known then. */
  readonly data: string;
  readonly ends: Instant;
}

/** Anybody may have some made: of more than so many the first to end go first. */
const kept = 20_000;

export function keepOnce(sql: Sql, { use, hash, data, ends }: OneTime, now: Instant): void {
  sql.exec("DELETE FROM one_time WHERE ends <= ?", now);
  const count = Number(sql.exec("SELECT count(*) AS n FROM one_time").toArray()[0]?.["n"]);
  if (count >= kept)
    sql.exec(
      "DELETE FROM one_time WHERE hash IN (SELECT hash FROM one_time ORDER BY ends, hash LIMIT ?)",
      count - kept + 1,
    );
  sql.exec("INSERT INTO one_time (hash, purpose, data, ends) VALUES (?, ?, ?, ?)", hash, use, data, ends);
}

/** Whether something of this hash was kept and not taken. */
export const isKept = (sql: Sql, hash: string): boolean =>
  sql.exec("SELECT 1 FROM one_time WHERE hash = ?", hash).toArray().length > 0;

/** Uses it up. Undefined: there was none, it has served, it has ended, or it is for something else. */
export function takeOnce(sql: Sql, use: OneTimeUse, hash: string, now: Instant): string | undefined {
  const [row] = sql
    .exec("DELETE FROM one_time WHERE hash = ? AND purpose = ? RETURNING data, ends", hash, use)
    .toArray();
  return row !== undefined && Number(row["ends"]) > now ? String(row["data"]) : undefined;
}
