/**
 * What the directory tells the live actors about themselves, whole, whenever it changes.
 * `revision` grows with every change of the application: an actor ignores one that is not newer than what it has.
 */
import type {
  ApplicationId,
  CallId,
  DispositionId,
  Duration,
  EntryId,
  Instant,
  Language,
  OperatorId,
  QueueId,
  ScenarioId,
  SkillGroupId,
} from "../words/index.ts";
import type { Need, Relaxation, Skills } from "./skills.ts";
import { minutes, seconds } from "../words/index.ts";
import type { DispositionNeed } from "./disposition.ts";
import type { OpeningHours } from "./hours.ts";
import type { OwnReason } from "./reason.ts";
import type { PinnedScenario, PinnedSettings } from "./scenario.ts";
import type { Target, Targets } from "./target.ts";

export interface QueueSettings {
  readonly revision: number;
  readonly application: ApplicationId;
  readonly queueId: QueueId;
  readonly name: string;
  readonly skillGroups: readonly SkillGroupId[];
  /** Between queues of one operator: the higher weight is served first. 0–100, default 50. */
  readonly weight: number;
  /** How often the queue is asked in its turn by an operator who becomes free, so that lighter ones never starve; otherwise it is asked last. 1–100 %, default 100. */
  readonly serviceProbability: number;
  /** How long an offer rings. 5–120 s, default 20 s. */
  readonly ringTime: Duration;
  /** What follows a call before calls come again. Default: `optional`. */
  readonly wrapUpMode: WrapUpMode;
  /** How long it lasts, where its mode gives it an end. 0–60 min, default 20 s; 0 means that there is none. */
  readonly wrapUp: Duration;
  /** By how much an operator may prolong it, once, where its mode allows it. 0–10 min, default 1 min; 0 means not at all. */
  readonly wrapUpExtension: Duration;
  /** The mean length of a service (talk and wrap-up) before the queue has measured its own. 10 s–2 h, default 3 min. */
  readonly serviceTime: Duration;
  /** The mean time after which a caller gives up, for the expected wait. 10 s–2 h, default 10 min. */
  readonly patience: Duration;
  /** The most callers that may wait at once. 1–10,000, default 1,000. */
  readonly capacity: number;
  /** Which of the free operators is offered a call. Default: the one longest idle. */
  readonly strategy: StrategyName;
  /** For the strategy `topDown`: who is asked before whom. Who is not named comes after those who are. At most 1,000. */
  readonly order: readonly OperatorId[];
  /** How many points of priority a caller gains for each minute of waiting, so that no caller starves. 0–50, default 0. */
  readonly ageing: number;
  /** What every caller of this queue needs of an operator; a rule may ask for more. Default: nothing. At most 16. */
  readonly needs: readonly Need[];
  /** How the needs are lowered while a caller waits. Default: never. At most 10 steps. */
  readonly relaxing: readonly Relaxation[];
  /** Groups that are not asked at once: tier 1 (usual) is asked first, tier 2 when a caller has waited for `tierWait`, and so on. 1–10. */
  readonly tiers: Readonly<Record<SkillGroupId, number>>;
  /** How long each tier has a caller for itself; a tier in which nobody works has none. 0–30 min, default 15 s; 0: all are asked, the first tiers first. */
  readonly tierWait: Duration;
  /** How many operators are rung at once for one caller. 1–50, default 1. The first who says yes has them. */
  readonly ringAtOnce: number;
  /** Who must be there for a caller to be let in. Default: anybody signed in. */
  readonly admission: Admission;
  /** A caller whose wait would be longer, as it is expected when they come, is not let in. 0–4 h, default 0: no limit. */
  readonly longestExpectedWait: Duration;
  /** When callers are let in. Default null: always. */
  readonly hours: OpeningHours | null;
  /** A caller who has waited for so long is let go, when no offer is open for them. 0–24 h, default 0: no limit. */
  readonly longestWait: Duration;
  /** Who must be there for callers to stay, as `admission` is for those who come. Default: `always`, they stay whoever leaves. */
  readonly staying: Admission;
  /** For how long nobody of those may be there before the line is let go; long enough for a page to be loaded again. 0–30 min, default 10 s. */
  readonly stayingGrace: Duration;
  /** What becomes of callers who are not let in or are let go. Default {}: they are told why and hung up on; at closing they stay. */
  readonly targets: Targets;
  /** Whether callers who are transferred here come at the time they first came, or anew. Default: `keep`. */
  readonly transferTime: "keep" | "reset";
  /** The priority they have here. 1–100; null, the default: they keep theirs. */
  readonly transferPriority: number | null;
  /** For how long a caller who hung up while waiting gets the place back by calling again. 0–60 min, default 0: not at all. */
  readonly resumeWithin: Duration;
  /** Whether callers may leave the line to be phoned, and who comes to the phone first. Default: `off`. */
  readonly callback: CallbackMode;
  /** How often somebody is phoned at most. 1–10, default 3. */
  readonly callbackAttempts: number;
  /** How long after an attempt in vain the next one may be made. 0–24 h, default 5 min. */
  readonly callbackGap: Duration;
  /** How long after it was promised a callback is given up. 10 min–14 days, default 24 h. */
  readonly callbackExpiry: Duration;
  /** Which dispositions may be chosen for its calls. At most 1,000; default []: all that are active. */
  readonly dispositions: readonly DispositionId[];
  /** Whether a wrap-up can be finished without one. Default: `no`, none is needed. */
  readonly dispositionNeeded: DispositionNeed;
  /** After so many offers in a row that were left to ring, an operator is paused. 0–10, default 1; 0 means never. */
  readonly pauseAfterMisses: number;
  /** For how long an operator is offered nothing, by any queue, after declining. 0–10 min, default 5 s. */
  readonly restAfterDeclined: Duration;
  /** The same after a miss that did not pause them. 0–10 min, default 5 s. */
  readonly restAfterMissed: Duration;
  /** The same after an offer that found them busy, counted from then: so it matters to those who are free again soon. 0–10 min, default 0. */
  readonly restAfterBusy: Duration;
  /** The same after they went offline while it rang, for when they come back. 0–10 min, default 0. */
  readonly restAfterUnreachable: Duration;
}

/**
 * What follows a call. While it lasts no queue offers anything. In brackets: the same in Genesys Cloud's words.
 *
 * - `none`: nothing.
 * - `optional`: ends when the operator finishes it, and at the latest with its time. May be prolonged. [mandatory, time-boxed]
 * - `mandatory`: ends when the operator finishes it, however long that takes; it has no time. [mandatory, discretionary]
 * - `timed`: lasts its time, neither more nor less. [mandatory, time-boxed, no early exit; Asterisk's `wrapuptime`]
 * - `forced`: the operator must finish it within its time, and is paused if they have not. May be prolonged.
 * - `onRequest`: there is one only if the operator asked for it during the call; then as `optional`. [agent requested]
 *
 * In every mode it ends when the operator is signed out.
 */
export const wrapUpModes = ["none", "optional", "mandatory", "timed", "forced", "onRequest"] as const;
export type WrapUpMode = (typeof wrapUpModes)[number];

export const strategyNames = [
  "longestIdle",
  "roundRobin",
  "fewestCalls",
  "leastTalk",
  "random",
  "weightedRandom",
  "topDown",
  "mostQualified",
  "leastQualified",
] as const;
export type StrategyName = (typeof strategyNames)[number];

/** `signedIn`: one operator at least, be they paused. `working`: one who is not paused. `always`: nobody need be there. */
export const admissions = ["signedIn", "working", "always"] as const;
export type Admission = (typeof admissions)[number];

/**
 * `operatorFirst`: an operator says yes, then the caller is phoned. `callerFirst`: the caller is phoned when an operator is free, and then put
 * to them as any other. `off`: nobody is promised anything; those who had been are phoned, operator first.
 */
export const callbackModes = ["off", "operatorFirst", "callerFirst"] as const;
export type CallbackMode = (typeof callbackModes)[number];

/** How a queue works unless it is told otherwise. */
export const usualQueue = {
  skillGroups: [],
  weight: 50,
  serviceProbability: 100,
  ringTime: seconds(20),
  wrapUpMode: "optional",
  wrapUp: seconds(20),
  wrapUpExtension: minutes(1),
  serviceTime: minutes(3),
  patience: minutes(10),
  capacity: 1_000,
  strategy: "longestIdle",
  order: [],
  ageing: 0,
  needs: [],
  relaxing: [],
  tiers: {},
  tierWait: seconds(15),
  ringAtOnce: 1,
  admission: "signedIn",
  longestExpectedWait: 0,
  hours: null,
  longestWait: 0,
  staying: "always",
  stayingGrace: seconds(10),
  targets: {},
  transferTime: "keep",
  transferPriority: null,
  resumeWithin: 0,
  callback: "off",
  callbackAttempts: 3,
  callbackGap: minutes(5),
  callbackExpiry: minutes(24 * 60),
  dispositions: [],
  dispositionNeeded: "no",
  pauseAfterMisses: 1,
  restAfterDeclined: seconds(5),
  restAfterMissed: seconds(5),
  restAfterBusy: 0,
  restAfterUnreachable: 0,
} as const satisfies Partial<QueueSettings>;

/** 1 is served first, 100 last. */
export const usualPriority = 50;

export interface OperatorProfile {
  readonly revision: number;
  readonly application: ApplicationId;
  readonly operatorId: OperatorId;
  readonly name: string;
  /** What the operator can do. Default: nothing in particular. */
  readonly skills: Skills;
  /** The queues whose skill groups the operator is in, in the order in which they are asked: the operator's own, then by weight. */
  readonly queues: readonly ServedQueue[];
  /** The longest that an offer rings here: of this and the queue's the smaller counts. 5–120 s; null, the default: the queue's. */
  readonly ringTime: Duration | null;
  /** In the place of the queue's, for calls of all queues. Null, the default: the queue's. */
  readonly wrapUpMode: WrapUpMode | null;
  /** Likewise. 0–60 min, default null. */
  readonly wrapUp: Duration | null;
  /** The application's own, in the order in which they are shown; not said (by an older version): none. */
  readonly pauseReasons?: readonly OwnReason[] | undefined;
}

export interface ServedQueue {
  readonly queueId: QueueId;
  readonly name: string;
  readonly weight: number;
  /** See `QueueSettings`; not said: 100. */
  readonly serviceProbability?: number | undefined;
  /** The best of the tiers in which the operator's groups serve it; not said: the first. */
  readonly tier?: number | undefined;
}

/** How somebody works unless it is told otherwise: as the queues say. */
export const usualOperator = {
  skills: {},
  ringTime: null,
  wrapUpMode: null,
  wrapUp: null,
} as const satisfies Partial<OperatorProfile>;

/** Where a dialled number leads. */
export interface Route {
  readonly application: ApplicationId;
  readonly number: string;
  readonly rule: string;
  readonly scenario: ScenarioId;
  /** What the application has made of the scenario, as it was published when the call began. Absent: the flow of that name, as it is built in. */
  readonly published?: PinnedScenario | undefined;
  /** The queue that the scenario uses. */
  readonly queueId: QueueId;
  /** 1–100, default 50: 1 is served first. */
  readonly priority: number;
  /** What the caller needs besides what the queue asks for; not said: nothing. */
  readonly needs?: readonly Need[] | undefined;
  /** Not said: it does not matter whom callers talked to last. */
  readonly lastOperator?: LastOperator | undefined;
  readonly language: Language;
  /** How often the caller is told their place. 5 s–10 min, default 30 s. */
  readonly announceEvery: Duration;
  /** What becomes of callers of this number while the queue is closed, in the place of the queue's own target. */
  readonly closed?: Target | undefined;
  /** The caller has been phoned, as was promised. */
  readonly callback?: CallbackLeg | undefined;
}

/** Of a call that was placed to keep a promise. */
export interface CallbackLeg {
  readonly entryId: EntryId;
  /** Since when the person has been in the line. */
  readonly since: Instant;
  readonly of: CallId;
  /** What that call's scenario has said otherwise to those who are phoned. */
  readonly settings?: PinnedSettings | undefined;
}

/** Of a rule: a caller who comes back gets the operator they talked to last. */
export interface LastOperator {
  /** When that talk ended so recently. 1 min–90 days. */
  readonly within: Duration;
  /** For how long nobody else is asked, while that operator is signed in. 0–60 min; null: for as long as it takes. */
  readonly for: Duration | null;
  /** Who it is, once it has been looked up for a caller. */
  readonly operatorId?: OperatorId | undefined;
}
