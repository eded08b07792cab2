/**
 * The people who have called, each with their number sealed under a key of their own. Everything else in the ledger names them by a keyed hash of it, so
 * that a caller is erased by deleting one row.
 */
import type { Sql } from "../kernel/index.ts";
import type { CallerKey } from "../protocol/reference.ts";
import { keyedHash, type Place, type Seal } from "../sealed/index.ts";
import { minutes, type ApplicationId, type Duration, type Instant } from "../words/index.ts";

export const callerTables = `
  CREATE TABLE caller_hash (key TEXT NOT NULL);
  CREATE TABLE caller (
    id TEXT PRIMARY KEY, key TEXT NOT NULL, number TEXT NOT NULL, since INTEGER NOT NULL, seen INTEGER NOT NULL
  ) WITHOUT ROWID;
`;

/** How exactly it is known when somebody was seen last: a known caller's call writes nothing more than once in this time. */
export const seenWithin: Duration = minutes(7 * 24 * 60);
/** Numbers that have been opened lately: lists and the patrol ask for the same ones again and again. */
const remembered = 5_000;

/** A caller as the register has them. */
export interface Registered {
  readonly key: CallerKey;
  readonly since: Instant;
  /** To within a week. */
  readonly seen: Instant;
}

export class Callers {
  readonly #sql: Sql;
  readonly #seal: Seal;
  readonly #application: ApplicationId;
  readonly #opened = new Map<CallerKey, string>();
  #hashKey: Uint8Array | undefined;

  constructor(sql: Sql, seal: Seal, application: ApplicationId) {
    this.#sql = sql;
    this.#seal = seal;
    this.#application = application;
  }

  /** The caller with this number, registered now if they were not. */
  register(number: string, now: Instant): CallerKey {
    const key = this.keyOf(number);
    const [known] = this.#sql.exec("SELECT seen FROM caller WHERE id = ?", key).toArray();
    if (known === undefined) {
      const apart = this.#seal.sealApart(number, this.#place(key));
      this.#sql.exec(
        "INSERT INTO caller (id, key, number, since, seen) VALUES (?, ?, ?, ?, ?)",
        key,
        apart.key,
        apart.text,
        now,
        now,
      );
    } else if (now - Number(known["seen"]) >= seenWithin) {
      this.#sql.exec("UPDATE caller SET seen = ? WHERE id = ?", now, key);
    }
    return key;
  }

  /** The same number has the same key in this application, for good, and no other has it. */
  keyOf(number: string): CallerKey {
    this.#hashKey ??= this.#openHashKey();
    return keyedHash(this.#hashKey, number);
  }

  registered(key: CallerKey): Registered | undefined {
    const [row] = this.#sql.exec("SELECT since, seen FROM caller WHERE id = ?", key).toArray();
    return row && { key, since: Number(row["since"]), seen: Number(row["seen"]) };
  }

  /** Undefined: they have been erased, or forgotten. */
  numberOf(key: CallerKey): string | undefined {
    const known = this.#opened.get(key);
    if (known !== undefined) return known;
    const [row] = this.#sql.exec("SELECT key, number FROM caller WHERE id = ?", key).toArray();
    if (row === undefined) return undefined;
    const number = this.#seal.openApart({ key: String(row["key"]), text: String(row["number"]) }, this.#place(key));
    if (this.#opened.size >= remembered) this.#opened.clear();
    this.#opened.set(key, number);
    return number;
  }

  /** False: there was nobody. */
  erase(key: CallerKey): boolean {
    this.#opened.delete(key);
    return this.#sql.exec("DELETE FROM caller WHERE id = ? RETURNING id", key).toArray().length > 0;
  }

  /**
   * Forgets the numbers of those who have not been seen since then: looks at so many after this one, and says which was the last and how many they were. What
   * is sealed with a key of the deployment's that is to be replaced is sealed anew.
   */
  forget(unseenSince: Instant, after: CallerKey, limit: number): { readonly last: CallerKey; readonly looked: number } {
    const rows = this.#sql
      .exec("SELECT id, key, number, seen FROM caller WHERE id > ? ORDER BY id LIMIT ?", after, limit)
      .toArray();
    for (const row of rows) {
      const [id, key] = [String(row["id"]), String(row["key"])];
      if (Number(row["seen"]) < unseenSince - seenWithin) this.erase(id);
      else if (this.#seal.isOld(key)) {
        const place = this.#place(id);
        this.#sql.exec(
          "UPDATE caller SET key = ? WHERE id = ?",
          this.#seal.seal(this.#seal.open(key, place), place),
          id,
        );
      }
    }
    return { last: rows.length === 0 ? after : String(rows.at(-1)?.["id"]), looked: rows.length };
  }

  /** With the tables: the key of the hashes, which stays. */
  prepare(): void {
    const place = this.#hashPlace();
    const [row] = this.#sql.exec("SELECT key FROM caller_hash").toArray();
    if (row === undefined) this.#sql.exec("INSERT INTO caller_hash (key) VALUES (?)", this.#seal.newHashKey(place));
    else if (this.#seal.isOld(String(row["key"])))
      this.#sql.exec(
        "UPDATE caller_hash SET key = ?",
        this.#seal.seal(this.#seal.open(String(row["key"]), place), place),
      );
  }

  #openHashKey(): Uint8Array {
    const [row] = this.#sql.exec("SELECT key FROM caller_hash").toArray();
    return this.#seal.openHashKey(String(row?.["key"]), this.#hashPlace());
  }

  #hashPlace(): Place {
    return { application: this.#application, kind: "caller.hash", id: "" };
  }

  #place(key: CallerKey): Place {
    return { application: this.#application, kind: "caller.number", id: key };
  }
}
