/** A sound's tables, by migration. Times are in milliseconds. */
export const soundMigrations: readonly string[] = [
  `
  CREATE TABLE status (
    one INTEGER PRIMARY KEY, state TEXT NOT NULL, because TEXT, hash TEXT, told INTEGER NOT NULL
  );
  INSERT INTO status (one, state, told) VALUES (1, 'empty', 1);
  CREATE TABLE upload (
    id TEXT PRIMARY KEY, type TEXT NOT NULL, use TEXT NOT NULL, began INTEGER NOT NULL, size INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0, due INTEGER
  ) WITHOUT ROWID;
  CREATE TABLE audio (
    hash TEXT PRIMARY KEY, duration INTEGER NOT NULL, size INTEGER NOT NULL, loudness REAL, until INTEGER
  ) WITHOUT ROWID;
  CREATE TABLE chunk (of TEXT NOT NULL, seq INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (of, seq)) WITHOUT ROWID;
  `,
];
