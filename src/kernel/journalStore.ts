/**
 * The store of an actor with rows (a queue and its entries): each turn's changes go into a ring of journal slots, which is folded into the
 * table once in a while; an entry that comes and goes within the ring never reaches the table.
 * Reading: the table, then the slots that are newer than it, in order.
 */
import { archiveKept, type TurnStore } from "./store.ts";
import { asItIs, type Wrapping } from "./wrapping.ts";

/** Both `SqlStorage` of a Durable Object and `node:sqlite` (through a small adapter) are one of these. */
export interface Sql {
  exec(query: string, ...bindings: (string | number | Uint8Array | null)[]): { toArray(): Record<string, unknown>[] };
}

/** Long, so that most of what comes and goes in a queue is gone before the ring is folded: at 50 calls a second some ten seconds. */
const ringSize = 2_048;
/** Each is made when it is first written to. The core, of which only the newest is ever read, is the last column: then the others are read without it. */
const tables = {
  slot: "(slot INTEGER PRIMARY KEY, turn INTEGER NOT NULL, changes TEXT NOT NULL, core TEXT NOT NULL)",
  item: "(key TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID",
  archive: "(seq INTEGER PRIMARY KEY, moments TEXT NOT NULL)",
} as const;
type Table = keyof typeof tables;

/**
 * `atomically` runs a function in one transaction: `storage.transactionSync` in a Durable Object, BEGIN/COMMIT in node:sqlite.
 */
export function journalTurnStore(
  sql: Sql,
  atomically: (body: () => void) => void,
  { wrap, unwrap }: Wrapping = asItIs,
): TurnStore {
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
      else sql.exec("INSERT OR REPLACE INTO item (key, json) VALUES (?, ?)", key, wrap(json));
    }
    sql.exec("INSERT OR REPLACE INTO item (key, json) VALUES ('folded', ?)", wrap(String(turn)));
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
          rows.set(String(row["key"]), unwrap(row["json"]));
        }
      }
      folded = Number(rows.get("folded") ?? 0);
      rows.delete("folded");
      unfolded = new Map();
      for (const row of sql.exec("SELECT turn, changes FROM slot ORDER BY turn").toArray()) {
        turn = Number(row["turn"]);
        if (turn <= folded) continue;
        const changes = JSON.parse(unwrap(row["changes"])) as Record<string, string | null>; // written by save below
        for (const [key, json] of Object.entries(changes)) {
          unfolded.set(key, json);
          if (json === null) rows.delete(key);
          else rows.set(key, json);
        }
      }
      const [newest] = sql.exec("SELECT core FROM slot WHERE slot = ?", turn % ringSize).toArray();
      return newest && { core: unwrap(newest["core"]), rows };
    },

    save(core, changes) {
      atomically(() => {
        need("slot");
        turn += 1;
        for (const [key, json] of changes) unfolded.set(key, json);
        // Before the slot of an unfolded turn is overwritten, its changes must be in the table.
        if (unfolded.size > 0 && turn - folded >= ringSize) fold();
        sql.exec(
          "INSERT OR REPLACE INTO slot (slot, turn, changes, core) VALUES (?, ?, ?, ?)",
          turn % ringSize,
          turn,
          wrap(JSON.stringify(Object.fromEntries(changes))),
          wrap(core),
        );
      });
    },

    archive(past, fromSeq, moments) {
      if (past !== "moments") throw new Error("An actor with rows keeps no inputs: it lives too long.");
      need("archive");
      sql.exec("INSERT OR REPLACE INTO archive (seq, moments) VALUES (?, ?)", fromSeq, wrap(moments));
      sql.exec("DELETE FROM archive WHERE seq < ?", fromSeq - archiveKept);
    },

    archived(past) {
      if (past !== "moments" || !has("archive")) return [];
      return sql
        .exec("SELECT moments FROM archive ORDER BY seq")
        .toArray()
        .map((row) => unwrap(row["moments"]));
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
