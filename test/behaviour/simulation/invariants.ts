/**
 * What must hold, checked from outside: from the states that the actors show, never by asking their code to judge itself.
 * `afterStep` holds at every moment, however foul the weather; `atEnd` when all is over.
 */
import { openingAt } from "../../../src/hours/opening.ts";
import { operatorStatuses } from "../../../src/protocol/console.ts";
import { isAsleep, isCallback, isDialled } from "../../../src/queue/callback.ts";
import type { QueueContext } from "../../../src/queue/context.ts";
import { demandOf, lastTier, meets } from "../../../src/queue/demand.ts";
import { byTurn, type Entry } from "../../../src/queue/entry.ts";
import type { Member } from "../../../src/queue/member.ts";
import {
  seconds,
  type CallId,
  type Duration,
  type Instant,
  type OperatorId,
  type QueueId,
} from "../../../src/words/index.ts";
import { linesIn } from "../../../src/operator/work.ts";
import type { WorkLine } from "../../../src/protocol/work.ts";
import { cellsOf } from "../../../src/reports/fold.ts";
import { metricsIn, usualTerms } from "../../../src/reports/metrics.ts";
import { countedBy } from "../../../src/reports/names.ts";
import { Sums } from "../../../src/reports/sums.ts";
import { tableOf, type Figures } from "../../../src/reports/table.ts";
import type { World } from "../world/world.ts";
import { Violation } from "./violation.ts";

/** A late alarm, its handler dying, and the platform's next try. */
const alarmGrace = seconds(20);
/** Outbox guard and retries, after the last fault. */
const togetherAtMost = seconds(45);

const statuses = new Set<string>(operatorStatuses);
/** How calls and stays in queues end, as reports name it. */
const callEnds = [
  "answered",
  "abandoned",
  "overflowed",
  "refused",
  "calledBack",
  "moved",
  "gone",
  "unrouted",
  "failed",
] as const;
const reported = (outcome: string | undefined): string | undefined => (outcome === "callback" ? "calledBack" : outcome);
const engaging = new Set(["offered", "dialling", "connecting", "talking"]);

export class Invariants {
  readonly #world: World;
  readonly #ends = new Map<CallId, string>();
  /** Every offer ever seen: one whose refusal was lost with memory comes back, and is no new choice. */
  readonly #offers = new Map<QueueId, Set<string>>();
  /** Since when an operator who is free and a caller whom they may serve have been there together. */
  /** How many operators each queue has ever rung at once for one caller. */
  readonly #ringAtOnce = new Map<string, number>();
  readonly #together = new Map<string, Instant>();
  /** When each call came into the line, as it has it. */
  readonly #came = new Map<CallId, Instant>();
  /** Since when nobody has been there of whom one must be, with callers in the line. */
  readonly #alone = new Map<QueueId, Instant>();
  readonly #times = new Map<OperatorId, Map<string, Duration>>();
  readonly #statuses = new Map<OperatorId, { readonly status: string; readonly since: Instant }>();
  /** Faults have ended: from now on the work must go on in good time. */
  calm = false;

  constructor(world: World) {
    this.#world = world;
  }

  afterStep(): void {
    this.#calls();
    this.#operators();
    this.#queues();
    if (this.calm) this.#work();
  }

  atEnd(calls: readonly CallId[], startedAt: Instant): void {
    for (const id of calls) this.#record(id);
    this.#report(calls, startedAt);
    const left = calls.filter((id) => (this.#world.calls.get(id)?.disk.rows() ?? 0) > 0);
    must("I7", left.length === 0, () => `calls left on disk: ${left.join(" ")}`);
    must("I7", this.#world.rooms.size === 0, () => `rooms left: ${[...this.#world.rooms].join(" ")}`);
    for (const [id, queue] of this.#world.queues) {
      const entries = [...queue.state.context.entries.keys()];
      must("I7", entries.length === 0, () => `entries left in ${id}: ${entries.join(" ")}`);
    }
    const rings = [...this.#world.dials.values()].filter(({ state }) => state === "rings");
    must("I7", rings.length === 0, () => `still phoned: ${rings.map(({ dialId }) => dialId).join(" ")}`);
    this.#promises();
    for (const [id, operator] of this.#world.operators) {
      const { status, offer } = operator.state.context;
      must("I7", status === "Ready" && offer === undefined, () => `${id} is ${status}, offer ${offer?.offerId}`);
      this.#day(id, startedAt);
      this.#told(id);
      this.#disposed(id);
    }
  }

  /** Every promise to phone somebody has ended once, and the ledger knows how. */
  #promises(): void {
    for (const [entryId, ends] of this.#world.callbacks) {
      const told = new Set(ends.map((end) => JSON.stringify(end)));
      must("I1", told.size === 1, () => `${entryId} ended in several ways: ${[...told].join(" ")}`);
    }
    for (const [id, { promised, promise }] of this.#world.wishes) {
      const end = promise && this.#world.callbacks.get(promise)?.[0];
      must(
        "I1",
        !promised || end?.of === id,
        () => `${id} was promised ${promise}, and the ledger knows ${end?.outcome}`,
      );
    }
  }

  #calls(): void {
    for (const [id, call] of this.#world.calls) {
      const context = this.#world.call(id);
      const end = `${context.outcome} by ${context.endedBy} at ${context.endedAt}`;
      const ended = this.#ends.get(id);
      if (context.endedAt !== undefined) {
        must("I1", ended === undefined || ended === end, () => `${id} ended twice: ${ended}, then ${end}`);
        this.#ends.set(id, end);
      } else must("I1", ended === undefined || context.startedAt === 0, () => `${id}, ended ${ended}, lives again`);
      if (context.endedAt !== undefined || context.startedAt === 0) continue;
      this.#keepsItsTime(id);

      const { value } = call.state.call as { value: { alive?: { line: string } } };
      const { entryId, partner, queueId } = context;
      if (value.alive?.line === "waiting" && entryId !== undefined && queueId !== undefined) {
        const entry = this.#world.queues.get(queueId)?.state.context.entries.get(entryId);
        must("I1", entry !== undefined, () => `${id} waits and ${queueId} does not have it`);
        must("I5", entry?.enqueuedAt === context.queuedAt, () => `${id} lost the time it came`);
      }
      if (partner === undefined) continue;
      const operator = this.#world.operators.get(partner.operatorId)?.state;
      must(
        "I2",
        operator !== undefined &&
          engaging.has(operator.value.engagement) &&
          operator.context.offer?.offerId === partner.offerId,
        () =>
          `${id} has ${partner.operatorId}, who is ${operator?.value.engagement} with ${operator?.context.offer?.offerId}`,
      );
    }
  }

  /** Nobody comes later than they came, unless they were sent into another line, which may begin anew. */
  #keepsItsTime(id: CallId): void {
    const { queuedAt, talks, unserved } = this.#world.call(id);
    const came = this.#came.get(id);
    if (queuedAt === undefined || queuedAt === came) return;
    const { timeline } = this.#world.callActor(id);
    const wasSent = talks.length + unserved.length > 0 || timeline.some(({ what }) => what === "forced: move");
    must(
      "I5",
      came === undefined || queuedAt < came || wasSent,
      () => `${id} came at ${came}, and then at ${queuedAt}`,
    );
    this.#came.set(id, queuedAt);
  }

  #operators(): void {
    const { now } = this.#world.clock;
    const engaged = new Map<string, readonly OperatorId[]>();
    for (const [id, { state }] of this.#world.operators) {
      const { offer, offerMadeAt, status, ownReason } = state.context;
      this.#observe(id, status === ownReason?.status ? `${status} ${ownReason.id}` : status);
      if (offer === undefined || !engaging.has(state.value.engagement)) continue;
      const others = engaged.get(offer.entryId) ?? [];
      const all = [...others, id];
      const talking = all.filter((each) => this.#world.operators.get(each)?.state.value.engagement === "talking");
      const widest = offer.callback === true ? 1 : (this.#ringAtOnce.get(offer.queueId) ?? 1);
      must("I3", all.length <= widest && talking.length <= 1, () => `${all.join(" and ")} have ${offer.entryId}`);
      engaged.set(offer.entryId, all);
      must(
        "I4",
        state.value.engagement !== "offered" || now <= offerMadeAt + offer.ringTime + alarmGrace,
        () => `${offer.offerId} still rings at ${id}`,
      );
    }
  }

  #queues(): void {
    for (const [id, { state }] of this.#world.queues) {
      const { context } = state;
      this.#ringAtOnce.set(id, Math.max(this.#ringAtOnce.get(id) ?? 1, context.settings?.ringAtOnce ?? 1));
      const entries: readonly Entry[] = [...context.entries.values()];
      const members: readonly Member[] = [...context.members.values()];
      const before = byTurn(context.settings?.ageing ?? 0);
      const waiting = entries.filter(mayWait);
      const offered = entries.flatMap((entry) => entry.open.map((offer) => ({ entry, offer })));
      this.#limits(
        id,
        waiting.filter((entry) => !isCallback(entry)),
        context,
      );
      this.#callbacks(entries, context);
      const chosen = offered.find(({ entry }) => entry.expired !== undefined);
      must("I11", chosen === undefined, () => `${chosen?.entry.entryId} is offered, and may not wait any longer`);
      const known = this.#offers.get(id) ?? new Set();
      this.#offers.set(id, known);
      for (const { entry, offer } of offered) {
        if (known.has(offer.offerId)) continue;
        known.add(offer.offerId);
        const passed = waiting.find((other) => before(other, entry) < 0 && mayServe(other, offer.operatorId, context));
        must("I5", passed === undefined, () => `${offer.offerId} goes before ${passed?.entryId}, whose turn it is`);
      }
      for (const { operatorId, standing } of members) {
        const idle = standing === "free" ? waiting.find((entry) => mayServe(entry, operatorId, context)) : undefined;
        must("I6", idle === undefined, () => `${id} keeps ${idle?.entryId} waiting with ${operatorId} free`);
      }
    }
  }

  /** Each who is being phoned has an operator to themselves, who has said yes to them or is kept free. */
  #callbacks(entries: readonly Entry[], { members }: QueueContext): void {
    const held = new Set<OperatorId>();
    for (const { entryId, callback, open } of entries) {
      if (callback?.state !== "dialling") continue;
      const { heldFor } = callback;
      must("I14", open.length === (heldFor === undefined ? 1 : 0), () => `${entryId} is phoned for nobody, or for two`);
      if (heldFor === undefined) continue;
      must("I14", !held.has(heldFor), () => `${heldFor} is kept free for two, ${entryId} among them`);
      held.add(heldFor);
      const isFree = members.get(heldFor)?.standing === "free";
      must("I14", !isFree, () => `${heldFor} is to take ${entryId}, and could be offered others`);
    }
  }

  /** Nobody waits beyond the queue's limits for longer than an alarm may be late. */
  #limits(id: QueueId, waiting: readonly Entry[], { settings, members }: QueueContext): void {
    const { now } = this.#world.clock;
    const [any] = waiting;
    const staff = [...members.values()].filter(
      ({ standing }) => settings?.staying !== "working" || standing !== "away",
    );
    const alone = settings !== undefined && settings.staying !== "always" && staff.length === 0 && any !== undefined;
    const since = alone ? (this.#alone.get(id) ?? now) : undefined;
    if (since === undefined) this.#alone.delete(id);
    else this.#alone.set(id, since);
    if (settings === undefined) return;
    const { hours, longestWait, stayingGrace, targets } = settings;
    must("I11", since === undefined || now <= since + stayingGrace + alarmGrace, () => `${id} is left alone`);
    const closed = hours !== null && targets.closing !== undefined && !openingAt(hours, now - alarmGrace).open;
    const stillClosed = closed && !openingAt(hours, now).open;
    for (const { entryId, joinedAt } of waiting) {
      const enough = longestWait > 0 && now > joinedAt + longestWait + alarmGrace;
      must("I11", !enough, () => `${entryId} waits for too long`);
      must("I11", !stillClosed || joinedAt > now - alarmGrace, () => `${entryId} waits in ${id}, which is closed`);
    }
  }

  /** Nobody waits for long for somebody who has nothing to do, whatever the queue believes of them. */
  #work(): void {
    const { now } = this.#world.clock;
    const pairs = new Set<string>();
    for (const [operatorId, { state }] of this.#world.operators) {
      if (state.context.standing !== "free") continue;
      for (const { queueId } of state.context.profile?.queues ?? []) {
        const context = this.#world.queues.get(queueId)?.state.context;
        if (context === undefined) continue;
        for (const entry of context.entries.values()) {
          if (queueKeepsFree(operatorId, context)) continue;
          if (mayWait(entry) && mayServe(entry, operatorId, context)) pairs.add(`${operatorId} ${entry.entryId}`);
        }
      }
    }
    for (const pair of this.#together.keys()) if (!pairs.has(pair)) this.#together.delete(pair);
    for (const pair of pairs) {
      const since = this.#together.get(pair) ?? now;
      this.#together.set(pair, since);
      must(
        "I6",
        now - since <= togetherAtMost,
        () => `free operator and waiting caller left together since ${since}: ${pair}`,
      );
    }
  }

  #observe(id: OperatorId, status: string): void {
    const { now } = this.#world.clock;
    const was = this.#statuses.get(id);
    if (was?.status === status) return;
    if (was !== undefined) {
      const times = this.#times.get(id) ?? new Map<string, Duration>();
      this.#times.set(id, times);
      times.set(was.status, (times.get(was.status) ?? 0) + now - was.since);
    }
    this.#statuses.set(id, { status, since: now });
  }

  /** The record and its timeline tell the same. */
  #record(id: CallId): void {
    const record = this.#world.records.get(id);
    must("I1", record?.outcome !== undefined, () => `${id} is not on the record as ended`);
    if (record === undefined) return;
    const { timeline } = record;
    must(
      "I8",
      timeline.every(({ seq }, i) => seq === i + 1),
      () => `${id}: a gap in ${timeline.map(({ seq }) => seq).join(" ")}`,
    );
    must(
      "I8",
      timeline.every(({ at }, i) => at >= (timeline[i - 1]?.at ?? at)),
      () => `${id}: time goes back`,
    );
    const ends = timeline.filter(({ what }) => what === "ended");
    must("I1", ends.length === 1, () => `${id} ended ${ends.length} times on its timeline`);
    const end = ends[0];
    must(
      "I8",
      end?.at === record.endedAt &&
        end?.detail?.["outcome"] === record.outcome &&
        end?.detail?.["by"] === record.endedBy,
      () => `${id}: the record says ${record.outcome}, the timeline ${JSON.stringify(end)}`,
    );
    must(
      "I8",
      timeline[0]?.what === "started" && timeline[0].at === record.startedAt,
      () => `${id} does not begin with its start`,
    );
    const connected = timeline.filter(({ what }) => what === "connected").map(({ at }) => at);
    must(
      "I8",
      connected[0] === record.connectedAt,
      () => `${id}: connected at ${record.connectedAt}, by the timeline at ${connected.join(" ")}`,
    );
    must(
      "I8",
      (record.outcome === "answered") === connected.length > 0,
      () => `${id} is ${record.outcome} with ${connected.length} connections`,
    );
    const talks = record.talks ?? [];
    must(
      "I8",
      talks.map(({ connectedAt }) => connectedAt).join(" ") === connected.join(" "),
      () => `${id}: ${talks.length} talks, by the timeline ${connected.length}`,
    );
    must(
      "I8",
      talks.every(
        ({ connectedAt, endedAt = -1 }, i) =>
          endedAt >= connectedAt && endedAt <= (talks[i + 1]?.connectedAt ?? endedAt),
      ),
      () => `${id}: a talk without an end, or two at once`,
    );
    const transfers = timeline.filter(({ what }) => what === "transferred").length;
    must(
      "I8",
      talks.filter(({ endedBy }) => endedBy === "transfer").length === transfers,
      () => `${id}: transferred ${transfers} times by the timeline`,
    );
    const unserved = (record.unserved ?? []).map(({ queueId }) => queueId);
    const wasMoved = record.timeline.some(({ what }) => what === "forced: move" || what === "transferred");
    must(
      "I11",
      wasMoved || new Set(unserved).size === unserved.length,
      () => `${id} was turned away twice by one: ${unserved.join(" ")}`,
    );
    const turnedAway = record.outcome === "refused" || record.outcome === "overflowed";
    must("I8", !turnedAway || unserved.length > 0, () => `${id} is ${record.outcome} by no queue`);
    const observed = this.#ends.get(id);
    const told = `${record.outcome} by ${record.endedBy} at ${record.endedAt}`;
    must("I1", observed === told, () => `${id} ended ${observed}, on the record ${told}`);
  }

  /** Every call is in the report of the day once, by how it ended; so is every stay in a queue. */
  #report(calls: readonly CallId[], startedAt: Instant): void {
    const records = calls.flatMap((id) => this.#world.records.get(id) ?? []);
    const bounds = [startedAt, this.#world.clock.now];
    const cells = cellsOf(records).all;
    const total = (report: "queues" | "numbers"): Figures => {
      const sums = new Sums({ by: countedBy[report], bounds, timeZone: "UTC" });
      sums.add(startedAt, cells);
      return tableOf(metricsIn(report), sums.parts(), bounds, usualTerms).total;
    };
    for (const report of ["queues", "numbers"] as const) {
      const figures = total(report);
      const ends = callEnds.map((end) => figures[end] ?? 0);
      const balances = figures["offered"] === ends.reduce((sum, n) => sum + n, 0);
      must("I8", balances, () => `${report}: ${figures["offered"]} offered, ended ${ends.join(" + ")}`);
    }
    const figures = total("numbers");
    const counted = [...callEnds.map((end) => figures[end]), figures["phoned"], figures["talks"]].join(" ");
    const called = records.filter(({ callbackOf }) => callbackOf === undefined);
    const outcomes = callEnds.map((end) => called.filter(({ outcome }) => reported(outcome) === end).length);
    const talks = records.flatMap(({ talks = [] }) => talks).length;
    const expected = [...outcomes, records.length - called.length, talks].join(" ");
    must("I8", counted === expected, () => `the report says ${counted}, the records ${expected}`);
  }

  /** The lines that the ledger has, and those it will be told, add up to what an onlooker measured; and the timeline could tell them again. */
  #told(id: OperatorId): void {
    const state = this.#world.operators.get(id)?.state;
    if (state === undefined) return;
    const { work, workTold } = state.context;
    const known = this.#world.work.get(id) ?? new Map<number, WorkLine>();
    const told = Array.from({ length: workTold }, (_, index) => known.get(index + 1));
    const missing = told.findIndex((line) => line === undefined);
    must("I10", missing < 0 && known.size === workTold, () => `${id}: line ${missing + 1} of ${workTold} is missing`);
    const lines = [...told.filter((line) => line !== undefined), ...work];
    const times = new Map<string, Duration>();
    for (const line of lines) {
      if (line.what !== "status") continue;
      const name = line.own === undefined ? line.status : `${line.status} ${line.own.id}`;
      times.set(name, (times.get(name) ?? 0) + line.until - line.from);
    }
    // Everybody is Ready at the day's end.
    const { status, statusSince } = state.context;
    times.set(status, (times.get(status) ?? 0) + this.#world.clock.now - statusSince);
    const text = (of: ReadonlyMap<string, Duration> | undefined): string =>
      [...(of ?? [])]
        .filter(([name, time]) => name !== "Offline" && time > 0)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .join(" ");
    const observed = text(this.#times.get(id));
    must("I10", text(times) === observed, () => `${id}: by the ledger ${text(times)}, observed ${observed}`);
    const timeline = this.#world.operators.get(id)?.timeline ?? [];
    const again = linesIn(timeline, { first: 1, last: lines.length });
    const plain = (of: readonly WorkLine[]): string => JSON.stringify(of);
    must("I10", plain(again) === plain(lines), () => `${id}: the timeline tells ${plain(again)}, not ${plain(lines)}`);
  }

  /** What was chosen last for each talk that was had stands in the ledger. */
  #disposed(id: OperatorId): void {
    const chosen = new Map<unknown, unknown>();
    for (const { what, detail } of this.#world.operators.get(id)?.timeline ?? []) {
      if (what === "disposition") chosen.set(detail?.["offer"], detail?.["disposition"]);
    }
    for (const [offer, disposition] of chosen) {
      const told = [...this.#world.disposals.values()].find(({ offerId }) => offerId === offer);
      must(
        "I15",
        told !== undefined && told.dispositionId === disposition && told.operatorId === id,
        () => `${id} said ${String(disposition)} of ${String(offer)}, the ledger knows ${told?.dispositionId}`,
      );
    }
  }

  /** The times in each status, as an onlooker measured them, are those of the operator's timeline, and add up to the day. */
  #day(id: OperatorId, startedAt: Instant): void {
    const { now } = this.#world.clock;
    this.#observe(id, "the day's end");
    const noted = new Map<string, Duration>();
    const names = (this.#world.operators.get(id)?.timeline ?? []).filter(({ what }) => statuses.has(what));
    let was = { what: "Offline", at: startedAt };
    for (const moment of [...names, { what: "the day's end", at: now }]) {
      must("I10", moment.what !== was.what, () => `${id} is twice in a row ${was.what}`);
      noted.set(was.what, (noted.get(was.what) ?? 0) + moment.at - was.at);
      was = moment;
    }
    const text = (times: ReadonlyMap<string, Duration> | undefined): string =>
      [...(times ?? [])]
        .filter(([, time]) => time > 0)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .join(" ");
    const byStatus = new Map<string, Duration>();
    for (const [name, time] of this.#times.get(id) ?? []) {
      const [what = name] = name.split(" ", 1);
      byStatus.set(what, (byStatus.get(what) ?? 0) + time);
    }
    const observed = text(byStatus);
    must("I10", text(noted) === observed, () => `${id}: by the timeline ${text(noted)}, observed ${observed}`);
    const sum = [...noted.values()].reduce((a, b) => a + b, 0);
    must("I10", sum === now - startedAt, () => `${id}: ${sum} of ${now - startedAt}`);
  }
}

/** May this operator be offered the caller, by what the queue knows? Said anew and plainly, without the queue's own book-keeping. */
function mayServe(entry: Entry, operatorId: OperatorId, { settings, members }: QueueContext): boolean {
  const operator = members.get(operatorId);
  if (settings === undefined || operator === undefined) return false;
  const { preference, passedOver } = entry;
  if (preference !== undefined && members.has(preference.operatorId)) return preference.operatorId === operatorId;
  const { needs, reach } = demandOf(entry, settings);
  const able = [...members.values()].filter(({ standing, skills }) => standing !== "away" && meets(skills, needs));
  const asked =
    reach >= lastTier(settings) ? Number.POSITIVE_INFINITY : Math.max(reach, Math.min(...able.map(({ tier }) => tier)));
  if (!meets(operator.skills, needs) || operator.tier > asked) return false;
  return !passedOver.includes(operatorId) || able.every((member) => passedOver.includes(member.operatorId));
}

/** In the line, not being offered and not on the way out of it. */
const mayWait = (entry: Entry): boolean =>
  entry.open.length === 0 && entry.expired === undefined && !isDialled(entry) && !isAsleep(entry);

/** For somebody who is being phoned. */
const queueKeepsFree = (operatorId: OperatorId, { entries }: QueueContext): boolean =>
  [...entries.values()].some(({ callback }) => callback?.state === "dialling" && callback.heldFor === operatorId);

function must(invariant: string, holds: boolean, otherwise: () => string): void {
  if (!holds) throw new Violation(invariant, otherwise());
}
