/** The built edge app in Cloudflare's own simulator, with its state on disk and nobody who answers for LiveKit. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { build } from "../../stack/steps/build.ts";
import { actorClasses, compatibilityDate } from "../../stack/steps/workerd-configuration.ts";

const project = join(import.meta.dirname, "../..");
export const adminKey = "an-admin-key-for-this-test-of-32-chars";

interface Host {
  /** The folder of its state. */
  readonly disk: string;
  /** Settings beside the usual ones. */
  readonly bindings?: Readonly<Record<string, string>>;
  /** Told what the app writes into its log. */
  readonly said?: (output: string) => void;
}

export async function startMiniflare({ disk, bindings, said }: Host): Promise<Miniflare> {
  const { worker } = await build(project);
  const options = convertV4MiniflareOptions({
    name: "acd",
    modules: [{ type: "ESModule", path: "worker.js", contents: readFileSync(worker, "utf8") }],
    compatibilityDate,
    durableObjects: Object.fromEntries(
      Object.entries(actorClasses).map(([name, className]) => [name, { className, useSQLite: true }]),
    ),
    bindings: {
      ACD_ADMIN_KEY: adminKey,
      ACD_SECRET: "-".repeat(32),
      ACD_MEDIA_SECRET: "-".repeat(32),
      ACD_SEAL_KEY: "-".repeat(43),
      LIVEKIT_URL: "http://127.0.0.1:1",
      LIVEKIT_WS_URL: "ws://127.0.0.1:1",
      LIVEKIT_API_KEY: "key",
      LIVEKIT_API_SECRET: "-".repeat(32),
      ...bindings,
    },
    cf: false,
    ...(said && {
      handleStructuredLogs: ({ message }) => said(`${message}\n`),
    }),
  });
  return new Miniflare({ ...options, resourcePersistencePath: disk });
}
