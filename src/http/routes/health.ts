import type { Duration } from "../../words/index.ts";
import { seconds } from "../../words/index.ts";
import type { Api } from "../api.ts";
import type { Counters } from "../counters.ts";
import type { Ports } from "../ports.ts";

const patience: Duration = seconds(3);

export function healthRoutes(api: Api, ports: Ports, counters: Counters): void {
  /** This process answers; nothing else is asked. */
  api.get("/healthz", (c) => c.text("ok"));

  /** Calls can be taken: storage answers, LiveKit is reached, a media worker has signed on. Also sets the patrol walking. */
  api.get("/readyz", async (c) => {
    const [storage, liveKit, mediaWorkers, patrol] = await Promise.all([
      state(() => ports.root.list("application")),
      state(() => ports.rooms.ping()),
      state(async () => {
        if ((await ports.mediaWorkers()).length === 0) throw new Error("none has signed on");
      }),
      state(() => ports.patrol.ensure()),
    ]);
    const ready = [storage, liveKit, mediaWorkers, patrol].every((part) => part === "ok");
    return c.json({ ready, storage, liveKit, mediaWorkers, patrol }, ready ? 200 : 503);
  });

  /** Of this isolate, but the patrol's, of which there is one. */
  api.get("/metrics", async (c) => {
    const [patrol, workers] = await Promise.all([ports.patrol.counters(), ports.mediaWorkers()]);
    const text = counters.text({
      patrol_rounds_total: patrol.rounds,
      patrol_looks_total: patrol.looks,
      patrol_callers_found_total: patrol.callersFound,
      patrol_rooms_missed_total: patrol.roomsMissed,
      patrol_failures_total: patrol.failures,
      media_workers: workers.length,
    });
    return c.body(text, 200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" });
  });
}

async function state(work: () => Promise<unknown>): Promise<"ok" | "failed" | "no answer"> {
  const late = new Promise<"no answer">((resolve) => setTimeout(resolve, patience, "no answer"));
  const done = work().then(
    () => "ok" as const,
    () => "failed" as const,
  );
  return Promise.race([done, late]);
}
