/** The directory's tables, by migration. Times are in milliseconds. */
import { outboundTable } from "./outbound.ts";
import { retentionTable } from "./retention.ts";

export const directoryMigrations: readonly string[] = [
  `
  CREATE TABLE revision (value INTEGER NOT NULL);
  INSERT INTO revision (value) VALUES (0);

  CREATE TABLE application (id TEXT PRIMARY KEY, name TEXT NOT NULL, language TEXT NOT NULL) WITHOUT ROWID;

  CREATE TABLE skill_group (id TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;

  CREATE TABLE queue (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    weight INTEGER NOT NULL,
    ring_time INTEGER NOT NULL,
    wrap_up INTEGER NOT NULL,
    service_time INTEGER NOT NULL,
    patience INTEGER NOT NULL,
    capacity INTEGER NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE queue_skill_group (
    queue TEXT NOT NULL REFERENCES queue (id) ON DELETE CASCADE,
    skill_group TEXT NOT NULL REFERENCES skill_group (id),
    PRIMARY KEY (queue, skill_group)
  ) WITHOUT ROWID;
  CREATE INDEX queue_by_skill_group ON queue_skill_group (skill_group);

  CREATE TABLE person (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    salt TEXT,
    hash TEXT,
    epoch INTEGER NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE person_skill_group (
    person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    skill_group TEXT NOT NULL REFERENCES skill_group (id),
    PRIMARY KEY (person, skill_group)
  ) WITHOUT ROWID;
  CREATE INDEX person_by_skill_group ON person_skill_group (skill_group);

  CREATE TABLE number (id TEXT PRIMARY KEY, label TEXT NOT NULL) WITHOUT ROWID;

  CREATE TABLE rule (
    id TEXT PRIMARY KEY,
    mask TEXT NOT NULL,
    position INTEGER NOT NULL,
    scenario TEXT NOT NULL,
    queue TEXT NOT NULL REFERENCES queue (id),
    language TEXT,
    announce_every INTEGER NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE ended_session (id TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE sign_in_failure (
    person TEXT PRIMARY KEY, count INTEGER NOT NULL, last INTEGER NOT NULL, locked_until INTEGER NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE media_worker (
    worker TEXT PRIMARY KEY, calls INTEGER NOT NULL, capacity INTEGER NOT NULL, seen_at INTEGER NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE push (
    recipient TEXT NOT NULL,
    id TEXT NOT NULL,
    fact TEXT NOT NULL,
    body TEXT NOT NULL,
    revision INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    due INTEGER NOT NULL,
    PRIMARY KEY (recipient, id, fact)
  ) WITHOUT ROWID;
  `,
  `
  ALTER TABLE queue ADD COLUMN strategy TEXT NOT NULL DEFAULT 'longestIdle';
  ALTER TABLE queue ADD COLUMN operator_order TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE queue ADD COLUMN ageing REAL NOT NULL DEFAULT 0;
  ALTER TABLE queue ADD COLUMN admission TEXT NOT NULL DEFAULT 'signedIn';
  ALTER TABLE queue ADD COLUMN longest_expected_wait INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE queue ADD COLUMN pause_after_misses INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE rule ADD COLUMN priority INTEGER NOT NULL DEFAULT 50;
  `,
  `
  CREATE TABLE hours (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, time_zone TEXT NOT NULL, week TEXT NOT NULL, special TEXT NOT NULL, override TEXT
  ) WITHOUT ROWID;
  ALTER TABLE queue ADD COLUMN wrap_up_mode TEXT NOT NULL DEFAULT 'optional';
  ALTER TABLE queue ADD COLUMN wrap_up_extension INTEGER NOT NULL DEFAULT 60000;
  ALTER TABLE queue ADD COLUMN rest_after_declined INTEGER NOT NULL DEFAULT 5000;
  ALTER TABLE queue ADD COLUMN rest_after_missed INTEGER NOT NULL DEFAULT 5000;
  ALTER TABLE queue ADD COLUMN rest_after_busy INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE queue ADD COLUMN rest_after_unreachable INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE person ADD COLUMN ring_time INTEGER;
  ALTER TABLE person ADD COLUMN wrap_up_mode TEXT;
  ALTER TABLE person ADD COLUMN wrap_up INTEGER;
  ALTER TABLE queue ADD COLUMN hours TEXT;
  ALTER TABLE queue ADD COLUMN longest_wait INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE queue ADD COLUMN staying TEXT NOT NULL DEFAULT 'always';
  ALTER TABLE queue ADD COLUMN staying_grace INTEGER NOT NULL DEFAULT 10000;
  ALTER TABLE queue ADD COLUMN targets TEXT NOT NULL DEFAULT '{}';
  ALTER TABLE rule ADD COLUMN closed TEXT;
  ALTER TABLE queue ADD COLUMN callback TEXT NOT NULL DEFAULT 'off';
  ALTER TABLE queue ADD COLUMN callback_attempts INTEGER NOT NULL DEFAULT 3;
  ALTER TABLE queue ADD COLUMN callback_gap INTEGER NOT NULL DEFAULT 300000;
  ALTER TABLE queue ADD COLUMN callback_expiry INTEGER NOT NULL DEFAULT 86400000;
  ALTER TABLE queue ADD COLUMN transfer_time TEXT NOT NULL DEFAULT 'keep';
  ALTER TABLE queue ADD COLUMN transfer_priority INTEGER;
  ALTER TABLE queue ADD COLUMN resume_within INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE queue ADD COLUMN service_probability INTEGER NOT NULL DEFAULT 100;
  ALTER TABLE person ADD COLUMN queue_order TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE queue ADD COLUMN needs TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE queue ADD COLUMN relaxing TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE queue ADD COLUMN tiers TEXT NOT NULL DEFAULT '{}';
  ALTER TABLE queue ADD COLUMN tier_wait INTEGER NOT NULL DEFAULT 15000;
  ALTER TABLE queue ADD COLUMN ring_at_once INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE person ADD COLUMN skills TEXT NOT NULL DEFAULT '{}';
  ALTER TABLE rule ADD COLUMN last_operator TEXT;
  ALTER TABLE rule ADD COLUMN needs TEXT NOT NULL DEFAULT '[]';
  CREATE TABLE role (id TEXT PRIMARY KEY, name TEXT NOT NULL, rights TEXT NOT NULL) WITHOUT ROWID;
  ALTER TABLE person ADD COLUMN scope TEXT;
  DROP TABLE ended_session;
  CREATE TABLE session (
    id TEXT PRIMARY KEY, person TEXT NOT NULL, epoch INTEGER NOT NULL, origin TEXT,
    opened INTEGER NOT NULL, renewed INTEGER NOT NULL, ends INTEGER NOT NULL, ended INTEGER
  ) WITHOUT ROWID;
  CREATE INDEX session_by_person ON session (person);
  CREATE TABLE refresh_token (
    hash TEXT PRIMARY KEY, session TEXT NOT NULL, used INTEGER, successor TEXT
  ) WITHOUT ROWID;
  CREATE INDEX refresh_token_by_session ON refresh_token (session);
  CREATE TABLE second_factor (
    person TEXT PRIMARY KEY, secret TEXT NOT NULL, confirmed INTEGER, step INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE recovery_code (person TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (person, hash)) WITHOUT ROWID;
  CREATE TABLE second_factor_demand (role TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE api_key (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL, rights TEXT NOT NULL, scope TEXT,
    maker TEXT, made INTEGER NOT NULL, expires INTEGER, last_used INTEGER
  ) WITHOUT ROWID;
  CREATE TABLE kept_answer (
    slot TEXT PRIMARY KEY, asked TEXT NOT NULL, began INTEGER NOT NULL, status INTEGER, type TEXT, body TEXT
  ) WITHOUT ROWID;
  CREATE INDEX kept_answer_by_age ON kept_answer (began);
  CREATE TABLE resource_revision (
    kind TEXT NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL, PRIMARY KEY (kind, id)
  ) WITHOUT ROWID;
  CREATE TABLE webhook (
    id TEXT PRIMARY KEY, url TEXT NOT NULL, description TEXT NOT NULL, events TEXT NOT NULL, enabled INTEGER NOT NULL, numbers TEXT NOT NULL,
    disabled_since INTEGER, because TEXT
  ) WITHOUT ROWID;
  CREATE TABLE audit (
    seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, author TEXT, origin TEXT, action TEXT NOT NULL, what TEXT NOT NULL,
    detail TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL
  );
  CREATE INDEX audit_by_time ON audit (at);
  CREATE INDEX audit_by_author ON audit (author, seq);
  CREATE INDEX audit_by_action ON audit (action, seq);
  CREATE TABLE refused_sign_in (
    person TEXT NOT NULL, minute INTEGER NOT NULL, last INTEGER NOT NULL, reasons TEXT NOT NULL, addresses TEXT NOT NULL,
    PRIMARY KEY (person, minute)
  ) WITHOUT ROWID;
  `,
  `
  CREATE TABLE pause_reason (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, names TEXT NOT NULL, status TEXT NOT NULL, position INTEGER NOT NULL,
    paid INTEGER NOT NULL, longest INTEGER
  ) WITHOUT ROWID;
  `,
  `
  CREATE TABLE disposition (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, position INTEGER NOT NULL, heading TEXT, active INTEGER NOT NULL
  ) WITHOUT ROWID;
  ALTER TABLE queue ADD COLUMN dispositions TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE queue ADD COLUMN disposition_needed TEXT NOT NULL DEFAULT 'no';
  `,
  `
  CREATE TABLE one_time (
    hash TEXT PRIMARY KEY, purpose TEXT NOT NULL, data TEXT NOT NULL, ends INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX one_time_by_end ON one_time (ends);
  CREATE TABLE passkey (
    id TEXT PRIMARY KEY, person TEXT NOT NULL, name TEXT NOT NULL, public_key TEXT NOT NULL, counter INTEGER NOT NULL,
    transports TEXT NOT NULL, made INTEGER NOT NULL, last_used INTEGER
  ) WITHOUT ROWID;
  CREATE INDEX passkey_by_person ON passkey (person);
  CREATE TABLE identity_provider (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, enabled INTEGER NOT NULL, issuer TEXT NOT NULL, client_id TEXT NOT NULL, client_secret TEXT,
    scopes TEXT NOT NULL, person_by TEXT NOT NULL, link_existing INTEGER NOT NULL, email_domains TEXT NOT NULL,
    required_claims TEXT NOT NULL, provision TEXT, groups_claim TEXT NOT NULL, roles TEXT NOT NULL, second_factor TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE identity (
    provider TEXT NOT NULL, issuer TEXT NOT NULL, subject TEXT NOT NULL, person TEXT NOT NULL, made INTEGER NOT NULL, last_used INTEGER NOT NULL,
    PRIMARY KEY (provider, issuer, subject)
  ) WITHOUT ROWID;
  CREATE INDEX identity_by_person ON identity (person);
  ALTER TABLE session ADD COLUMN means TEXT NOT NULL DEFAULT 'password';
  ALTER TABLE session ADD COLUMN strong INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE session ADD COLUMN provider_session TEXT;
  `,
  `
  CREATE TABLE sound (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, use TEXT NOT NULL, language TEXT,
    state TEXT NOT NULL DEFAULT 'empty', because TEXT, audio TEXT
  ) WITHOUT ROWID;
  CREATE TABLE scenario (id TEXT PRIMARY KEY, name TEXT NOT NULL, flow TEXT NOT NULL, settings TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE scenario_version (
    scenario TEXT NOT NULL, version INTEGER NOT NULL, flow TEXT NOT NULL, settings TEXT NOT NULL, note TEXT NOT NULL,
    author TEXT, at INTEGER NOT NULL, PRIMARY KEY (scenario, version)
  ) WITHOUT ROWID;
  `,
  retentionTable,
  `
  CREATE TABLE report_schedule (id TEXT PRIMARY KEY, author TEXT, settings TEXT NOT NULL) WITHOUT ROWID;
  `,
  // Outlives the scenario: calls of an earlier one with the same id name its versions.
  `
  CREATE TABLE scenario_counter (scenario TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
  INSERT INTO scenario_counter SELECT scenario, max(version) FROM scenario_version GROUP BY scenario;
  `,
  outboundTable,
];
