/** How each kind of resource lies in its tables. */
import type { Sql } from "../kernel/index.ts";
import type { Admission, OperatorRole, StrategyName } from "../protocol/settings.ts";
import type { ApplicationId, Language, OperatorId, QueueId, ScenarioId, SkillGroupId } from "../words/index.ts";
import type { Draft, Kind, Resources } from "./resources.ts";

interface Shelf<K extends Kind> {
  /** All of them, or the one with this id; by id. */
  read(sql: Sql, id?: string): Resources[K][];
  /** Puts the new in the place of the old. `revision` is that of this very change. */
  write(sql: Sql, draft: Draft<K>, revision: number): void;
  remove(sql: Sql, id: string): void;
  /** The resources that this one names: [field, kind, id]. */
  names(draft: Draft<K>): readonly (readonly [string, Kind, string])[];
  /** Queries, each with one place for the id, for the resources that name this one. */
  readonly namedBy: readonly (readonly [Kind, string])[];
}

type Row = Record<string, unknown>;
const text = (row: Row, column: string): string => String(row[column]);
const whole = (row: Row, column: string): number => Number(row[column]);

const rows = (sql: Sql, query: string, id: string | undefined): Row[] =>
  id === undefined ? sql.exec(`${query} ORDER BY id`).toArray() : sql.exec(`${query} WHERE id = ?`, id).toArray();

/** The skill groups of one queue or one person. */
const groupsOf = (sql: Sql, owner: "queue" | "person", id: string): SkillGroupId[] =>
  sql
    .exec(`SELECT skill_group FROM ${owner}_skill_group WHERE ${owner} = ? ORDER BY skill_group`, id)
    .toArray()
    .map((row) => text(row, "skill_group") as SkillGroupId);

function writeGroups(sql: Sql, owner: "queue" | "person", id: string, groups: readonly SkillGroupId[]): void {
  sql.exec(`DELETE FROM ${owner}_skill_group WHERE ${owner} = ?`, id);
  for (const group of groups) {
    sql.exec(`INSERT OR IGNORE INTO ${owner}_skill_group (${owner}, skill_group) VALUES (?, ?)`, id, group);
  }
}

const namesGroups = (groups: readonly SkillGroupId[]) =>
  groups.map((group, index) => [`skillGroups.${index}`, "skillGroup", group] as const);

// The casts below give text its brand again: it had it when it was written.
export const shelves: { readonly [K in Kind]: Shelf<K> } = {
  application: {
    read: (sql, id) =>
      rows(sql, "SELECT id, name, language FROM application", id).map((row) => ({
        id: text(row, "id") as ApplicationId,
        name: text(row, "name"),
        language: text(row, "language") as Language,
      })),
    write: (sql, { id, name, language }) => {
      sql.exec("INSERT OR REPLACE INTO application (id, name, language) VALUES (?, ?, ?)", id, name, language);
    },
    remove: (sql, id) => void sql.exec("DELETE FROM application WHERE id = ?", id),
    names: () => [],
    namedBy: [],
  },

  skillGroup: {
    read: (sql, id) =>
      rows(sql, "SELECT id, name FROM skill_group", id).map((row) => ({
        id: text(row, "id") as SkillGroupId,
        name: text(row, "name"),
      })),
    write: (sql, { id, name }) => {
      sql.exec(
        "INSERT INTO skill_group (id, name) VALUES (?, ?) ON CONFLICT DO UPDATE SET name = excluded.name",
        id,
        name,
      );
    },
    remove: (sql, id) => void sql.exec("DELETE FROM skill_group WHERE id = ?", id),
    names: () => [],
    namedBy: [
      ["queue", "SELECT queue AS id FROM queue_skill_group WHERE skill_group = ?"],
      ["person", "SELECT person AS id FROM person_skill_group WHERE skill_group = ?"],
    ],
  },

  queue: {
    read: (sql, id) =>
      rows(sql, "SELECT * FROM queue", id).map((row) => ({
        id: text(row, "id") as QueueId,
        name: text(row, "name"),
        skillGroups: groupsOf(sql, "queue", text(row, "id")),
        weight: whole(row, "weight"),
        ringTime: whole(row, "ring_time"),
        wrapUp: whole(row, "wrap_up"),
        serviceTime: whole(row, "service_time"),
        patience: whole(row, "patience"),
        capacity: whole(row, "capacity"),
        strategy: text(row, "strategy") as StrategyName,
        order: JSON.parse(text(row, "operator_order")) as OperatorId[], // written below
        ageing: Number(row["ageing"]),
        admission: text(row, "admission") as Admission,
        longestExpectedWait: whole(row, "longest_expected_wait"),
        pauseAfterMisses: whole(row, "pause_after_misses"),
      })),
    write: (sql, queue) => {
      sql.exec(
        `INSERT INTO queue (id, name, weight, ring_time, wrap_up, service_time, patience, capacity,
           strategy, operator_order, ageing, admission, longest_expected_wait, pause_after_misses)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET name = excluded.name, weight = excluded.weight, ring_time = excluded.ring_time,
           wrap_up = excluded.wrap_up, service_time = excluded.service_time, patience = excluded.patience, capacity = excluded.capacity,
           strategy = excluded.strategy, operator_order = excluded.operator_order, ageing = excluded.ageing, admission = excluded.admission,
           longest_expected_wait = excluded.longest_expected_wait, pause_after_misses = excluded.pause_after_misses`,
        queue.id,
        queue.name,
        queue.weight,
        queue.ringTime,
        queue.wrapUp,
        queue.serviceTime,
        queue.patience,
        queue.capacity,
        queue.strategy,
        JSON.stringify(queue.order),
        queue.ageing,
        queue.admission,
        queue.longestExpectedWait,
        queue.pauseAfterMisses,
      );
      writeGroups(sql, "queue", queue.id, queue.skillGroups);
    },
    remove: (sql, id) => {
      writeGroups(sql, "queue", id, []);
      sql.exec("DELETE FROM queue WHERE id = ?", id);
    },
    names: ({ skillGroups }) => namesGroups(skillGroups),
    namedBy: [["rule", "SELECT id FROM rule WHERE queue = ?"]],
  },

  person: {
    read: (sql, id) =>
      rows(sql, "SELECT id, name, role, hash FROM person", id).map((row) => ({
        id: text(row, "id") as OperatorId,
        name: text(row, "name"),
        role: text(row, "role") as OperatorRole,
        skillGroups: groupsOf(sql, "person", text(row, "id")),
        canSignIn: row["hash"] !== null,
      })),
    write: (sql, { id, name, role, skillGroups, password }, revision) => {
      // The epoch is the revision that last made older sessions void; so it grows even for someone removed and put back.
      sql.exec(
        `INSERT INTO person (id, name, role, salt, hash, epoch) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET name = excluded.name, role = excluded.role,
           epoch = CASE WHEN excluded.hash IS NOT NULL OR role <> excluded.role THEN excluded.epoch ELSE epoch END,
           salt = coalesce(excluded.salt, salt), hash = coalesce(excluded.hash, hash)`,
        id,
        name,
        role,
        password?.salt ?? null,
        password?.hash ?? null,
        revision,
      );
      writeGroups(sql, "person", id, skillGroups);
    },
    remove: (sql, id) => {
      writeGroups(sql, "person", id, []);
      sql.exec("DELETE FROM person WHERE id = ?", id);
    },
    names: ({ skillGroups }) => namesGroups(skillGroups),
    namedBy: [],
  },

  number: {
    read: (sql, id) =>
      rows(sql, "SELECT id, label FROM number", id).map((row) => ({ id: text(row, "id"), label: text(row, "label") })),
    write: (sql, { id, label }) => {
      sql.exec("INSERT OR REPLACE INTO number (id, label) VALUES (?, ?)", id, label);
    },
    remove: (sql, id) => void sql.exec("DELETE FROM number WHERE id = ?", id),
    names: () => [],
    namedBy: [],
  },

  rule: {
    read: (sql, id) =>
      rows(sql, "SELECT * FROM rule", id).map((row) => ({
        id: text(row, "id"),
        mask: text(row, "mask"),
        order: whole(row, "position"),
        scenario: text(row, "scenario") as ScenarioId,
        queue: text(row, "queue") as QueueId,
        priority: whole(row, "priority"),
        language: row["language"] as Language | null,
        announceEvery: whole(row, "announce_every"),
      })),
    write: (sql, rule) => {
      sql.exec(
        "INSERT OR REPLACE INTO rule (id, mask, position, scenario, queue, priority, language, announce_every) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        rule.id,
        rule.mask,
        rule.order,
        rule.scenario,
        rule.queue,
        rule.priority,
        rule.language,
        rule.announceEvery,
      );
    },
    remove: (sql, id) => void sql.exec("DELETE FROM rule WHERE id = ?", id),
    names: ({ queue }) => [["queue", "queue", queue]],
    namedBy: [],
  },
};
