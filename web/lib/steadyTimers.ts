import type { Duration } from "../../src/words/index.ts";

/** Calls back once after a while; what comes back calls it off. */
export type After = (delay: Duration, then: () => void) => () => void;

const waiting = new Map<number, () => void>();
let worker: Worker | undefined;
let last = 0;

/**
 * A timer that keeps time in a tab nobody looks at. A page's own timers run once a minute there, after five minutes (Chromium's
 * "intensive throttling"), and an operator whose pings come that late counts as gone; a worker's timers are left alone.
 */
export const steadyAfter: After = (delay, then) => {
  worker ??= start();
  const id = ++last;
  waiting.set(id, then);
  worker.postMessage({ id, delay });
  return () => void waiting.delete(id);
};

function start(): Worker {
  const started = new Worker(new URL("./steadyTimers.worker.ts", import.meta.url), { type: "module" });
  started.addEventListener("message", (event: MessageEvent<number>) => {
    const then = waiting.get(event.data);
    waiting.delete(event.data);
    then?.();
  });
  return started;
}
