/**
 * The audit log as the directory keeps it: a chain of lines in its own database, so that a line is written by the transaction that does what it tells of.
 * Nothing changes or removes a line.
 */
import { beginning, chained, type AuditLine, type Detail, type Entry, type Head } from "../audit/index.ts";
import type { Sql } from "../kernel/index.ts";
import type { Duration, Instant } from "../words/index.ts";
import { minutes } from "../words/index.ts";

/** Which lines are wanted. */
export interface AuditWanted {
  readonly by?: string | undefined;
  /** The whole of it, as `queue.changed`, or what is before the dot. */
  readonly action?: string | undefined;
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
  readonly order: "newest" | "oldest";
  readonly limit: number;
  /** The line that the page before ended with. */
  readonly after?: number | undefined;
}

export interface AuditPage {
  readonly lines: readonly AuditLine[];
  /** The line after which the next page begins; undefined: this is the last one. */
  readonly next?: number | undefined;
}

export function append(sql: Sql, entry: Entry): void {
  settle(sql, entry.at);
  write(sql, entry);
}

function write(sql: Sql, entry: Entry): void {
  const { seq, at, by, from, action, what, detail, previous, hash } = chained(head(sql), entry);
  sql.exec(
    "INSERT INTO audit (seq, at, author, origin, action, what, detail, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    seq,
    at,
    by,
    from,
    action,
    what,
    JSON.stringify(detail),
    previous,
    hash,
  );
}

export function head(sql: Sql): Head {
  const [row] = sql.exec("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").toArray();
  return row === undefined ? beginning : { seq: Number(row["seq"]), hash: String(row["hash"]) };
}

export function auditPage(sql: Sql, { by, action, from, to, order, limit, after }: AuditWanted): AuditPage {
  const conditions: readonly Condition[] = [
    ["author = ?", by],
    ...actionIs(action),
    ["at >= ?", from],
    ["at < ?", to],
    [order === "newest" ? "seq < ?" : "seq > ?", after],
  ];
  const asked = conditions.filter(([, value]) => value !== undefined);
  const rows = sql
    .exec(
      `SELECT * FROM audit ${asked.length === 0 ? "" : `WHERE ${asked.map(([condition]) => condition).join(" AND ")}`}
       ORDER BY seq ${order === "newest" ? "DESC" : "ASC"} LIMIT ?`,
      ...asked.map(([, value]) => value ?? null),
      limit + 1,
    )
    .toArray();
  const lines = rows.slice(0, limit).map(lineOf);
  return { lines, ...(rows.length > limit && { next: lines.at(-1)?.seq }) };
}

type Condition = readonly [string, string | number | undefined];

function actionIs(action: string | undefined): readonly Condition[] {
  if (action === undefined || action.includes(".")) return [["action = ?", action]];
  // Whatever begins with `queue.`: no character is between `.` and `/`.
  return [
    ["action > ?", `${action}.`],
    ["action < ?", `${action}/`],
  ];
}

const lineOf = (row: Record<string, unknown>): AuditLine => ({
  seq: Number(row["seq"]),
  at: Number(row["at"]),
  // As they were written above.
  by: row["author"] as string | null,
  from: row["origin"] as string | null,
  action: String(row["action"]),
  what: String(row["what"]),
  detail: JSON.parse(String(row["detail"])) as Detail,
  previous: String(row["previous"]),
  hash: String(row["hash"]),
});

/** Bad sign-ins are told by name and minute: whoever guesses all day long writes 1,440 lines and not millions. */
const counted: Duration = minutes(1);
/** So many addresses are kept of each. */
const addressesKept = 5;

/** `person`: undefined for names that nobody bears, which are counted together: many a password is typed in the wrong field. */
export function countRefused(
  sql: Sql,
  { person = "", from, because }: { person?: string | undefined; from: string | null; because: string },
  now: Instant,
): void {
  settle(sql, now);
  const minute = now - (now % counted);
  const [row] = sql
    .exec("SELECT reasons, addresses FROM refused_sign_in WHERE person = ? AND minute = ?", person, minute)
    .toArray();
  // As written below.
  const reasons = row === undefined ? {} : (JSON.parse(String(row["reasons"])) as Record<string, number>);
  const addresses = new Set(row === undefined ? [] : (JSON.parse(String(row["addresses"])) as string[]));
  reasons[because] = (reasons[because] ?? 0) + 1;
  if (from !== null && addresses.size < addressesKept) addresses.add(from);
  sql.exec(
    "INSERT OR REPLACE INTO refused_sign_in (person, minute, last, reasons, addresses) VALUES (?, ?, ?, ?, ?)",
    person,
    minute,
    now,
    JSON.stringify(reasons),
    JSON.stringify([...addresses]),
  );
}

/** Writes the lines of what has been counted: of minutes that are over; of one person all, before something else is told of them. */
export function settle(sql: Sql, now: Instant, person?: string): void {
  const due = sql
    .exec(
      "DELETE FROM refused_sign_in WHERE minute <= ? OR person = ? RETURNING person, last, reasons, addresses",
      now - counted,
      person ?? null,
    )
    .toArray()
    .toSorted((a, b) => Number(a["last"]) - Number(b["last"]));
  for (const { person: id, last, reasons, addresses } of due) {
    const from = JSON.parse(String(addresses)) as string[]; // as written above
    write(sql, {
      at: Number(last),
      by: null,
      from: from.at(-1) ?? null,
      action: "session.refused",
      what: id === "" ? "operator" : `operator/${String(id)}`,
      detail: { refused: JSON.parse(String(reasons)) as Detail, addresses: from },
    });
  }
}
