/** The edge app in Cloudflare's own simulator, driven from code: another host of the same runtime, with its state on disk. */
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { afterEach, beforeEach, expect, it } from "vitest";
import { build } from "../../stack/steps/build.ts";

const project = join(import.meta.dirname, "../..");
const adminKey = "an-admin-key-for-this-test-of-32-chars";
const actors = {
  CALL: "CallActor",
  QUEUE: "QueueActor",
  OPERATOR: "OperatorActor",
  DIRECTORY: "DirectoryActor",
  LEDGER: "LedgerActor",
  LIVE: "LiveActor",
  WEBHOOK: "WebhookActor",
  SOUND: "SoundActor",
  MEDIA: "MediaActor",
  PATROL: "PatrolActor",
};

let disk: string;
beforeEach(async () => {
  disk = await mkdtemp(join(tmpdir(), "miniflare-"));
});
afterEach(() => rm(disk, { recursive: true, force: true }));

async function start(): Promise<Miniflare> {
  const { worker } = await build(project);
  const options = convertV4MiniflareOptions({
    name: "acd",
    modules: [{ type: "ESModule", path: "worker.js", contents: readFileSync(worker, "utf8") }],
    compatibilityDate: "2026-10-23",
    durableObjects: Object.fromEntries(
      Object.entries(actors).map(([name, className]) => [name, { className, useSQLite: true }]),
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
    },
    cf: false,
  });
  return new Miniflare({ ...options, resourcePersistencePath: disk });
}

it("[S18] what an administrator set up is there after the host of the runtime has been replaced", async () => {
  const ask = async (host: Miniflare, method: string, path: string, body?: object) => {
    const response = await host.dispatchFetch(`http://acd/v1/applications/${path}`, {
      method,
      headers: { Authorization: `Bearer ${adminKey}`, "Content-Type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const first = await start();
  expect((await ask(first, "PUT", "shop", { name: "Shop", language: "en" })).status).toBeLessThan(300);
  expect((await ask(first, "PUT", "shop/skill-groups/All", { name: "All" })).status).toBeLessThan(300);
  expect((await ask(first, "PUT", "shop/queues/Orders", { name: "Orders", skillGroups: ["All"] })).status).toBeLessThan(
    300,
  );
  await first.dispose();

  const second = await start();
  const state = await ask(second, "GET", "shop/queues/Orders/state");
  expect(state.status).toBe(200);
  expect(state.body["name"]).toBe("Orders");
  await second.dispose();
});
