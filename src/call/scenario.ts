/**
 * What a call and its scenario say to each other. The scenario decides what a caller goes through; the call does it and keeps the facts.
 * The words are those that writers of call scripts know (docs/scenarios.md sets them against VoxEngine's, line by line).
 */
import type { Duration, Instant, Language, QueueId } from "../words/index.ts";
import type { Logic } from "../kernel/index.ts";

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
    }
  /** The caller hears us. */
  | { readonly type: "callConnected"; readonly at: Instant }
  /** In the line. */
  | { readonly type: "queued"; readonly at: Instant; readonly place: number; readonly expectedWait: Duration | null }
  /** The answer to `getStatus`. */
  | { readonly type: "waiting"; readonly at: Instant; readonly place: number; readonly expectedWait: Duration | null }
  /** Not queued: no operator of the queue is signed in. */
  | { readonly type: "offline"; readonly at: Instant }
  /** Not queued: too many callers wait, or the queue does not exist. */
  | { readonly type: "queueFull"; readonly at: Instant }
  | { readonly type: "operatorReached"; readonly at: Instant }
  | { readonly type: "playbackFinished"; readonly at: Instant }
  | { readonly type: "digit"; readonly at: Instant; readonly digit: string }
  | { readonly type: "callEnded"; readonly at: Instant };

/** What the scenario wants done. */
export type ScenarioCommand =
  | { readonly type: "answer" }
  /** Speak; `afterwards` plays after the last word. Replaces what is being said. */
  | { readonly type: "say"; readonly text: string; readonly afterwards: "music" | "quiet" }
  | { readonly type: "enqueue"; readonly queueId: QueueId; readonly priority: number }
  | { readonly type: "getStatus" }
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
