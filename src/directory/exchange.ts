/** A whole application, to be taken out of one directory and into another, or back into the same. */
import type { Retention } from "../protocol/retention.ts";
import type { Application, Draft, Kind, Removable, Resources } from "./resources.ts";
import type { SignInRules } from "./secondFactor.ts";

/** Each kind after those that it names: in this order they can be put, in the opposite one removed. */
export const exchanged = [
  "skillGroup",
  "hours",
  "role",
  "pauseReason",
  "disposition",
  "sound",
  "scenario",
  "queue",
  "person",
  "number",
  "rule",
  "webhook",
  "identityProvider",
  "reportSchedule",
] as const satisfies readonly Removable[];
export type Exchanged = (typeof exchanged)[number];

/** What is said once for the whole application. */
export interface Rules {
  readonly signInRules: SignInRules;
  readonly retention: Retention;
}

/** Everything that there is. */
export interface TakenOut {
  readonly application: Application;
  readonly rules: Rules;
  readonly resources: { readonly [K in Exchanged]: readonly Resources[K][] };
}

/** Everything that there is to be. */
export interface Whole {
  readonly application: Omit<Application, "id">;
  /** What is left out stays as it is. */
  readonly rules?: { readonly [R in keyof Rules]?: Rules[R] | undefined };
  readonly resources: { readonly [K in Exchanged]: readonly Draft<K>[] };
}

export interface TakeIn {
  /** Also remove whatever is not in it. */
  readonly prune: boolean;
  /** Only say what would be done. */
  readonly dryRun: boolean;
}

/** What has been done to one resource, or would be. */
export interface Done {
  readonly kind: Kind;
  readonly id: string;
  readonly what: "created" | "changed" | "unchanged" | "removed";
  /** Of what has been changed: the fields. */
  readonly fields?: readonly string[];
}

/** Why it cannot be taken in: the field of the `index`th of its kind. */
export type Flaw = { readonly kind: Exchanged; readonly index: number; readonly field: string; readonly id: string } & (
  | { readonly because: "twice" }
  /** It names something that would not be there. */
  | { readonly because: "unknown"; readonly named: Kind }
);

export type TakenIn =
  | { readonly ok: true; readonly done: readonly Done[] }
  | { readonly ok: false; readonly refusal: { readonly because: "flaws"; readonly flaws: readonly Flaw[] } }
  | { readonly ok: false; readonly refusal: { readonly because: "no_application" } };

/** Every flaw at once. `isThere` tells what is there beside what the whole brings. */
export function flawsOf(
  { resources }: Whole,
  namesOf: <K extends Exchanged>(kind: K, draft: Draft<K>) => readonly (readonly [string, Kind, string])[],
  isThere: (kind: Kind, id: string) => boolean,
): Flaw[] {
  const brought = new Map<Kind, ReadonlySet<string>>(
    exchanged.map((kind) => [kind, new Set(resources[kind].map(({ id }) => id))]),
  );
  const flawsIn = <K extends Exchanged>(kind: K): Flaw[] => {
    const seen = new Set<string>();
    return resources[kind].flatMap((draft, index): Flaw[] => {
      const twice = seen.has(draft.id);
      seen.add(draft.id);
      const unknown = namesOf(kind, draft)
        .filter(([, named, id]) => brought.get(named)?.has(id) !== true && !isThere(named, id))
        .map(([field, named, id]): Flaw => ({ because: "unknown", kind, index, field, named, id }));
      return [...(twice ? [{ because: "twice", kind, index, field: "id", id: draft.id } as const] : []), ...unknown];
    });
  };
  return exchanged.flatMap((kind) => flawsIn(kind));
}

/** The fields in which two states of a resource differ. */
export const fieldsChanged = (before: object, after: object): string[] => {
  const was = new Map(Object.entries(before));
  return Object.entries(after)
    .filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(was.get(field)))
    .map(([field]) => field);
};
