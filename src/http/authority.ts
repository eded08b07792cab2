/** What a right to write does not reach: queues beyond the bearer's own, and people and roles that may do more than the bearer. */
import type { Directory } from "../directory/port.ts";
import { belongsToQueues } from "../directory/queuesOf.ts";
import type { Draft, Kind, Person, Removable, Resources, Use } from "../directory/resources.ts";
import { builtInRoles, covers, everyRight, isBuiltIn, type Bearer, type Grant } from "../rights/index.ts";
import type { ApplicationId, OperatorId } from "../words/index.ts";
import { outOfScope } from "./access.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";

interface Governed<K extends Kind> {
  readonly kind: K;
  readonly grant?: (application: ApplicationId, resource: Resources[K] | Draft<K>) => Grant | Promise<Grant>;
}

export function authorityOver<K extends Removable>(ports: Pick<Ports, "directory">, { kind, grant }: Governed<K>) {
  return {
    /** Throws 403 unless the bearer may turn what is there, if anything is, into this; undefined: into nothing. */
    async mustChange(
      bearer: Bearer,
      application: ApplicationId,
      id: string,
      draft: Draft<K> | undefined,
    ): Promise<void> {
      if (bearer.application === null) return;
      const directory = ports.directory(application);
      for (const resource of [await directory.get(kind, id), draft]) {
        if (resource === undefined) continue;
        if (!(await reachesAll(bearer, directory, kind, resource))) throw outOfScope();
        if (grant !== undefined) mustCover(bearer, await grant(application, resource));
      }
    },

    /** Whether it is about a queue of the bearer's, or about none in particular. */
    sees: (bearer: Bearer, application: ApplicationId, resource: Resources[K]): Promise<boolean> =>
      sees(bearer, ports.directory(application), kind, resource),
  };
}

/** What a person may do, by their role and scope. */
export const grantOf =
  (ports: Pick<Ports, "directory">) =>
  async (application: ApplicationId, { role, scope }: Pick<Person, "role" | "scope">): Promise<Grant> => ({
    rights: isBuiltIn(role)
      ? builtInRoles[role]
      : ((await ports.directory(application).get("role", role))?.rights ?? []),
    scope,
  });

/** Whether somebody who may change people may change this one. Of somebody who is gone: only who may change everybody. */
export async function governs(
  ports: Pick<Ports, "directory">,
  bearer: Bearer,
  application: ApplicationId,
  id: OperatorId,
): Promise<boolean> {
  if (covers(bearer, { rights: everyRight, scope: null })) return true;
  const directory = ports.directory(application);
  const person = await directory.get("person", id);
  if (person === undefined || !(await reachesAll(bearer, directory, "person", person))) return false;
  return covers(bearer, await grantOf(ports)(application, person));
}

/** Throws 403 for what allows more than the bearer may do. */
export function mustCover(bearer: Bearer, grant: Grant): void {
  if (covers(bearer, grant)) return;
  throw new Problem(
    "forbidden",
    "This allows more than you may do yourself: more rights, or the same for more queues.",
  );
}

/** Whether whatever changes about it changes for queues of the bearer's only. */
export async function reachesAll<K extends Kind>(
  { scope }: Bearer,
  directory: Directory,
  kind: K,
  resource: Resources[K] | Draft<K>,
): Promise<boolean> {
  return scope === null || (await directory.queuesOf(kind, resource)).every((queue) => scope.queues.includes(queue));
}

export async function sees<K extends Kind>(
  { scope }: Bearer,
  directory: Directory,
  kind: K,
  resource: Resources[K],
): Promise<boolean> {
  if (scope === null || !belongsToQueues(kind)) return true;
  return (await directory.queuesOf(kind, resource)).some((queue) => scope.queues.includes(queue));
}

/** Without those that the bearer would not see. */
export async function usesSeenBy(bearer: Bearer, directory: Directory, uses: readonly Use[]): Promise<Use[]> {
  const seen: Use[] = [];
  for (const use of uses) {
    const user = await directory.get(use.kind, use.id);
    if (user !== undefined && (await sees(bearer, directory, use.kind, user))) seen.push(use);
  }
  return seen;
}
