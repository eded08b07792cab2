/** Calls with the timelines that real ones have, drawn at random. */
import { callbackOutcomes, dialFailures, type CallbackRecord } from "../../../src/protocol/callback.ts";
import type { CallOutcome, CallRecord, Moment, Talk } from "../../../src/protocol/record.ts";
import { as } from "../../../src/words/index.ts";
import type { CallId, EntryId, OperatorId, QueueId, RoomName, ScenarioId } from "../../../src/words/index.ts";
import { seeded } from "../../support/chance.ts";

/** A whole number below the given one. */
export type Dice = (below: number) => number;

/** The same seed, the same calls. */
export function diceOf(seed: number): Dice {
  const random = seeded(seed);
  return (below) => (random() * 2 ** 32) % below;
}

export const plain = (id: string, startedAt: number, more: Partial<CallRecord> = {}): CallRecord => ({
  callId: as<CallId>(id),
  room: as<RoomName>(`room-${id}`),
  channel: "phone",
  from: "+79161234567",
  to: "+74951234567",
  scenario: as<ScenarioId>("ACD"),
  startedAt,
  timeline: [],
  ...more,
});

/** A whole call: up to three stays, each with an end of its own; the last one decides how the call ended. */
export function someCall(id: string, startedAt: number, dice: Dice): CallRecord {
  const timeline: Moment[] = [];
  const talks: Talk[] = [];
  let at = startedAt;
  const note = (what: string, detail?: Moment["detail"]): void => {
    timeline.push({ seq: timeline.length + 1, at, what, ...(detail && { detail }) });
  };
  const queue = (): QueueId => as<QueueId>(`Q${dice(3)}`);
  let queueId = queue();
  let outcome: CallOutcome = "gone";
  let endedBy: CallRecord["endedBy"] = "caller";
  note("started", { channel: "phone", rule: "r" });
  const stays = dice(4);
  for (let stay = 1; stay <= stays; stay += 1) {
    const isLast = stay === stays;
    at += dice(3_000);
    if (dice(8) === 0) {
      note("refused", { because: "full", queue: queueId, to: "say" });
      outcome = talks.length > 0 ? "answered" : "refused";
      if (isLast) endedBy = "system";
      queueId = queue();
      continue;
    }
    note("queued", { queue: queueId, place: 1, expectedWait: null });
    at += dice(4) === 0 ? dice(1_200_000) : dice(40_000);
    const how = dice(10);
    if (how < 5) {
      const operatorId = as<OperatorId>(`o${dice(4)}`);
      note("connected");
      const connectedAt = at;
      at += dice(300_000);
      outcome = "answered";
      const next = isLast ? undefined : queue();
      endedBy = "operator";
      talks.push({ operatorId, queueId, connectedAt, endedAt: at, endedBy: next === undefined ? endedBy : "transfer" });
      if (next !== undefined) {
        note("transferred", { by: operatorId, operator: operatorId, to: next });
        queueId = next;
      }
    } else if (how < 7) {
      note("expired", { because: "waited", queue: queueId, to: "say" });
      outcome = talks.length > 0 ? "answered" : "overflowed";
      endedBy = "system";
      queueId = queue();
    } else if (how === 7 && talks.length === 0) {
      note("callback promised");
      outcome = "callback";
      endedBy = "system";
      break;
    } else {
      outcome = talks.length > 0 ? "answered" : "abandoned";
      endedBy = "caller";
      break;
    }
  }
  note("ended", { by: endedBy, outcome });
  return plain(id, startedAt, {
    channel: dice(5) === 0 ? "web" : "phone",
    from: dice(6) === 0 ? "" : `+7916${dice(40)}`,
    to: `+7495${dice(3)}`,
    queueId,
    operatorId: talks[0]?.operatorId,
    connectedAt: talks[0]?.connectedAt,
    endedAt: at,
    endedBy,
    outcome,
    ...(talks.length > 0 && { talks }),
    timeline,
  });
}

/** How a promise ended that was made in a call, and the call in which they were reached, if they were. */
export function somePromise(of: CallRecord, dice: Dice): { callback: CallbackRecord; phoned?: CallRecord } {
  const queueId = of.queueId ?? as<QueueId>("Q0");
  const promisedAt = of.endedAt ?? of.startedAt;
  const endedAt = promisedAt + dice(7_200_000);
  const outcome = callbackOutcomes[dice(callbackOutcomes.length)] ?? "failed";
  const ended = { entryId: as<EntryId>(`e_${of.callId}`), queueId, of: of.callId, promisedAt, endedAt, outcome };
  const attempts = dice(4);
  if (outcome === "failed") {
    const because = dice(6) === 0 ? undefined : dialFailures[dice(dialFailures.length)];
    return { callback: { ...ended, attempts, ...(because && { because }) } };
  }
  if (outcome !== "reached") return { callback: { ...ended, attempts } };
  const operatorId = as<OperatorId>(`o${dice(4)}`);
  const [connectedAt, over] = [endedAt + dice(30_000), endedAt + 30_000 + dice(300_000)];
  const isAnswered = dice(4) > 0;
  const note = (seq: number, at: number, what: string, detail = {}) => ({ seq, at, what, detail });
  const phoned = plain(`p_${of.callId}`, endedAt, {
    from: of.from,
    to: of.to,
    scenario: as<ScenarioId>("Callback"),
    callbackOf: of.callId,
    queueId,
    endedAt: over,
    endedBy: "caller",
    outcome: isAnswered ? "answered" : "abandoned",
    ...(isAnswered && { operatorId, connectedAt, talks: [{ operatorId, queueId, connectedAt, endedAt: over }] }),
    timeline: [
      note(1, endedAt, "queued", { queue: queueId }),
      ...(isAnswered ? [note(2, connectedAt, "connected")] : []),
      note(isAnswered ? 3 : 2, over, "ended"),
    ],
  });
  return { callback: { ...ended, attempts: attempts + 1, callId: phoned.callId }, phoned };
}
