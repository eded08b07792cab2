/** A month of made-up calls, in the order in which they end, with the timelines that real ones have. */
import type { CallRecord, Moment } from "../../src/protocol/record.ts";
import { as, minutes, seconds } from "../../src/words/index.ts";
import type { CallId, Instant, OperatorId, QueueId, RoomName, ScenarioId } from "../../src/words/index.ts";

const [queues, numbers, operators, callers] = [10, 5, 200, 300_000];
const hour = minutes(60);

/** They end as they begin, a few minutes later: near enough to the order in which a ledger is told. */
export function* monthOfCalls(
  count: number,
  from: Instant,
  until: Instant,
  chance: () => number,
): Generator<CallRecord> {
  let at = from;
  for (let n = 0; n < count; n += 1) {
    // By day (8 to 20) ten times as many as by night.
    const isDay = Math.floor((at - from) / hour) % 24 >= 8 && Math.floor((at - from) / hour) % 24 < 20;
    const gap = ((until - from) / count) * (isDay ? 0.55 : 5.5);
    at += -Math.log(1 - chance()) * gap;
    if (at >= until) return;
    yield someCall(n, Math.floor(at), chance);
  }
}

function someCall(n: number, startedAt: Instant, chance: () => number): CallRecord {
  const below = (limit: number): number => Math.floor(chance() * limit);
  const queueId = as<QueueId>(`Queue${below(queues)}`);
  const operatorId = as<OperatorId>(`operator${below(operators)}`);
  const from = `+7916${String(below(callers)).padStart(7, "0")}`;
  const callId = as<CallId>(`c_${n.toString(36).padStart(20, "0")}`);
  const timeline: Moment[] = [];
  let at = startedAt;
  const note = (what: string, later: number, detail?: Moment["detail"]): void => {
    at += later;
    timeline.push({ seq: timeline.length + 1, at, what, ...(detail && { detail }) });
  };
  note("started", 0, { channel: "phone", rule: "InboundCalls" });
  note("answered", 300);
  note("queued", 20, { queue: queueId, place: 3, expectedWait: 60_000 });
  note("say", 1, { text: "Вы третий в очереди. Ожидаемое время ожидания — одна минута." });
  const wait = Math.floor(-Math.log(1 - chance()) * seconds(40));
  const isAnswered = chance() < 0.92;
  if (isAnswered) {
    note("taken", wait, { operator: operatorId });
    note("connected", 100);
  }
  const connectedAt = at;
  const talk = Math.floor(-Math.log(1 - chance()) * minutes(4));
  const outcome = isAnswered ? "answered" : "abandoned";
  note("ended", isAnswered ? talk : wait, { by: "caller", outcome });
  return {
    callId,
    room: as<RoomName>(`call-callcenter_${from}_${callId}`),
    channel: "phone",
    from,
    to: `+749512345${below(numbers)}0`,
    scenario: as<ScenarioId>("ACD"),
    queueId,
    startedAt,
    endedAt: at,
    endedBy: "caller",
    outcome,
    ...(isAnswered && {
      operatorId,
      connectedAt,
      talks: [{ operatorId, queueId, connectedAt, endedAt: at, endedBy: "caller" as const }],
    }),
    timeline,
  };
}
