/** The ledger's tables. What is written for every call is as little as can be: each row and each index of it is paid for. */
import { callbackTable } from "./callbacks.ts";
import { callerTables } from "./callers.ts";
import { disposalTable } from "./disposals.ts";
import { livingTable } from "./living.ts";
import { outboxTables } from "./outbox.ts";
import { retentionTables } from "./sweep.ts";

export const migrations = [
  `
  CREATE TABLE call (
    id TEXT PRIMARY KEY,
    started INTEGER NOT NULL,
    ended INTEGER,
    outcome TEXT,
    queue TEXT,
    operator TEXT,
    room TEXT NOT NULL,
    summary TEXT NOT NULL,
    timeline TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX call_by_start ON call (started DESC, id DESC);
  CREATE INDEX call_by_queue ON call (queue, started DESC, id DESC);
  CREATE INDEX call_alive ON call (started) WHERE ended IS NULL;
  `,
  `
  CREATE TABLE alive (
    id TEXT PRIMARY KEY,
    started INTEGER NOT NULL,
    queue TEXT,
    room TEXT NOT NULL,
    summary TEXT NOT NULL
  ) WITHOUT ROWID;
  INSERT INTO alive (id, started, queue, room, summary) SELECT id, started, queue, room, summary FROM call WHERE ended IS NULL;
  DROP INDEX call_alive;
  DELETE FROM call WHERE ended IS NULL;
  `,
  `
  CREATE TABLE last_talk (number TEXT PRIMARY KEY, operator TEXT NOT NULL, ended INTEGER NOT NULL) WITHOUT ROWID;
  `,
  // Records are larger than a quarter of a page: under their id (WITHOUT ROWID) each would take a page of its own and more. So they lie under a number
  // made of it (place.ts). One index in the place of two: it holds all that lists filter by and that repeated calls are found by, so that
  // the records themselves are read only for what is shown. `call_before` is emptied by the book, which knows the numbers.
  `
  DROP INDEX call_by_start;
  DROP INDEX call_by_queue;
  ALTER TABLE call RENAME TO call_before;
  CREATE TABLE call (
    place INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    started INTEGER NOT NULL,
    ended INTEGER,
    outcome TEXT,
    queue TEXT,
    operator TEXT,
    caller TEXT,
    number TEXT NOT NULL,
    channel TEXT NOT NULL,
    scenario TEXT,
    summary TEXT NOT NULL,
    timeline TEXT NOT NULL,
    kept TEXT
  );
  CREATE INDEX call_facts ON call (started DESC, id DESC, ended, outcome, queue, operator, caller, number, channel, scenario);
  CREATE TABLE rollup (slot INTEGER PRIMARY KEY, cells TEXT NOT NULL);
  CREATE TABLE stale (slot INTEGER PRIMARY KEY, since INTEGER NOT NULL);
  CREATE TABLE flaw (
    stream TEXT NOT NULL,
    kind TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (stream, kind, first)
  ) WITHOUT ROWID;
  `,
  callbackTable,
  // What operators did: as it was told, and for each hour the sums of its stretches of five minutes.
  `
  CREATE TABLE work (
    operator TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    lines TEXT NOT NULL,
    PRIMARY KEY (operator, first)
  ) WITHOUT ROWID;
  CREATE TABLE work_hour (
    hour INTEGER NOT NULL,
    operator TEXT NOT NULL,
    slots TEXT NOT NULL,
    PRIMARY KEY (hour, operator)
  ) WITHOUT ROWID;
  `,
  outboxTables,
  disposalTable,
  // Slots that were folded before promises were counted with their calls.
  `
  INSERT OR IGNORE INTO stale (slot, since)
    SELECT DISTINCT started / 300000, 0 FROM call WHERE id IN (SELECT of FROM callback);
  `,
  // Callers' numbers lie in one place, sealed. What an older version has written is converted step by step (conversion.ts), from `next` on.
  `
  ${callerTables}
  CREATE TABLE plain (next INTEGER NOT NULL);
  INSERT INTO plain (next) SELECT min(place) FROM call HAVING count(*) > 0;
  `,
  retentionTables,
  livingTable,
];
