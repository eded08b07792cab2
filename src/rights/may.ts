/** Who may do what: the one place that decides it. What is not allowed here in so many words is not. */
import type { ApplicationId, OperatorId, QueueId } from "../words/index.ts";
import { everyRight, rightsOverOneself, type Right } from "./rights.ts";

/** The queues to which rights are limited. Null: all, those to come as well. */
export type Scope = { readonly queues: readonly QueueId[] } | null;

/** What somebody has been given. */
export interface Grant {
  readonly rights: readonly Right[];
  readonly scope: Scope;
}

/** What a session allows. */
export interface SessionGrant extends Grant {
  /** Their role demands a second factor that they have not set up: until then they may do nothing else. */
  readonly awaits?: "secondFactor";
}

/** Whoever asks for something, and what they may do at this moment. */
export interface Bearer extends SessionGrant {
  /** Whose directory vouches for them. Null: the admin key, which belongs to no application and opens all. */
  readonly application: ApplicationId | null;
  /** Undefined: a key. */
  readonly person?: OperatorId | undefined;
  /** How timelines and logs name them: a person's id, `key` (the admin key), `key:<id>` (an API key). */
  readonly name: string;
}

/** What a right is asked for. Left out: that the bearer holds it at all, be it for some queues only. */
export interface About {
  /** Null: of no queue, as a call that never came into one; only who may see all queues sees it. */
  readonly queue?: QueueId | null;
  readonly person?: OperatorId;
}

export const adminKeyBearer: Bearer = { application: null, name: "key", rights: everyRight, scope: null };

export function may(bearer: Bearer, right: Right, about: About = {}): boolean {
  const lesser = rightsOverOneself[right];
  const oneself = about.person !== undefined && about.person === bearer.person;
  if (oneself && lesser !== undefined && bearer.rights.includes(lesser)) return true;
  return bearer.rights.includes(right) && (about.queue === undefined || reaches(bearer.scope, about.queue));
}

/** Whether `grant` is no more than the bearer has themselves: nobody gives away, or takes over, what they have not. */
export function covers({ rights, scope }: Grant, grant: Grant): boolean {
  if (!grant.rights.every((right) => rights.includes(right))) return false;
  return scope === null || (grant.scope !== null && grant.scope.queues.every((queue) => reaches(scope, queue)));
}

/** The queues that a list is to be about: those that were asked for, as far as the scope reaches. Undefined: all, and what is of none. */
export function queuesWithin(scope: Scope, wanted: QueueId | undefined): readonly QueueId[] | undefined {
  if (wanted === undefined) return scope?.queues;
  return reaches(scope, wanted) ? [wanted] : [];
}

/** What is left of a grant where its bearer may do no more than somebody else. */
export function narrowed(grant: Grant, by: Grant): Grant {
  const { scope } = grant;
  return {
    rights: grant.rights.filter((right) => by.rights.includes(right)),
    scope: scope === null ? by.scope : { queues: scope.queues.filter((queue) => reaches(by.scope, queue)) },
  };
}

const reaches = (scope: Scope, queue: QueueId | null): boolean =>
  scope === null || (queue !== null && scope.queues.includes(queue));
