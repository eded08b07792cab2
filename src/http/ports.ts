/**
 * Everything the HTTP side needs from the rest, as interfaces. `worker.ts` builds them from bindings and actors, tests from node:sqlite;
 * neither is known here.
 */
import type { Directory, RootDirectory } from "../directory/port.ts";
import type { Ledger } from "../ledger/port.ts";
import type { LiveKitConnection } from "../livekit/connection.ts";
import type { PatrolCounters } from "../livekit/patrol.ts";
import type { OutboundTrunks } from "../livekit/outboundTrunk.ts";
import type { PhoneNumbers } from "../livekit/phoneNumbers.ts";
import type { FindRule, ProvisionSip } from "../livekit/provisioning.ts";
import type { Rooms } from "../livekit/rooms.ts";
import type { Subscription } from "../live/index.ts";
import type { Seal } from "../sealed/index.ts";
import type { Session } from "./session.ts";
import type { SoundStore } from "../sounds/port.ts";
import type { Webhook } from "../webhooks/port.ts";
import type { Schedules } from "../schedules/port.ts";
import type { ReplayCall } from "../protocol/replay.ts";
import type { Dialler } from "../protocol/callback.ts";
import type { CallPort, MediaWorkerEntry, OperatorPort, QueuePort } from "../protocol/actors.ts";
import type {
  ApplicationId,
  CallId,
  DialId,
  Instant,
  Language,
  MediaWorkerId,
  OperatorId,
  QueueId,
  SoundId,
  WebhookId,
} from "../words/index.ts";

export interface Ports {
  readonly settings: Settings;
  readonly now: () => Instant;
  /** Unguessable bytes. */
  readonly random: (bytes: number) => Uint8Array<ArrayBuffer>;
  readonly log: Log;
  readonly seal: Seal;
  /** Reaches the Internet and, as far as the platform sees to it, nothing inside. */
  readonly internet: (url: string, init: RequestInit) => Promise<Response>;
  readonly root: RootDirectory;
  readonly directory: (application: ApplicationId) => Directory;
  readonly ledger: (application: ApplicationId) => Ledger;
  readonly call: (application: ApplicationId, call: CallId) => Pick<CallPort, "tell" | "read" | "force">;
  /** One attempt to phone somebody. */
  readonly dial: (application: ApplicationId, dial: DialId) => Pick<Dialler, "tell">;
  readonly replay: ReplayCall;
  readonly queue: (application: ApplicationId, queue: QueueId) => Pick<QueuePort, "read" | "timeline">;
  readonly operator: (application: ApplicationId, operator: OperatorId) => Pick<OperatorPort, "read" | "force">;
  readonly webhook: (
    application: ApplicationId,
    webhook: WebhookId,
  ) => Pick<Webhook, "newSecret" | "sendTest" | "deliveries" | "replay">;
  readonly sound: (application: ApplicationId, sound: SoundId) => Omit<SoundStore, "tell" | "lost">;
  readonly schedules: (application: ApplicationId) => Pick<Schedules, "state" | "runNow">;
  /** The media workers that have signed on, of whatever application. */
  readonly mediaWorkers: () => Promise<readonly MediaWorkerEntry[]>;
  readonly patrol: Patrol;
  /** Ends when those who do the actors' work have come to it: late when there is much. */
  readonly pulse: () => Promise<void>;
  readonly rooms: Pick<Rooms, "ping">;
  readonly provisionSip: ProvisionSip;
  readonly dispatchRule: FindRule;
  /** By which calls are placed. */
  readonly outboundTrunks: OutboundTrunks;
  /** Telephone numbers that LiveKit sells. */
  readonly phoneNumbers: PhoneNumbers;
  readonly sockets: Sockets;
  /** The built pages. Answers 404 where there is no such file. */
  readonly assets: (request: Request) => Promise<Response>;
}

export interface Settings {
  readonly liveKit: LiveKitConnection;
  /** Opens everything under /v1. */
  readonly adminKey: string;
  /** Signs session tokens. At least 32 characters. */
  readonly secret: string;
  /** What media workers show to sign on. */
  readonly mediaSecret: string;
  /** The application of whoever does not name one: the sign-in page, the caller page. */
  readonly defaultApplication: ApplicationId;
  /** The language of the pages until the person chooses. */
  readonly language: Language;
  /** `host` or `host:port` where softphones reach the telephony; undefined: the host that the page came from. */
  readonly sipHost?: string | undefined;
  /** Webhooks may post to this machine, and companies' sign-in may be on it: for trying them out. */
  readonly localWebhooks: boolean;
  /** Where people reach this deployment: `https://acd.example.com`. Undefined: wherever a request says that it goes. */
  readonly origin?: string | undefined;
  /** E-mail can be sent from here. */
  readonly mail: boolean;
}

/** Hands an upgrade request on. Who asks has been checked; the subprotocol to choose is the first one offered. */
export interface Sockets {
  media(request: Request, worker: MediaWorkerId): Promise<Response>;
  console(request: Request, session: Session): Promise<Response>;
  /** Server-sent events; a WebSocket for an upgrade request. */
  live(request: Request, application: ApplicationId, subscription: Subscription): Promise<Response>;
}

export interface Patrol {
  /** Starts the patrol if it does not run; repeatable. */
  ensure(): Promise<void>;
  counters(): Promise<PatrolCounters>;
}

export type LogField = string | number | boolean | null | undefined;

/** One line, machine-readable. No whole telephone number, no secret and no room name goes in here. */
export type Log = (
  level: "info" | "warn" | "error",
  event: string,
  fields?: Readonly<Record<string, LogField>>,
) => void;
