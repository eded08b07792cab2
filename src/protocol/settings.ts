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
}

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
  readonly language: Language;
  /** How often the caller is told their place. 5 s–10 min, default 30 s. */
  readonly announceEvery: Duration;
}
