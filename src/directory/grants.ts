/** What people and keys may do at this moment, read from the directory's tables. */
import type { Sql } from "../kernel/index.ts";
import {
  adminKeyBearer,
  builtInRoles,
  isBuiltIn,
  narrowed,
  type Grant,
  type Right,
  type RoleName,
} from "../rights/index.ts";
import type { Duration, Instant, KeyId, OperatorId } from "../words/index.ts";
import { minutes } from "../words/index.ts";
import { sameSecret } from "./password.ts";
import type { ApiKey } from "./resources.ts";
import { scopeOf, shelves } from "./shelves.ts";

/** Undefined: there is no such person. */
export function grantOfPerson(sql: Sql, id: string): Grant | undefined {
  const [row] = sql.exec("SELECT role, scope FROM person WHERE id = ?", id).toArray();
  return row && { rights: rightsOf(sql, row["role"] as RoleName), scope: scopeOf(row) };
}

const rightsOf = (sql: Sql, role: RoleName): readonly Right[] =>
  isBuiltIn(role) ? builtInRoles[role] : (shelves.role.read(sql, role)[0]?.rights ?? []);

/** What a bearer may do who is known by name only: a person, a key, the admin key. Undefined: they are not there any more. */
export function grantOfBearer(sql: Sql, name: string, now: Instant): Grant | undefined {
  if (name === adminKeyBearer.name) return adminKeyBearer;
  if (!name.startsWith("key:")) return grantOfPerson(sql, name);
  const key = keyShelf.all(sql).find(({ id }) => `key:${id}` === name);
  return key && standing(sql, key, now);
}

/** What a key may do now; undefined: its time or its maker's is over. */
function standing(sql: Sql, key: ApiKey, now: Instant): Grant | undefined {
  if (key.expiresAt !== null && key.expiresAt <= now) return undefined;
  const maker = key.madeBy === null ? key : grantOfPerson(sql, key.madeBy);
  return maker && narrowed(key, maker);
}

/** How exactly it is known when a key was last used: one that is used all the time costs a write a minute. */
const useNoticedEvery: Duration = minutes(1);

/**
 * Keys live and die with the rights of whoever made them: a key of somebody who may do less by now may do less as well, and none survives
 * its maker. Those made with the admin key depend on nobody.
 */
export const keyShelf = {
  all: (sql: Sql): ApiKey[] => sql.exec("SELECT * FROM api_key ORDER BY made, id").toArray().map(keyOf),

  write(sql: Sql, key: ApiKey, hash: string): void {
    sql.exec(
      "INSERT INTO api_key (id, name, hash, rights, scope, maker, made, expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      key.id,
      key.name,
      hash,
      JSON.stringify(key.rights),
      key.scope && JSON.stringify(key.scope),
      key.madeBy,
      key.madeAt,
      key.expiresAt,
    );
  },

  remove: (sql: Sql, id: KeyId): boolean =>
    sql.exec("DELETE FROM api_key WHERE id = ? RETURNING id", id).toArray().length > 0,

  /** What the key with this id and hash may do now; undefined: there is no such key, or its time is over. */
  grant(sql: Sql, id: KeyId, hash: string, now: Instant): Grant | undefined {
    const [row] = sql.exec("SELECT * FROM api_key WHERE id = ?", id).toArray();
    if (row === undefined || !sameSecret(String(row["hash"]), hash)) return undefined;
    const key = keyOf(row);
    const grant = standing(sql, key, now);
    if (grant === undefined) return undefined;
    if (key.lastUsedAt === null || now - key.lastUsedAt >= useNoticedEvery)
      sql.exec("UPDATE api_key SET last_used = ? WHERE id = ?", now, id);
    return grant;
  },
} as const;

const keyOf = (row: Record<string, unknown>): ApiKey => ({
  // As they were written above.
  id: row["id"] as KeyId,
  name: String(row["name"]),
  rights: JSON.parse(String(row["rights"])) as Right[],
  scope: scopeOf(row),
  madeBy: row["maker"] as OperatorId | null,
  madeAt: Number(row["made"]),
  expiresAt: row["expires"] as Instant | null,
  lastUsedAt: row["last_used"] as Instant | null,
});
