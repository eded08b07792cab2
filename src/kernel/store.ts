/**
 * Where an actor's turns are kept. One turn costs one row, whatever it changed:
 *
 * An actor without rows of its own overwrites a single row. One with rows (a queue and its entries) writes each turn's changes into a ring
 * of journal slots and folds the ring into the table once in a while; an entry that comes and goes within the ring never reaches the table.
 * Reading: the table, then the slots that are newer than it, in order.
 */

/** Both `SqlStorage` of a Durable Object and `node:sqlite` (through a small adapter) are one of these. */
export interface Sql {
  exec(query: string, ...bindings: (string | number | null)[]): { toArray(): Record<string, unknown>[] };
}

export interface Saved {
  /** State without its rows, timers, outbox and timeline, as JSON. */
  readonly core: string;
  readonly rows: ReadonlyMap<string, string>;
}

export interface TurnStore {
  load(): Saved | undefined;
  /** Commits one turn. `changes`: a row's JSON, or null where it is gone. */
  save(core: string, changes: ReadonlyMap<string, string | null>): void;
  /** Moves the oldest part of the timeline out of the core. */
  archive(fromSeq: number, moments: string): void;
  archived(): string[];
  /** Leaves nothing. */
  clear(): void;
}

/** Long, so that most of what comes and goes in a queue is gone before the ring is folded. */
const ringSize = 512;
/** How many moments of its past an actor keeps: more than any call has, and enough of a queue's to see what went on. */
const archiveKept = 10_000;

/** Each is made when it is first written to: a call, which needs only the first, is made and forgotten by the million. */
const tables = {
  slot: "(slot INTEGER PRIMARY KEY, turn INTEGER NOT NULL, core TEXT NOT NULL, changes TEXT NOT NULL)",
  item: "(key TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID",
  archive: "(seq INTEGER PRIMARY KEY, moments TEXT NOT NULL)",
} as const;
type Table = keyof typeof tables;

/**
 * `atomically` runs a function in one transaction: `storage.transactionSync` in a Durable Object, BEGIN/COMMIT in node:sqlite.
 */
export function sqlTurnStore(sql: Sql, atomically: (body: () => void) => void): TurnStore {
  let made: Set<string> | undefined;
  let turn = 0;
  /** The turn up to which the table `item` is complete. */
  let folded = 0;
  /** What the ring holds that the table does not, newest value for each key. */
  let unfolded = new Map<string, string | null>();

  const has = (table: Table): boolean => {
    made ??= new Set(
      sql
        .exec("SELECT name FROM sqlite_master WHERE type = 'table'")
        .toArray()
        .map((row) => String(row["name"])),
    );
    return made.has(table);
  };

  const need = (table: Table): void => {
    if (has(table)) return;
    sql.exec(`CREATE TABLE ${table} ${tables[table]}`);
    made?.add(table);
  };

  const fold = (): void => {
    need("item");
    for (const [key, json] of unfolded) {
      if (json === null) sql.exec("DELETE FROM item WHERE key = ?", key);
      else sql.exec("INSERT OR REPLACE INTO item (key, json) VALUES (?, ?)", key, json);
    }
    sql.exec("INSERT OR REPLACE INTO item (key, json) VALUES ('folded', ?)", String(turn));
    folded = turn;
    unfolded = new Map();
  };

  return {
    load() {
      // An actor that is only asked about must not begin to exist: no table is made before the first turn.
      if (!has("slot")) return undefined;
      const rows = new Map<string, string>();
      if (has("item")) {
        for (const row of sql.exec("SELECT key, json FROM item").toArray()) {
          rows.set(String(row["key"]), String(row["json"]));
        }
      }
      folded = Number(rows.get("folded") ?? 0);
      rows.delete("folded");
      let core: string | undefined;
      unfolded = new Map();
      for (const row of sql.exec("SELECT turn, core, changes FROM slot ORDER BY turn").toArray()) {
        turn = Number(row["turn"]);
        core = String(row["core"]);
        if (turn <= folded) continue;
        const changes = JSON.parse(String(row["changes"])) as Record<string, string | null>; // written by save below
        for (const [key, json] of Object.entries(changes)) {
          unfolded.set(key, json);
          if (json === null) rows.delete(key);
          else rows.set(key, json);
        }
      }
      return core === undefined ? undefined : { core, rows };
    },

    save(core, changes) {
      atomically(() => {
        need("slot");
        turn += 1;
        for (const [key, json] of changes) unfolded.set(key, json);
        // Before the slot of an unfolded turn is overwritten, its changes must be in the table.
        if (unfolded.size > 0 && turn - folded >= ringSize) fold();
        const simple = unfolded.size === 0;
        if (simple) folded = turn;
        const slot = simple ? 0 : turn % ringSize;
        sql.exec(
          "INSERT OR REPLACE INTO slot (slot, turn, core, changes) VALUES (?, ?, ?, ?)",
          slot,
          turn,
          core,
          JSON.stringify(Object.fromEntries(changes)),
        );
      });
    },

    archive(fromSeq, moments) {
      need("archive");
      sql.exec("INSERT OR REPLACE INTO archive (seq, moments) VALUES (?, ?)", fromSeq, moments);
      sql.exec("DELETE FROM archive WHERE seq < ?", fromSeq - archiveKept);
    },

    archived() {
      if (!has("archive")) return [];
      return sql
        .exec("SELECT moments FROM archive ORDER BY seq")
        .toArray()
        .map((row) => String(row["moments"]));
    },

    clear() {
      atomically(() => {
        for (const table of ["slot", "item", "archive"] as const) if (has(table)) sql.exec(`DELETE FROM ${table}`);
      });
      turn = 0;
      folded = 0;
      unfolded = new Map();
    },
  };
}
