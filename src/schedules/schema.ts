/** The schedules' own tables. Times are in milliseconds. */
export const scheduleMigrations: readonly string[] = [
  `
  CREATE TABLE schedule (
    id TEXT PRIMARY KEY, revision INTEGER NOT NULL, author TEXT, settings TEXT, due INTEGER, stopped TEXT
  ) WITHOUT ROWID;
  CREATE TABLE run (
    place INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    schedule TEXT NOT NULL,
    due INTEGER NOT NULL,
    asked_by TEXT,
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    state TEXT NOT NULL,
    tries INTEGER NOT NULL,
    first_try INTEGER,
    last_try INTEGER,
    next INTEGER,
    problem TEXT,
    deliveries TEXT NOT NULL
  );
  CREATE INDEX run_by_schedule ON run (schedule, place);
  `,
];
