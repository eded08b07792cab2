/** What a caller asks of an operator, and how that changes while they wait. */
import type { Need, Skills } from "../protocol/skills.ts";
import type { QueueSettings } from "../protocol/settings.ts";
import type { Instant, OperatorId } from "../words/index.ts";
import type { Entry } from "./entry.ts";

/** Callers of the same demand are served by the same operators. */
export interface Demand {
  readonly key: string;
  readonly needs: readonly Need[];
  /** The needs as text: the same for the same needs. */
  readonly asked: string;
  /** The last tier that is asked. */
  readonly reach: number;
  /** Nobody else, while they are signed in. */
  readonly preferred: OperatorId | undefined;
  /** Who has had their turn with the caller and comes last. */
  readonly passedOver: readonly OperatorId[];
}

export type Demanding = Pick<QueueSettings, "needs" | "relaxing" | "tiers" | "tierWait">;

export function demandOf(entry: Entry, settings: Demanding): Demand {
  const { relaxed, reach, preference, passedOver } = entry;
  const needs = lowered([...settings.needs, ...entry.needs], settings.relaxing.slice(0, relaxed));
  const preferred = preference?.operatorId;
  const asked = needs.map(({ skill, level }) => `${skill}:${level}`).join(" ");
  const key = `${reach}|${asked}|${preferred ?? ""}|${passedOver.join(" ")}`;
  return { key, needs, asked, reach, preferred, passedOver };
}

export const meets = (skills: Skills, needs: readonly Need[]): boolean =>
  needs.every(({ skill, level }) => (skills[skill] ?? 0) >= level);

/** When the entry's demand changes by time alone; undefined: never again. */
export function nextChange(entry: Entry, settings: Demanding): Instant | undefined {
  const { relaxed, reach, preference, enqueuedAt } = entry;
  let next = preference?.until ?? Number.POSITIVE_INFINITY;
  const relaxation = settings.needs.length + entry.needs.length > 0 ? settings.relaxing[relaxed] : undefined;
  if (relaxation !== undefined) next = Math.min(next, enqueuedAt + relaxation.after);
  if (reach < lastTier(settings)) next = Math.min(next, enqueuedAt + reach * settings.tierWait);
  return next === Number.POSITIVE_INFINITY ? undefined : next;
}

/** The entry as it is at a moment, all changes that have fallen due included. */
export function advanced(entry: Entry, settings: Demanding, at: Instant): Entry {
  const waited = Math.max(0, at - entry.enqueuedAt);
  const { tierWait } = settings;
  const last = lastTier(settings);
  const until = entry.preference?.until;
  return {
    ...entry,
    relaxed: settings.relaxing.filter(({ after }) => after <= waited).length,
    reach: tierWait === 0 ? last : Math.min(last, 1 + Math.floor(waited / tierWait)),
    preference: until !== undefined && until <= at ? undefined : entry.preference,
  };
}

/** Of the tiers that the queue's groups are in. */
export function lastTier({ tiers }: Demanding): number {
  let last = 1;
  for (const tier of Object.values(tiers)) last = Math.max(last, tier);
  return last;
}

/** Each need as the strictest of those for its skill, less what the steps have taken off. In the order of their names, so that equals look equal. */
function lowered(needs: readonly Need[], steps: Demanding["relaxing"]): readonly Need[] {
  if (needs.length === 0) return needs;
  const levels = new Map<Need["skill"], number>();
  for (const { skill, level } of needs) levels.set(skill, Math.max(level, levels.get(skill) ?? 0));
  for (const { by, skills } of steps) {
    for (const skill of skills.length === 0 ? levels.keys() : skills) {
      const level = levels.get(skill);
      if (level !== undefined) levels.set(skill, level - by);
    }
  }
  return [...levels]
    .filter((need): need is [Need["skill"], Need["level"]] => need[1] >= 1)
    .map(([skill, level]) => ({ skill, level }))
    .toSorted((a, b) => (a.skill < b.skill ? -1 : 1));
}
