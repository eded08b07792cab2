/** The passkeys of people: public keys whose private halves are with their authenticators, which know their owner by finger, face or PIN. */
import type { Sql } from "../kernel/index.ts";
import type { Instant, OperatorId } from "../words/index.ts";

export interface Passkey {
  /** As the authenticator calls it, in Base64url. */
  readonly id: string;
  readonly person: OperatorId;
  readonly name: string;
  /** In COSE's form, as Base64url. */
  readonly publicKey: string;
  /** How often it has signed, as its authenticator counts; 0: it does not count. */
  readonly counter: number;
  /** How a browser may reach its authenticator. */
  readonly transports: readonly string[];
  readonly madeAt: Instant;
  /** Null: never. */
  readonly lastUsedAt: Instant | null;
}

/** So many have one person's devices, and many more. */
export const mostPasskeys = 20;

export const passkeysOf = (sql: Sql, person: OperatorId): Passkey[] =>
  sql.exec("SELECT * FROM passkey WHERE person = ? ORDER BY made, id", person).toArray().map(passkey);

export const passkeyOf = (sql: Sql, id: string): Passkey | undefined =>
  sql.exec("SELECT * FROM passkey WHERE id = ?", id).toArray().map(passkey)[0];

export function addPasskey(sql: Sql, { id, person, name, publicKey, counter, transports, madeAt }: Passkey): void {
  sql.exec(
    "INSERT INTO passkey (id, person, name, public_key, counter, transports, made) VALUES (?, ?, ?, ?, ?, ?, ?)",
    id,
    person,
    name,
    publicKey,
    counter,
    JSON.stringify(transports),
    madeAt,
  );
}

/**
 * Whether the authenticator has counted on since it last signed (WebAuthn, 6.1.1); if so, remembers that. If not, somebody has a copy of it. Most
 * passkeys are shared between devices and do not count: theirs is always 0.
 */
export function countOn(sql: Sql, { id, counter: before }: Passkey, counter: number, now: Instant): boolean {
  if ((before > 0 || counter > 0) && counter <= before) return false;
  sql.exec("UPDATE passkey SET counter = ?, last_used = ? WHERE id = ?", counter, now, id);
  return true;
}

export const removePasskey = (sql: Sql, id: string): void => void sql.exec("DELETE FROM passkey WHERE id = ?", id);

const passkey = (row: Record<string, unknown>): Passkey => ({
  id: String(row["id"]),
  person: row["person"] as OperatorId, // as they were written above
  name: String(row["name"]),
  publicKey: String(row["public_key"]),
  counter: Number(row["counter"]),
  transports: JSON.parse(String(row["transports"])) as string[], // likewise
  madeAt: Number(row["made"]),
  lastUsedAt: row["last_used"] as Instant | null,
});
