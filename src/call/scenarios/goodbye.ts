/**
 * How every scenario ends that hangs up on its caller: after the last word, and when its end is never reported (the media worker died with it)
 * all the same. The state is written once; the three actions it names are each machine's own, because XState ties them to its events:
 *
 *   actions: {
 *     awaitLastWord: raise(lastWordLate, { id: goodbyeTimer, delay: ({ context }) => lastWordsTake(context) }),
 *     stopAwaiting: cancel(goodbyeTimer),
 *     hangUp: emit(hangUp),
 *   }
 */
import type { Part } from "../../protocol/media.ts";
import { seconds, type Duration, type Instant } from "../../words/index.ts";
import type { ScenarioCommand } from "../scenario.ts";

export interface GoodbyeTimer {
  readonly type: "timer.goodbye";
  readonly at: Instant;
}

/** Longer than any last words; a sound in their place is waited for in addition. */
export const lastWordsTake = ({ sounds = 0 }: LastWords): Duration => seconds(30) + sounds;

export const goodbyeTimer = "goodbye";

/** What of the last words is a sound, for so long. */
export interface LastWords {
  readonly sounds?: Duration | undefined;
}

/** For how long sounds play in these. */
export const soundsIn = (...parts: readonly Part[]): Duration =>
  parts.reduce((sum, { sound }) => sum + (sound?.duration ?? 0), 0);

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
