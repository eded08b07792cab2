import type { QueueView } from "../protocol/views.ts";
import type { Outlook } from "../protocol/line.ts";
import type { Instant } from "../words/index.ts";
import { boardOf } from "./board.ts";
import { isDialled } from "./callback.ts";
import type { QueueContext } from "./context.ts";
import type { Entry } from "./entry.ts";
import { openingOf } from "./limits.ts";
import { noWait, outlookOf, waitOf } from "./standing.ts";

/** The queue as supervisors and the API see it, with the first of its line; undefined when it does not exist. */
export function viewOf(
  context: QueueContext,
  now: Instant,
  entriesAtMost = Number.POSITIVE_INFINITY,
): QueueView | undefined {
  const { settings, opening: known } = context;
  const board = boardOf(context);
  if (settings === undefined || board === undefined) return undefined;
  const shown: Entry[] = [];
  for (const entryId of board.line()) {
    if (shown.length >= entriesAtMost) break;
    const entry = context.entries.get(entryId);
    if (entry !== undefined) shown.push(entry);
  }
  let waitingSince: Instant | null = null;
  for (const { enqueuedAt } of context.entries.values())
    waitingSince = Math.min(waitingSince ?? enqueuedAt, enqueuedAt);
  const { waiting, operators } = board;
  const isKnown = known !== undefined && (known.until === undefined || now < known.until);
  const { open, until = null } = isKnown ? known : openingOf(settings, now);
  const isReserved = (entry: Entry): boolean => entry.open.length > 0 || isDialled(entry);
  let ahead = 0;
  const outlookInTurn = (entry: Entry): Outlook => {
    const outlook = outlookOf(context, entry, ahead, now);
    if (!isReserved(entry)) ahead += 1;
    return outlook;
  };
  return {
    queueId: settings.queueId,
    name: settings.name,
    waiting,
    offered: context.entries.size - waiting,
    opening: { open, until },
    waitingSince,
    operators: { ...operators },
    entries: shown.map((entry, index) => ({
      callId: entry.callId,
      place: index + 1,
      state: isReserved(entry) ? "reserved" : "waiting",
      since: entry.enqueuedAt,
      caller: entry.caller,
      ...(entry.callback !== undefined && { callback: true as const }),
      operatorId: entry.open[0]?.operatorId,
      why: board.whyWaiting(entry.entryId) ?? "",
      ...outlookInTurn(entry),
    })),
    ...(operators.free > waiting ? noWait : waitOf(context, waiting, now)),
  };
}
