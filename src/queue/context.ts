import { Table } from "../kernel/index.ts";
import type { QueueSettings } from "../protocol/settings.ts";
import type { EntryId, OperatorId } from "../words/index.ts";
import type { Entry } from "./entry.ts";
import type { Member } from "./member.ts";

/** What a queue knows. */
export interface QueueContext {
  readonly settings: QueueSettings | undefined;
  readonly entries: Table<EntryId, Entry>;
  readonly members: Table<OperatorId, Member>;
  /** Entries that have left, newest last: a request that was delayed on its way must not bring a caller back who is gone. */
  readonly left: readonly EntryId[];
  readonly serviceTime: number | undefined;
}

/** Of a queue that nobody has told of itself. Each has tables of its own: they remember what becomes of them. */
export const unknownQueue = (): QueueContext => ({
  settings: undefined,
  entries: Table.of(),
  members: Table.of(),
  left: [],
  serviceTime: undefined,
});
