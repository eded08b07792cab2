/**
 * Webhooks get lost. The patrol compares the rooms that LiveKit has with the calls that the ledgers believe in, and has every call look into
 * its room where the two do not fit. It keeps nothing but what it saw last time, in memory: losing that costs a few needless looks.
 */
import type { CallPort } from "../protocol/actors.ts";
import type { Dialler } from "../protocol/callback.ts";
import { applicationOfRoom, dialOfRoom } from "../protocol/rooms.ts";
import type { Route } from "../protocol/settings.ts";
import type { ApplicationId, CallId, DialId, Duration, Instant, RoomName } from "../words/index.ts";
import { as, minutes, seconds } from "../words/index.ts";
import { callIdOf } from "./callId.ts";
import type { Rooms } from "./rooms.ts";
import { callerJoined } from "./translate.ts";

export interface PatrolPorts {
  readonly now: () => Instant;
  readonly rooms: Pick<Rooms, "list" | "occupants">;
  applications(): Promise<readonly ApplicationId[]>;
  live(application: ApplicationId): Promise<readonly LiveCall[]>;
  route(application: ApplicationId, number: string, from: string): Promise<Route | undefined>;
  call(application: ApplicationId, call: CallId): Pick<CallPort, "tell" | "look">;
  dial(application: ApplicationId, dial: DialId): Pick<Dialler, "tell">;
  report(problem: { readonly what: string; readonly error: unknown }): void;
}

export interface LiveCall {
  readonly callId: CallId;
  readonly room: string;
  readonly startedAt: Instant;
}

/** What the patrol has done since it was started. */
export interface PatrolCounters {
  readonly rounds: number;
  /** Calls that were made to look into their rooms. */
  readonly looks: number;
  /** Callers of whom no webhook had told. */
  readonly callersFound: number;
  /** Calls whose rooms were gone. */
  readonly roomsMissed: number;
  readonly failures: number;
}

/** How many were in a call's room. */
interface Sight {
  /** In the last round. */
  readonly participants: number;
  /** As the call knows it: when it last looked, or as webhooks told. */
  readonly known: number;
  readonly lookedAt: Instant;
}

interface Doubt {
  readonly application: ApplicationId;
  /** The first comparison since a start: whoever else died with us is to be noticed as well. */
  readonly thorough: boolean;
}

/** A room that no living call answers for. */
interface Unclaimed extends Doubt {
  readonly what: "unclaimed";
  readonly room: RoomName;
}

/** A living call: without its room; or in whose room something has changed, or that has not looked for long. */
interface Uncertain extends Doubt {
  readonly what: "roomless" | "changed";
  readonly callId: CallId;
}

type Finding = Unclaimed | Uncertain;

/** Someone may leave and another come between two rounds: then the count tells nothing, so every call is looked at this often anyway. */
const lookAtLeastEvery: Duration = minutes(1);
/**
 * Of nearly every change a webhook told a moment before: only a count that stands for two rounds and is not the known one is looked into.
 * A lost webhook is still made up for within 15 s: LiveKit's own count lags by up to 5 s, the next round comes within 5 s and sees it, the one
 * after it, 5 s later, looks.
 */
const isNews = (last: Sight, participants: number): boolean =>
  participants === last.participants && participants !== last.known;

/** A call that has just begun was told of everything a moment ago, unless somebody is already missing. */
const newsIsFreshFor: Duration = seconds(10);
const callerAndAnnouncer = 2;
const looksAtOnce = 8;

export class Patrol {
  readonly #ports: PatrolPorts;
  #seen = new Map<RoomName, Sight>();
  /** Applications whose calls have all been made to look since the start. */
  readonly #compared = new Set<ApplicationId>();
  /** Looks that failed. */
  readonly #again: Finding[] = [];
  #counters = { rounds: 0, looks: 0, callersFound: 0, roomsMissed: 0, failures: 0 };

  constructor(ports: PatrolPorts) {
    this.#ports = ports;
  }

  get counters(): PatrolCounters {
    return { ...this.#counters };
  }

  /** One comparison. Never rejects: what failed is counted, reported, and tried again in the next round. */
  async round(): Promise<void> {
    this.#counters.rounds += 1;
    try {
      const findings = await this.#compare();
      await inLanes(looksAtOnce, findings, (finding) =>
        this.#settle(finding).catch((error: unknown) => {
          // The others are found again by themselves.
          if (finding.what === "changed") this.#again.push(finding);
          this.#failed(finding.what, error);
        }),
      );
    } catch (error) {
      this.#failed("round", error);
    }
  }

  async #compare(): Promise<Finding[]> {
    const at = this.#ports.now();
    // Rooms first: a call that starts in between is then merely looked at, and none is taken for unclaimed.
    const rooms = new Map((await this.#ports.rooms.list()).map(({ room, participants }) => [room, participants]));
    const findings: Finding[] = [];
    /** Those whose ledgers answered, and whether it was the first time. */
    const asked = new Map<ApplicationId, boolean>();
    const claimed = new Set<RoomName>();
    const seen = new Map<RoomName, Sight>();

    for (const application of await this.#ports.applications()) {
      const calls = await this.#ports.live(application).catch((error: unknown) => this.#failed("ledger", error));
      if (calls === undefined) continue;
      // Not simply the first round: after a crash of everything LiveKit or a ledger may not answer yet.
      const thorough = !this.#compared.has(application);
      asked.set(application, thorough);
      this.#compared.add(application);
      for (const { callId, room, startedAt } of calls) {
        const name = as<RoomName>(room);
        claimed.add(name);
        const participants = rooms.get(name);
        if (participants === undefined) {
          if (startedAt < at) findings.push({ what: "roomless", application, callId, thorough });
          continue;
        }
        const last = this.#seen.get(name) ?? firstSight(participants, at - startedAt, at);
        const look = thorough || at - last.lookedAt >= lookAtLeastEvery || isNews(last, participants);
        if (look) findings.push({ what: "changed", application, callId, thorough });
        seen.set(name, look ? { participants, known: participants, lookedAt: at } : { ...last, participants });
      }
    }
    for (const room of rooms.keys()) {
      const application = applicationOfRoom(room);
      const thorough = application === undefined ? undefined : asked.get(application);
      if (application !== undefined && thorough !== undefined && !claimed.has(room)) {
        findings.push({ what: "unclaimed", application, room, thorough });
      }
    }
    this.#seen = seen;
    return [...this.#again.splice(0), ...findings];
  }

  async #settle(finding: Finding): Promise<void> {
    if (finding.what === "unclaimed") return this.#claim(finding);
    if (finding.what === "roomless") this.#counters.roomsMissed += 1;
    await this.#look(finding, finding.callId);
  }

  /** Tells the call of the caller in its room, exactly as the lost webhook would have. */
  async #claim(finding: Unclaimed): Promise<void> {
    const { application, room } = finding;
    const occupants = await this.#ports.rooms.occupants(room);
    if (occupants === "gone") return;
    const callId = await callIdOf(room);
    const dialId = dialOfRoom(room);
    for (const occupant of occupants) {
      const fact = callerJoined(occupant, room, callId, this.#ports.now());
      if (fact === undefined) continue;
      if (dialId !== undefined) {
        // It still rings for them; or they have answered, and whoever has phoned them tells the call so.
        if (await this.#ports.dial(application, dialId).tell(fact)) return;
        await this.#ports.call(application, callId).tell(fact);
        continue;
      }
      this.#counters.callersFound += 1;
      await this.#ports
        .call(application, callId)
        .tell({ ...fact, route: await this.#ports.route(application, fact.to, fact.from) });
    }
    // A call that has ended sees here that its room outlived it, and deletes it.
    await this.#look(finding, callId);
  }

  async #look({ application, thorough }: Doubt, callId: CallId): Promise<void> {
    this.#counters.looks += 1;
    await this.#ports.call(application, callId).look(thorough);
  }

  #failed(what: string, error: unknown): undefined {
    this.#counters.failures += 1;
    this.#ports.report({ what, error });
  }
}

/** What is taken for known of a room that the last round did not see: of a young call what webhooks told, of an older one nothing. */
function firstSight(participants: number, age: Duration, at: Instant): Sight {
  if (age >= newsIsFreshFor) return { participants, known: participants, lookedAt: Number.NEGATIVE_INFINITY };
  const told = Math.max(participants, callerAndAnnouncer);
  return { participants: told, known: told, lookedAt: at };
}

/** Works through the items with so many hands at once. */
async function inLanes<T>(lanes: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const lane = async (): Promise<void> => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
