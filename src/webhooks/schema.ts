/** A webhook's own tables. Times are in milliseconds. */
export const webhookMigrations: readonly string[] = [
  `
  CREATE TABLE endpoint (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    revision INTEGER NOT NULL,
    settings TEXT,
    taken INTEGER NOT NULL,
    dropped INTEGER NOT NULL,
    failing INTEGER,
    disabled TEXT
  );
  CREATE TABLE secret (place INTEGER PRIMARY KEY, value TEXT NOT NULL, until INTEGER);
  CREATE TABLE message (
    place INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    at INTEGER NOT NULL,
    data TEXT NOT NULL,
    came INTEGER NOT NULL,
    state TEXT NOT NULL,
    tries INTEGER NOT NULL,
    first_try INTEGER,
    last_try INTEGER,
    due INTEGER NOT NULL,
    status INTEGER,
    problem TEXT
  );
  CREATE INDEX message_waiting ON message (place) WHERE state = 'waiting';
  CREATE INDEX message_by_age ON message (came);
  `,
];
