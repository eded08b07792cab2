import type { QueueView } from "../protocol/actors.ts";
import type { Instant } from "../words/index.ts";
import { byTurn } from "./entry.ts";
import type { QueueContext } from "./context.ts";
import { waitOf } from "./standing.ts";

/** The queue as supervisors and the API see it; undefined when it does not exist. */
export function viewOf(context: QueueContext, now: Instant): QueueView | undefined {
  const { settings } = context;
  if (settings === undefined) return undefined;
  const entries = [...context.entries.values()].toSorted(byTurn(settings.ageing));
  const members = [...context.members.values()];
  const count = (standing: string): number => members.filter((member) => member.standing === standing).length;
  const waiting = entries.filter(({ offer }) => offer === undefined).length;
  return {
    queueId: settings.queueId,
    name: settings.name,
    waiting,
    offered: entries.length - waiting,
    longestWait: Math.max(0, ...entries.map(({ enqueuedAt }) => now - enqueuedAt)),
    operators: { free: count("free"), busy: count("busy"), away: count("away") },
    entries: entries.map(({ callId, caller, enqueuedAt, offer }, index) => ({
      callId,
      place: index + 1,
      state: offer === undefined ? "waiting" : "reserved",
      since: enqueuedAt,
      caller,
      operatorId: offer?.operatorId,
    })),
    expectedWait: waitOf(context, entries.length),
  };
}
