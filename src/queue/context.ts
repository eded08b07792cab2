import { Table } from "../kernel/index.ts";
import type { QueueSettings } from "../protocol/settings.ts";
import type { EntryId, Instant, OperatorId } from "../words/index.ts";
import type { Departures } from "./departed.ts";
import type { Entry } from "./entry.ts";
import { unknownPace, unknownStaffing, type Pace, type Staffing } from "./estimate/index.ts";
import type { KnownOpening } from "./limits.ts";
import type { Member } from "./member.ts";

/** What a queue knows. */
export interface QueueContext {
  readonly settings: QueueSettings | undefined;
  readonly entries: Table<EntryId, Entry>;
  readonly members: Table<OperatorId, Member>;
  /** Operators who have gone, newest last, with their epoch then: what they said before that and comes late must not bring them back. */
  readonly gone: readonly { readonly operatorId: OperatorId; readonly epoch: number }[];
  /** Entries that have left, newest last: a request that was delayed on its way must not bring a caller back who is gone. */
  readonly left: readonly EntryId[];
  /** Places that may be taken up again. */
  readonly departed: Departures;
  /** When the queue's one timer rings: when time alone will have changed something. */
  readonly wakeAt: Instant | undefined;
  /** What the queue's hours say; undefined when they must be looked at anew. */
  readonly opening: KnownOpening | undefined;
  /** Since when nobody has been there of whom one must be for callers to stay. */
  readonly aloneSince: Instant | undefined;
  readonly pace: Pace;
  readonly staffing: Staffing;
}

/** Of a queue that nobody has told of itself. Each has tables of its own: they remember what becomes of them. */
export const unknownQueue = (): QueueContext => ({
  settings: undefined,
  entries: Table.of(),
  members: Table.of(),
  gone: [],
  left: [],
  departed: [],
  wakeAt: undefined,
  opening: undefined,
  aloneSince: undefined,
  pace: unknownPace,
  staffing: unknownStaffing,
});
