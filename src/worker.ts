/** The composition root: the only file that knows everything. Builds the adapters from the bindings, exports the app and the actors. */
import { bindingsAfar, type ActorsAfar } from "../actors/afar.ts";
import { patrolName, type PatrolActor } from "../actors/patrol.ts";
import type { ActorEnv } from "../actors/env.ts";
import { replay } from "./call/replay.ts";
import { rootDirectoryName, type Directory, type RootDirectory } from "./directory/port.ts";
import { createApp } from "./http/app.ts";
import type { Log, Ports } from "./http/ports.ts";
import type { Ledger } from "./ledger/port.ts";
import type { SoundStore } from "./sounds/port.ts";
import { mailSettingsOf } from "./mail/address.ts";
import type { Schedules } from "./schedules/port.ts";
import type { Webhook } from "./webhooks/port.ts";
import { outboundTrunks } from "./livekit/outboundTrunk.ts";
import { liveKitPhoneNumbers } from "./livekit/phoneNumbers.ts";
import { dispatchRuleOf, sipProvisioning } from "./livekit/provisioning.ts";
import { liveKitRooms } from "./livekit/rooms.ts";
import { actorName, mediaActorName } from "./protocol/actors.ts";
import { sealOf } from "./sealed/index.ts";
import { as, languages, maskNumbersIn, type ApplicationId, type Language } from "./words/index.ts";

export { ActorsEntrypoint } from "../actors/entrypoint.ts";
export { CallActor } from "../actors/call.ts";
export { DialActor } from "../actors/dial.ts";
export { DirectoryActor } from "../actors/directory.ts";
export { LedgerActor } from "../actors/ledger.ts";
export { LedgerMonthActor } from "../actors/ledgerMonth.ts";
export { LiveActor } from "../actors/live.ts";
export { MediaActor } from "../actors/media.ts";
export { OperatorActor } from "../actors/operator.ts";
export { PatrolActor } from "../actors/patrol.ts";
export { QueueActor } from "../actors/queue.ts";
export { SoundActor } from "../actors/sound.ts";
export { ScheduleActor } from "../actors/schedules.ts";
export { WebhookActor } from "../actors/webhook.ts";

interface Env extends ActorEnv {
  /** The process with the actors, where this one has none. */
  readonly ACTORS?: ActorsAfar;
  readonly PATROL: DurableObjectNamespace<PatrolActor>;
  readonly ASSETS: Fetcher;
  readonly ACD_ADMIN_KEY: string;
  readonly ACD_SECRET: string;
  readonly ACD_MEDIA_SECRET: string;
  readonly ACD_APPLICATION?: string;
  readonly ACD_LANGUAGE?: string;
  readonly ACD_SIP_HOST?: string;
  readonly ACD_LOCAL_WEBHOOKS?: string;
  readonly ACD_ORIGIN?: string;
  /** As webhooks have it (actors/webhook.ts). */
  readonly WEBHOOKS?: Fetcher;
  readonly ACD_SMTP_URL?: string;
  readonly ACD_MAIL_FROM?: string;
}

/** A stub of an actor, which is also reachable by request: for the sockets. */
interface Reachable {
  fetch(request: Request): Promise<Response>;
}

const log: Log = (level, event, fields = {}) => {
  console[level](maskNumbersIn(JSON.stringify({ level, event, ...fields })));
};

function portsOf(env: Env): Ports {
  const seal = sealOf(env.ACD_SEAL_KEY); // here, so that a deployment without the key answers nothing, instead of failing where first something is to be sealed
  const liveKit = {
    url: env.LIVEKIT_URL,
    wsUrl: env.LIVEKIT_WS_URL,
    sipUrl: env.LIVEKIT_SIP_URL || env.LIVEKIT_URL,
    apiKey: env.LIVEKIT_API_KEY,
    apiSecret: env.LIVEKIT_API_SECRET,
  };
  // The namespaces are bound by what their actors answer to; the directory, the ledger and webhooks answer to more than the other actors need.
  const directory = (name: string) => env.DIRECTORY.getByName(name) as Directory & RootDirectory;
  const reachable = (stub: unknown) => stub as Reachable;
  return {
    settings: {
      liveKit,
      adminKey: env.ACD_ADMIN_KEY,
      secret: env.ACD_SECRET,
      mediaSecret: env.ACD_MEDIA_SECRET,
      defaultApplication: as<ApplicationId>(env.ACD_APPLICATION || "callcenter"),
      language: languageOf(env.ACD_LANGUAGE),
      sipHost: env.ACD_SIP_HOST || undefined,
      localWebhooks: Boolean(env.ACD_LOCAL_WEBHOOKS),
      origin: env.ACD_ORIGIN || undefined,
      mail: mailSettingsOf(env.ACD_SMTP_URL, env.ACD_MAIL_FROM) !== undefined,
    },
    now: () => Date.now(),
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    log,
    seal,
    internet: (url, init) => (env.WEBHOOKS ?? globalThis).fetch(url, init),
    // Looked up anew each time: a stub belongs to the request that made it, and these ports outlive requests.
    get root() {
      return directory(rootDirectoryName);
    },
    directory: (application) => directory(actorName(application, "directory")),
    ledger: (application) => env.LEDGER.getByName(actorName(application, "ledger")) as Ledger,
    call: (application, call) => env.CALL.getByName(actorName(application, call)),
    replay,
    dial: (application, dial) => env.DIAL.getByName(actorName(application, dial)),
    queue: (application, queue) => env.QUEUE.getByName(actorName(application, queue)),
    operator: (application, operator) => env.OPERATOR.getByName(actorName(application, operator)),
    webhook: (application, webhook) => env.WEBHOOK.getByName(actorName(application, webhook)) as Webhook,
    sound: (application, sound) => env.SOUND.getByName(actorName(application, sound)) as SoundStore,
    schedules: (application) => env.SCHEDULES.getByName(actorName(application, "schedules")) as Schedules,
    mediaWorkers: () => directory(rootDirectoryName).mediaWorkers(),
    patrol: {
      ensure: () => env.PATROL.getByName(patrolName).ensure(),
      counters: () => env.PATROL.getByName(patrolName).counters(),
    },
    rooms: liveKitRooms(liveKit),
    provisionSip: sipProvisioning(liveKit),
    dispatchRule: dispatchRuleOf(liveKit),
    outboundTrunks: outboundTrunks(liveKit),
    phoneNumbers: liveKitPhoneNumbers(liveKit),
    pulse: async () => env.ACTORS?.pulse(),
    sockets: {
      console: (request, { id, application, person, epoch, endsAt }) => {
        const url = new URL(request.url);
        // In the place of whatever the browser may have called so: which session the tab belongs to has just been checked.
        url.searchParams.set("session", id);
        url.searchParams.set("epoch", String(epoch));
        url.searchParams.set("until", String(endsAt));
        return reachable(env.OPERATOR.getByName(actorName(application, person))).fetch(new Request(url, request));
      },
      live: (request, application, subscription) => {
        const headers = new Headers(request.headers);
        headers.set("acd-subscription", JSON.stringify(subscription));
        return reachable(env.LIVE.getByName(actorName(application, "live"))).fetch(new Request(request, { headers }));
      },
      media: (request, worker) => reachable(env.MEDIA.getByName(mediaActorName(worker))).fetch(request),
    },
    assets: (request) => env.ASSETS.fetch(request),
  };
}

const languageOf = (text: string | undefined): Language => languages.find((language) => language === text) ?? "ru";

/** One app an isolate: counters and what is remembered of webhooks live in it. */
let app: ReturnType<typeof createApp> | undefined;

export default {
  fetch(request, env) {
    app ??= createApp(portsOf(env.ACTORS === undefined ? env : bindingsAfar(env, env.ACTORS)));
    return app.fetch(request);
  },
  async scheduled(_event, env) {
    await env.PATROL.getByName(patrolName).ensure();
  },
} satisfies ExportedHandler<Env>;
