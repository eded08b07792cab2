/** Where callers stand in the line, and how long they may expect to stand there. */
import type { Standing } from "../protocol/line.ts";
import type { EntryId } from "../words/index.ts";
import type { QueueContext } from "./context.ts";
import { byTurn, type Turn } from "./entry.ts";
import { expectedWait } from "./estimate.ts";

/** Where an entry stands now; undefined when it is not in the line. */
export function standingOf(context: QueueContext, entryId: EntryId): Standing | undefined {
  const entry = context.entries.get(entryId);
  if (entry === undefined || context.settings === undefined) return undefined;
  const { all, waiting } = before(context.entries, byTurn(context.settings.ageing), entry);
  return { place: all + 1, expectedWait: entry.offer === undefined ? waitOf(context, waiting) : 0 };
}

/** The expected wait with so many callers ahead. */
export function waitOf(context: QueueContext, ahead: number): number | null {
  const { settings } = context;
  if (settings === undefined) return null;
  return expectedWait({
    ahead,
    serving: count(context.members, ({ standing }) => standing !== "away"),
    serviceTime: context.serviceTime ?? settings.serviceTime,
    patience: settings.patience,
  });
}

export function count<Item>(table: ReadonlyMap<string, Item>, which: (item: Item) => boolean): number {
  let howMany = 0;
  for (const item of table.values()) if (which(item)) howMany += 1;
  return howMany;
}

/** How many stand in the line before somebody of this turn, and how many of those wait: who is being offered is as good as served. */
export function before(
  entries: QueueContext["entries"],
  turn: ReturnType<typeof byTurn>,
  somebody: Turn,
): { readonly all: number; readonly waiting: number } {
  let [all, waiting] = [0, 0];
  for (const entry of entries.values()) {
    if (turn(entry, somebody) >= 0) continue;
    all += 1;
    if (entry.offer === undefined) waiting += 1;
  }
  return { all, waiting };
}
