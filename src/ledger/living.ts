/**
 * The calls that have started and not ended. To take a call out would cost a row, as putting it in does: so an ended one stays where it is until a new one is
 * written in its place, and which places may be written over is kept in memory. Who has to find out anew looks which of the calls have ended.
 */
import type { Sql } from "../kernel/index.ts";
import type { CallId } from "../words/index.ts";
import type { CallSummary } from "./port.ts";

export const livingTable = `
  CREATE TABLE living (
    place INTEGER PRIMARY KEY, id TEXT NOT NULL, started INTEGER NOT NULL, queue TEXT, room TEXT NOT NULL, summary TEXT NOT NULL
  );
  INSERT INTO living (id, started, queue, room, summary) SELECT id, started, queue, room, summary FROM alive;
  DROP TABLE alive;
`;

interface Places {
  readonly taken: Map<CallId, number>;
  readonly left: Set<number>;
  next: number;
}

export class Living {
  readonly #sql: Sql;
  readonly #hasEnded: (id: CallId) => boolean;
  #found: Places | undefined;

  constructor(sql: Sql, hasEnded: (id: CallId) => boolean) {
    this.#sql = sql;
    this.#hasEnded = hasEnded;
  }

  put(call: CallSummary): void {
    const { taken, left } = this.#places;
    const place = taken.get(call.callId) ?? this.#free();
    taken.set(call.callId, place);
    left.delete(place);
    this.#sql.exec(
      "INSERT OR REPLACE INTO living (place, id, started, queue, room, summary) VALUES (?, ?, ?, ?, ?, ?)",
      place,
      call.callId,
      call.startedAt,
      call.queueId ?? null,
      call.room,
      JSON.stringify(call),
    );
  }

  /** It is among the ended now, in the same transaction. */
  end(id: CallId): void {
    const { taken, left } = this.#places;
    const place = taken.get(id);
    if (place === undefined) return;
    taken.delete(id);
    left.add(place);
  }

  /** Undefined: it is not alive. */
  placeOf(id: CallId): number | undefined {
    return this.#places.taken.get(id);
  }

  /** What leaves out the places of calls that have ended, of a statement that reads `living`. */
  get condition(): [string, string] {
    return ["place NOT IN (SELECT value FROM json_each(?))", JSON.stringify([...this.#places.left])];
  }

  /** Takes out what has ended after all: once in a while, and when it names somebody who is to be named nowhere. */
  clear(): void {
    const { left } = this.#places;
    this.#sql.exec("DELETE FROM living WHERE place IN (SELECT value FROM json_each(?))", JSON.stringify([...left]));
    left.clear();
  }

  /** A transaction has been taken back, and with it what is remembered. */
  findAnew(): void {
    this.#found = undefined;
  }

  #free(): number {
    const places = this.#places;
    const [left] = places.left;
    if (left !== undefined) return left;
    places.next += 1;
    return places.next;
  }

  get #places(): Places {
    if (this.#found !== undefined) return this.#found;
    const found: Places = { taken: new Map(), left: new Set(), next: 0 };
    for (const row of this.#sql.exec("SELECT place, id FROM living ORDER BY place").toArray()) {
      const [place, id] = [Number(row["place"]), String(row["id"]) as CallId]; // as it was put
      found.next = place;
      if (this.#hasEnded(id) || found.taken.has(id)) found.left.add(place);
      else found.taken.set(id, place);
    }
    this.#found = found;
    return found;
  }
}
