/**
 * Places that callers left by hanging up, for as long as they get them back by calling again. By number: a withheld one has none.
 * A place that has been given back is kept until its time is over, too, so that news of its having been left, told again, gives it to nobody twice.
 */
import type { Abandoned } from "../protocol/line.ts";
import type { QueueSettings } from "../protocol/settings.ts";
import type { EntryId, Instant } from "../words/index.ts";

export interface Departed extends Abandoned {
  readonly entryId: EntryId;
  readonly resumed: boolean;
}

/** In the order in which they were left. */
export type Departures = readonly Departed[];

/** The most places that are kept; then the oldest goes. */
export const departedAtMost = 1_000;

/** With one more, if it may be taken up again and is not known yet. */
export function withDeparted(
  departed: Departures,
  place: Abandoned & { readonly entryId: EntryId },
  { resumeWithin }: QueueSettings,
  at: Instant,
): Departures {
  if (place.caller === "" || place.leftAt + resumeWithin <= at) return departed;
  if (departed.some(({ entryId }) => entryId === place.entryId)) return departed;
  return [...departed, { ...place, resumed: false }].slice(-departedAtMost);
}

/** The place that this number gets back: of several the one that was taken first. */
export function placeOf(departed: Departures, caller: string): Departed | undefined {
  if (caller === "") return undefined;
  const theirs = departed.filter((place) => place.caller === caller && !place.resumed);
  return theirs.toSorted((a, b) => a.since - b.since)[0];
}

/** This one has been given back. */
export const withResumed = (departed: Departures, { entryId }: Departed): Departures =>
  departed.map((place) => (place.entryId === entryId ? { ...place, resumed: true } : place));

/** Without those whose time is over. */
export function stillKept(departed: Departures, { resumeWithin }: QueueSettings, at: Instant): Departures {
  const kept = departed.filter(({ leftAt }) => leftAt + resumeWithin > at);
  return kept.length === departed.length ? departed : kept;
}

/** When the next one's time is over. */
export function nextForgotten(departed: Departures, { resumeWithin }: QueueSettings): Instant | undefined {
  return departed.length === 0 ? undefined : Math.min(...departed.map(({ leftAt }) => leftAt)) + resumeWithin;
}
