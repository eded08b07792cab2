/**
 * What must hold in every state that can be reached (DESIGN's I1 to I7 as far as queues, operators and calls are concerned),
 * said of what the actors show and never by asking their code to judge itself.
 */
import { contextOf, type CallState } from "../../src/call/logic.ts";
import { stanceOf, type OperatorState } from "../../src/operator/logic.ts";
import { standingOf } from "../../src/operator/standing.ts";
import { isAsleep, isDialled } from "../../src/queue/callback.ts";
import type { Entry } from "../../src/queue/entry.ts";
import type { queueLogic } from "../../src/queue/logic.ts";
import type { Member } from "../../src/queue/member.ts";
import { Violation } from "../behaviour/simulation/violation.ts";

type QueueState = ReturnType<typeof queueLogic.initial>;

// ── what of each actor's state is looked at ─────────────────────────────────────────────────────────────────────────────────

export function lookAtQueue({ context }: QueueState) {
  // Copied: a queue's tables may be read only as long as nobody goes on from them.
  const entries: ReadonlyMap<string, Entry> = new Map(context.entries);
  const members: ReadonlyMap<string, Member> = new Map(context.members);
  const view = { entries, members };
  for (const [operatorId, { standing }] of members) {
    const idle = standing === "free" ? waitingFor(view, operatorId) : undefined;
    if (idle !== undefined)
      throw new Violation("I6", `${idle.entryId} is kept waiting beside ${operatorId}, who is known to be free`);
  }
  return view;
}

export function lookAtOperator(state: OperatorState, name: string) {
  const stance = stanceOf(state);
  const { offer } = state.context;
  const engaged =
    stance.engagement === "offered" ||
    stance.engagement === "dialling" ||
    stance.engagement === "connecting" ||
    stance.engagement === "talking";
  return { name, engagement: stance.engagement, standing: standingOf(stance), offer: engaged ? offer : undefined };
}

export function lookAtCall(state: CallState) {
  const { callId: name, entryId, entries, partner, queuedAt, outcome, endedBy, promise, promised } = contextOf(state);
  const { value } = state.call as { value: "expected" | "over" | { alive: { line: string; partner: string } } };
  const line = typeof value === "string" ? undefined : value.alive.line;
  return {
    name,
    over: value === "over",
    expected: value === "expected",
    promise: promise && `${promise} ${promised}`,
    end: outcome && `${outcome} by ${endedBy}`,
    line,
    entryId,
    entries,
    queuedAt,
    partner: typeof value === "string" ? undefined : partner,
  };
}

export type QueueLook = ReturnType<typeof lookAtQueue>;
export type OperatorLook = ReturnType<typeof lookAtOperator>;
export type CallLook = ReturnType<typeof lookAtCall>;

// ── one step of one actor ───────────────────────────────────────────────────────────────────────────────────────────────────

/** I5: nobody is offered past a caller whose turn it was. */
export function picksInTurn(before: QueueState, after: QueueState): void {
  const known = new Set([...before.context.entries.values()].flatMap(({ open }) => open.map(({ offerId }) => offerId)));
  const view = lookAtQueue(after);
  for (const entry of view.entries.values()) {
    for (const { offerId, operatorId } of entry.open) {
      if (known.has(offerId)) continue;
      const passed = waitingFor(view, operatorId, entry);
      if (passed !== undefined) throw new Violation("I5", `${offerId} goes before ${passed.entryId}, whose turn it is`);
    }
  }
}

/** I1: who has ended stays ended, and as they ended. I5: whatever the queue answers, they came when they came; nobody is transferred here, or resumes. */
export function endsOnce(before: CallState, after: CallState): void {
  const [was, is] = [lookAtCall(before), lookAtCall(after)];
  if (was.queuedAt !== undefined && is.queuedAt !== undefined && is.queuedAt !== was.queuedAt)
    throw new Violation("I5", `came at ${was.queuedAt}, and then at ${is.queuedAt}`);
  if (was.over && (!is.over || is.end !== was.end))
    throw new Violation("I1", `ended ${was.end}, and then ${is.end ?? "lives"}`);
  if (is.over && is.end === undefined) throw new Violation("I1", "ended without an outcome");
}

// ── all of them together ────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Look {
  readonly queues: readonly QueueLook[];
  readonly operators: readonly OperatorLook[];
  readonly calls: readonly CallLook[];
}

/** Which queues each operator serves, and the queue of each call. */
interface Plan {
  readonly operators: readonly (readonly number[])[];
  readonly calls: readonly number[];
  /** How many operators may ring at once for one caller. */
  readonly ringAtOnce: number;
}

/** In every state, whatever is on its way. */
export function always({ queues, operators, calls }: Look, plan: Plan): void {
  for (const [i, { name, line, entryId, queuedAt, partner }] of calls.entries()) {
    if (line === "waiting" && entryId !== undefined) {
      const entry = queues[plan.calls[i] ?? 0]?.entries.get(entryId);
      if (entry === undefined) throw new Violation("I1", `${name} waits, and its queue does not have ${entryId}`);
      if (entry.enqueuedAt !== queuedAt) throw new Violation("I5", `${name} lost the time it came`);
    }
    if (partner === undefined) continue;
    const operator = operators.find((other) => other.name === partner.operatorId);
    if (operator?.offer?.offerId !== partner.offerId)
      throw new Violation("I2", `${name} has ${partner.operatorId}, who has ${operator?.offer?.offerId ?? "nobody"}`);
    const again = [...(queues[plan.calls[i] ?? 0]?.entries.values() ?? [])].find(
      ({ entryId, open }) =>
        entryId === operator.offer?.entryId && !open.some(({ offerId }) => offerId === partner.offerId),
    );
    if (again !== undefined) throw new Violation("I3", `${again.entryId} was taken and is given to somebody again`);
  }
  for (const [i, { name, offer, engagement }] of operators.entries()) {
    if (offer === undefined) continue;
    for (let j = 0; j < i; j += 1) {
      const other = operators[j];
      // Where the queue rings several at once, one of them has the caller.
      const both = plan.ringAtOnce === 1 || (engagement === "talking" && other?.engagement === "talking");
      if (both && other?.offer?.entryId === offer.entryId)
        throw new Violation("I3", `${other.name} and ${name} both have ${offer.entryId}`);
    }
  }
}

/** When everything has arrived and no timer runs: only people can change anything now. */
export function atRest({ queues, operators, calls }: Look, plan: Plan): void {
  for (const [i, { name, line, entryId, partner, over, expected }] of calls.entries()) {
    if (over || expected || partner !== undefined) continue;
    const entry = entryId === undefined ? undefined : queues[plan.calls[i] ?? 0]?.entries.get(entryId);
    if (line !== "waiting" || entry === undefined)
      throw new Violation("I1", `at rest ${name} is neither in the line nor with anybody (${line})`);
  }
  for (const [number, queue] of queues.entries()) {
    for (const { entryId, callId, open, callback } of queue.entries.values()) {
      if (callback?.state === "dialling") throw new Violation("I4", `at rest ${entryId} is still being phoned`);
      if (callback?.state === "waiting") continue; // for an operator: see I6
      const call = calls.find(({ name }) => name === callId);
      if (call === undefined || call.over || call.entryId !== entryId)
        throw new Violation("I7", `at rest ${entryId} is in the line, and its call is not`);
      if (open.length > 0) throw new Violation("I4", `at rest ${open[0]?.offerId} is still open`);
    }
    for (const [i, { name, standing }] of operators.entries()) {
      const waiting =
        plan.operators[i]?.includes(number) === true && standing === "free" ? waitingFor(queue, name) : undefined;
      if (waiting !== undefined)
        throw new Violation("I6", `at rest ${waiting.entryId} waits and ${name}, who may serve it, is free`);
      if (plan.operators[i]?.includes(number) === true && (standing === "gone") !== !queue.members.has(name))
        throw new Violation(
          "I7",
          `at rest ${name} is ${standing}, and the queue has ${queue.members.get(name)?.standing}`,
        );
    }
  }
  for (const { name, engagement, offer } of operators) {
    if (engagement === "free") continue;
    const call = calls.find(({ partner }) => partner?.operatorId === name);
    if (engagement !== "talking" || call === undefined)
      throw new Violation("I7", `at rest ${name} is ${engagement} (${offer?.offerId}), with nobody`);
  }
}

/**
 * The first caller who waits and whom this operator may be offered; `upTo`: only those whose turn is before this one's.
 * Somebody who had their turn with a caller comes last: when everybody who works has had theirs.
 */
function waitingFor({ entries, members }: QueueLook, operatorId: string, upTo?: Entry): Entry | undefined {
  for (const entry of entries.values()) {
    if (
      entry.open.length > 0 ||
      entry.expired !== undefined ||
      isDialled(entry) ||
      isAsleep(entry) ||
      (upTo !== undefined && entry.enqueuedAt >= upTo.enqueuedAt)
    )
      continue;
    const had = (id: string): boolean => entry.passedOver.some((passed) => passed === id);
    if (!had(operatorId)) return entry;
    if ([...members.values()].every((member) => member.standing === "away" || had(member.operatorId))) return entry;
  }
  return undefined;
}
