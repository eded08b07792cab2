/** Whom changes concern: each is told once how things are after all of them, through the outbox (pushes.ts). */
import type { Sql } from "../kernel/index.ts";
import type { ScheduleSettings } from "../schedules/settings.ts";
import type { ApplicationId, Instant, OperatorId, QueueId, SkillGroupId } from "../words/index.ts";
import type { Change } from "./deeds.ts";
import { peopleIn, profileOf, settingsOf } from "./profiles.ts";
import { pushToLedger, pushToOperator, pushToQueue, pushToSchedules, pushToSound, pushToWebhook } from "./pushes.ts";
import type { Person, Queue } from "./resources.ts";
import { shelves } from "./shelves.ts";

/** What is done to the directory in one transaction. */
interface Revision {
  readonly sql: Sql;
  readonly application: ApplicationId;
  readonly revision: number;
  readonly at: Instant;
}

/** Expects the tables to be as they are after the changes. */
export function tellConcerned(changes: readonly Change[], now: Revision): void {
  const { sql, revision, at } = now;
  const people = peopleConcerned(changes, sql);
  for (const queue of queuesConcerned(changes, sql)) tellQueue(queue, now);
  const reasons = people.length === 0 ? [] : shelves.pauseReason.read(sql);
  for (const person of people) {
    // Of someone removed: without queues, because the memberships are gone already.
    const profile = profileOf(sql, now.application, person, reasons, revision);
    pushToOperator(sql, person.id, { type: "operator.configured", at, profile }, revision);
  }
  for (const id of peopleRevoked(changes, sql)) pushToOperator(sql, id, { type: "operator.revoked", at }, revision);
  for (const change of changes) {
    if (change.kind === "sound" && change.after === undefined && change.before !== undefined)
      pushToSound(sql, change.before.id, { type: "sound.removed", at }, revision);
    if (change.kind === "webhook") tellWebhook(change, now);
    if (change.kind === "reportSchedule") tellSchedules(change, now);
  }
  if (changes.some(({ kind }) => kind === "webhook")) tellLedger(now);
}

function queuesConcerned(changes: readonly Change[], sql: Sql): Queue[] {
  const queues = new Map<QueueId, Queue>();
  for (const { kind, before, after } of changes) {
    if (kind === "hours") {
      for (const queue of shelves.queue.read(sql)) if (queue.hours === after?.id) queues.set(queue.id, queue);
    }
    if (kind === "queue") {
      // A removed queue lives on as one that nobody serves, for whoever is still in it.
      const queue = after ?? (before && { ...before, skillGroups: [] });
      if (queue !== undefined) queues.set(queue.id, queue);
    }
  }
  return [...queues.values()];
}

/** Whose profile may have become another. */
function peopleConcerned(changes: readonly Change[], sql: Sql): Person[] {
  const people = new Map<OperatorId, Person>();
  const groups = new Set<SkillGroupId>();
  for (const { kind, before, after } of changes) {
    if (kind === "pauseReason") for (const person of shelves.person.read(sql)) people.set(person.id, person);
    if (kind === "person") {
      const person = after ?? before;
      if (person !== undefined) people.set(person.id, person);
    }
    if (kind === "queue") {
      // Those who serve it or have served it, if it looks different to them.
      if (before !== undefined && after !== undefined && asServed(before) === asServed(after)) continue;
      for (const group of [...(before?.skillGroups ?? []), ...(after?.skillGroups ?? [])]) groups.add(group);
    }
  }
  for (const id of peopleIn(sql, groups)) {
    const [person] = people.has(id) ? [] : shelves.person.read(sql, id);
    if (person !== undefined) people.set(id, person);
  }
  return [...people.values()];
}

/** Who may not stay signed in: they are gone, are somebody else now, or may not work as operators any more. */
function peopleRevoked(changes: readonly Change[], sql: Sql): Set<OperatorId> {
  const revoked = new Set<OperatorId>();
  for (const { kind, before, after, newPassword } of changes) {
    if (kind === "person") {
      const person = after ?? before;
      const otherRole = before !== undefined && after !== undefined && before.role !== after.role;
      if (person !== undefined && (after === undefined || otherRole || (newPassword && before !== undefined)))
        revoked.add(person.id);
    }
    if (kind === "role" && after !== undefined) {
      const lostConsole = before?.rights.includes("console.open") && !after.rights.includes("console.open");
      if (lostConsole === true)
        for (const { id, role } of shelves.person.read(sql)) if (role === after.id) revoked.add(id);
    }
  }
  return revoked;
}

function tellQueue(queue: Queue, { sql, application, revision, at }: Revision): void {
  const [hours] = queue.hours === null ? [] : shelves.hours.read(sql, queue.hours);
  const settings = settingsOf(application, queue, hours, revision);
  pushToQueue(sql, queue.id, { type: "queue.configured", at, settings }, revision);
}

function tellWebhook({ before, after }: Change & { readonly kind: "webhook" }, { sql, revision, at }: Revision): void {
  const id = (after ?? before)?.id;
  if (id === undefined) return;
  const settings = after && { revision, url: after.url, enabled: after.enabled, numbers: after.numbers };
  pushToWebhook(sql, id, { type: "webhook.configured", at, revision, settings });
}

function tellSchedules(
  { before, after }: Change & { readonly kind: "reportSchedule" },
  { sql, revision, at }: Revision,
): void {
  const id = (after ?? before)?.id;
  if (id === undefined) return;
  const { id: _, author = null, ...settings } = after ?? {};
  pushToSchedules(sql, {
    type: "schedule.configured",
    at,
    revision,
    id,
    author,
    settings: after && (settings as ScheduleSettings), // all that is left of it
  });
}

function tellLedger({ sql, revision, at }: Revision): void {
  const webhooks = shelves.webhook
    .read(sql)
    .filter(({ enabled }) => enabled)
    .map(({ id, events }) => ({ id, events }));
  pushToLedger(sql, { type: "webhooks.wanted", at, revision, webhooks });
}

/** What a queue's operators are told of it. */
const asServed = ({ name, weight, serviceProbability, skillGroups, tiers }: Queue): string =>
  JSON.stringify([name, weight, serviceProbability, skillGroups, tiers]);
