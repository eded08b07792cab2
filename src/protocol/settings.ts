/**
 * What the directory tells the live actors about themselves, whole, whenever it changes.
 * `revision` grows with every change of the application: an actor ignores one that is not newer than what it has.
 */
import type {
  ApplicationId,
  Duration,
  Language,
  OperatorId,
  QueueId,
  ScenarioId,
  SkillGroupId,
} from "../words/index.ts";
import { minutes, seconds } from "../words/index.ts";

export interface QueueSettings {
  readonly revision: number;
  readonly application: ApplicationId;
  readonly queueId: QueueId;
  readonly name: string;
  readonly skillGroups: readonly SkillGroupId[];
  /** Between queues of one operator: the higher weight is served first. 0–100, default 50. */
  readonly weight: number;
  /** How long an offer rings. 5–120 s, default 20 s. */
  readonly ringTime: Duration;
  /** How long an operator has after a call before calls come again. 0–60 min, default 20 s; 0 means none. */
  readonly wrapUp: Duration;
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
  /** Who must be there for a caller to be let in. Default: anybody signed in. */
  readonly admission: Admission;
  /** A caller whose wait would be longer, as it is expected when they come, is not let in. 0–4 h, default 0: no limit. */
  readonly longestExpectedWait: Duration;
  /** After so many offers in a row that were left to ring, an operator is paused. 0–10, default 1; 0 means never. */
  readonly pauseAfterMisses: number;
}

export const strategyNames = ["longestIdle", "roundRobin", "fewestCalls", "leastTalk", "random", "topDown"] as const;
export type StrategyName = (typeof strategyNames)[number];

/** `signedIn`: one operator at least, be they paused. `working`: one who is not paused. `always`: nobody need be there. */
export const admissions = ["signedIn", "working", "always"] as const;
export type Admission = (typeof admissions)[number];

/** How a queue works unless it is told otherwise. */
export const usualQueue = {
  skillGroups: [],
  weight: 50,
  ringTime: seconds(20),
  wrapUp: seconds(20),
  serviceTime: minutes(3),
  patience: minutes(10),
  capacity: 1_000,
  strategy: "longestIdle",
  order: [],
  ageing: 0,
  admission: "signedIn",
  longestExpectedWait: 0,
  pauseAfterMisses: 1,
} as const satisfies Partial<QueueSettings>;

/** 1 is served first, 100 last. */
export const usualPriority = 50;

export interface OperatorProfile {
  readonly revision: number;
  readonly application: ApplicationId;
  readonly operatorId: OperatorId;
  readonly name: string;
  readonly role: OperatorRole;
  /** The queues whose skill groups the operator is in, highest weight first. */
  readonly queues: readonly { readonly queueId: QueueId; readonly name: string; readonly weight: number }[];
}

export type OperatorRole = "operator" | "supervisor" | "admin";

/** Where a dialled number leads. */
export interface Route {
  readonly application: ApplicationId;
  readonly number: string;
  readonly rule: string;
  readonly scenario: ScenarioId;
  /** The queue that the scenario uses. */
  readonly queueId: QueueId;
  /** 1–100, default 50: 1 is served first. */
  readonly priority: number;
  readonly language: Language;
  /** How often the caller is told their place. 5 s–10 min, default 30 s. */
  readonly announceEvery: Duration;
}
