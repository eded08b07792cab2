/** What an operator can do, what a caller needs, and how much of that may be given up with time. */
import type { Duration, Instant, OperatorId, SkillId } from "../words/index.ts";

/** 1 a beginner, 5 an expert. */
export type SkillLevel = 1 | 2 | 3 | 4 | 5;

/** Of an operator: a skill that is not named is one they do not have. At most 64. */
export type Skills = Readonly<Record<SkillId, SkillLevel>>;

/** Who takes the call has the skill, at this level or a better one. */
export interface Need {
  readonly skill: SkillId;
  readonly level: SkillLevel;
}

/** Of a queue: after so long a wait a caller's needs are lowered. */
export interface Relaxation {
  /** Since the caller came into the line. 1 s–4 h; each step later than the one before it. */
  readonly after: Duration;
  /** By so many levels, of what was asked at first; a need that falls below level 1 is given up. 1–5. */
  readonly by: number;
  /** Which needs; none named: all. */
  readonly skills: readonly SkillId[];
}

/** Whom a caller should get rather than anybody else. Counts for nothing while that operator is not signed in. */
export interface Preference {
  readonly operatorId: OperatorId;
  /** Nobody else until then; undefined: never anybody else. */
  readonly until?: Instant | undefined;
  /** Before everybody else's turn. */
  readonly next?: boolean | undefined;
}
