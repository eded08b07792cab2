/** workerd's configuration (Cap'n Proto text): the worker; its pages, or its actors and their state on disk, or all of it. */

/** Binding → class. The same as in wrangler.toml; a test compares them. */
export const actorClasses = {
  CALL: "CallActor",
  QUEUE: "QueueActor",
  OPERATOR: "OperatorActor",
  DIAL: "DialActor",
  DIRECTORY: "DirectoryActor",
  LEDGER: "LedgerActor",
  LEDGER_MONTH: "LedgerMonthActor",
  LIVE: "LiveActor",
  WEBHOOK: "WebhookActor",
  SOUND: "SoundActor",
  SCHEDULES: "ScheduleActor",
  MEDIA: "MediaActor",
  PATROL: "PatrolActor",
} as const;

/** As in wrangler.toml. */
export const compatibilityDate = "2026-10-23";
export const compatibilityFlags = ["no_web_socket_compression"];

/**
 * workerd marks its whole heap in one go, with everything standing still for as long as 100 ms under load. By its own measure V8 does that every
 * second or two, because the heap in use is small; told that up to 256 MB are at hand, it does so once in a minute.
 */
const heap = "--initial-heap-size=256";

/** One process of the edge app: its HTTP side, its actors, or both. */
export interface WorkerdSetup {
  /** The HTTP side. `address`: `host:port` to listen on; `pages`: the folder of the built pages, as an absolute path (workerd takes others from where it was started). */
  readonly front?: { readonly address: string; readonly pages: string };
  /** The actors. `state`: the folder of their database, likewise. */
  readonly actors?: { readonly state: string };
  /** Where one side asks the other, when they are two processes: the path of a Unix socket. */
  readonly socket?: string;
  /** Names of environment variables that become text bindings. */
  readonly variables: readonly string[];
  /** Whether webhooks may post to this machine. */
  readonly localWebhooks: boolean;
}

/** Expects `worker.js` beside the file that this is written to. */
export function workerdConfiguration({ front, actors, socket, variables, localWebhooks }: WorkerdSetup): string {
  const classes = Object.entries(actors === undefined ? {} : actorClasses);
  const asks = socket !== undefined && front !== undefined;
  const isAsked = socket !== undefined && actors !== undefined;
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "acd", worker = .acd),
    # The media server may be next door: private addresses are allowed.
    (name = "out", network = (allow = ["private", "local", "public"], tlsOptions = (trustBrowserCas = true))),
    # Where webhooks lead administrators choose. What a name resolves to is looked at here, at each connection.
    (name = "internet", network = (allow = [${localWebhooks ? '"public", "local"' : '"public"'}], tlsOptions = (trustBrowserCas = true))),
${lines(
  front && `    (name = "web", disk = (path = ${text(front.pages)})),`,
  actors && `    (name = "state", disk = (path = ${text(actors.state)}, writable = true)),`,
  asks && `    (name = "actors", external = (address = ${text(`unix:${socket}`)}, http = ${capnp})),`,
)}
  ],
  v8Flags = [${text(heap)}],
  sockets = [
${lines(
  front && `    (name = "http", address = ${text(front.address)}, http = (), service = "acd"),`,
  isAsked &&
    `    (name = "actors", address = ${text(`unix:${socket}`)}, http = ${capnp}, service = (name = "acd", entrypoint = "ActorsEntrypoint")),`,
)}
  ],
);

const acd :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  compatibilityDate = ${text(compatibilityDate)},
  compatibilityFlags = [${compatibilityFlags.map(text).join(", ")}],
  # The key is part of where an actor's database lies: changing one loses what it holds.
  durableObjectNamespaces = [
${lines(...classes.map(([, name]) => `    (className = ${text(name)}, uniqueKey = ${text(`acd-${name}`)}, enableSql = true),`))}
  ],
${lines(actors && `  durableObjectStorage = (localDisk = "state"),`)}
  globalOutbound = "out",
  bindings = [
${lines(
  ...classes.map(([binding, name]) => `    (name = ${text(binding)}, durableObjectNamespace = ${text(name)}),`),
  asks && `    (name = "ACTORS", service = "actors"),`,
  front && `    (name = "ASSETS", service = "web"),`,
  `    (name = "WEBHOOKS", service = "internet"),`,
  ...variables.map((name) => `    (name = ${text(name)}, fromEnvironment = ${text(name)}),`),
)}
  ],
);
`;
}

/** Under this name workerd speaks Cap'n Proto across the socket, in which methods are called, instead of HTTP alone. */
const capnp = `(capnpConnectHost = "actors")`;

const lines = (...all: readonly (string | false | undefined)[]): string => all.filter(Boolean).join("\n");

/** Cap'n Proto text escapes as JSON does, as far as paths and names go. */
const text = (value: string): string => JSON.stringify(value);
