/** The clockwork behind steadyTimers.ts, which is the only one to talk to it. */
addEventListener(
  "message",
  ({ data: { id, delay } }: MessageEvent<{ readonly id: number; readonly delay: number }>) => {
    setTimeout(() => postMessage(id), delay);
  },
);
