/**
 * A schedule: everything that will be done to a small call centre on one day, drawn from one seed before the day begins.
 * Each schedule draws for itself which kinds of faults there are at all and how many: a rare combination is met sooner when others are left out.
 */
import { overridden } from "../../../src/hours/opening.ts";
import { weekdays, type OpeningHours } from "../../../src/protocol/hours.ts";
import {
  admissions,
  callbackModes,
  strategyNames,
  wrapUpModes,
  type Admission,
  type CallbackMode,
  type QueueSettings,
  type StrategyName,
  type WrapUpMode,
} from "../../../src/protocol/settings.ts";
import type { Need, Relaxation, SkillLevel, Skills } from "../../../src/protocol/skills.ts";
import type { Target, Targets } from "../../../src/protocol/target.ts";
import {
  as,
  minutes,
  seconds,
  type Duration,
  type QueueId,
  type SkillGroupId,
  type SkillId,
} from "../../../src/words/index.ts";
import { chance } from "../world/chance.ts";

/** What happens, and when, counted from the beginning of the day. Whoever does not find things as they need them does nothing. */
export type Happening = { readonly after: Duration } &
  /** From a telephone: two calls from the same one have the same number. */
  (
    | {
        readonly what: "dials";
        readonly call: number;
        readonly phone: number;
        readonly queue: number;
        readonly priority: number;
      }
    /** `seen`: a webhook tells of it. */
    | { readonly what: "hangs up"; readonly call: number; readonly seen: boolean }
    /** A caller would rather be phoned than wait. */
    | { readonly what: "leaves to be phoned"; readonly call: number }
    /** An operator does something that befits what they see; `roll`, 0…1, says what. */
    | { readonly what: "acts"; readonly operator: number; readonly roll: number }
    /** One actor dies; `roll` says which. */
    | { readonly what: "dies"; readonly roll: number }
    /** The whole edge app is started anew. */
    | { readonly what: "restarts" }
    | { readonly what: "looks" }
    /** A message that only another version knows; `roll` says to whom. */
    | { readonly what: "is told nonsense"; readonly roll: number }
    /** The directory gives an operator another post. */
    | ({ readonly what: "serves"; readonly operator: number } & Post)
    /** Somebody in charge does something to a call; `roll` says what, `other` with which queue or operator. */
    | { readonly what: "is forced"; readonly call: number; readonly roll: number; readonly other: number }
    | { readonly what: "is set"; readonly queue: number; readonly settings: DrawnSettings }
  );

/** Where an operator works, and what they can do. */
export interface Post {
  /** By number. */
  readonly queues: readonly number[];
  readonly skills: Skills;
  readonly tier: number;
}

export interface DrawnSettings {
  readonly dispositionNeeded: QueueSettings["dispositionNeeded"];
  readonly strategy: StrategyName;
  readonly ringTime: Duration;
  readonly wrapUpMode: WrapUpMode;
  readonly wrapUp: Duration;
  readonly restAfterDeclined: Duration;
  readonly restAfterBusy: Duration;
  readonly restAfterUnreachable: Duration;
  readonly capacity: number;
  readonly ageing: number;
  readonly pauseAfterMisses: number;
  readonly needs: readonly Need[];
  readonly relaxing: readonly Relaxation[];
  readonly tiers: QueueSettings["tiers"];
  readonly tierWait: Duration;
  readonly ringAtOnce: number;
  readonly hours: OpeningHours | null;
  readonly longestWait: Duration;
  readonly staying: Admission;
  readonly stayingGrace: Duration;
  readonly targets: Targets;
  readonly transferTime: QueueSettings["transferTime"];
  readonly transferPriority: number | null;
  readonly resumeWithin: Duration;
  readonly callback: CallbackMode;
  readonly callbackAttempts: number;
  readonly callbackGap: Duration;
  readonly callbackExpiry: Duration;
}

const reasons = ["nobody_serves", "full", "closed", "waited", "left_alone", "closing"] as const;

const skill = as<SkillId>("skill");
export const everySkill: Skills = { [skill]: 5 };

/** How often what goes wrong, 0…1. */
export interface Weather {
  readonly lost: number;
  readonly repeated: number;
  readonly answerLost: number;
  readonly delay: Duration;
  /** At each save. */
  readonly crash: number;
  readonly alarmLate: number;
  readonly alarmTwice: number;
}

export interface Schedule {
  readonly seed: number;
  readonly weather: Weather;
  readonly queues: readonly DrawnSettings[];
  readonly operators: readonly Post[];
  readonly calls: number;
  readonly happenings: readonly Happening[];
}

/** How long things go wrong. After that the weather is fair. */
export const storm: Duration = seconds(90);
const step = seconds(3);

export function draw(seed: number): Schedule {
  const { upTo, happens, oneOf, random } = chance(seed);
  // Drawn apart, so that days without callbacks are those that they were before there were any.
  const callbacks = chance(seed ^ 0x2545f491);
  const again = chance(seed ^ 0x1b873593);
  const said = chance(seed ^ 0x7f4a7c15);
  const between = (least: number, most: number): number => least + upTo(most - least + 1);
  /** Half of the kinds of faults are left out of each schedule. */
  const now = (most: number): number => (happens(0.5) ? 0 : random() * most);

  const level = (): SkillLevel => oneOf([1, 2, 3, 4, 5] as const) ?? 1;
  const target = (): Target => {
    const to = oneOf(["queue", "queue", "announcement", "callback", "event"] as const) ?? "queue";
    if (to === "event") return { to, name: "late" };
    if (to !== "queue") return { to, text: {} };
    const queue = as<QueueId>(`Q${upTo(3)}`);
    return { to, queue, time: happens(0.5) ? "keep" : "reset", priority: happens(0.5) ? null : between(1, 100) };
  };
  /** The storm begins at 00:16:40: it closes or opens in its midst, or is closed or opened by hand. */
  const hours = (): OpeningHours => {
    const minute = happens(0.5) ? "00:17" : "00:18";
    const interval = happens(0.5) ? { from: "00:00", to: minute } : { from: minute, to: "24:00" };
    const timetable = { timeZone: "UTC", week: [{ days: weekdays, ...interval }], special: [] };
    const what = { open: happens(0.5), by: "supervisor", at: minutes(16) };
    return { ...timetable, override: happens(0.3) ? overridden(timetable, what) : null };
  };
  const hasCallbacks = callbacks.happens(0.4);
  const callback = (): CallbackMode => (hasCallbacks ? (callbacks.oneOf(callbackModes) ?? "off") : "off");
  const settings = (): DrawnSettings => ({
    callback: callback(),
    callbackAttempts: 1 + callbacks.upTo(3),
    callbackGap: seconds(callbacks.upTo(15)),
    callbackExpiry: seconds(20 + callbacks.upTo(100)),
    dispositionNeeded: said.happens(0.3) ? "toFinish" : "no",
    strategy: oneOf(strategyNames) ?? "longestIdle",
    ringTime: seconds(between(5, 15)),
    wrapUpMode: oneOf(wrapUpModes) ?? "optional",
    wrapUp: seconds(upTo(4)),
    restAfterDeclined: seconds(upTo(6)),
    restAfterBusy: happens(0.3) ? seconds(upTo(10)) : 0,
    restAfterUnreachable: happens(0.3) ? seconds(upTo(10)) : 0,
    capacity: happens(0.1) ? 1 : 100,
    ageing: happens(0.2) ? upTo(50) : 0,
    pauseAfterMisses: upTo(3),
    needs: happens(0.3) ? [{ skill, level: level() }] : [],
    relaxing: happens(0.5) ? [{ after: seconds(between(5, 40)), by: level(), skills: [] }] : [],
    tiers: happens(0.3) ? { [as<SkillGroupId>("Second")]: 2 } : {},
    tierWait: seconds(upTo(20)),
    ringAtOnce: happens(0.3) ? between(2, 3) : 1,
    hours: happens(0.2) ? hours() : null,
    longestWait: happens(0.3) ? seconds(between(5, 60)) : 0,
    staying: happens(0.3) ? (oneOf(admissions) ?? "always") : "always",
    stayingGrace: seconds(upTo(15)),
    transferTime: happens(0.5) ? "keep" : "reset",
    transferPriority: happens(0.5) ? null : between(1, 100),
    resumeWithin: happens(0.3) ? seconds(between(5, 60)) : 0,
    targets: Object.fromEntries(reasons.filter(() => happens(0.4)).map((because) => [because, target()])),
  });
  const weather: Weather = {
    lost: now(0.4),
    repeated: now(0.3),
    answerLost: now(0.3),
    delay: happens(0.3) ? seconds(5) : 800,
    crash: now(0.1),
    alarmLate: now(0.5),
    alarmTwice: now(0.5),
  };
  const queues = Array.from({ length: between(2, 3) }, settings);
  const post = (): Post => {
    const chosen = queues.map((_, queue) => queue).filter(() => happens(0.6));
    return {
      queues: chosen.length > 0 ? chosen : [upTo(queues.length)],
      skills: happens(0.5) ? { [skill]: level() } : {},
      tier: happens(0.3) ? 2 : 1,
    };
  };
  const operators = Array.from({ length: between(2, 3) }, post);
  const calls = between(3, 6);

  const happenings: Happening[] = [];
  const often = (most: number, what: () => Happening): void => {
    for (let i = upTo(most + 1); i > 0; i -= 1) happenings.push(what());
  };
  for (let call = 0; call < calls; call += 1) {
    const after = upTo(storm * 0.7);
    const dials = {
      what: "dials",
      phone: call,
      queue: upTo(queues.length),
      priority: happens(0.7) ? 50 : between(1, 100),
    } as const;
    happenings.push({ ...dials, after, call });
    if (hasCallbacks && callbacks.happens(0.7)) {
      happenings.push({ after: after + callbacks.upTo(seconds(30)), what: "leaves to be phoned", call });
    }
    if (!happens(0.4)) continue;
    const gone = after + upTo(seconds(60));
    happenings.push({ after: gone, what: "hangs up", call, seen: happens(0.7) });
    // The same caller again, soon.
    const back = gone + again.upTo(seconds(15));
    if (back < storm && again.happens(0.7)) happenings.push({ ...dials, after: back, call: calls + call });
  }
  for (let operator = 0; operator < operators.length; operator += 1) {
    for (let after = upTo(step); after < storm; after += step) {
      happenings.push({ after: after + upTo(step), what: "acts", operator, roll: random() });
    }
  }
  for (let after = seconds(15); after < storm; after += seconds(15)) happenings.push({ after, what: "looks" });
  if (happens(0.5)) often(5, () => ({ after: upTo(storm), what: "dies", roll: random() }));
  if (happens(0.2)) often(2, () => ({ after: upTo(storm), what: "restarts" }));
  if (happens(0.2)) often(3, () => ({ after: upTo(storm), what: "is told nonsense", roll: random() }));
  if (happens(0.2))
    often(3, () => ({ after: upTo(storm), what: "serves", operator: upTo(operators.length), ...post() }));
  if (happens(0.2))
    often(2, () => ({ after: upTo(storm), what: "is set", queue: upTo(queues.length), settings: settings() }));
  if (happens(0.3))
    often(6, () => ({ after: upTo(storm), what: "is forced", call: upTo(calls), roll: random(), other: upTo(2) }));
  return { seed, weather, queues, operators, calls, happenings };
}
