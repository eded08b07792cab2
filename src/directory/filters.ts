/** What lists of each kind can be narrowed down by. Each filter is given what is wanted, and says of a resource whether it is that. */
import type { Sql } from "../kernel/index.ts";
import type { QueueId } from "../words/index.ts";
import type { Kind, Resources } from "./resources.ts";
import { ruleFor } from "./rules.ts";
import { groupsOf } from "./shelves.ts";

type Filter<K extends Kind> = (wanted: string, sql: Sql) => (resource: Resources[K]) => boolean;

/** Part of a text, whatever its case: in JavaScript, because SQLite knows the case of Latin letters only. */
const partOf = (wanted: string) => {
  const part = wanted.toLowerCase();
  return (text: string): boolean => text.toLowerCase().includes(part);
};

const name = (wanted: string) => {
  const fits = partOf(wanted);
  return (resource: { readonly name: string }): boolean => fits(resource.name);
};

const skillGroup = (wanted: string) => (resource: { readonly skillGroups: readonly string[] }) =>
  resource.skillGroups.some((group) => group === wanted);

const filters = {
  application: { name },
  skillGroup: { name },
  hours: { name },
  queue: { name, skillGroup, hours: (wanted) => (queue) => queue.hours === wanted },
  person: {
    name,
    skillGroup,
    role: (wanted) => (person) => person.role === wanted,
    skill: (wanted) => (person) => Object.hasOwn(person.skills, wanted),
    queue: (wanted, sql) => {
      const serving = new Set<string>(groupsOf(sql, "queue", wanted));
      return (person) => person.skillGroups.some((group) => serving.has(group));
    },
  },
  number: {
    label: (wanted) => {
      const fits = partOf(wanted);
      return ({ label }) => fits(label);
    },
    digits: (wanted) => (number) => number.id.includes(wanted),
  },
  role: { name },
  identityProvider: { name },
  pauseReason: { name },
  disposition: { name, group: (wanted) => (disposition) => disposition.group === wanted },
  sound: {
    name,
    use: (wanted) => (sound) => sound.use === wanted,
    state: (wanted) => (sound) => sound.state === wanted,
  },
  scenario: { name, flow: (wanted) => (scenario) => scenario.flow === wanted },
  rule: {
    queue: (wanted) => (rule) => rule.queue === wanted,
    scenario: (wanted) => (rule) => rule.scenario === wanted,
    number: (wanted) => (rule) => ruleFor([rule], wanted) !== undefined,
  },
} as const satisfies { readonly [K in Kind]?: Readonly<Record<string, Filter<K>>> };

const ofKind: { readonly [K in Kind]?: Readonly<Record<string, Filter<K>>> } = filters;

/** The names of a kind's filters. */
export type FilterName<K extends Kind> = K extends keyof typeof filters ? keyof (typeof filters)[K] & string : never;

/** One page of a list. */
export interface Wanted {
  /** How many at most. */
  readonly limit: number;
  /** Only those whose ids come after this one. */
  readonly after?: string | undefined;
  /** What each must be; a filter that is undefined narrows nothing down. */
  readonly filters: Readonly<Record<string, string | undefined>>;
  /** Only what somebody in charge of these queues sees; undefined: of all. */
  readonly within?: readonly QueueId[] | undefined;
}

/** Whether a resource passes all the filters wanted. A name that is no filter of the kind narrows nothing down. */
export function passes<K extends Kind>(
  kind: K,
  wanted: Wanted["filters"],
  sql: Sql,
): (resource: Resources[K]) => boolean {
  const tests = Object.entries(wanted).flatMap(([name, value]) => {
    const filter = ofKind[kind]?.[name];
    return value === undefined || filter === undefined ? [] : [filter(value, sql)];
  });
  return (resource) => tests.every((test) => test(resource));
}
