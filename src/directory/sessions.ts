/**
 * Sessions: what signing in begins. Each is renewed by a token that serves once (a refresh token, kept as its hash), and all tokens that came out of one
 * sign-in are one family, the session: one that comes a second time has been stolen, or its successor has, and ends it.
 */
import type { Sql } from "../kernel/index.ts";
import type { Duration, Instant, OperatorId } from "../words/index.ts";
import { minutes } from "../words/index.ts";

/** A shift and its handover. */
export const sessionLength: Duration = minutes(12 * 60);
/** Who has not renewed it for so long has gone. */
export const idleLength: Duration = minutes(60);
/**
 * An answer may be lost, and the network with it for a while: whoever asks again so soon, and has not used what was answered, is answered anew, and what
 * was answered before is void. A thief who gets in between is noticed when either renews the next time.
 */
const askedAgainWithin: Duration = minutes(2);

/** A session as its person and administrators see it. */
export interface SessionSeen {
  readonly id: string;
  readonly person: OperatorId;
  readonly openedAt: Instant;
  readonly renewedAt: Instant;
  readonly endsAt: Instant;
  /** The address that it was opened from; null: not known. */
  readonly from: string | null;
  readonly means: Means;
}

/** How somebody signed in; of a passkey and of a company's sign-in: by which. */
export type Means = "password" | `passkey:${string}` | `provider:${string}`;

/** What the stateless side brings along for a new session. */
export interface NewSession {
  readonly id: string;
  /** The hash of its first refresh token. */
  readonly refresh: string;
}

/** Of a session that begins. */
interface Opening {
  readonly person: OperatorId;
  readonly epoch: number;
  readonly from: string | null;
  readonly means: Means;
  /** Two factors were shown, or what counts as such. */
  readonly strong: boolean;
  /** What the provider calls its own session. */
  readonly providerSession: string | null;
}

export type Renewed =
  | { readonly is: "renewed"; readonly id: string; readonly person: OperatorId }
  /** No such token was ever given out, or its session is over. */
  | { readonly is: "over" }
  /** It has served before: the session is to be ended. */
  | { readonly is: "used"; readonly id: string; readonly person: OperatorId };

export function openSession(
  sql: Sql,
  { id, refresh }: NewSession,
  { person, epoch, from, means, strong, providerSession }: Opening,
  now: Instant,
): Instant {
  sql.exec("DELETE FROM refresh_token WHERE session IN (SELECT id FROM session WHERE ends <= ?)", now);
  sql.exec("DELETE FROM session WHERE ends <= ?", now);
  const ends = now + sessionLength;
  sql.exec(
    `INSERT INTO session (id, person, epoch, origin, opened, renewed, ends, means, strong, provider_session)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    person,
    epoch,
    from,
    now,
    now,
    ends,
    means,
    Number(strong),
    providerSession,
  );
  sql.exec("INSERT INTO refresh_token (hash, session) VALUES (?, ?)", refresh, id);
  return ends;
}

/** Takes a refresh token in and puts the next in its place, both as hashes. */
export function renewSession(sql: Sql, hash: string, next: string, now: Instant): Renewed {
  const [token] = sql.exec("SELECT session, used, successor FROM refresh_token WHERE hash = ?", hash).toArray();
  const session = token && standing(sql, String(token["session"]), now);
  if (token === undefined || session === undefined || session.renewedAt + idleLength <= now) return { is: "over" };
  const { id, person } = session;
  if (token["used"] !== null) {
    const again = now - Number(token["used"]) <= askedAgainWithin;
    if (!again || !retire(sql, token["successor"], now)) return { is: "used", id, person };
  }
  sql.exec("UPDATE refresh_token SET used = coalesce(used, ?), successor = ? WHERE hash = ?", now, next, hash);
  sql.exec("INSERT INTO refresh_token (hash, session) VALUES (?, ?)", next, id);
  sql.exec("UPDATE session SET renewed = ? WHERE id = ?", now, id);
  return { is: "renewed", id, person };
}

/** Voids a token that has not served. False: it has, or there is none. */
const retire = (sql: Sql, hash: unknown, now: Instant): boolean =>
  typeof hash === "string" &&
  sql.exec("UPDATE refresh_token SET used = ? WHERE hash = ? AND used IS NULL RETURNING hash", now, hash).toArray()
    .length > 0;

/** False: it does not stand. */
export function endSession(sql: Sql, id: string, now: Instant): boolean {
  const ended = sql.exec("UPDATE session SET ended = ? WHERE id = ? AND ended IS NULL RETURNING id", now, id).toArray();
  return ended.length > 0;
}

/** Those that have been ended before their time and may be open somewhere still. */
export const endedSessions = (sql: Sql, person: OperatorId, now: Instant): string[] =>
  sql
    .exec("SELECT id FROM session WHERE person = ? AND ended IS NOT NULL AND ends > ? ORDER BY ended, id", person, now)
    .toArray()
    .map((row) => String(row["id"]));

// A session is void as well when its person has another epoch by now, or is gone.
const standingSessions = `SELECT session.* FROM session JOIN person ON person.id = session.person AND person.epoch = session.epoch
   WHERE session.ended IS NULL AND session.ends > ?1`;

/** Undefined: it stands no longer. */
export const standing = (sql: Sql, id: string, now: Instant): SessionSeen | undefined =>
  sql.exec(`${standingSessions} AND session.id = ?2`, now, id).toArray().map(seen)[0];

/** Whether it stands, for this person in this epoch. */
export const stands = (
  sql: Sql,
  { id, person, epoch }: { readonly id: string; readonly person: OperatorId; readonly epoch: number },
  now: Instant,
): boolean =>
  sql
    .exec(
      `${standingSessions} AND session.id = ?2 AND session.person = ?3 AND session.epoch = ?4`,
      now,
      id,
      person,
      epoch,
    )
    .toArray().length > 0;

/** Whether it was opened with two factors, or with what counts as such. */
export const isStrong = (sql: Sql, id: string): boolean =>
  sql.exec("SELECT 1 FROM session WHERE id = ? AND strong = 1", id).toArray().length > 0;

/** Those that were come by in this way; of a provider's session: those that came of it. */
export const sessionsBy = (
  sql: Sql,
  means: Means,
  now: Instant,
  providerSession: string | null = null,
): SessionSeen[] =>
  sql
    .exec(
      `${standingSessions} AND session.means = ?2 AND (?3 IS NULL OR session.provider_session = ?3) ORDER BY session.id`,
      now,
      means,
      providerSession,
    )
    .toArray()
    .map(seen);

/** What the provider calls its session that this one came of. Null: it came of none, or the provider has not said. */
export function providerSessionOf(sql: Sql, id: string): string | null {
  const [row] = sql.exec("SELECT provider_session FROM session WHERE id = ?", id).toArray();
  return (row?.["provider_session"] ?? null) as string | null; // as it was written above
}

/** Of one person or of everybody, the newest first. */
export function sessionsOf(sql: Sql, person: OperatorId | undefined, now: Instant): SessionSeen[] {
  const order = "ORDER BY session.opened DESC, session.id";
  const rows =
    person === undefined
      ? sql.exec(`${standingSessions} ${order}`, now)
      : sql.exec(`${standingSessions} AND session.person = ?2 ${order}`, now, person);
  return rows.toArray().map(seen);
}

const seen = (row: Record<string, unknown>): SessionSeen => ({
  id: String(row["id"]),
  person: row["person"] as OperatorId, // as they were written above
  openedAt: Number(row["opened"]),
  renewedAt: Number(row["renewed"]),
  endsAt: Number(row["ends"]),
  from: row["origin"] as string | null,
  means: String(row["means"]) as Means, // likewise
});
