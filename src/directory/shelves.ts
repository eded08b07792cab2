/** How each kind of resource lies in its tables. */
import type { Need, Relaxation, Skills } from "../protocol/skills.ts";
import type { Sql } from "../kernel/index.ts";
import type { Override, SpecialDay, WeeklyInterval } from "../protocol/hours.ts";
import type { Admission, CallbackMode, StrategyName, WrapUpMode, LastOperator } from "../protocol/settings.ts";
import type { DispositionNeed } from "../protocol/disposition.ts";
import type { PauseStatus } from "../protocol/reason.ts";
import { isFlow, type Flow, type ScenarioSettings, type ScenarioVersion } from "../protocol/scenario.ts";
import type { SoundAudio, SoundState, SoundUse } from "../protocol/sound.ts";
import type { ScheduleSettings } from "../schedules/settings.ts";
import type { Target, Targets } from "../protocol/target.ts";
import type { Disabled, WantedEvents, WebhookSettings } from "../protocol/webhook.ts";
import { isBuiltIn, type Right, type RoleName, type Scope } from "../rights/index.ts";
import type {
  ApplicationId,
  DispositionId,
  Duration,
  HoursId,
  IdentityProviderId,
  Instant,
  Language,
  OperatorId,
  PauseReasonId,
  QueueId,
  ReportScheduleId,
  RoleId,
  ScenarioId,
  SkillGroupId,
  SoundId,
  WebhookId,
} from "../words/index.ts";
import type { FactorTrust, IdentityProvider, Provision } from "./identityProviders.ts";
import type { Draft, Kind, Resources } from "./resources.ts";

interface Shelf<K extends Kind> {
  /** All of them, or the one with this id; by id. */
  read(sql: Sql, id?: string): Resources[K][];
  /** Puts the new in the place of the old. `revision` is that of this very change; `made` by whom and when, where something may be published by it. */
  write(sql: Sql, draft: Draft<K>, revision: number, made?: Made): void;
  remove(sql: Sql, id: string): void;
  /** The resources that this one names: [field, kind, id]. */
  names(draft: Draft<K>): readonly (readonly [string, Kind, string])[];
  /** Queries, each with one place for the id, for the resources that name this one. */
  readonly namedBy: readonly (readonly [Kind, string])[];
  /** The same for those that name it as a wish: it may be deleted all the same, and is then passed over there. */
  readonly mentionedBy?: readonly (readonly [Kind, string])[];
}

export interface Made {
  /** A person's id, or `key`. */
  readonly by: string | null;
  readonly at: Instant;
}

type Row = Record<string, unknown>;
const text = (row: Row, column: string): string => String(row[column]);
const whole = (row: Row, column: string): number => Number(row[column]);

/** The ids of a kind, in order, those after the one given. */
export const idsOf = (sql: Sql, kind: Kind, after = ""): string[] =>
  sql
    .exec(`SELECT id FROM ${tableOf(kind)} WHERE id > ? ORDER BY id`, after)
    .toArray()
    .map((row) => text(row, "id"));

const tableOf = (kind: Kind): string => kind.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const rows = (sql: Sql, query: string, id: string | undefined): Row[] =>
  id === undefined ? sql.exec(`${query} ORDER BY id`).toArray() : sql.exec(`${query} WHERE id = ?`, id).toArray();

/** The skill groups of one queue or one person. */
export const groupsOf = (sql: Sql, owner: "queue" | "person", id: string): SkillGroupId[] =>
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

/** Puts a row in the place of the one with its id; a column that is not given stays. */
function putRow(sql: Sql, table: Kind, row: Readonly<Record<string, string | number | null>>): void {
  const columns = Object.keys(row);
  const update = columns.map((column) => `${column} = excluded.${column}`).join(", ");
  sql.exec(
    `INSERT INTO ${tableOf(table)} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")}) ON CONFLICT DO UPDATE SET ${update}`,
    ...Object.values(row),
  );
}

/** The queues that a target leads into. */
const namesTarget = (field: string, target: Target | null | undefined) =>
  target?.to === "queue" ? [[`${field}.queue`, "queue", target.queue] as const] : [];

/** The sounds that a scenario plays. */
const namesSounds = (field: string, { music, prompts }: ScenarioSettings) => [
  ...(music === null ? [] : [[`${field}.music`, "sound", music] as const]),
  ...Object.entries(prompts).flatMap(([language, lines]) =>
    Object.entries(lines).map(([line, sound]) => [`${field}.prompts.${language}.${line}`, "sound", sound] as const),
  ),
];

/** What of a scenario has been published, the latest first: those before a version, or all. */
export const versionsOf = (
  sql: Sql,
  scenario: string,
  { before = Number.MAX_SAFE_INTEGER, limit }: { readonly before?: number | undefined; readonly limit: number },
): ScenarioVersion[] =>
  sql
    .exec(
      "SELECT * FROM scenario_version WHERE scenario = ? AND version < ? ORDER BY version DESC LIMIT ?",
      scenario,
      before,
      limit,
    )
    .toArray()
    .map((row) => ({
      version: whole(row, "version"),
      flow: text(row, "flow") as Flow,
      settings: written<ScenarioSettings>(row, "settings"),
      note: text(row, "note"),
      by: row["author"] as string | null,
      at: whole(row, "at"),
    }));

/** JSON that was written below. */
const written = <T>(row: Row, column: string): T => JSON.parse(text(row, column)) as T;

/** The scope of a person or a key. */
export const scopeOf = (row: Row): Scope => (row["scope"] === null ? null : written<Scope>(row, "scope"));

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
      [
        "identityProvider",
        `SELECT DISTINCT identity_provider.id FROM identity_provider, json_each(identity_provider.provision, '$.skillGroups') AS named
         WHERE named.value = ?`,
      ],
    ],
    mentionedBy: [["queue", "SELECT queue.id FROM queue, json_each(queue.tiers) AS tier WHERE tier.key = ?"]],
  },

  hours: {
    read: (sql, id) =>
      rows(sql, "SELECT * FROM hours", id).map((row) => ({
        id: text(row, "id") as HoursId,
        name: text(row, "name"),
        timeZone: text(row, "time_zone"),
        week: written<WeeklyInterval[]>(row, "week"),
        special: written<SpecialDay[]>(row, "special"),
        override: row["override"] === null ? null : written<Override>(row, "override"),
      })),
    write: (sql, { id, name, timeZone, week, special }) => {
      putRow(sql, "hours", {
        id,
        name,
        time_zone: timeZone,
        week: JSON.stringify(week),
        special: JSON.stringify(special),
      });
    },
    remove: (sql, id) => void sql.exec("DELETE FROM hours WHERE id = ?", id),
    names: () => [],
    namedBy: [["queue", "SELECT id FROM queue WHERE hours = ?"]],
  },

  queue: {
    read: (sql, id) =>
      rows(sql, "SELECT * FROM queue", id).map((row) => ({
        id: text(row, "id") as QueueId,
        name: text(row, "name"),
        skillGroups: groupsOf(sql, "queue", text(row, "id")),
        weight: whole(row, "weight"),
        serviceProbability: whole(row, "service_probability"),
        ringTime: whole(row, "ring_time"),
        wrapUpMode: text(row, "wrap_up_mode") as WrapUpMode,
        wrapUp: whole(row, "wrap_up"),
        wrapUpExtension: whole(row, "wrap_up_extension"),
        serviceTime: whole(row, "service_time"),
        patience: whole(row, "patience"),
        capacity: whole(row, "capacity"),
        strategy: text(row, "strategy") as StrategyName,
        order: JSON.parse(text(row, "operator_order")) as OperatorId[], // written below
        ageing: Number(row["ageing"]),
        needs: written<Need[]>(row, "needs"),
        relaxing: written<Relaxation[]>(row, "relaxing"),
        tiers: written<Record<SkillGroupId, number>>(row, "tiers"),
        tierWait: whole(row, "tier_wait"),
        ringAtOnce: whole(row, "ring_at_once"),
        admission: text(row, "admission") as Admission,
        longestExpectedWait: whole(row, "longest_expected_wait"),
        pauseAfterMisses: whole(row, "pause_after_misses"),
        restAfterDeclined: whole(row, "rest_after_declined"),
        restAfterMissed: whole(row, "rest_after_missed"),
        restAfterBusy: whole(row, "rest_after_busy"),
        restAfterUnreachable: whole(row, "rest_after_unreachable"),
        hours: row["hours"] as HoursId | null,
        longestWait: whole(row, "longest_wait"),
        staying: text(row, "staying") as Admission,
        stayingGrace: whole(row, "staying_grace"),
        targets: written<Targets>(row, "targets"),
        callback: text(row, "callback") as CallbackMode,
        callbackAttempts: whole(row, "callback_attempts"),
        callbackGap: whole(row, "callback_gap"),
        callbackExpiry: whole(row, "callback_expiry"),
        transferTime: text(row, "transfer_time") as "keep" | "reset",
        transferPriority: row["transfer_priority"] as number | null,
        resumeWithin: whole(row, "resume_within"),
        dispositions: written<DispositionId[]>(row, "dispositions"),
        dispositionNeeded: text(row, "disposition_needed") as DispositionNeed,
      })),
    write: (sql, queue) => {
      putRow(sql, "queue", {
        id: queue.id,
        name: queue.name,
        weight: queue.weight,
        service_probability: queue.serviceProbability,
        ring_time: queue.ringTime,
        wrap_up_mode: queue.wrapUpMode,
        wrap_up: queue.wrapUp,
        wrap_up_extension: queue.wrapUpExtension,
        service_time: queue.serviceTime,
        patience: queue.patience,
        capacity: queue.capacity,
        strategy: queue.strategy,
        operator_order: JSON.stringify(queue.order),
        ageing: queue.ageing,
        admission: queue.admission,
        longest_expected_wait: queue.longestExpectedWait,
        pause_after_misses: queue.pauseAfterMisses,
        needs: JSON.stringify(queue.needs),
        relaxing: JSON.stringify(queue.relaxing),
        tiers: JSON.stringify(queue.tiers),
        tier_wait: queue.tierWait,
        ring_at_once: queue.ringAtOnce,
        rest_after_declined: queue.restAfterDeclined,
        rest_after_missed: queue.restAfterMissed,
        rest_after_busy: queue.restAfterBusy,
        rest_after_unreachable: queue.restAfterUnreachable,
        hours: queue.hours,
        longest_wait: queue.longestWait,
        staying: queue.staying,
        staying_grace: queue.stayingGrace,
        targets: JSON.stringify(queue.targets),
        callback: queue.callback,
        callback_attempts: queue.callbackAttempts,
        callback_gap: queue.callbackGap,
        callback_expiry: queue.callbackExpiry,
        transfer_time: queue.transferTime,
        transfer_priority: queue.transferPriority,
        resume_within: queue.resumeWithin,
        dispositions: JSON.stringify(queue.dispositions),
        disposition_needed: queue.dispositionNeeded,
      });
      writeGroups(sql, "queue", queue.id, queue.skillGroups);
    },
    remove: (sql, id) => {
      writeGroups(sql, "queue", id, []);
      sql.exec("DELETE FROM queue WHERE id = ?", id);
    },
    names: ({ skillGroups, hours, targets, dispositions }) => [
      ...namesGroups(skillGroups),
      ...dispositions.map((disposition, index) => [`dispositions.${index}`, "disposition", disposition] as const),
      ...(hours === null ? [] : [["hours", "hours", hours] as const]),
      ...Object.entries(targets).flatMap(([because, target]) => namesTarget(`targets.${because}`, target)),
    ],
    namedBy: [
      ["rule", "SELECT id FROM rule WHERE queue = ?1 OR (closed ->> '$.to' = 'queue' AND closed ->> '$.queue' = ?1)"],
      // One that leads into itself does not keep itself.
      [
        "queue",
        `SELECT DISTINCT queue.id FROM queue, json_each(queue.targets) AS target
         WHERE target.value ->> '$.to' = 'queue' AND target.value ->> '$.queue' = ?1 AND queue.id <> ?1`,
      ],
      [
        "person",
        "SELECT DISTINCT person.id FROM person, json_each(person.scope, '$.queues') AS queue WHERE queue.value = ?",
      ],
      [
        "identityProvider",
        `SELECT DISTINCT identity_provider.id FROM identity_provider, json_each(identity_provider.provision, '$.scope.queues') AS queue
         WHERE queue.value = ?`,
      ],
    ],
    mentionedBy: [
      ["person", "SELECT person.id FROM person, json_each(person.queue_order) AS queue WHERE queue.value = ?"],
    ],
  },

  person: {
    read: (sql, id) =>
      rows(sql, "SELECT * FROM person", id).map((row) => ({
        id: text(row, "id") as OperatorId,
        name: text(row, "name"),
        role: text(row, "role") as RoleName,
        scope: scopeOf(row),
        skillGroups: groupsOf(sql, "person", text(row, "id")),
        skills: written<Skills>(row, "skills"),
        queueOrder: written<QueueId[]>(row, "queue_order"),
        ringTime: row["ring_time"] as Duration | null,
        wrapUpMode: row["wrap_up_mode"] as WrapUpMode | null,
        wrapUp: row["wrap_up"] as Duration | null,
        canSignIn: row["hash"] !== null,
      })),
    write: (sql, { id, name, role, scope, skillGroups, password, ...own }, revision) => {
      // The epoch is the revision that last made older sessions void; so it grows even for someone removed and put back.
      sql.exec(
        `INSERT INTO person (id, name, role, scope, salt, hash, epoch, ring_time, wrap_up_mode, wrap_up, skills, queue_order) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET name = excluded.name, role = excluded.role, scope = excluded.scope,
           ring_time = excluded.ring_time, wrap_up_mode = excluded.wrap_up_mode, wrap_up = excluded.wrap_up,
           skills = excluded.skills, queue_order = excluded.queue_order,
           epoch = CASE WHEN excluded.hash IS NOT NULL OR role <> excluded.role THEN excluded.epoch ELSE epoch END,
           salt = coalesce(excluded.salt, salt), hash = coalesce(excluded.hash, hash)`,
        id,
        name,
        role,
        scope && JSON.stringify(scope),
        password?.salt ?? null,
        password?.hash ?? null,
        revision,
        own.ringTime,
        own.wrapUpMode,
        own.wrapUp,
        JSON.stringify(own.skills),
        JSON.stringify(own.queueOrder),
      );
      writeGroups(sql, "person", id, skillGroups);
    },
    remove: (sql, id) => {
      writeGroups(sql, "person", id, []);
      // No key survives its maker, not even if somebody of that name comes again.
      sql.exec("DELETE FROM api_key WHERE maker = ?", id);
      sql.exec("DELETE FROM passkey WHERE person = ?", id);
      sql.exec("DELETE FROM identity WHERE person = ?", id);
      sql.exec("DELETE FROM person WHERE id = ?", id);
    },
    names: ({ role, scope, skillGroups }) => [
      ...(isBuiltIn(role) ? [] : [["role", "role", role] as const]),
      ...(scope?.queues ?? []).map((queue, index) => [`scope.queues.${index}`, "queue", queue] as const),
      ...namesGroups(skillGroups),
    ],
    namedBy: [],
    mentionedBy: [
      ["queue", "SELECT queue.id FROM queue, json_each(queue.operator_order) AS operator WHERE operator.value = ?"],
    ],
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
        needs: written<Need[]>(row, "needs"),
        lastOperator: row["last_operator"] === null ? null : written<LastOperator>(row, "last_operator"),
        announceEvery: whole(row, "announce_every"),
        closed: row["closed"] === null ? null : written<Target>(row, "closed"),
      })),
    write: (sql, rule) => {
      putRow(sql, "rule", {
        id: rule.id,
        mask: rule.mask,
        position: rule.order,
        scenario: rule.scenario,
        queue: rule.queue,
        priority: rule.priority,
        language: rule.language,
        needs: JSON.stringify(rule.needs),
        last_operator: rule.lastOperator && JSON.stringify(rule.lastOperator),
        announce_every: rule.announceEvery,
        closed: rule.closed && JSON.stringify(rule.closed),
      });
    },
    remove: (sql, id) => void sql.exec("DELETE FROM rule WHERE id = ?", id),
    names: ({ scenario, queue, closed }) => [
      ...(isFlow(scenario) ? [] : [["scenario", "scenario", scenario] as const]),
      ["queue", "queue", queue],
      ...namesTarget("closed", closed),
    ],
    namedBy: [],
  },

  sound: {
    read: (sql, id) =>
      rows(sql, "SELECT * FROM sound", id).map((row) => ({
        id: text(row, "id") as SoundId,
        name: text(row, "name"),
        use: text(row, "use") as SoundUse,
        language: row["language"] as Language | null,
        state: text(row, "state") as SoundState,
        because: row["because"] as string | null,
        audio: row["audio"] === null ? null : written<SoundAudio>(row, "audio"),
      })),
    write: (sql, { id, name, use, language }) => putRow(sql, "sound", { id, name, use, language }),
    remove: (sql, id) => void sql.exec("DELETE FROM sound WHERE id = ?", id),
    names: () => [],
    namedBy: [
      [
        "scenario",
        `SELECT scenario.id FROM scenario JOIN
           (SELECT id, settings FROM scenario
            UNION ALL SELECT scenario, settings FROM scenario_version AS this
              WHERE version = (SELECT max(version) FROM scenario_version WHERE scenario = this.scenario)) AS document
           USING (id)
         WHERE document.settings ->> '$.music' = ?1
            OR EXISTS (SELECT 1 FROM json_tree(document.settings, '$.prompts') AS prompt WHERE prompt.atom = ?1)
         GROUP BY scenario.id`,
      ],
    ],
  },

  scenario: {
    read: (sql, id) =>
      rows(sql, "SELECT * FROM scenario", id).map((row) => ({
        id: text(row, "id") as ScenarioId,
        name: text(row, "name"),
        flow: text(row, "flow") as Flow,
        settings: written<ScenarioSettings>(row, "settings"),
        published: versionsOf(sql, text(row, "id"), { limit: 1 })[0] ?? null,
      })),
    write: (sql, { id, name, flow, settings, published: next }, _, made) => {
      putRow(sql, "scenario", { id, name, flow, settings: JSON.stringify(settings) });
      if (next === undefined || next === null || made === undefined) return;
      const [last] = versionsOf(sql, id, { limit: 1 });
      // What is taken in a second time is no new version.
      if (last?.flow === next.flow && JSON.stringify(last.settings) === JSON.stringify(next.settings)) return;
      const [counter] = sql.exec("SELECT last FROM scenario_counter WHERE scenario = ?", id).toArray();
      const version = Number(counter?.["last"] ?? 0) + 1;
      sql.exec("INSERT OR REPLACE INTO scenario_counter (scenario, last) VALUES (?, ?)", id, version);
      sql.exec(
        "INSERT INTO scenario_version (scenario, version, flow, settings, note, author, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        id,
        version,
        next.flow,
        JSON.stringify(next.settings),
        next.note,
        made.by,
        made.at,
      );
    },
    remove: (sql, id) => {
      sql.exec("DELETE FROM scenario_version WHERE scenario = ?", id);
      sql.exec("DELETE FROM scenario WHERE id = ?", id);
    },
    names: ({ settings, published }) => [
      ...namesSounds("settings", settings),
      ...(published ? namesSounds("published.settings", published.settings) : []),
    ],
    // Without it a flow's own name means the flow as it is built in.
    namedBy: [["rule", "SELECT id FROM rule WHERE scenario = ? AND scenario NOT IN ('ACD', 'Closed')"]],
    mentionedBy: [["rule", "SELECT id FROM rule WHERE scenario = ? AND scenario IN ('ACD', 'Closed')"]],
  },

  disposition: {
    read: (sql, id) =>
      rows(sql, "SELECT * FROM disposition", id).map((row) => ({
        id: text(row, "id") as DispositionId,
        name: text(row, "name"),
        order: whole(row, "position"),
        group: row["heading"] as string | null,
        active: whole(row, "active") === 1,
      })),
    write: (sql, { id, name, order, group, active }) =>
      putRow(sql, "disposition", { id, name, position: order, heading: group, active: Number(active) }),
    remove: (sql, id) => void sql.exec("DELETE FROM disposition WHERE id = ?", id),
    names: () => [],
    namedBy: [["queue", "SELECT queue.id FROM queue, json_each(queue.dispositions) AS named WHERE named.value = ?"]],
  },

  pauseReason: {
    read: (sql, id) =>
      rows(sql, "SELECT * FROM pause_reason", id).map((row) => ({
        id: text(row, "id") as PauseReasonId,
        name: text(row, "name"),
        names: written<Partial<Record<Language, string>>>(row, "names"),
        status: text(row, "status") as PauseStatus,
        order: whole(row, "position"),
        paid: whole(row, "paid") === 1,
        longest: row["longest"] as Duration | null,
      })),
    write: (sql, { id, name, names, status, order, paid, longest }) =>
      putRow(sql, "pauseReason", {
        id,
        name,
        names: JSON.stringify(names),
        status,
        position: order,
        paid: Number(paid),
        longest,
      }),
    remove: (sql, id) => void sql.exec("DELETE FROM pause_reason WHERE id = ?", id),
    names: () => [],
    namedBy: [],
  },

  role: {
    read: (sql, id) =>
      rows(sql, "SELECT * FROM role", id).map((row) => ({
        id: text(row, "id") as RoleId,
        name: text(row, "name"),
        rights: written<Right[]>(row, "rights"),
      })),
    write: (sql, { id, name, rights }) => putRow(sql, "role", { id, name, rights: JSON.stringify(rights) }),
    remove: (sql, id) => void sql.exec("DELETE FROM role WHERE id = ?", id),
    names: () => [],
    namedBy: [
      ["person", "SELECT id FROM person WHERE role = ?"],
      [
        "identityProvider",
        `SELECT id FROM identity_provider WHERE provision ->> '$.role' = ?1
           OR EXISTS (SELECT 1 FROM json_each(identity_provider.roles) AS given WHERE given.value ->> '$.role' = ?1)`,
      ],
    ],
  },

  identityProvider: {
    read: (sql, id) =>
      rows(sql, "SELECT * FROM identity_provider", id).map((row) => ({
        id: text(row, "id") as IdentityProviderId,
        name: text(row, "name"),
        enabled: whole(row, "enabled") === 1,
        issuer: text(row, "issuer"),
        clientId: text(row, "client_id"),
        scopes: written<string[]>(row, "scopes"),
        personBy: text(row, "person_by") as IdentityProvider["personBy"],
        linkExisting: whole(row, "link_existing") === 1,
        emailDomains: written<string[]>(row, "email_domains"),
        requiredClaims: written<Record<string, string>>(row, "required_claims"),
        provision: row["provision"] === null ? null : written<Provision>(row, "provision"),
        groupsClaim: text(row, "groups_claim"),
        roles: written<IdentityProvider["roles"]>(row, "roles"),
        secondFactor: written<FactorTrust>(row, "second_factor"),
        hasSecret: row["client_secret"] !== null,
      })),
    write: (sql, provider) => {
      putRow(sql, "identityProvider", {
        id: provider.id,
        name: provider.name,
        enabled: Number(provider.enabled),
        issuer: provider.issuer,
        client_id: provider.clientId,
        scopes: JSON.stringify(provider.scopes),
        person_by: provider.personBy,
        link_existing: Number(provider.linkExisting),
        email_domains: JSON.stringify(provider.emailDomains),
        required_claims: JSON.stringify(provider.requiredClaims),
        provision: provider.provision && JSON.stringify(provider.provision),
        groups_claim: provider.groupsClaim,
        roles: JSON.stringify(provider.roles),
        second_factor: JSON.stringify(provider.secondFactor),
        ...(provider.sealedSecret !== undefined && { client_secret: provider.sealedSecret }),
      });
    },
    remove: (sql, id) => {
      sql.exec("DELETE FROM identity WHERE provider = ?", id);
      sql.exec("DELETE FROM identity_provider WHERE id = ?", id);
    },
    names: ({ provision, roles }) => [
      ...roles.flatMap(({ role }, index) => (isBuiltIn(role) ? [] : [[`roles.${index}.role`, "role", role] as const])),
      ...(provision === null || isBuiltIn(provision.role) ? [] : [["provision.role", "role", provision.role] as const]),
      ...(provision?.scope?.queues ?? []).map((queue, n) => [`provision.scope.queues.${n}`, "queue", queue] as const),
      ...(provision?.skillGroups ?? []).map((group, n) => [`provision.skillGroups.${n}`, "skillGroup", group] as const),
    ],
    namedBy: [],
  },

  webhook: {
    read: (sql, id) =>
      rows(sql, "SELECT * FROM webhook", id).map((row) => ({
        id: text(row, "id") as WebhookId,
        url: text(row, "url"),
        description: text(row, "description"),
        events: written<WantedEvents>(row, "events"),
        enabled: row["enabled"] === 1,
        numbers: text(row, "numbers") as WebhookSettings["numbers"],
        disabledSince: row["disabled_since"] as Instant | null,
        because: row["because"] as Disabled["because"] | null,
      })),
    // That it was disabled is over when somebody enables it.
    write: (sql, { id, url, description, events, enabled, numbers }) => {
      putRow(sql, "webhook", {
        id,
        url,
        description,
        events: JSON.stringify(events),
        enabled: Number(enabled),
        numbers,
        ...(enabled && { disabled_since: null, because: null }),
      });
    },
    remove: (sql, id) => void sql.exec("DELETE FROM webhook WHERE id = ?", id),
    names: () => [],
    namedBy: [
      [
        "reportSchedule",
        "SELECT DISTINCT report_schedule.id FROM report_schedule, json_each(settings, '$.webhooks') AS named WHERE named.value = ?",
      ],
    ],
  },

  reportSchedule: {
    read: (sql, id) =>
      rows(sql, "SELECT * FROM report_schedule", id).map((row) => ({
        id: text(row, "id") as ReportScheduleId,
        author: row["author"] as string | null,
        ...written<ScheduleSettings>(row, "settings"),
      })),
    write: (sql, { id, ...settings }, _, made) =>
      putRow(sql, "reportSchedule", { id, author: made?.by ?? null, settings: JSON.stringify(settings) }),
    remove: (sql, id) => void sql.exec("DELETE FROM report_schedule WHERE id = ?", id),
    // A queue that is gone still has reports.
    names: ({ webhooks }) => webhooks.map((webhook, index) => [`webhooks.${index}`, "webhook", webhook] as const),
    namedBy: [],
  },
};
