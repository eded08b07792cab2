import type { Duration } from "../../../src/words/index.ts";
import { timerT1, timerT2 } from "./timers.ts";

/**
 * Sends at T1, then at twice the interval each time, up to T2, until stopped. The first sending is the caller's.
 * @param limit after this long it stops by itself and calls `exhausted`
 * @param longest what the interval grows to; an INVITE of ours knows no bound (timer A)
 */
export function repeat(
  send: () => void,
  limit: Duration,
  exhausted: () => void,
  longest: Duration = timerT2,
): { stop(): void } {
  let interval = timerT1;
  let timer = setTimeout(again, interval);
  const end = setTimeout(() => {
    stop();
    exhausted();
  }, limit);

  function again(): void {
    send();
    interval = Math.min(interval * 2, longest);
    timer = setTimeout(again, interval);
  }
  function stop(): void {
    clearTimeout(timer);
    clearTimeout(end);
  }
  return { stop };
}
