/** Why operators pause, in an application's own words: beside the pauses that are built in (a break, do not disturb). */
import type { Duration, Language, PauseReasonId } from "../words/index.ts";

/** How somebody who pauses is shown. */
export const pauseStatuses = ["Timeout", "DND"] as const;
export type PauseStatus = (typeof pauseStatuses)[number];

export interface OwnReason {
  readonly id: PauseReasonId;
  readonly name: string;
  /** In the place of the name, for those who read that language. */
  readonly names: Readonly<Partial<Record<Language, string>>>;
  readonly status: PauseStatus;
  /** Whether the time counts as working time where utilisation is reported. Default: true. */
  readonly paid: boolean;
  /** After so long supervisors see that it lasts too long; nothing else happens. 1 min–24 h; null, the default: never. */
  readonly longest: Duration | null;
}

/** How pauses for a reason work unless it is told otherwise. */
export const usualReason = { names: {}, status: "Timeout", order: 100, paid: true, longest: null } as const;
