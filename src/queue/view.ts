import type { QueueView } from "../protocol/actors.ts";
import type { Instant } from "../words/index.ts";
import { boardOf } from "./board.ts";
import type { QueueContext } from "./context.ts";
import { noWait, waitOf } from "./standing.ts";

/** The queue as supervisors and the API see it; undefined when it does not exist. */
export function viewOf(context: QueueContext, now: Instant): QueueView | undefined {
  const { settings } = context;
  const board = boardOf(context);
  if (settings === undefined || board === undefined) return undefined;
  const entries = [...board.line()].flatMap((entryId) => context.entries.get(entryId) ?? []);
  const { waiting, operators } = board;
  return {
    queueId: settings.queueId,
    name: settings.name,
    waiting,
    offered: entries.length - waiting,
    longestWait: Math.max(0, ...entries.map(({ enqueuedAt }) => now - enqueuedAt)),
    operators: { ...operators },
    entries: entries.map(({ entryId, callId, caller, enqueuedAt, open }, index) => ({
      callId,
      place: index + 1,
      state: open.length === 0 ? "waiting" : "reserved",
      since: enqueuedAt,
      caller,
      operatorId: open[0]?.operatorId,
      why: board.whyWaiting(entryId) ?? "",
    })),
    ...(operators.free > waiting ? noWait : waitOf(context, waiting, now)),
  };
}
