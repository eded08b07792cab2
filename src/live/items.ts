/** What the reports of queues and operators come to: the items that are shown. */
import type { OperatorSummary, QueueView } from "../protocol/views.ts";
import type { LiveItem, LiveReport } from "../protocol/live.ts";

/** Who says it. */
export const sourceOf = (report: LiveReport): string =>
  report.kind === "queue" ? `queue/${report.view.queueId}` : `operator/${report.summary.operatorId}`;

export const itemsOf = (report: LiveReport): LiveItem[] =>
  report.kind === "queue" ? ofQueue(report.view) : ofOperator(report.summary);

/** Unique among all items. */
export const keyOf = ({ kind, id }: Pick<LiveItem, "kind" | "id">): string => `${kind}/${id}`;

/**
 * A call may be in a line and with an operator at once for a moment, as far as what they report goes: the one who is further on with it
 * is right.
 */
export function preferred(a: LiveItem, b: LiveItem): LiveItem {
  return a.kind === "call" && b.kind === "call" && progress[b.state] > progress[a.state] ? b : a;
}

const progress = { waiting: 0, offered: 1, talking: 2 } as const;

function ofQueue({ queueId, entries, expectedWait, ...view }: QueueView): LiveItem[] {
  const { name, waiting, offered, waitingSince, operators } = view;
  const expectedWaitSeconds = expectedWait === null ? null : Math.round(expectedWait / 1_000);
  return [
    { kind: "queue", id: queueId, name, waiting, offered, waitingSince, operators, expectedWaitSeconds },
    ...entries.map(({ callId, state, operatorId, caller, since }): LiveItem => {
      const now = state === "waiting" ? "waiting" : "offered";
      return { kind: "call", id: callId, state: now, queueId, operatorId, caller, since };
    }),
  ];
}

function ofOperator({ operatorId: id, call, engagement, ...summary }: OperatorSummary): LiveItem[] {
  const { name, status, since, presence, pauseReason, ownReason, next, nextReason, queues } = summary;
  const callId = call?.callId;
  const operator: LiveItem = {
    kind: "operator",
    id,
    name,
    status,
    since,
    presence,
    pauseReason,
    ownReason,
    next,
    nextReason,
    engagement,
    callId,
    queues,
  };
  if (call === undefined || engagement !== "talking") return [operator];
  const { queueId, caller } = call;
  return [
    operator,
    { kind: "call", id: call.callId, state: "talking", queueId, operatorId: id, caller, since: call.since },
  ];
}
