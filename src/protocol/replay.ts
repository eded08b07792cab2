/** What is kept of what came in to a call, and what comes out when it is gone through again. */
import type { Instant, ScenarioId } from "../words/index.ts";
import type { CallRecord, Moment } from "./record.ts";

/** What came in to a call, in order, as JSON travels with its record. Only the machine of the call knows the inputs for what they are. */
export interface KeptCall {
  /** Of the machine that took them. */
  readonly version: number;
  /** False: there were more than are kept, and these are the first. */
  readonly whole: boolean;
  readonly inputs: readonly KeptInput[];
}

interface KeptInput {
  readonly type: string;
  readonly at: Instant;
}

/** The states that a call is in, by their names in src/call/machine.ts; leg, line and partner while it lives. */
export interface CallPhase {
  readonly call: "expected" | "alive" | "over";
  readonly leg?: string | undefined;
  readonly line?: string | undefined;
  readonly partner?: string | undefined;
  /** What the caller goes through, and where in it they are. */
  readonly scenario?: ScenarioId | undefined;
  readonly scene?: string | undefined;
}

/** One turn: what came in, and how the call was after it. */
export interface ReplayStep {
  readonly at: Instant;
  /** By its type. */
  readonly input: string;
  readonly phase: CallPhase;
  /** What went out, by type, in order. */
  readonly effects: readonly string[];
  /** What the turn wrote into the timeline. */
  readonly moments: readonly Moment[];
}

/**
 * Where what comes out is not what is on record: in this step (counted from 1), or, when everything was alike up to the end, after the last. The
 * two moments are those that should be the same; null: there is none. `fields`: what of the record itself comes out otherwise.
 */
export interface Departure {
  readonly step: number;
  readonly recorded: Moment | null;
  readonly replayed: Moment | null;
  readonly fields: readonly string[];
}

export interface Replay {
  /** The versions of the machine that took the call and that has gone through it again. */
  readonly recordedBy: number;
  readonly replayedBy: number;
  /** False: more came in than is kept; the replay ends where that does. */
  readonly whole: boolean;
  readonly steps: readonly ReplayStep[];
  /** Absent: the call has come out as it did. */
  readonly departure?: Departure | undefined;
}

/** Goes through a finished call again. Pure, and kept apart from the call itself. */
export type ReplayCall = (record: CallRecord, kept: KeptCall) => Replay;
