/**
 * One sound: what has been uploaded, what is played, and what has become of the last upload. Synchronous: every step is one transaction. What was
 * played before is kept for a day, for calls that began with it.
 */
import { isFresh, migrate } from "../directory/migrate.ts";
import type { Sql } from "../kernel/index.ts";
import type { SoundNews, SoundState, SoundType, SoundUse } from "../protocol/sound.ts";
import type { Duration, Instant } from "../words/index.ts";
import { minutes, seconds } from "../words/index.ts";
import { chunkSize, type Made } from "./port.ts";
import { soundMigrations } from "./schema.ts";

/** An upload that has not come whole by then has broken off. */
const arrivesWithin: Duration = minutes(10);
/** A media worker that has not begun or not delivered by then is taken for lost: ten minutes of music take it less than one. */
export const convertsWithin: Duration = minutes(3);
/** An upload that so many began with and did not end is taken for the reason. */
const mostAttempts = 5;
/** Longer than calls last: one that began with what was played then may still play it. */
const keptFor: Duration = minutes(24 * 60);
/** Without a media worker one is looked for again, later and later. */
const firstLook: Duration = seconds(1);
const lastLook: Duration = seconds(15);

/** What a media worker is to be asked for. */
export interface Job {
  readonly upload: string;
  readonly as: SoundType;
  readonly use: SoundUse;
}

export class SoundBook {
  readonly #sql: Sql;
  readonly #atomically: <T>(work: () => T) => T;
  #ready = false;
  /** Of looks for a worker in vain, in a row. */
  #looks = 0;

  constructor(sql: Sql, atomically: <T>(work: () => T) => T) {
    this.#sql = sql;
    this.#atomically = atomically;
  }

  begin(id: string, type: SoundType, use: SoundUse, now: Instant): void {
    this.#change(() => {
      this.#sql.exec("INSERT OR REPLACE INTO upload (id, type, use, began) VALUES (?, ?, ?, ?)", id, type, use, now);
    });
  }

  append(id: string, seq: number, bytes: Uint8Array): void {
    this.#change(() => {
      if (bytes.length > chunkSize || this.#upload(id) === undefined) return;
      this.#sql.exec("INSERT OR REPLACE INTO chunk (of, seq, bytes) VALUES (?, ?, ?)", id, seq, bytes);
    });
  }

  finish(id: string, now: Instant): void {
    this.#change(() => {
      if (this.#upload(id) === undefined) return;
      // One that is still coming takes the place of this one when it has come.
      for (const other of this.#uploads("due IS NOT NULL")) if (other !== id) this.#drop(other);
      this.#sql.exec("UPDATE upload SET size = ?, due = ? WHERE id = ?", this.#sizeOf(id), now, id);
      this.#looks = 0;
      this.#become("converting", null);
    });
  }

  abandon(id: string): void {
    this.#change(() => this.#drop(id));
  }

  /** Its first part is fetched when a worker begins: its time counts from then, for an order may wait behind others. */
  uploaded(id: string, seq: number, now: Instant): Uint8Array | undefined {
    if (!this.#exists() || this.#upload(id) === undefined) return undefined;
    if (seq === 0)
      this.#change(() => {
        const due = now + convertsWithin;
        this.#sql.exec("UPDATE upload SET attempts = attempts + 1, due = ? WHERE id = ? AND due IS NOT NULL", due, id);
      });
    return this.#chunk(id, seq);
  }

  /** What a media worker is to be asked for now; it counts as asked. Undefined: nothing. */
  next(now: Instant): Job | undefined {
    if (!this.#exists()) return undefined;
    return this.#change(() => {
      const [row] = this.#sql.exec("SELECT * FROM upload WHERE due <= ?", now).toArray();
      if (row === undefined) return undefined;
      const upload = String(row["id"]);
      if (Number(row["attempts"]) >= mostAttempts) {
        this.#refuse(upload, "Every media worker that was to convert it has been lost over it.");
        return undefined;
      }
      this.#sql.exec("UPDATE upload SET due = ? WHERE id = ?", now + convertsWithin, upload);
      // What begin was given.
      return { upload, as: String(row["type"]) as SoundType, use: String(row["use"]) as SoundUse };
    });
  }

  /** There was no worker to ask: it is looked for again. */
  nobody(id: string, now: Instant): void {
    const wait = Math.min(lastLook, firstLook * 2 ** this.#looks);
    this.#looks += 1;
    this.#again(id, now + wait);
  }

  /** The worker that was asked is gone. */
  lost(id: string, now: Instant): void {
    this.#looks = 0;
    this.#again(id, now);
  }

  #again(id: string, due: Instant): void {
    if (!this.#exists()) return;
    this.#change(() => {
      this.#sql.exec("UPDATE upload SET due = ? WHERE id = ? AND due IS NOT NULL", due, id);
    });
  }

  converted(id: string, bytes: Uint8Array, hash: string, { duration, loudness }: Made, now: Instant): boolean {
    return this.#change(() => {
      if (this.#upload(id) === undefined) return false;
      this.#drop(id);
      this.#sql.exec("UPDATE audio SET until = ? WHERE until IS NULL", now + keptFor);
      this.#sql.exec(
        "INSERT OR REPLACE INTO audio (hash, duration, size, loudness, until) VALUES (?, ?, ?, ?, NULL)",
        hash,
        duration,
        bytes.length,
        loudness,
      );
      for (let seq = 0; seq * chunkSize < bytes.length; seq += 1) {
        const part = bytes.slice(seq * chunkSize, (seq + 1) * chunkSize);
        this.#sql.exec("INSERT OR REPLACE INTO chunk (of, seq, bytes) VALUES (?, ?, ?)", hash, seq, part);
      }
      this.#sql.exec("UPDATE status SET hash = ?", hash);
      this.#become("ready", null);
      return true;
    });
  }

  refused(id: string, because: string): void {
    this.#change(() => this.#refuse(id, because));
  }

  audio(wanted?: string): { readonly hash: string; readonly bytes: Uint8Array } | undefined {
    if (!this.#exists()) return undefined;
    const hash = wanted ?? this.#status().hash;
    if (hash === null || this.#audio(hash) === undefined) return undefined;
    const bytes = new Uint8Array(this.#sizeOf(hash));
    for (let seq = 0, at = 0; at < bytes.length; seq += 1) {
      const part = this.#chunk(hash, seq);
      if (part === undefined) return undefined;
      bytes.set(part, at);
      at += part.length;
    }
    return { hash, bytes };
  }

  /** The sound has been deleted. */
  removed(now: Instant): void {
    if (!this.#exists()) return;
    this.#change(() => {
      for (const id of this.#uploads()) this.#drop(id);
      this.#sql.exec("UPDATE audio SET until = ? WHERE until IS NULL", now + keptFor);
      this.#sql.exec("UPDATE status SET state = 'empty', because = NULL, hash = NULL, told = 1");
    });
  }

  /** What the directory does not know yet. */
  untold(): SoundNews | undefined {
    if (!this.#exists()) return undefined;
    const { state, because, hash, told } = this.#status();
    if (told) return undefined;
    const audio = hash === null ? undefined : this.#audio(hash);
    return { state, because, audio: audio ?? null };
  }

  told(news: SoundNews): void {
    if (JSON.stringify(this.untold()) === JSON.stringify(news)) this.#sql.exec("UPDATE status SET told = 1");
  }

  /** Throws away what nobody asks for any more. */
  prune(now: Instant): void {
    if (!this.#exists()) return;
    this.#change(() => {
      for (const row of this.#sql.exec("SELECT hash FROM audio WHERE until <= ?", now).toArray()) {
        this.#sql.exec("DELETE FROM chunk WHERE of = ?", String(row["hash"]));
        this.#sql.exec("DELETE FROM audio WHERE hash = ?", String(row["hash"]));
      }
      const broken = this.#sql
        .exec("SELECT id FROM upload WHERE due IS NULL AND began <= ?", now - arrivesWithin)
        .toArray();
      for (const row of broken) this.#drop(String(row["id"]));
    });
  }

  /** When something is to be done next. */
  due(now: Instant): Instant | undefined {
    if (!this.#exists()) return undefined;
    if (this.untold() !== undefined) return now;
    const [row] = this.#sql
      .exec(
        `SELECT min(at) AS at FROM (SELECT coalesce(due, began + ${arrivesWithin}) AS at FROM upload
         UNION ALL SELECT until FROM audio WHERE until IS NOT NULL)`,
      )
      .toArray();
    return typeof row?.["at"] === "number" ? row["at"] : undefined;
  }

  #refuse(id: string, because: string): void {
    if (this.#upload(id) === undefined) return;
    this.#drop(id);
    this.#become("failed", because);
  }

  #become(state: SoundState, because: string | null): void {
    this.#sql.exec("UPDATE status SET state = ?, because = ?, told = 0", state, because);
  }

  #drop(id: string): void {
    this.#sql.exec("DELETE FROM chunk WHERE of = ?", id);
    this.#sql.exec("DELETE FROM upload WHERE id = ?", id);
  }

  #uploads(which = "true"): string[] {
    return this.#sql
      .exec(`SELECT id FROM upload WHERE ${which}`)
      .toArray()
      .map((row) => String(row["id"]));
  }

  #upload(id: string): Record<string, unknown> | undefined {
    return this.#sql.exec("SELECT id FROM upload WHERE id = ?", id).toArray()[0];
  }

  #audio(hash: string): SoundNews["audio"] | undefined {
    const [row] = this.#sql.exec("SELECT * FROM audio WHERE hash = ?", hash).toArray();
    if (row === undefined) return undefined;
    const loudness = row["loudness"] === null ? null : Number(row["loudness"]);
    return { hash, duration: Number(row["duration"]), size: Number(row["size"]), loudness };
  }

  #sizeOf(of: string): number {
    const [row] = this.#sql.exec("SELECT total(length(bytes)) AS size FROM chunk WHERE of = ?", of).toArray();
    return Number(row?.["size"] ?? 0);
  }

  #chunk(of: string, seq: number): Uint8Array | undefined {
    const [row] = this.#sql.exec("SELECT bytes FROM chunk WHERE of = ? AND seq = ?", of, seq).toArray();
    const bytes = row?.["bytes"];
    // In a Durable Object it comes out as a buffer, elsewhere as a view of one.
    return bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes instanceof Uint8Array ? bytes : undefined;
  }

  #status(): { state: SoundState; because: string | null; hash: string | null; told: boolean } {
    const [row = {}] = this.#sql.exec("SELECT * FROM status").toArray();
    const orNull = (value: unknown): string | null => (typeof value === "string" ? value : null);
    return {
      state: String(row["state"]) as SoundState, // written by become
      because: orNull(row["because"]),
      hash: orNull(row["hash"]),
      told: row["told"] === 1,
    };
  }

  #exists(): boolean {
    if (!this.#ready && !isFresh(this.#sql)) this.#prepare();
    return this.#ready;
  }

  #prepare(): void {
    if (this.#ready) return;
    this.#atomically(() => migrate(this.#sql, soundMigrations));
    this.#ready = true;
  }

  #change<T>(work: () => T): T {
    this.#prepare();
    return this.#atomically(work);
  }
}
