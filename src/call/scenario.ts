/**
 * What a call and its scenario say to each other. The scenario decides what a caller goes through; the call does it and keeps the facts.
 * The words are those that writers of call scripts know (docs/scenarios.md sets them against VoxEngine's, line by line).
 */
import type { Duration, Instant, Language, QueueId } from "../words/index.ts";
import type { Logic } from "../kernel/index.ts";
import type { CallbackRefusal } from "../protocol/callback.ts";
import type { Standing } from "../protocol/line.ts";
import type { Part } from "../protocol/media.ts";
import type { PinnedSettings } from "../protocol/scenario.ts";
import type { Marker, Target, Unserved } from "../protocol/target.ts";

/** What happens to the call. */
export type ScenarioEvent =
  /** The phone rings. */
  | {
      readonly type: "callAlerting";
      readonly at: Instant;
      readonly language: Language;
      readonly queueId: QueueId;
      readonly priority: number;
      readonly announceEvery: Duration;
      /** What is to be done otherwise than usual, as it was published when the call began. */
      readonly settings?: PinnedSettings | undefined;
    }
  /** The caller hears us. */
  | { readonly type: "callConnected"; readonly at: Instant }
  /** In the line. */
  | ({ readonly type: "queued"; readonly at: Instant } & Standing)
  /** The answer to `getStatus`. */
  | ({ readonly type: "waiting"; readonly at: Instant } & Standing)
  /** Not served; see {@link NotServed}. */
  | NotServed
  | { readonly type: "operatorReached"; readonly at: Instant }
  /** Out of a talk and on the way into a queue: the caller hears music, and `queued` or "not served" follows. */
  | { readonly type: "transferred"; readonly at: Instant; readonly queueId: QueueId }
  /** The answers to `requestCallback`. Promised: the caller is out of the line, and may hang up. Refused: they are where they were. */
  | { readonly type: "callbackPromised"; readonly at: Instant }
  | { readonly type: "callbackRefused"; readonly at: Instant; readonly because: CallbackRefusal }
  | { readonly type: "playbackFinished"; readonly at: Instant }
  | { readonly type: "digit"; readonly at: Instant; readonly digit: string }
  | { readonly type: "callEnded"; readonly at: Instant };

/**
 * The queue has not let the caller in, or has let them go: the caller is in no line. `offline`: nobody is there to serve them. `queueFull`: too
 * many callers wait, or for too long, or the queue does not exist. `closed`: by the queue's hours. `expired`: they have waited for as long as they may.
 */
export interface NotServed {
  readonly type: "offline" | "queueFull" | "closed" | "expired";
  readonly at: Instant;
  readonly because: Unserved;
  /** What is to become of them. Never a queue in which they have been since they last talked to somebody; but after a transfer it may be the one of that talk. */
  readonly target: Target;
}

/** What the scenario wants done. */
export type ScenarioCommand =
  | { readonly type: "answer" }
  /** Speak, or play a sound in the place of words; `afterwards` plays after the last of it. Replaces what is being said. */
  | { readonly type: "say"; readonly parts: readonly Part[]; readonly afterwards: "music" | "quiet" }
  /** `time`: whether the caller counts as having come into the line when they first did, or now. `priority`, null: the caller keeps theirs. */
  | {
      readonly type: "enqueue";
      readonly queueId: QueueId;
      readonly priority: number | null;
      readonly time: "keep" | "reset";
    }
  | { readonly type: "getStatus" }
  /** The caller would rather be phoned, at this number or else their own. For those who wait (they keep their time) and those who were turned away. */
  | { readonly type: "requestCallback"; readonly number?: string | undefined }
  /** Note on the call's record that people are to come back to it. */
  | { readonly type: "mark"; readonly marker: Marker }
  /** Leave the line. */
  | { readonly type: "cancel" }
  | { readonly type: "hangUp"; readonly because: "refused" | "served" };

/** A scenario's own timers come back to it as they were set. */
export interface ScenarioTimer {
  readonly type: `timer.${string}`;
  readonly at: Instant;
}

/** Every scenario is a machine of this shape; its state is stored with the call's. */
export type Scenario<State> = Logic<State, ScenarioEvent | ScenarioTimer, ScenarioCommand>;
