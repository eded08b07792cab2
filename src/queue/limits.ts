/** How long callers may wait, and while what holds. */
import { openingAt } from "../hours/opening.ts";
import type { Admission, QueueSettings } from "../protocol/settings.ts";
import type { Instant } from "../words/index.ts";
import { isCallback, nextOfCallback } from "./callback.ts";
import { nextChange } from "./demand.ts";
import type { Entry } from "./entry.ts";

/** Who is signed in, by what they are doing. */
type Staff = Readonly<Record<"free" | "busy" | "away", number>>;

/** Is anybody there of whom one must be? */
export function isManned(admission: Admission, { free, busy, away }: Staff): boolean {
  switch (admission) {
    case "always":
      return true;
    case "signedIn":
      return free + busy + away > 0;
    case "working":
      return free + busy > 0;
  }
}

/** When the entry will have waited for as long as it may. While it is being offered it may: the offer's end decides. */
function waitOver(entry: Entry, { longestWait }: QueueSettings): Instant | undefined {
  const { joinedAt, open } = entry;
  return longestWait > 0 && open.length === 0 && !isCallback(entry) ? joinedAt + longestWait : undefined;
}

/** When time alone changes something for this entry; undefined: never again. */
export function nextDueOf(entry: Entry, settings: QueueSettings): Instant | undefined {
  if (entry.expired !== undefined) return undefined;
  return earlier(nextChange(entry, settings), earlier(waitOver(entry, settings), nextOfCallback(entry, settings)));
}

export const hasWaitedEnough = (entry: Entry, settings: QueueSettings, at: Instant): boolean =>
  (waitOver(entry, settings) ?? Number.POSITIVE_INFINITY) <= at;

/** Undefined: never. */
export const earlier = (a: Instant | undefined, b: Instant | undefined): Instant | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a;

/** What a queue's hours say, good until they change. */
export interface KnownOpening {
  readonly open: boolean;
  readonly until: Instant | undefined;
}

export const alwaysOpen: KnownOpening = { open: true, until: undefined };

export function openingOf({ hours }: QueueSettings, at: Instant): KnownOpening {
  if (hours === null) return alwaysOpen;
  const { open, until } = openingAt(hours, at);
  return { open, until };
}
