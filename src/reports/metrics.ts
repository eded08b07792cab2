/**
 * Every figure of the reports, with its definition. The same words mean different things elsewhere (docs/reports.md says where):
 * so each figure comes with what it means here.
 */
import { minutes, seconds, type Duration } from "../words/index.ts";
import { quantile, within } from "./histogram.ts";
import type { ReportFilter } from "./query.ts";
import { Counter, type Peak, type Sum, type Tally, type WorkSum } from "./tally.ts";
import type { ReportName } from "./names.ts";

export interface Terms {
  /** The T of the service level: a whole number of seconds, 1 s to 10 min, default 20 s. */
  readonly threshold: Duration;
  /** Who gave up no later than this is short-abandoned: a whole number of seconds, 0 to 10 min, default 5 s. */
  readonly shortAbandon: Duration;
}

export const usualTerms: Terms = { threshold: seconds(20), shortAbandon: seconds(5) };
/** Within how long who calls again has not been helped; what `repeatWithin` may be. */
export const repeatLimits = { least: minutes(1), most: minutes(30 * 24 * 60) } as const;

/** What a figure is: how many, milliseconds, or a part of 1. */
export type Unit = "count" | "time" | "share";

export interface Metric {
  readonly name: string;
  readonly definition: string;
  readonly unit: Unit;
  /** Null: it cannot be said, for lack of anything to divide by. */
  readonly of: (tally: Tally, terms: Terms) => number | null;
  /** The reports that have it. */
  readonly reports: readonly ReportName[];
  /**
   * Made of what operators tell of their work: `queue`, which they tell by queue, but not by number, channel or scenario; `presence`, which
   * belongs to no queue either. Not said: of calls.
   */
  readonly from?: "queue" | "presence";
}

const callReports = ["queues", "numbers", "scenarios", "hours"] as const;
const peopleReports = ["operators", "groups"] as const;
const allReports = [...callReports, ...peopleReports] as const;
const workReports = ["queues", ...peopleReports] as const;

const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000;
const mean = (total: number, count: number): number | null => (count === 0 ? null : Math.round(total / count));

const sum = ({ sums }: Tally, name: Sum): number => sums[name] ?? 0;
const inTime = (tally: Tally, which: Peak, limit: Duration): number => within(tally.waits[which] ?? {}, limit);
const short = (tally: Tally, { shortAbandon }: Terms): number => inTime(tally, "abandonedWait", shortAbandon);

/** Of everybody who waited to the end, one way or the other. */
function waitQuantile({ waits }: Tally, part: number): number | null {
  const all = new Counter();
  all.merge({ sums: {}, peaks: {}, waits: { answeredWait: waits.answeredWait ?? {} } });
  all.merge({ sums: {}, peaks: {}, waits: { answeredWait: waits.abandonedWait ?? {} } });
  return quantile(all.waits.answeredWait ?? {}, part) ?? null;
}

const counted = (name: Sum, reports: Metric["reports"], definition: string, unit: Unit = "count"): Metric => ({
  name,
  definition,
  unit,
  reports,
  of: (tally) => sum(tally, name),
});

const figure = (
  name: string,
  unit: Unit,
  reports: Metric["reports"],
  definition: string,
  of: Metric["of"],
): Metric => ({
  name,
  definition,
  unit,
  reports,
  of,
});

const work = (name: string, unit: Unit, definition: string, of: Metric["of"]): Metric => ({
  ...figure(name, unit, workReports, definition, of),
  from: "queue",
});

const presence = (name: string, unit: Unit, definition: string, of: Metric["of"]): Metric => ({
  ...figure(name, unit, peopleReports, definition, of),
  from: "presence",
});

const handling = (tally: Tally): number => sum(tally, "timeInService") + sum(tally, "timeAfterService");
const working = (tally: Tally): number => handling(tally) + sum(tally, "timeReady") + sum(tally, "timeBeforeService");
const pausing = (tally: Tally): number =>
  sum(tally, "timeOnline") + sum(tally, "timeTimeout") + sum(tally, "timeDND") + sum(tally, "timeBanned");
const offerSums = [
  "offersTaken",
  "offersDeclined",
  "offersMissed",
  "offersGone",
  "offersRescinded",
  "offersLost",
  "offersUnreachable",
  "offersUnanswered",
] as const satisfies readonly WorkSum[];

const metrics: readonly Metric[] = [
  counted(
    "offered",
    callReports,
    "Calls that began in the interval; about queues: stays in the queue, of which a call may have several. = answered + abandoned + overflowed + refused + calledBack + moved + gone + unrouted + failed. Calls that we placed are not among them.",
  ),
  counted("answered", callReports, "Connected to an operator: both heard each other."),
  counted("abandoned", callReports, "The caller hung up while waiting, however soon."),
  figure(
    "shortAbandoned",
    "count",
    callReports,
    "Of the abandoned: no later than `shortAbandon` after they came into the queue.",
    short,
  ),
  counted("overflowed", callReports, "Let go by the queue after waiting: too long, left alone, or at closing time."),
  counted("refused", callReports, "Not let in by the queue: closed, full, or nobody there."),
  counted("calledBack", callReports, "Left the line to be phoned."),
  counted("moved", callReports, "Sent from this queue into another by somebody in charge while waiting."),
  counted("gone", callReports, "Hung up before they came into a queue."),
  counted("unrouted", callReports, "Dialled a number that leads nowhere."),
  counted("failed", callReports, "Ended neither by caller nor by queue: by somebody in charge, or by a breakdown."),
  counted(
    "phoned",
    callReports,
    "Callbacks: calls that we placed, as was promised, and that were picked up. Not among the offered.",
  ),
  counted("phonedAnswered", callReports, "Of the phoned: connected to an operator."),
  counted(
    "callbacks",
    callReports,
    "Promises to phone somebody, made in calls that began in the interval, that have ended: the sum of the six that follow. About queues: by the queue that promised.",
  ),
  counted("callbacksReached", callReports, "Somebody answered the telephone."),
  counted("callbacksFailed", callReports, "Phoned in vain as often as the queue says, or nobody can be phoned."),
  counted("callbacksExpired", callReports, "Not kept for as long as the promise was to stand."),
  counted("callbacksCalledFirst", callReports, "They called themselves before they were phoned."),
  counted("callbacksWithdrawn", callReports, "The call in which it was made did not want it any more."),
  counted("callbacksMerged", callReports, "There was one to the same number already."),
  counted("callbacksBusy", callReports, "Of the failed, by the last attempt: the number was busy."),
  counted("callbacksNoAnswer", callReports, "Likewise: nobody answered."),
  counted("callbacksNoOutbound", callReports, "Likewise: no calls can be placed here."),
  counted("callbacksGivenUp", callReports, "Likewise: the operator for whom it was did not want to wait any longer."),
  counted("callbacksNotPlaced", callReports, "Likewise: the call could not be placed, or there was none."),
  counted("callbackAttempts", callReports, "How often they were phoned, all promises together."),
  counted("callbackTalks", callReports, "Of the reached: caller and operator heard each other."),
  figure(
    "callbackDelayMean",
    "time",
    callReports,
    "From the promise until both heard each other, the mean over callbackTalks.",
    (tally) => mean(sum(tally, "callbackDelayTime"), sum(tally, "callbackTalks")),
  ),
  figure("abandonRate", "share", callReports, "abandoned / offered, short ones included.", (tally) =>
    share(sum(tally, "abandoned"), sum(tally, "offered")),
  ),
  figure(
    "abandonRateWithoutShort",
    "share",
    callReports,
    "(abandoned − shortAbandoned) / (offered − shortAbandoned).",
    (tally, terms) => share(sum(tally, "abandoned") - short(tally, terms), sum(tally, "offered") - short(tally, terms)),
  ),
  figure(
    "serviceLevelSettledOfAll",
    "share",
    callReports,
    "(answered within `threshold` + abandoned within it) / (answered + abandoned).",
    (tally, { threshold }) =>
      share(
        inTime(tally, "answeredWait", threshold) + inTime(tally, "abandonedWait", threshold),
        sum(tally, "answered") + sum(tally, "abandoned"),
      ),
  ),
  figure(
    "serviceLevelAnsweredOfAnswered",
    "share",
    callReports,
    "answered within `threshold` / answered.",
    (tally, { threshold }) => share(inTime(tally, "answeredWait", threshold), sum(tally, "answered")),
  ),
  figure(
    "serviceLevelAnsweredOfAll",
    "share",
    callReports,
    "answered within `threshold` / (answered + abandoned).",
    (tally, { threshold }) =>
      share(inTime(tally, "answeredWait", threshold), sum(tally, "answered") + sum(tally, "abandoned")),
  ),
  figure(
    "serviceLevelAnsweredOfPatient",
    "share",
    callReports,
    "answered within `threshold` / (answered + abandoned later than it).",
    (tally, { threshold }) =>
      share(
        inTime(tally, "answeredWait", threshold),
        sum(tally, "answered") + sum(tally, "abandoned") - inTime(tally, "abandonedWait", threshold),
      ),
  ),
  figure(
    "serviceLevelShortForgiven",
    "share",
    callReports,
    "(answered within `threshold` + shortAbandoned) / (answered + abandoned).",
    (tally, terms) =>
      share(
        inTime(tally, "answeredWait", terms.threshold) + short(tally, terms),
        sum(tally, "answered") + sum(tally, "abandoned"),
      ),
  ),
  figure(
    "asa",
    "time",
    callReports,
    "Average speed of answer: the mean wait of the answered, from coming into the queue until both hear each other. Milliseconds, as all times.",
    (tally) => mean(sum(tally, "answeredWaitTime"), sum(tally, "answered")),
  ),
  figure("waitMean", "time", callReports, "The mean wait of answered and abandoned.", (tally) =>
    mean(
      sum(tally, "answeredWaitTime") + sum(tally, "abandonedWaitTime"),
      sum(tally, "answered") + sum(tally, "abandoned"),
    ),
  ),
  figure(
    "waitMedian",
    "time",
    callReports,
    "The wait that half of answered and abandoned did not exceed; rounded up to a second (beyond 10 min: 10 s, beyond 1 h: 1 min).",
    (tally) => waitQuantile(tally, 0.5),
  ),
  figure(
    "waitP90",
    "time",
    callReports,
    "The wait that nine in ten of answered and abandoned did not exceed, rounded up likewise.",
    (tally) => waitQuantile(tally, 0.9),
  ),
  figure("waitLongest", "time", callReports, "The longest wait of answered and abandoned.", ({ peaks }) =>
    Math.max(peaks.answeredWait ?? 0, peaks.abandonedWait ?? 0),
  ),
  counted("talks", allReports, "Talks with operators; a transferred caller has several."),
  counted("talkTime", allReports, "How long callers and operators heard each other.", "time"),
  figure("talkMean", "time", allReports, "talkTime / talks.", (tally) =>
    mean(sum(tally, "talkTime"), sum(tally, "talks")),
  ),
  counted("transfersIn", callReports, "Stays in the queue that began with an operator's transfer."),
  counted("transfersOut", allReports, "Talks that ended by transfer into a queue."),
  work("wrapUps", "count", "Wrap-ups that began in the interval.", (tally) => sum(tally, "wrapUps")),
  work("wrapUpTime", "time", "Time in AfterService.", (tally) => sum(tally, "timeAfterService")),
  work("wrapUpMean", "time", "wrapUpTime / wrapUps.", (tally) =>
    mean(sum(tally, "timeAfterService"), sum(tally, "wrapUps")),
  ),
  work("aht", "time", "Average handling time: (talkTime + wrapUpTime) / talks.", (tally) =>
    mean(sum(tally, "talkTime") + sum(tally, "timeAfterService"), sum(tally, "talks")),
  ),
  work("offers", "count", "Offers that rang, made in the interval: the sum of the eight that follow.", (tally) =>
    offerSums.reduce((total, name) => total + sum(tally, name), 0),
  ),
  work("offersTaken", "count", "Offers that led to a talk.", (tally) => sum(tally, "offersTaken")),
  work("offersDeclined", "count", "The operator pressed Decline.", (tally) => sum(tally, "offersDeclined")),
  work("offersMissed", "count", "Rang until the time was over.", (tally) => sum(tally, "offersMissed")),
  work("offersGone", "count", "The caller hung up while it rang, or before they were connected.", (tally) =>
    sum(tally, "offersGone"),
  ),
  work(
    "offersRescinded",
    "count",
    "A colleague took the caller while it rang, or the caller was sent elsewhere.",
    (tally) => sum(tally, "offersRescinded"),
  ),
  work("offersLost", "count", "Accepted when a colleague had the caller already.", (tally) => sum(tally, "offersLost")),
  work("offersUnreachable", "count", "The operator went offline while it rang.", (tally) =>
    sum(tally, "offersUnreachable"),
  ),
  work("offersUnanswered", "count", "Accepted callbacks whose caller was phoned in vain.", (tally) =>
    sum(tally, "offersUnanswered"),
  ),
  presence(
    "signedInTime",
    "time",
    "Time in any status but Offline: the sum of ready, ringing, inService, wrapUp, online, timeout, dnd and banned time. Counted when it was spent, in whole five minutes; a status counts once it has ended, and is told within a quarter of an hour of the next one.",
    (tally) => working(tally) + pausing(tally),
  ),
  presence("readyTime", "time", "Time in Ready.", (tally) => sum(tally, "timeReady")),
  presence("ringingTime", "time", "Time in BeforeService: an offer rang.", (tally) => sum(tally, "timeBeforeService")),
  presence("inServiceTime", "time", "Time in InService: from Accept to the end of the talk.", (tally) =>
    sum(tally, "timeInService"),
  ),
  presence(
    "onlineTime",
    "time",
    "Time in Online: signed in and never pressed Ready, or a wrap-up not finished in time.",
    (tally) => sum(tally, "timeOnline"),
  ),
  presence("timeoutTime", "time", "Time in Timeout.", (tally) => sum(tally, "timeTimeout")),
  presence("dndTime", "time", "Time in DND.", (tally) => sum(tally, "timeDND")),
  presence("bannedTime", "time", "Time in Banned: paused by missed offers.", (tally) => sum(tally, "timeBanned")),
  presence(
    "occupancy",
    "share",
    "(inServiceTime + wrapUpTime) / (readyTime + ringingTime + inServiceTime + wrapUpTime).",
    (tally) => share(handling(tally), working(tally)),
  ),
  presence(
    "unpaidTime",
    "time",
    "Time in pauses for reasons that are not paid; it is part of timeout and dnd time.",
    (tally) => sum(tally, "timeUnpaid"),
  ),
  presence("utilisation", "share", "(inServiceTime + wrapUpTime) / (signedInTime − unpaidTime).", (tally) =>
    share(handling(tally), working(tally) + pausing(tally) - sum(tally, "timeUnpaid")),
  ),
  counted(
    "disposed",
    ["dispositions"],
    "Talks that turned out so, of calls that began in the interval and have ended. Without a key: of which nothing was said although it was needed, or only a note was written.",
  ),
  counted("noted", ["dispositions"], "Of these: with a note."),
  figure(
    "firstCallResolution",
    "share",
    allReports,
    "Of answered callers whose number is known: how many did not call again within `repeatWithin` after the end of their call. Only where `repeatWithin` is given; who may still call counts as resolved.",
    (tally) => share(sum(tally, "answeredKnown") - sum(tally, "calledAgain"), sum(tally, "answeredKnown")),
  ),
];

/** What a report has, narrowed down like this: nothing that could only be told of more than was asked for. */
export const metricsIn = (
  report: ReportName,
  { queues, number, channel, scenario }: ReportFilter = {},
): readonly Metric[] =>
  metrics.filter(({ reports, from }) => {
    if (!reports.includes(report)) return false;
    if (from !== undefined && (number ?? channel ?? scenario) !== undefined) return false;
    return from !== "presence" || queues === undefined;
  });
