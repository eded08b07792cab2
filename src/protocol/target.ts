/** What becomes of callers whom a queue does not serve. */
import type { Language, QueueId } from "../words/index.ts";

/** Words of one's own for some languages; in the others the usual ones are said. */
export type Wording = Readonly<Partial<Record<Language, string>>>;

export type Target =
  /** Say it and hang up. */
  | { readonly to: "announcement"; readonly text: Wording }
  /** The caller goes into another queue, at most once into each. */
  | {
      readonly to: "queue";
      readonly queue: QueueId;
      /** `keep`: the caller counts as having come when they came to the first queue. `reset`: they come now. Default: keep. */
      readonly time: "keep" | "reset";
      /** 1–100; null, the default: the caller keeps theirs. */
      readonly priority: number | null;
    }
  /** Marks the call for people to come back to, on its record; says it and hangs up. */
  | { readonly to: Marker; readonly text: Wording }
  /** Leaves it to the call's scenario, which hears this name. One that does not know it says the usual words and hangs up. */
  | { readonly to: "event"; readonly name: string };

export type Marker = "voicemail" | "callback";

/**
 * Why somebody is not let into a queue. `nobody_serves`: none of those is there of whom one must be (`admission`). `full`: as many wait as may.
 * `too_long`: the wait, as it is expected, would be longer than the queue lets anybody wait. `closed`: by its hours. `unknown_queue`: it does
 * not exist. `over`: the entry has been in the line and has left it.
 */
export type EntryRefusal = "nobody_serves" | "full" | "too_long" | "closed" | "unknown_queue" | "over";
/**
 * Why somebody who waits is let go. `waited`: for as long as anybody may. `left_alone`: those of whom one must be there (`staying`) have been away
 * for longer than the grace. `closing`: the queue's hours have ended.
 */
export type Expiry = "waited" | "left_alone" | "closing";

export type Unserved = EntryRefusal | Expiry;

/** Where a queue sends callers, by why. Who is not named gets the scenario's usual words; but at `closing`, if it is not named, those who wait stay. */
export type Targets = { readonly [because in Unserved]?: Target | undefined };

export const usualTarget = { to: "announcement", text: {} } as const satisfies Target;
