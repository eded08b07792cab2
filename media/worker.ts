/**
 * The media worker: a process that plays music and speech to waiting callers, as the edge app tells it.
 * It holds no truth: killed at any moment, another takes its seats by joining with the same identity.
 *
 *   ACD_EDGE_URL=https://… ACD_MEDIA_SECRET=… node media/worker.ts
 */
import { randomUUID } from "node:crypto";
import { constants, setPriority } from "node:os";
import { as, type MediaWorkerId } from "../src/words/index.ts";
import { Booths } from "./booths.ts";
import { Edge } from "./edge.ts";
import { readEnvironment } from "./environment.ts";
import { Load } from "./load.ts";
import { log, reason } from "./log.ts";
import { Evenness } from "./evenness.ts";
import { Fader } from "./opus.ts";
import { Pacer } from "./pacer.ts";
import { edgeFiles } from "./sounds/edgeFiles.ts";
import { Library } from "./sounds/library.ts";
import { Workshop } from "./sounds/workshop.ts";
import { Spoken } from "./spoken.ts";
import { Studio } from "./studio.ts";

// Another worker, or this one started again, joins with the same identity and so takes over at once: there is nothing to tidy up.
process.on("SIGTERM", () => process.exit(0));
process.on("SIGINT", () => process.exit(0));

try {
  // Sound that comes late is worse than work that comes late. It is a wish: not every user may have it.
  setPriority(constants.priority.PRIORITY_ABOVE_NORMAL);
} catch (error) {
  log("info", "running at normal priority", { reason: reason(error) });
}

try {
  await start();
} catch (error) {
  log("error", "media worker not started", { reason: reason(error) });
  process.exit(1);
}

async function start(): Promise<void> {
  const { ACD_EDGE_URL: url, ACD_MEDIA_SECRET: secret, ACD_MEDIA_CAPACITY: capacity } = readEnvironment(process.env);
  const worker = as<MediaWorkerId>(randomUUID());
  const studio = new Studio();
  const files = edgeFiles(url, secret);
  const library = new Library(files);
  const workshop = new Workshop(files);
  const evenness = new Evenness();
  // `kill -USR2`: how evenly it has sent since it was last asked, for the operations people and the bench.
  process.on("SIGUSR2", () => log("info", "evenness", { ...evenness.take() }));
  const booths = new Booths(
    {
      pacer: new Pacer(),
      fader: new Fader(),
      evenness,
      music: await studio.music(),
      phrase: (text, language) => studio.phrase(text, language),
      sound: (application, sound) => library.clip(application, sound),
      spoken: new Spoken(),
      report: (report) => edge.report(report),
    },
    () => load.changed(),
  );
  const load: Load = new Load({
    capacity,
    calls: () => booths.size,
    report: ({ calls, cpu }) => edge.reportIfConnected({ type: "load", calls, capacity, cpu }),
  });
  const edge: Edge = new Edge({
    url,
    secret,
    worker,
    capacity,
    inHand: () => booths.inHand(),
    take: (message) => (message.type === "sound.convert" ? void workshop.take(message) : booths.take(message)),
  });
  log("info", "media worker started", { worker, capacity });
}
