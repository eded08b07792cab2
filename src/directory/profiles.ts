/** What the living actors are told about themselves, made from the directory's tables. */
import type { Sql } from "../kernel/index.ts";
import type { OpeningHours } from "../protocol/hours.ts";
import type { OwnReason } from "../protocol/reason.ts";
import type { OperatorProfile, QueueSettings, ServedQueue } from "../protocol/settings.ts";
import type { ApplicationId, OperatorId, QueueId, SkillGroupId } from "../words/index.ts";
import { as } from "../words/index.ts";
import type { Hours, PauseReason, Person, Queue } from "./resources.ts";

export function settingsOf(
  application: ApplicationId,
  { id, ...queue }: Queue,
  hours: Hours | undefined,
  revision: number,
): QueueSettings {
  return { ...queue, hours: hours === undefined ? null : openingOf(hours), revision, application, queueId: id };
}

const openingOf = ({ timeZone, week, special, override }: Hours): OpeningHours => ({
  timeZone,
  week,
  special,
  override,
});

/**
 * Pause reasons go with everybody's profile: an operator's actor says yes or no to a pause by itself, also while the directory does not answer, and a
 * console shows them all the time. They are few and change seldom.
 */
export function profileOf(
  sql: Sql,
  application: ApplicationId,
  person: Person,
  reasons: readonly PauseReason[],
  revision: number,
): OperatorProfile {
  const queues = new Map<QueueId, ServedQueue>();
  const served = sql.exec(
    `SELECT queue.id, queue.name, queue.weight, queue.service_probability, queue.tiers, skill_group FROM queue
       JOIN queue_skill_group ON queue_skill_group.queue = queue.id
       JOIN person_skill_group USING (skill_group)
     WHERE person_skill_group.person = ? ORDER BY queue.weight DESC, queue.id`,
    person.id,
  );
  for (const row of served.toArray()) {
    const queueId = as<QueueId>(String(row["id"]));
    const tiers = JSON.parse(String(row["tiers"])) as Record<string, number>; // written by the shelves
    const tier = Math.min(
      tiers[String(row["skill_group"])] ?? 1,
      queues.get(queueId)?.tier ?? Number.POSITIVE_INFINITY,
    );
    const [weight, serviceProbability] = [Number(row["weight"]), Number(row["service_probability"])];
    queues.set(queueId, { queueId, name: String(row["name"]), weight, serviceProbability, tier });
  }
  const own = [...person.queueOrder, ...queues.keys()];
  const inOrder = [...queues.values()].toSorted((a, b) => own.indexOf(a.queueId) - own.indexOf(b.queueId));
  const { id: operatorId, name, skills, ringTime, wrapUpMode, wrapUp } = person;
  return {
    revision,
    application,
    operatorId,
    name,
    skills,
    queues: inOrder,
    ringTime,
    wrapUpMode,
    wrapUp,
    pauseReasons: inTheirOrder(reasons),
  };
}

const inTheirOrder = (reasons: readonly PauseReason[]): OwnReason[] =>
  reasons
    .toSorted((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1))
    .map(({ id, name, names, status, paid, longest }) => ({ id, name, names, status, paid, longest }));

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
