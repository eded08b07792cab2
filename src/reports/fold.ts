/** From records to cells: what the calls that began within one slot of time amount to. */
import type { CallOutcome, CallRecord } from "../protocol/record.ts";
import { minutes, type CallId, type Duration, type Instant } from "../words/index.ts";
import { countPromise, type EndedPromise } from "./promises.ts";
import { Counter, type Sum, type Tally } from "./tally.ts";
import { visitsOf, type VisitEnd } from "./visit.ts";

/** The finest grain of reports. Local clocks differ from each other by multiples of it. */
export const slotLength: Duration = minutes(5);
/** The number of the slot that a moment lies in. */
export const slotOf = (at: Instant): number => Math.floor(at / slotLength);
export const startOf = (slot: number): Instant => slot * slotLength;

/** Three ways to count the same calls: by call, by its stays in queues, by its talks with operators. And what operators did. */
export type CellKind = "call" | "visit" | "talk" | "work";

/** What is told apart. Empty text: there is none, or it is not told apart in cells of this kind. */
export interface CellKey {
  readonly kind: CellKind;
  readonly queue: string;
  readonly number: string;
  readonly channel: string;
  readonly scenario: string;
  readonly operator: string;
}

export interface Cell {
  readonly key: CellKey;
  readonly tally: Tally;
}

const sumOfVisit = {
  answered: "answered",
  abandoned: "abandoned",
  overflowed: "overflowed",
  refused: "refused",
  callback: "calledBack",
  moved: "moved",
  failed: "failed",
} as const satisfies Record<VisitEnd, Sum>;

const sumOfCall = {
  answered: "answered",
  abandoned: "abandoned",
  overflowed: "overflowed",
  refused: "refused",
  callback: "calledBack",
  gone: "gone",
  unrouted: "unrouted",
  failed: "failed",
} as const satisfies Record<CallOutcome, Sum>;

/**
 * A call and everything that became of it counts in the slot in which it began; so each row of a report balances, whatever went on for how long.
 * @param promises by the call in which they were made
 */
export function cellsOf(
  records: Iterable<CallRecord>,
  promises: ReadonlyMap<CallId, readonly EndedPromise[]> = new Map(),
): Cells {
  const cells = new Cells();
  for (const record of records) cells.add(record, promises.get(record.callId) ?? []);
  return cells;
}

/** Cells to which one call after the other is added. */
export class Cells {
  readonly #byName = new Map<string, { readonly key: CellKey; readonly tally: Counter }>();

  /** @param promises that were made in this call */
  add(record: CallRecord, promises: readonly EndedPromise[]): void {
    fold(record, promises, (key) => this.#of(key));
  }

  get all(): readonly Cell[] {
    return [...this.#byName.values()];
  }

  #of(key: CellKey): Counter {
    const name = nameOf(key);
    const found = this.#byName.get(name) ?? { key, tally: new Counter() };
    this.#byName.set(name, found);
    return found.tally;
  }
}

export const nameOf = ({ kind, queue, number, channel, scenario, operator }: CellKey): string =>
  [kind, queue, number, channel, scenario, operator].join("\n");

function fold(record: CallRecord, promises: readonly EndedPromise[], cell: (key: CellKey) => Counter): void {
  const { outcome, endedAt, talks = [], callbackOf } = record;
  if (outcome === undefined || endedAt === undefined) return;
  const visits = visitsOf(record);
  const dialled = { number: record.to, channel: record.channel, scenario: record.scenario ?? "", operator: "" };
  const phoned = callbackOf !== undefined;

  const call = cell({ kind: "call", queue: "", ...dialled });
  const [first] = visits;
  if (phoned) countPhoned(call, outcome === "answered");
  else {
    call.add("offered");
    call.add(sumOfCall[outcome]);
    if (first !== undefined && outcome === "answered") {
      call.waited("answeredWait", Math.max(0, (record.connectedAt ?? first.until) - first.from));
    }
    if (first !== undefined && outcome === "abandoned") call.waited("abandonedWait", endedAt - first.from);
  }

  for (const { queueId, from, until, end, transferred } of visits) {
    const visit = cell({ kind: "visit", queue: queueId, ...dialled });
    if (transferred) visit.add("transfersIn");
    if (phoned) {
      countPhoned(visit, end === "answered");
      continue;
    }
    visit.add("offered");
    visit.add(sumOfVisit[end]);
    if (end === "answered") visit.waited("answeredWait", until - from);
    if (end === "abandoned") visit.waited("abandonedWait", until - from);
  }

  for (const promise of promises) {
    countPromise(call, promise);
    countPromise(cell({ kind: "visit", queue: promise.callback.queueId, ...dialled }), promise);
  }

  for (const { operatorId, queueId, connectedAt, endedAt: over = endedAt, endedBy } of talks) {
    const own: CellKey = { kind: "talk", queue: queueId, number: "", channel: "", scenario: "", operator: operatorId };
    for (const counter of [call, cell({ kind: "visit", queue: queueId, ...dialled }), cell(own)]) {
      counter.add("talks");
      counter.add("talkTime", over - connectedAt);
      if (endedBy === "transfer") counter.add("transfersOut");
    }
  }
}

function countPhoned(counter: Counter, answered: boolean): void {
  counter.add("phoned");
  if (answered) counter.add("phonedAnswered");
}
