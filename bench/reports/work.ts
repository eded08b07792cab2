/** A month of made-up work: two hundred operators, eight hours a day, one call after the other, told forty lines at a time. */
import type { StatusLine, Work, WorkLine } from "../../src/protocol/work.ts";
import { as, minutes, seconds } from "../../src/words/index.ts";
import type { CallId, Duration, Instant, OfferId, OperatorId, QueueId } from "../../src/words/index.ts";

const operators = 200;
const linesAtOnce = 40;
const day = minutes(24 * 60);
const shift = minutes(8 * 60);

export function* monthOfWork(from: Instant, until: Instant, chance: () => number): Generator<Work> {
  for (let n = 0; n < operators; n += 1) {
    const operatorId = as<OperatorId>(`operator${n}`);
    let first = 1;
    let lines: WorkLine[] = [];
    for (let began = from + Math.floor(chance() * minutes(8 * 60)); began < until; began += day) {
      for (const line of oneShift(n, began, chance)) {
        lines.push(line);
        if (lines.length < linesAtOnce) continue;
        yield { operatorId, first, lines };
        first += lines.length;
        lines = [];
      }
    }
    yield { operatorId, first, lines };
  }
}

function* oneShift(n: number, began: Instant, chance: () => number): Generator<WorkLine> {
  const some = (mean: Duration): Duration => Math.floor(-Math.log(1 - chance()) * mean);
  const signedIn = statusLine("Online", began, seconds(10), { reason: "online" });
  yield signedIn;
  let at = signedIn.until;
  while (at < began + shift) {
    const callId = as<CallId>(`c_${n}_${at}`);
    const about = { queueId: as<QueueId>(`Queue${Math.floor(chance() * 10)}`), callId };
    const ready = statusLine("Ready", at, some(seconds(40)));
    yield ready;
    const rang = statusLine("BeforeService", ready.until, 1_000 + some(seconds(3)), about);
    const { from, until } = rang;
    yield rang;
    const isTaken = chance() < 0.95;
    const outcome = isTaken ? "taken" : "declined";
    yield { what: "offer", outcome, offerId: as<OfferId>(`${callId}.1.1`), ...about, from, until };
    const talk = statusLine("InService", until, isTaken ? some(minutes(4)) : 0, about);
    const wrapUp = statusLine("AfterService", talk.until, isTaken ? some(seconds(30)) : 0, about);
    if (isTaken) yield* [talk, wrapUp];
    at = wrapUp.until;
  }
}

const statusLine = (
  status: StatusLine["status"],
  from: Instant,
  length: Duration,
  about: Pick<StatusLine, "reason" | "queueId" | "callId"> = {},
): StatusLine => ({ what: "status", status, ...about, from, until: from + length });
