/** Which queues a resource is about: somebody who is in charge of some queues only sees and changes what is about these. */
import type { Sql } from "../kernel/index.ts";
import type { QueueId } from "../words/index.ts";
import { as } from "../words/index.ts";
import type { Draft, Kind, Resources } from "./resources.ts";

/** Queues whose callers a change of the resource may concern. */
export function queuesOf<K extends Kind>(sql: Sql, kind: K, resource: Resources[K] | Draft<K>): QueueId[] {
  const found = finders[kind] as Finder<K>; // of this very kind, which the compiler cannot follow
  return found(resource, sql);
}

/** Kinds that whoever is in charge of some queues sees only there. The others are shared by the whole application, and anybody sees them. */
export const belongsToQueues = (kind: Kind): boolean => kind === "queue" || kind === "rule" || kind === "person";

type Finder<K extends Kind> = (resource: Resources[K] | Draft<K>, sql: Sql) => QueueId[];

const servedBy = (groups: readonly string[], sql: Sql): QueueId[] =>
  ids(
    sql,
    "SELECT DISTINCT queue AS id FROM queue_skill_group WHERE skill_group IN (SELECT value FROM json_each(?))",
    JSON.stringify(groups),
  );

const finders: { readonly [K in Kind]: Finder<K> } = {
  application: () => [],
  skillGroup: ({ id }, sql) => servedBy([id], sql),
  hours: ({ id }, sql) => ids(sql, "SELECT id FROM queue WHERE hours = ?", id),
  queue: ({ id }) => [id],
  person: ({ skillGroups }, sql) => servedBy(skillGroups, sql),
  number: () => [],
  rule: ({ queue, closed }) => [queue, ...(closed?.to === "queue" ? [closed.queue] : [])],
  role: () => [],
  webhook: () => [],
  // Whoever sets rules up may use them for whatever queue.
  sound: ({ id }, sql) => everyQueue(sql, id),
  scenario: ({ id }, sql) => everyQueue(sql, id),
  identityProvider: () => [],
  // What it says of which queues is a matter of its author's scope.
  reportSchedule: () => [],
  disposition: ({ id }, sql) =>
    ids(
      sql,
      "SELECT id FROM queue WHERE dispositions = '[]' OR EXISTS (SELECT 1 FROM json_each(dispositions) WHERE value = ?)",
      id,
    ),
  // Whoever works may choose it, in whatever queue they serve.
  pauseReason: ({ id }, sql) => everyQueue(sql, id),
};

const everyQueue = (sql: Sql, id: string): QueueId[] => ids(sql, "SELECT id FROM queue WHERE ? <> ''", id);

const ids = (sql: Sql, query: string, binding: string): QueueId[] =>
  sql
    .exec(query, binding)
    .toArray()
    .map((row) => as<QueueId>(String(row["id"])));
