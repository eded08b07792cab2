/**
 * How every scenario ends that hangs up on its caller: after the last word, and when its end is never reported (the media worker died with it)
 * all the same. The state is written once; the three actions it names are each machine's own, because XState ties them to its events:
 *
 *   actions: { awaitLastWord: raise(lastWordLate, goodbyeTimer), stopAwaiting: cancel(goodbyeTimer.id), hangUp: emit(hangUp) }
 */
import { seconds, type Instant } from "../../words/index.ts";
import type { ScenarioCommand } from "../scenario.ts";

export interface GoodbyeTimer {
  readonly type: "timer.goodbye";
  readonly at: Instant;
}

/** Longer than any last words. */
export const goodbyeTimer = { id: "goodbye", delay: seconds(30) } as const;

/** Its time is that at which it fires. */
export const lastWordLate: GoodbyeTimer = { type: "timer.goodbye", at: 0 };

export const hangUp = { type: "hangUp", because: "refused" } as const satisfies ScenarioCommand;

const hungUp = { target: "done", actions: "hangUp" } as const;

/** The state in which the last words are spoken. Its machine has a state `done`. */
export const goodbye = {
  entry: "awaitLastWord",
  exit: "stopAwaiting",
  on: { playbackFinished: hungUp, "timer.goodbye": hungUp },
} as const;
