/**
 * One caller's journey, from the first sight of them in their room to the last leg gone.
 *
 *   expected → alive ─ leg      ringing → answered
 *                    ─ line     outside → asking → waiting ⇄ promising → outside
 *                    ─ partner  none → joining → present ⇄ lost → none (transferred)
 *            → over
 *
 * The call alone decides who is connected to its caller, once. What the caller goes through is its scenario's business (scenario.ts).
 * Room facts come late, twice and out of order: each is held against the `sid` and the time of what is known.
 */
import { and, assign, cancel, emit, enqueueActions, raise, setup } from "xstate";
import {
  as,
  minutes,
  no,
  seconds,
  yes,
  type EntryId,
  type Instant,
  type PlayId,
  type QueueId,
} from "../words/index.ts";
import type { EntryExpired } from "../protocol/line.ts";
import type { CallCommand } from "../protocol/command.ts";
import { pinnedForCallback } from "../protocol/scenario.ts";
import type { Route } from "../protocol/settings.ts";
import type { Preference } from "../protocol/skills.ts";
import type { Treatment } from "../protocol/media.ts";
import type { EndedBy, Talk, TalkEndedBy } from "../protocol/record.ts";
import { operatorIdentity, operatorOf, whoIs } from "../protocol/rooms.ts";
import { usualTarget, type Target, type Unserved } from "../protocol/target.ts";
import { settingsOf, talkOf, unknownCall, type CallContext } from "./context.ts";
import type { CallOutput, ToScenario } from "./effects.ts";
import type { CallEvent } from "./events.ts";
import { outcomeOf } from "./outcome.ts";
import type { NotServed } from "./scenario.ts";
import { wordsOf } from "./texts/line.ts";

/** How long an operator who said yes may stay unheard, or one who was lost may stay away. Their browser reconnects within seconds, or not at all. */
const partnerGrace = seconds(15);
/** Longer than any message about the call can be on its way: LiveKit drops webhooks after 30 s, and their signature is good for 6 minutes. */
const remembered = minutes(10);

/** Everything that the end of a call sets going. */
const ending = (by: EndedBy, { lost } = { lost: false }) =>
  [
    { type: "close", params: { by, lost } },
    "withdraw",
    { type: "tellPartnerEnded", params: { by } },
    { type: "tellScenario", params: { what: "callEnded" } },
  ] as const;

/** The queue of an entry. A call that was begun by an older version has one queue only. */
const queueOf = ({ lines, route }: CallContext, entryId: EntryId | undefined): QueueId | undefined =>
  (entryId === undefined ? undefined : lines[entryId]) ?? route?.queueId;

/** The queues that the caller has come through, since the last transfer if there was one. */
const queuesOfLate = ({ lines, entriesBefore }: CallContext): readonly QueueId[] =>
  Object.entries(lines).flatMap(([id, queueId]) =>
    Number(id.slice(id.lastIndexOf(".") + 1)) > entriesBefore ? [queueId] : [],
  );

const ended = (talks: readonly Talk[], endedAt: Instant, endedBy: TalkEndedBy): readonly Talk[] =>
  talks.map((talk) => (talk.endedAt === undefined ? { ...talk, endedAt, endedBy } : talk));

/** The caller hears music at once, whatever the queue will say. */
const transferred = {
  target: "none",
  actions: [
    { type: "tellPartnerEnded", params: { by: "transfer" } },
    "handOver",
    { type: "treat", params: { background: "music" } },
  ],
} as const;

/** The queue lets the caller go. */
const expired = {
  guard: "isOurEntry",
  target: "outside",
  actions: [
    "withdraw",
    {
      type: "turnAway",
      params: ({ event: { because, target } }: { event: EntryExpired }) =>
        ({ what: "expired", because, target }) as const,
    },
  ],
} as const;

const scenarioWords: Readonly<Record<Unserved, NotServed["type"]>> = {
  nobody_serves: "offline",
  left_alone: "offline",
  full: "queueFull",
  too_long: "queueFull",
  unknown_queue: "queueFull",
  over: "queueFull",
  closed: "closed",
  closing: "closed",
  waited: "expired",
};

/** Whom the caller talked to last, where their number's rule wants them to get that operator. */
function lastOperatorOf(route: Route | undefined, since: Instant): Preference | undefined {
  const { operatorId, for: alone = null } = route?.lastOperator ?? {};
  return operatorId && { operatorId, until: alone === null ? undefined : since + alone };
}

export const callMachine = setup({
  types: {
    context: {} as CallContext,
    events: {} as CallEvent,
    emitted: {} as CallOutput | ToScenario,
  },
  guards: {
    isRouted: ({ event }) => event.type === "caller.joined" && event.route !== undefined,
    isDeparted: ({ context, event }) => event.type === "caller.joined" && event.sid === context.departedSid,
    isCaller: ({ context, event }) => "sid" in event && event.sid === context.callerSid,
    isOurEntry: ({ context, event }) => "entryId" in event && event.entryId === context.entryId,
    isOurOffer: ({ context, event }) => "offerId" in event && event.offerId === context.partner?.offerId,
    /** The same two may meet twice: what is said of the first time is not about the second. */
    isPartner: ({ context: { partner, expelled }, event }) =>
      "operatorId" in event &&
      event.operatorId === partner?.operatorId &&
      !("offerId" in event && event.offerId !== undefined && event.offerId !== partner?.offerId) &&
      !("sid" in event && expelled.includes(event.sid)),
    isPartnersSession: ({ context, event }) =>
      event.type === "operator.left" &&
      event.operatorId === context.partner?.operatorId &&
      event.sid === context.partner.sid,
    isOurWorker: ({ context, event }) => "worker" in event && event.worker === context.worker,
    isOurSpeech: ({ context, event }) =>
      event.type === "speech.finished" && event.playId === context.treatment.speech?.playId,
    isOurPromise: ({ context, event }) =>
      event.type === "promise.answered" && event.entryId === context.promise && !context.promised,
    isPromised: ({ event }) => event.type === "promise.answered" && event.answer.ok,
    isForced: ({ event }, { to }: { to: readonly CallCommand["do"][] }) =>
      event.type === "call.forced" && to.includes(event.command.do),
    isCommand: ({ event }, { command }: { command: string }) =>
      event.type === "command" && event.command.type === command,
    /** By this operator: who never was has not had the caller. */
    neverHeard: ({ context: { partner } }) => partner !== undefined && partner.sid === undefined,
    isTransferOfTalk: ({ context, event }) =>
      talkOf(context) !== undefined &&
      (event.type === "call.forced"
        ? event.command.do === "transfer"
        : event.type === "operator.transfers" && event.offerId === context.partner?.offerId),
    /** They do not have the caller, or no longer: their pass outlives a transfer by up to two minutes. */
    isStranger: ({ context: { partner }, event }) => "operatorId" in event && event.operatorId !== partner?.operatorId,
  },
  actions: {
    begin: enqueueActions(({ event, enqueue }) => {
      if (event.type !== "caller.joined") return;
      enqueue.assign({
        callId: event.callId,
        room: event.room,
        channel: event.channel,
        from: event.from,
        to: event.to,
        route: event.route,
        callerIdentity: event.identity,
        callerSid: event.sid,
        callerSince: event.at,
        startedAt: event.at,
      });
      // The entry is there already, and is given up if they hang up before they have come into the line.
      const { callback, queueId } = event.route ?? {};
      if (callback !== undefined && queueId !== undefined) {
        const { entryId, since } = callback;
        enqueue.assign({ entryId, queueId, lines: { [entryId]: queueId }, queuedAt: since });
      }
      enqueue.emit({
        type: "note",
        what: "started",
        detail: { channel: event.channel, rule: event.route?.rule ?? null },
      });
      enqueue.emit({ type: "ledger.started" });
    }),
    tellScenario: enqueueActions(
      (
        { event, enqueue },
        { what }: { what: "callConnected" | "operatorReached" | "playbackFinished" | "callEnded" },
      ) => {
        enqueue.emit({ type: "scenario", event: { type: what, at: event.at } });
      },
    ),
    /** States anew what the caller hears. */
    treat: enqueueActions(
      ({ context, enqueue }, change: { background: "music" | "quiet"; speech?: Treatment["speech"] }) => {
        const treatment: Treatment = {
          revision: context.treatment.revision + 1,
          speech: change.speech,
          background: change.background,
          music: change.background === "music" ? settingsOf(context.route)?.music : undefined,
          musicFrom: context.treatment.musicFrom,
        };
        enqueue.assign({ treatment });
        enqueue.emit({ type: "media.treat", key: "media", room: context.room, worker: context.worker, treatment });
      },
    ),
    /** What a scenario's request says; a caller who is put back into the line comes with what is known. */
    heed: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== "command" || event.command.type !== "enqueue") return;
      const { queueId, priority, time } = event.command;
      const queuedAt = time === "reset" ? event.at : context.queuedAt;
      enqueue.assign({ queueId, priority: priority ?? context.priority, queuedAt, joinedAt: event.at });
    }),
    requestEntry: enqueueActions(({ context, event, enqueue }) => {
      const queueId = context.queueId ?? context.route?.queueId;
      if (queueId === undefined) return;
      const entries = context.entries + 1;
      const phoned = context.entries === 0 ? context.route?.callback : undefined;
      const entryId = phoned?.entryId ?? as<EntryId>(`${context.callId}.${entries}`);
      const since = context.queuedAt ?? event.at;
      const lines = { ...context.lines, [entryId]: queueId };
      const { handover } = context;
      const last = context.talks.at(-1);
      enqueue.assign({ entries, entryId, queueId, lines, queuedAt: since, turnedAway: undefined });
      enqueue.emit({
        type: "queue.request",
        queueId,
        request: {
          entryId,
          callId: context.callId,
          room: context.room,
          caller: context.from,
          since,
          joinedAt: context.joinedAt,
          priority: context.priority,
          needs: context.route?.needs,
          // Whom they talked to in an earlier call counts until they have talked to somebody in this one.
          preference: context.preference ?? (last === undefined ? lastOperatorOf(context.route, since) : undefined),
          revision: context.changes,
          transfer: handover && { time: handover.time, priority: handover.priority },
          passedOver: last?.endedBy === "transfer" ? [last.operatorId] : undefined,
        },
      });
    }),
    /** In the line, as the queue has it. */
    comeIn: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== "queue.answered" || !event.answer.ok) return;
      const { since, priority, revision, resumed, ...standing } = event.answer.value;
      enqueue.assign({ queuedAt: since, handover: undefined });
      if (revision === context.changes) enqueue.assign({ priority });
      if (resumed) enqueue.emit({ type: "note", what: "resumed", detail: { since } });
      const { place, expectedWait } = standing;
      const queue = queueOf(context, event.entryId) ?? null;
      enqueue.emit({ type: "note", what: "queued", detail: { queue, place, expectedWait } });
      enqueue.emit({ type: "scenario", event: { type: "queued", at: event.at, ...standing } });
    }),
    /** The operator lets the caller go into a queue, and is let go. */
    handOver: enqueueActions(({ context, event, enqueue }) => {
      const { entries, expelled, partner, room, talks } = context;
      const talk = talkOf(context);
      if (event.type !== "transfer.begins" || partner?.sid === undefined || talk === undefined) return;
      const { at, by, transfer } = event;
      const { queueId, time, priority } = transfer;
      const { operatorId, sid } = partner;
      enqueue.emit({ type: "note", what: "transferred", detail: { by, operator: operatorId, to: queueId } });
      enqueue.emit({ type: "room.expel", room, operatorId, sid });
      enqueue.assign({
        partner: undefined,
        talks: ended(talks, at, "transfer"),
        expelled: [...expelled, sid],
        handover: { from: talk.queueId, time, priority },
        entriesBefore: entries,
        queueId,
        joinedAt: at,
        // Whom somebody in charge wanted the caller to get, they have had.
        preference: undefined,
      });
      enqueue.emit({ type: "scenario", event: { type: "transferred", at, queueId } });
    }),
    /** The queue learns what somebody in charge has changed. */
    tellLine: enqueueActions(({ context, enqueue }) => {
      const { entryId, changes: revision, priority, preference } = context;
      const queueId = queueOf(context, entryId);
      if (queueId === undefined || entryId === undefined || revision === 0) return;
      enqueue.emit({
        type: "queue.change",
        key: "change",
        queueId,
        change: { entryId, revision, priority, preference },
      });
    }),
    /** Does what somebody in charge wants, as far as the call itself is concerned. */
    obey: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== "call.forced") return;
      const { by, command } = event;
      const { do: what, ...said } = command;
      const detail = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
      enqueue.emit({ type: "note", what: `forced: ${what}`, detail: { by, ...detail } });
      const changes = context.changes + 1;
      switch (command.do) {
        case "prioritise":
          enqueue.assign({ changes, priority: command.priority });
          break;
        case "assign":
          enqueue.assign({ changes, preference: { operatorId: command.operatorId, next: true } });
          break;
        case "unassign":
          enqueue.assign({ changes, preference: undefined });
          break;
        case "move":
          enqueue.assign({
            queueId: command.queueId,
            queuedAt: command.time === "reset" ? event.at : context.queuedAt,
            joinedAt: event.at,
          });
          break;
        case "transfer":
          enqueue.raise({ type: "transfer.begins", at: event.at, by, transfer: command });
          break;
        case "end":
          break;
        default:
          command satisfies never;
      }
      enqueue.emit({ type: "reply", answer: yes("done") });
    }),
    /** Asks the queue that the caller be phoned, in the place of the entry that they wait with if they do. */
    requestPromise: enqueueActions(({ context, event, enqueue }) => {
      const { callId, room, from, to, route, entryId: instead, queueId = route?.queueId } = context;
      if (event.type !== "command" || event.command.type !== "requestCallback") return;
      if (queueId === undefined || route === undefined) return;
      const entries = context.entries + 1;
      const entryId = as<EntryId>(`${callId}.${entries}`);
      const settings = pinnedForCallback(settingsOf(route) ?? {});
      enqueue.assign({ entries, promise: entryId, lines: { ...context.lines, [entryId]: queueId } });
      enqueue.emit({
        type: "queue.promise",
        queueId,
        request: {
          entryId,
          instead,
          callId,
          room,
          caller: from,
          number: event.command.number ?? from,
          line: to,
          language: route.language,
          ...(settings && { settings }),
          since: context.queuedAt ?? event.at,
          priority: context.priority,
          needs: route.needs,
          preference: context.preference,
          revision: context.changes,
        },
      });
    }),
    notePromise: enqueueActions(({ event: { at }, enqueue }) => {
      enqueue.assign({ promised: true, entryId: undefined, marker: "callback" });
      enqueue.emit({ type: "note", what: "callback promised" });
      enqueue.emit({ type: "scenario", event: { type: "callbackPromised", at } });
    }),
    noteNoPromise: enqueueActions(({ event, enqueue }) => {
      if (event.type !== "promise.answered" || event.answer.ok) return;
      const because = event.answer.refusal;
      enqueue.emit({ type: "note", what: "no callback", detail: { because } });
      enqueue.emit({ type: "scenario", event: { type: "callbackRefused", at: event.at, because } });
    }),
    /** It has been promised to a caller who has got an operator meanwhile, or has hung up without knowing of it. */
    releasePromise: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== "promise.answered" || !event.answer.ok) return;
      if (context.promised && context.promise === event.entryId) return;
      const queueId = queueOf(context, event.entryId);
      if (queueId !== undefined) enqueue.emit({ type: "queue.withdraw", queueId, entryId: event.entryId });
    }),
    readStanding: enqueueActions(({ context, enqueue }) => {
      const { entryId } = context;
      const queueId = queueOf(context, entryId);
      if (queueId !== undefined && entryId !== undefined) enqueue.emit({ type: "queue.read", queueId, entryId });
    }),
    withdraw: enqueueActions(({ context, event, enqueue }) => {
      const { entryId } = context;
      const queueId = queueOf(context, entryId);
      if (queueId === undefined || entryId === undefined) return;
      enqueue.assign({ entryId: undefined });
      const { from: caller, outcome, priority, queuedAt: since } = context;
      const abandoned =
        outcome === "abandoned" && caller !== "" && since !== undefined
          ? { caller, since, priority, leftAt: event.at }
          : undefined;
      enqueue.emit({ type: "queue.withdraw", queueId, entryId, abandoned });
    }),
    /** The queue has let a caller in who is no longer there. */
    withdrawLate: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== "queue.answered" || !event.answer.ok) return;
      const { entryId } = event;
      const queueId = queueOf(context, entryId);
      if (queueId !== undefined) enqueue.emit({ type: "queue.withdraw", queueId, entryId });
    }),
    /** An entry that has been given up or taken meanwhile: the queue is answered all the same. */
    withdrawExpired: enqueueActions(({ event, enqueue }) => {
      if (event.type !== "entry.expired") return;
      enqueue.emit({ type: "queue.withdraw", queueId: event.queueId, entryId: event.entryId });
    }),
    /**
     * Out of the line unserved: what becomes of the caller is the scenario's to do. A target that leads in a circle is cut. Who was transferred
     * and is not let in is not lost for that: without a target they are back in the line of the queue that they were served by.
     */
    turnAway: enqueueActions(
      (
        { context, event: { at }, enqueue },
        {
          what,
          because,
          target: meant,
        }: { what: "refused" | "expired"; because: Unserved; target: Target | undefined },
      ) => {
        const { queueId, unserved, handover } = context;
        if (queueId === undefined) return;
        const circle = meant?.to === "queue" && queuesOfLate(context).includes(meant.queue);
        const isBack = what === "refused" && handover !== undefined && handover.from !== queueId;
        const usual: Target = isBack
          ? { to: "queue", queue: handover.from, time: "keep", priority: null }
          : usualTarget;
        const target = circle ? usual : (meant ?? usual);
        enqueue.assign({
          handover: undefined,
          unserved: [...unserved, { at, queueId, because }],
          turnedAway: what === "refused" ? "refused" : "overflowed",
        });
        enqueue.emit({
          type: "note",
          what,
          detail: {
            because,
            queue: queueId,
            to: target.to,
            ...(target.to === "queue" && { next: target.queue }),
            ...(circle && { circle: meant.queue }),
          },
        });
        enqueue.emit({ type: "scenario", event: { type: scenarioWords[because], at, because, target } });
      },
    ),
    admitPartner: enqueueActions(({ context: { room, partner }, enqueue }) => {
      if (partner !== undefined) enqueue.emit({ type: "room.admit", room, operatorId: partner.operatorId });
    }),
    tellPartnerEnded: enqueueActions(({ context, event, enqueue }, { by }: { by: TalkEndedBy }) => {
      const { partner, callId } = context;
      if (partner === undefined) return;
      enqueue.emit({
        type: "operator.news",
        operatorId: partner.operatorId,
        news: { type: "call.ended", at: event.at, callId, offerId: partner.offerId, by },
      });
    }),
    deleteRoom: emit(({ context: { room } }) => ({ type: "room.delete", room })),
    expel: enqueueActions(({ context: { room }, event, enqueue }) => {
      if (event.type !== "operator.joined" && event.type !== "operator.audible") return;
      const { operatorId, sid } = event;
      enqueue.emit({ type: "room.expel", room, operatorId, sid });
    }),
    connected: emit(({ context }) => ({
      type: "reply",
      answer: yes({ connectedAt: talkOf(context)?.connectedAt }),
    })),
    gone: emit({ type: "reply", answer: no("gone") }),
    taken: emit({ type: "reply", answer: no("taken") }),
    close: enqueueActions(({ context, event, enqueue }, { by, lost }: { by: EndedBy; lost: boolean }) => {
      const outcome = outcomeOf(context, { by, lost });
      enqueue.assign({ endedAt: event.at, endedBy: by, outcome, talks: ended(context.talks, event.at, by) });
      enqueue.emit({ type: "note", what: "ended", detail: { by, outcome } });
      if (context.worker !== undefined) enqueue.emit({ type: "media.release", worker: context.worker });
      enqueue.emit({ type: "room.delete", room: context.room });
      enqueue.emit({ type: "ledger.ended" });
    }),
    heard: enqueueActions(({ context, event, enqueue }) => {
      const { partner, callId, connectedAt, talks, route, queueId = route?.queueId } = context;
      if (event.type !== "operator.audible" || partner === undefined || queueId === undefined) return;
      enqueue.assign({ partner: { ...partner, sid: event.sid, since: event.at } });
      if (talkOf(context) !== undefined) return;
      const { at } = event;
      const talk: Talk = { operatorId: partner.operatorId, queueId, connectedAt: at };
      enqueue.assign({ connectedAt: connectedAt ?? at, talks: [...talks, talk] });
      enqueue.emit({ type: "note", what: "connected" });
      enqueue.emit({
        type: "operator.news",
        operatorId: partner.operatorId,
        news: { type: "call.connected", at: event.at, callId, offerId: partner.offerId },
      });
    }),
  },
}).createMachine({
  id: "call",
  context: unknownCall,
  initial: "expected",
  states: {
    expected: {
      on: {
        "caller.joined": [
          { guard: "isDeparted", target: "over", actions: ["begin", ...ending("caller")] },
          {
            guard: "isRouted",
            target: "alive",
            actions: [
              "begin",
              enqueueActions(({ event: { at, route }, enqueue }) => {
                if (route === undefined) return;
                const { language, queueId, priority, announceEvery } = route;
                const settings = settingsOf(route);
                enqueue.emit({
                  type: "scenario",
                  event: {
                    type: "callAlerting",
                    at,
                    language,
                    queueId,
                    priority,
                    announceEvery,
                    ...(settings && { settings }),
                  },
                });
              }),
            ],
          },
          { target: "over", actions: ["begin", ...ending("system")] },
        ],
        "caller.left": { actions: assign({ departedSid: ({ event }) => event.sid }) },
        "connect.asked": { actions: "gone" },
        "call.forced": { actions: emit({ type: "reply", answer: no("over") }) },
      },
    },

    alive: {
      type: "parallel",
      on: {
        // The caller's telephone gateway reconnected to the room: same caller, new session.
        "caller.joined": {
          actions: assign({ callerSid: ({ event }) => event.sid, callerSince: ({ event }) => event.at }),
        },
        "caller.left": { guard: "isCaller", target: "over", actions: ending("caller") },
        "call.forced": [
          {
            guard: { type: "isForced", params: { to: ["end"] } },
            target: "over",
            actions: ["obey", ...ending("system")],
          },
          { guard: { type: "isForced", params: { to: ["prioritise"] } }, actions: "obey" },
          {
            guard: "isTransferOfTalk",
            actions: "obey",
          },
          {
            guard: { type: "isForced", params: { to: ["transfer"] } },
            actions: emit({ type: "reply", answer: no("not_talking") }),
          },
          { actions: emit({ type: "reply", answer: no("not_waiting") }) },
        ],
        "room.gone": { target: "over", actions: ending("system", { lost: true }) },
        "operator.hungUp": { guard: "isPartner", target: "over", actions: ending("operator") },
        "operator.transfers": {
          guard: "isTransferOfTalk",
          actions: raise(
            ({ event: { at, operatorId, transfer } }) =>
              ({ type: "transfer.begins", at, by: operatorId, transfer }) as const,
          ),
        },
        "operator.joined": { guard: "isStranger", actions: "expel" },
        "operator.audible": { guard: "isStranger", actions: "expel" },
        "room.seen": {
          actions: enqueueActions(({ context, event, enqueue }) => {
            const { callerIdentity, callerSid, callerSince, partner } = context;
            const { at, seats } = event;
            const caller = seats.find(({ identity }) => identity === callerIdentity);
            if (caller === undefined && at > callerSince) {
              enqueue.raise({ type: "caller.left", at, sid: callerSid, reason: "not in the room" });
              return;
            }
            for (const { identity, sid, hears } of seats) {
              if (whoIs(identity) !== "operator" || !hears) continue;
              enqueue.raise({ type: "operator.joined", at, operatorId: operatorOf(identity), sid });
            }
            if (partner === undefined) return;
            const { operatorId } = partner;
            const seat = seats.find(({ identity }) => identity === operatorIdentity(operatorId));
            if (seat?.audible === true && seat.sid !== partner.sid) {
              enqueue.raise({ type: "operator.audible", at, operatorId, sid: seat.sid });
            } else if (seat?.sid !== partner.sid && partner.sid !== undefined && at > partner.since) {
              enqueue.raise({ type: "operator.left", at, operatorId, sid: partner.sid, reason: "not in the room" });
            }
          }),
        },
        "entry.expired": { actions: "withdrawExpired" },
        "promise.answered": { actions: "releasePromise" },
        "media.assigned": {
          actions: enqueueActions(({ context, event, enqueue }) => {
            if (context.worker === event.worker) return;
            if (context.worker !== undefined) enqueue.emit({ type: "media.release", worker: context.worker });
            enqueue.assign({ worker: event.worker });
          }),
        },
        "media.lost": {
          guard: "isOurWorker",
          actions: enqueueActions(({ context, enqueue }) => {
            const { room, treatment } = context;
            enqueue.assign({ worker: undefined });
            enqueue.emit({ type: "note", what: "media worker lost" });
            enqueue.emit({ type: "media.treat", key: "media", room, worker: undefined, treatment });
          }),
        },
        "speech.finished": {
          guard: "isOurSpeech",
          actions: [
            assign({
              treatment: ({ context, event }) => ({
                ...context.treatment,
                speech: undefined,
                musicFrom: event.musicAt,
              }),
            }),
            { type: "tellScenario", params: { what: "playbackFinished" } },
          ],
        },
        digit: {
          actions: enqueueActions(({ event: { at, digit }, enqueue }) => {
            enqueue.emit({ type: "scenario", event: { type: "digit", at, digit } });
          }),
        },
        command: [
          {
            guard: { type: "isCommand", params: { command: "answer" } },
            actions: { type: "treat", params: { background: "quiet" } },
          },
          {
            guard: { type: "isCommand", params: { command: "say" } },
            actions: enqueueActions(({ context, event: { command }, enqueue }) => {
              if (command.type !== "say" || context.route === undefined) return;
              const plays = context.plays + 1;
              const sounds = command.parts.flatMap(({ sound }) => sound?.id ?? []);
              const text = wordsOf(command.parts);
              if (text === "" && sounds.length === 0) {
                enqueue({ type: "treat", params: { background: command.afterwards } });
                enqueue({ type: "tellScenario", params: { what: "playbackFinished" } });
                return;
              }
              const speech = {
                playId: as<PlayId>(`${context.callId}/${plays}`),
                text,
                ...(sounds.length > 0 && { parts: command.parts }),
                language: context.route.language,
              };
              enqueue.assign({ plays });
              enqueue.emit({
                type: "note",
                what: "say",
                detail: { text, ...(sounds.length > 0 && { sounds: sounds.join(" ") }) },
              });
              enqueue({ type: "treat", params: { background: command.afterwards, speech } });
            }),
          },
          {
            guard: { type: "isCommand", params: { command: "mark" } },
            actions: enqueueActions(({ event: { command }, enqueue }) => {
              if (command.type !== "mark") return;
              enqueue.assign({ marker: command.marker });
              enqueue.emit({ type: "note", what: "marked", detail: { for: command.marker } });
            }),
          },
          {
            guard: { type: "isCommand", params: { command: "hangUp" } },
            target: "over",
            actions: [
              assign({
                refused: ({ event: { command } }) => command.type === "hangUp" && command.because === "refused",
              }),
              ...ending("system"),
            ],
          },
        ],
      },
      states: {
        leg: {
          initial: "ringing",
          states: {
            ringing: {
              on: {
                "media.active": {
                  target: "answered",
                  actions: [
                    emit({ type: "note", what: "answered" }),
                    { type: "tellScenario", params: { what: "callConnected" } },
                  ],
                },
              },
            },
            answered: {},
          },
        },

        line: {
          initial: "outside",
          states: {
            outside: {
              on: {
                command: [
                  { guard: { type: "isCommand", params: { command: "enqueue" } }, target: "asking" },
                  // Who was not let in, or was let go. Who has an operator already is not phoned.
                  {
                    guard: and([
                      ({ context }) => context.turnedAway !== undefined && context.partner === undefined,
                      { type: "isCommand", params: { command: "requestCallback" } },
                    ]),
                    target: "promising",
                  },
                ],
                "partner.over": { guard: "neverHeard", target: "asking" },
                "transfer.begins": "asking",
                // The answer to an entry that has been given up meanwhile.
                "queue.answered": { actions: "withdrawLate" },
              },
            },
            asking: {
              entry: ["heed", "requestEntry"],
              on: {
                "queue.answered": [
                  {
                    guard: ({ context, event }) => event.entryId === context.entryId && event.answer.ok,
                    target: "waiting",
                    actions: ["comeIn", "tellLine"],
                  },
                  {
                    guard: ({ context, event }) => event.entryId === context.entryId && !event.answer.ok,
                    target: "outside",
                    actions: enqueueActions(({ context, event: { answer }, enqueue }) => {
                      if (answer.ok) return;
                      // A copy of the request may still be on its way, and would be let in by then.
                      enqueue("withdraw");
                      const { refusal: because } = answer;
                      const ofNumber = because === "closed" && context.queueId === context.route?.queueId;
                      const target = (ofNumber ? context.route?.closed : undefined) ?? answer.target;
                      enqueue({ type: "turnAway", params: { what: "refused", because, target } });
                    }),
                  },
                  { actions: "withdrawLate" },
                ],
                // Told before the answer has come.
                "entry.expired": expired,
                "connect.asked": { guard: "isOurEntry", target: "outside" },
              },
            },
            waiting: {
              on: {
                "call.forced": [
                  {
                    guard: { type: "isForced", params: { to: ["move"] } },
                    target: "asking",
                    actions: ["withdraw", "obey"],
                  },
                  {
                    guard: { type: "isForced", params: { to: ["prioritise", "assign", "unassign"] } },
                    actions: ["obey", "tellLine"],
                  },
                ],
                command: [
                  { guard: { type: "isCommand", params: { command: "getStatus" } }, actions: "readStanding" },
                  { guard: { type: "isCommand", params: { command: "requestCallback" } }, target: "promising" },
                  {
                    guard: { type: "isCommand", params: { command: "cancel" } },
                    target: "outside",
                    actions: "withdraw",
                  },
                ],
                "standing.read": [
                  {
                    guard: ({ context, event }) => event.entryId === context.entryId && event.standing !== undefined,
                    actions: enqueueActions(({ event: { at, standing }, enqueue }) => {
                      if (standing !== undefined)
                        enqueue.emit({ type: "scenario", event: { type: "waiting", at, ...standing } });
                    }),
                  },
                  // The queue does not have the caller, who is waiting all the same: in again, at the time they came.
                  { guard: "isOurEntry", target: "asking" },
                ],
                "entry.expired": expired,
                "connect.asked": { guard: "isOurEntry", target: "outside" },
              },
            },
            /** A caller who gets an operator meanwhile is not phoned. */
            promising: {
              entry: "requestPromise",
              on: {
                "promise.answered": [
                  { guard: and(["isOurPromise", "isPromised"]), target: "outside", actions: "notePromise" },
                  // It was promised, and is over already: their own entry has gone with it. In again, at the time they came.
                  {
                    guard: and([
                      "isOurPromise",
                      ({ context, event: { answer } }) =>
                        context.entryId !== undefined && !answer.ok && answer.refusal === "over",
                    ]),
                    target: "asking",
                    actions: "noteNoPromise",
                  },
                  {
                    guard: and(["isOurPromise", ({ context }) => context.entryId !== undefined]),
                    target: "waiting",
                    actions: "noteNoPromise",
                  },
                  { guard: "isOurPromise", target: "outside", actions: "noteNoPromise" },
                ],
                "entry.expired": expired,
                "connect.asked": { guard: "isOurEntry", target: "outside" },
              },
            },
          },
        },

        partner: {
          initial: "none",
          states: {
            none: {
              on: {
                "connect.asked": [
                  {
                    guard: "isOurEntry",
                    target: "joining",
                    actions: [
                      assign({
                        partner: ({ event: { operatorId, offerId, at } }) => ({
                          operatorId,
                          offerId,
                          sid: undefined,
                          since: at,
                        }),
                        entryId: undefined,
                      }),
                      "admitPartner",
                      { type: "treat", params: { background: "quiet" } },
                      emit(({ event }) => ({
                        type: "note",
                        what: "taken",
                        detail: {
                          operator: event.operatorId,
                          offer: event.offerId,
                          ...(event.reason !== undefined && { reason: event.reason }),
                        },
                      })),
                      { type: "tellScenario", params: { what: "operatorReached" } },
                      "connected",
                    ],
                  },
                  { actions: "gone" },
                ],
              },
            },
            joining: {
              entry: raise(({ event }) => ({ type: "partner.over", at: event.at }) as const, {
                id: "partner",
                delay: partnerGrace,
              }),
              exit: cancel("partner"),
              on: {
                "connect.asked": [{ guard: "isOurOffer", actions: "connected" }, { actions: "taken" }],
                "operator.audible": {
                  guard: "isPartner",
                  target: "present",
                  actions: "heard",
                },
                "partner.over": {
                  target: "none",
                  actions: [
                    emit({ type: "note", what: "operator not heard" }),
                    { type: "tellPartnerEnded", params: { by: "system" } },
                    assign({ partner: undefined }),
                    { type: "treat", params: { background: "music" } },
                  ],
                },
              },
            },
            present: {
              on: {
                "connect.asked": [{ guard: "isOurOffer", actions: "connected" }, { actions: "taken" }],
                "operator.audible": { guard: "isPartner", actions: "heard" },
                "transfer.begins": transferred,
                "operator.left": {
                  guard: "isPartnersSession",
                  target: "lost",
                  actions: [
                    emit({ type: "note", what: "operator lost" }),
                    { type: "treat", params: { background: "music" } },
                  ],
                },
              },
            },
            /** Their browser reloads or their network is away: the caller hears music meanwhile. */
            lost: {
              entry: raise(({ event }) => ({ type: "partner.over", at: event.at }) as const, {
                id: "partner",
                delay: partnerGrace,
              }),
              exit: cancel("partner"),
              on: {
                "connect.asked": [{ guard: "isOurOffer", actions: "connected" }, { actions: "taken" }],
                "operator.audible": {
                  guard: "isPartner",
                  target: "present",
                  actions: [
                    "heard",
                    { type: "treat", params: { background: "quiet" } },
                    emit({ type: "note", what: "operator back" }),
                  ],
                },
                "transfer.begins": transferred,
                "partner.over": {
                  target: "#call.over",
                  actions: ending("operator"),
                },
              },
            },
          },
        },
      },
    },

    over: {
      entry: raise(({ event }) => ({ type: "purge", at: event.at }) as const, { id: "purge", delay: remembered }),
      on: {
        "connect.asked": { actions: "gone" },
        "call.forced": { actions: emit({ type: "reply", answer: no("over") }) },
        "queue.answered": { actions: "withdrawLate" },
        "promise.answered": { actions: "releasePromise" },
        "entry.expired": { actions: "withdrawExpired" },
        // Somebody is still in the room, which was to be deleted.
        "caller.joined": { actions: "deleteRoom" },
        "operator.joined": { actions: "deleteRoom" },
        "media.assigned": {
          actions: emit(({ event }) => ({ type: "media.release", worker: event.worker })),
        },
        purge: {
          actions: [
            emit({ type: "forget" }),
            raise(({ event }) => ({ type: "purge", at: event.at }) as const, { id: "purge", delay: remembered }),
          ],
        },
      },
    },
  },
});
