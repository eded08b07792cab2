/** workerd's configuration (Cap'n Proto text): the worker, its actors, its pages, its state on disk. */

/** Binding → class. The same as in wrangler.toml; a test compares them. */
export const actors = {
  CALL: "CallActor",
  QUEUE: "QueueActor",
  OPERATOR: "OperatorActor",
  DIRECTORY: "DirectoryActor",
  LEDGER: "LedgerActor",
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

export interface WorkerdSetup {
  /** `host:port` to listen on. */
  readonly address: string;
  /** Names of environment variables that become text bindings. */
  readonly variables: readonly string[];
  /** The folder of the actors' database, as an absolute path (workerd takes others from where it was started). */
  readonly state: string;
  /** The folder of the built pages, likewise. */
  readonly pages: string;
  /** Whether webhooks may post to this machine. */
  readonly localWebhooks: boolean;
}

/** Expects `worker.js` beside the file that this is written to. */
export function workerdConfiguration({ address, variables, state, pages, localWebhooks }: WorkerdSetup): string {
  const classes = Object.entries(actors);
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "acd", worker = .acd),
    (name = "web", disk = (path = ${text(pages)})),
    (name = "state", disk = (path = ${text(state)}, writable = true)),
    # The media server may be next door: private addresses are allowed.
    (name = "out", network = (allow = ["private", "local", "public"], tlsOptions = (trustBrowserCas = true))),
    # Where webhooks lead administrators choose. What a name resolves to is looked at here, at each connection.
    (name = "internet", network = (allow = [${localWebhooks ? '"public", "local"' : '"public"'}], tlsOptions = (trustBrowserCas = true))),
  ],
  v8Flags = [${text(heap)}],
  sockets = [(name = "http", address = ${text(address)}, http = (), service = "acd")],
);

const acd :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  compatibilityDate = ${text(compatibilityDate)},
  compatibilityFlags = [${compatibilityFlags.map(text).join(", ")}],
  # The key is part of where an actor's database lies: changing one loses what it holds.
  durableObjectNamespaces = [
${classes.map(([, name]) => `    (className = ${text(name)}, uniqueKey = ${text(`acd-${name}`)}, enableSql = true),`).join("\n")}
  ],
  durableObjectStorage = (localDisk = "state"),
  globalOutbound = "out",
  bindings = [
${classes.map(([binding, name]) => `    (name = ${text(binding)}, durableObjectNamespace = ${text(name)}),`).join("\n")}
    (name = "ASSETS", service = "web"),
    (name = "WEBHOOKS", service = "internet"),
${variables.map((name) => `    (name = ${text(name)}, fromEnvironment = ${text(name)}),`).join("\n")}
  ],
);
`;
}

/** Cap'n Proto text escapes as JSON does, as far as paths and names go. */
const text = (value: string): string => JSON.stringify(value);
