/** Walks its round every few seconds, for ever. There is one, named `patrolName`. */
import { DurableObject } from "cloudflare:workers";
import { withLastOperator } from "../src/ledger/lastOperator.ts";
import type { RootDirectory } from "../src/directory/port.ts";
import { rootDirectoryName } from "../src/directory/port.ts";
import { Patrol } from "../src/livekit/patrol.ts";
import type { PatrolCounters } from "../src/livekit/patrol.ts";
import { liveKitRooms } from "../src/livekit/rooms.ts";
import type { DirectoryPort } from "../src/protocol/actors.ts";
import { actorName } from "../src/protocol/actors.ts";
import { maskNumbersIn, type Duration } from "../src/words/index.ts";
import type { ActorEnv } from "./env.ts";

interface PatrolEnv extends ActorEnv {
  readonly DIRECTORY: { getByName(name: string): DirectoryPort & RootDirectory };
  /** Milliseconds between two rounds, at least 1,000; default 5,000. */
  readonly ACD_PATROL_EVERY?: string;
}

export const patrolName = "_/patrol";
const shortestPause: Duration = 1_000;
/** LiveKit's own counts of participants are up to 5 s old; what a lost webhook should have told is to be noticed within 15 s all the same. */
const usualPause: Duration = 5_000;

export class PatrolActor extends DurableObject<PatrolEnv> {
  readonly #pause = Math.max(shortestPause, Number(this.env.ACD_PATROL_EVERY) || usualPause);
  readonly #patrol = new Patrol({
    now: Date.now,
    rooms: liveKitRooms({
      url: this.env.LIVEKIT_URL,
      apiKey: this.env.LIVEKIT_API_KEY,
      apiSecret: this.env.LIVEKIT_API_SECRET,
    }),
    applications: async () => {
      const applications = await this.env.DIRECTORY.getByName(rootDirectoryName).list("application");
      return applications.map(({ id }) => id);
    },
    live: (application) => this.env.LEDGER.getByName(actorName(application, "ledger")).live(),
    route: async (application, number, from) => {
      const route = await this.env.DIRECTORY.getByName(actorName(application, "directory")).route(number);
      return withLastOperator(route, from, this.env.LEDGER.getByName(actorName(application, "ledger")), Date.now());
    },
    call: (application, call) => this.env.CALL.getByName(actorName(application, call)),
    dial: (application, dial) => this.env.DIAL.getByName(actorName(application, dial)),
    report: ({ what, error }) => {
      const why = error instanceof Error ? error.message : String(error);
      console.warn(maskNumbersIn(JSON.stringify({ level: "warn", event: "patrol.failed", what, why })));
    },
  });

  /** Sets the patrol walking unless it walks already. */
  async ensure(): Promise<void> {
    if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(Date.now());
  }

  async counters(): Promise<PatrolCounters> {
    return this.#patrol.counters;
  }

  override async alarm(): Promise<void> {
    // First of all: whatever happens to this process during the round, the next one is set.
    await this.ctx.storage.setAlarm(Date.now() + this.#pause);
    await this.#patrol.round();
  }
}
