/** What the living actors are told about themselves, made from the directory's tables. */
import type { Sql } from "../kernel/index.ts";
import type { OperatorProfile, QueueSettings } from "../protocol/settings.ts";
import type { ApplicationId, OperatorId, QueueId, SkillGroupId } from "../words/index.ts";
import { as } from "../words/index.ts";
import type { Person, Queue } from "./resources.ts";

export const settingsOf = (application: ApplicationId, { id, ...queue }: Queue, revision: number): QueueSettings => ({
  ...queue,
  revision,
  application,
  queueId: id,
});

export function profileOf(sql: Sql, application: ApplicationId, person: Person, revision: number): OperatorProfile {
  const queues = sql
    .exec(
      `SELECT DISTINCT queue.id, queue.name, queue.weight FROM queue
         JOIN queue_skill_group ON queue_skill_group.queue = queue.id
         JOIN person_skill_group USING (skill_group)
       WHERE person_skill_group.person = ? ORDER BY queue.weight DESC, queue.id`,
      person.id,
    )
    .toArray()
    .map((row) => ({
      queueId: as<QueueId>(String(row["id"])),
      name: String(row["name"]),
      weight: Number(row["weight"]),
    }));
  return { revision, application, operatorId: person.id, name: person.name, role: person.role, queues };
}

/** Everyone in any of these skill groups. */
export function peopleIn(sql: Sql, groups: Iterable<SkillGroupId>): Set<OperatorId> {
  const people = new Set<OperatorId>();
  for (const group of groups) {
    for (const row of sql.exec("SELECT person FROM person_skill_group WHERE skill_group = ?", group).toArray()) {
      people.add(as<OperatorId>(String(row["person"])));
    }
  }
  return people;
}
