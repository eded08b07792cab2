/** Taking in what a file brings: tried first, so that all that is wrong is said at once; then done as a whole. */
import * as z from "zod";
import type { Author } from "../audit/index.ts";
import type { Done, Exchanged, Flaw, TakeIn, Whole } from "../directory/exchange.ts";
import type { Directory } from "../directory/port.ts";
import type { Draft } from "../directory/resources.ts";
import {
  builtInRoles,
  covers,
  everyRight,
  isBuiltIn,
  type Bearer,
  type Right,
  type RoleName,
} from "../rights/index.ts";
import { as, type ApplicationId, type OperatorId, type QueueId, type RoleId } from "../words/index.ts";
import { outOfScope } from "./access.ts";
import { mustCover } from "./authority.ts";
import type { Ports } from "./ports.ts";
import type { FieldProblem } from "./problem.ts";
import { Problem } from "./problem.ts";
import { grantOfProvider, wrongProvider } from "./providerRules.ts";
import { words } from "./routes/resources.ts";
import { grantOfSchedule, wrongSchedule } from "./scheduleRules.ts";
import { grantOfWebhook, wrongAddress } from "./webhookRules.ts";

/** How the file calls them. */
const sections = {
  skillGroup: "skillGroups",
  hours: "hours",
  role: "roles",
  pauseReason: "pauseReasons",
  disposition: "dispositions",
  sound: "sounds",
  scenario: "scenarios",
  queue: "queues",
  person: "operators",
  number: "numbers",
  rule: "rules",
  webhook: "webhooks",
  identityProvider: "identityProviders",
  reportSchedule: "reportSchedules",
} as const satisfies Record<Exchanged, string>;

/** Where a field of the `index`th of its kind stands in what was given. */
type PlaceOf = (kind: Exchanged, index: number, field: string) => string;

const named = z.object({ kind: z.string(), id: z.string() });
export const plan = z
  .object({
    dryRun: z.boolean().meta({ description: "Whether this is only what would be done." }),
    created: z.array(named),
    changed: z.array(named.extend({ fields: z.array(z.string()).meta({ description: "What differs." }) })),
    unchanged: z.array(named),
    removed: z.array(named),
  })
  .meta({ id: "ImportPlan", description: "What an import has done, or would do." });

export type Plan = z.infer<typeof plan>;

/** Throws 403 where it would reach further than the bearer does, 422 with every flaw, and 409 when callers wait in a queue that would be removed. */
export async function takeIn(
  ports: Ports,
  { bearer, author }: { readonly bearer: Bearer; readonly author: Author },
  application: ApplicationId,
  whole: Whole,
  how: TakeIn,
  placeOf: PlaceOf = (kind, index, field) => `${sections[kind]}.${index}.${field}`,
): Promise<Plan> {
  if (bearer.scope !== null) throw outOfScope();
  const directory = ports.directory(application);
  const tried = await directory.takeIn(whole, { ...how, dryRun: true }, author);
  const wrong = [
    ...whole.resources.webhook.flatMap(({ url }, index) =>
      wrongAddress(url, placeOf("webhook", index, "url"), ports.settings.localWebhooks),
    ),
    ...whole.resources.identityProvider.flatMap((provider, index) =>
      wrongProvider(provider, (field) => placeOf("identityProvider", index, field), ports.settings.localWebhooks),
    ),
    ...whole.resources.reportSchedule.flatMap((schedule, index) =>
      wrongSchedule(schedule, { mail: ports.settings.mail, now: ports.now() }).map((flaw) => ({
        ...flaw,
        field: placeOf("reportSchedule", index, flaw.field),
      })),
    ),
    ...(!tried.ok && tried.refusal.because === "flaws"
      ? tried.refusal.flaws.map((flaw) => inWords(flaw, placeOf))
      : []),
  ];
  if (wrong.length > 0)
    throw new Problem("invalid", wrong.length === 1 ? "One field is wrong." : `${wrong.length} fields are wrong.`, {
      errors: wrong,
    });
  if (!tried.ok) throw new Problem("not-found", `There is no application "${application}".`);
  await mustGovern(directory, bearer, whole, tried.done);
  await mustBeEmpty(ports, application, tried.done);
  if (how.dryRun) return shown(tried.done, true);

  const answer = await directory.takeIn(whole, how, author);
  // Somebody changed something in between.
  if (!answer.ok) throw new Problem("conflict", "The application has changed meanwhile. Try again.");
  // Afterwards, as with PUT: an import that is repeated heals a crash in between.
  await ports.root.put("application", { id: application, ...whole.application }, author);
  const plan = shown(answer.done, false);
  ports.log("info", "application.imported", {
    application,
    created: plan.created.length,
    changed: plan.changed.length,
    removed: plan.removed.length,
  });
  return plan;
}

/** Nobody brings along, changes or removes people, roles and webhooks that may do more than they may themselves. */
async function mustGovern(directory: Directory, bearer: Bearer, whole: Whole, done: readonly Done[]): Promise<void> {
  // Most often, and then it need not be asked of each.
  if (covers(bearer, { rights: everyRight, scope: null })) return;
  const roles = new Map(whole.resources.role.map((role) => [role.id, role]));
  const people = new Map(whole.resources.person.map((person) => [person.id, person]));
  const webhooks = new Map<string, Draft<"webhook">>(whole.resources.webhook.map((webhook) => [webhook.id, webhook]));
  const rightsNow = async (name: RoleName): Promise<readonly Right[]> =>
    isBuiltIn(name) ? builtInRoles[name] : ((await directory.get("role", name))?.rights ?? []);
  const rightsThen = async (name: RoleName): Promise<readonly Right[]> =>
    (isBuiltIn(name) ? undefined : roles.get(name)?.rights) ?? rightsNow(name);
  for (const { kind, id, what, fields = [] } of done) {
    if (what === "unchanged") continue;
    if (kind === "application") {
      if (fields.includes("signInRules")) mustCover(bearer, { rights: everyRight, scope: null });
      if (fields.includes("retention")) mustCover(bearer, { rights: ["retention.write"], scope: null });
    }
    if (kind === "role") {
      for (const role of [await directory.get("role", id), roles.get(as<RoleId>(id))])
        if (role !== undefined) mustCover(bearer, { rights: role.rights, scope: null });
    }
    if (kind === "identityProvider") mustCover(bearer, grantOfProvider);
    if (kind === "reportSchedule") mustCover(bearer, grantOfSchedule);
    if (kind === "webhook") {
      for (const webhook of [await directory.get("webhook", id), webhooks.get(id)])
        if (webhook !== undefined) mustCover(bearer, grantOfWebhook(webhook));
    }
    if (kind === "person") {
      const [now, then] = [await directory.get("person", id), people.get(as<OperatorId>(id))];
      if (now !== undefined) mustCover(bearer, { rights: await rightsNow(now.role), scope: now.scope });
      if (then !== undefined) mustCover(bearer, { rights: await rightsThen(then.role), scope: then.scope });
    }
  }
}

async function mustBeEmpty(ports: Ports, application: ApplicationId, done: readonly Done[]): Promise<void> {
  const usedBy: { kind: string; id: string }[] = [];
  for (const { kind, id } of done.filter(({ kind, what }) => kind === "queue" && what === "removed")) {
    const view = await ports.queue(application, id as QueueId).read();
    if ((view?.entries.length ?? 0) > 0) usedBy.push({ kind: words[kind], id });
  }
  if (usedBy.length > 0)
    throw new Problem("conflict", "Callers wait in queues that would be removed. Wait until they have been served.", {
      usedBy,
    });
}

function inWords(flaw: Flaw, placeOf: PlaceOf): FieldProblem {
  const field = placeOf(flaw.kind, flaw.index, flaw.field);
  return flaw.because === "twice"
    ? { field, problem: `names "${flaw.id}" a second time`, remedy: "Name each of them once." }
    : {
        field,
        problem: `names a ${words[flaw.named]} that would not exist: ${flaw.id}`,
        remedy: `Bring the ${words[flaw.named]} along, or name another.`,
      };
}

function shown(done: readonly Done[], dryRun: boolean): Plan {
  const those = (wanted: Done["what"]): { kind: string; id: string; fields: string[] }[] =>
    done
      .filter(({ what }) => what === wanted)
      .map(({ kind, id, fields = [] }) => ({ kind: words[kind], id, fields: [...fields] }));
  const named = (wanted: Done["what"]) => those(wanted).map(({ kind, id }) => ({ kind, id }));
  return {
    dryRun,
    created: named("created"),
    changed: those("changed"),
    unchanged: named("unchanged"),
    removed: named("removed"),
  };
}
