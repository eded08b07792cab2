import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { receiver } from "./test/workerd/receiver.ts";

/** Folders that are a project of their own; every other test file is a unit test. */
const ownProjects = ["behaviour", "exhaustive", "web", "workerd", "http", "e2e"];

const files = (folder: string): string[] => [`test/${folder}/**/*.test.{ts,tsx}`];

/** What wrangler.toml leaves to `wrangler secret put`. */
const secretsForTests = {
  LIVEKIT_API_KEY: "devkey",
  LIVEKIT_API_SECRET: "a-secret-for-tests-that-is-32-chars",
  ACD_ADMIN_KEY: "an-admin-key-for-tests",
  ACD_SECRET: "a-session-secret-of-32-characters!",
  ACD_MEDIA_SECRET: "a-media-secret-for-tests",
  ACD_SEAL_KEY: "dGVzdHMtc2VhbC10aGVpci10ZXh0cy13aXRoLXRoaXM",
};

export default defineConfig({
  test: {
    // Two processes: the machine has other things to run beside the tests (LiveKit, workerd, a browser).
    maxWorkers: 2,
    // What parts say in their logs is of interest only where a test failed.
    silent: "passed-only",
    projects: [
      // Some of these play a month of a call centre's life.
      { test: { name: "behaviour", include: files("behaviour"), testTimeout: 240_000 } },
      {
        // The same tests in the runtime that serves calls. Node's database is not there; what lies in its place keeps the same.
        plugins: [
          cloudflareTest({ miniflare: { compatibilityDate: "2026-10-23", compatibilityFlags: ["nodejs_compat"] } }),
        ],
        resolve: {
          alias: [
            {
              find: /^\.\/database\.ts$/,
              replacement: `${import.meta.dirname}/test/behaviour/world/database.workerd.ts`,
            },
          ],
        },
        test: {
          name: "behaviour in workerd",
          include: files("behaviour"),
          // Half a thousand of the simulated days are enough here, as under Deno.
          exclude: ["test/behaviour/simulation/later.test.ts"],
          testTimeout: 240_000,
        },
      },
      // Every state of some small call centres; faults that are put into the machines.
      { test: { name: "exhaustive", include: files("exhaustive"), testTimeout: 240_000 } },
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ownProjects.flatMap(files),
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        // The pages in a real browser. JSX of what is tested directly is Preact's, as in web/vite.config.ts.
        oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
        // A browser on a busy machine: what fails twice is broken.
        test: { name: "web", include: files("web"), retry: 1, testTimeout: 60_000, hookTimeout: 60_000 },
      },
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: "./wrangler.toml" },
            // The Internet is a server of the tests' own.
            miniflare: { bindings: secretsForTests, serviceBindings: { WEBHOOKS: receiver } },
          }),
        ],
        test: {
          name: "workerd",
          include: files("workerd"),
          exclude: ["test/workerd/deploy.test.ts"],
          setupFiles: ["test/workerd/quiet.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        // Runs wrangler itself, so it needs Node rather than the runtime that wrangler deploys to.
        test: { name: "deploy", include: ["test/workerd/deploy.test.ts"], testTimeout: 120_000 },
      },
      {
        test: { name: "http", include: files("http"), testTimeout: 30_000, hookTimeout: 60_000 },
      },
      {
        // The whole stack, real SIP and a real browser: one file at a time.
        test: {
          name: "e2e",
          // Real telephony and a real browser on a busy machine: what fails twice is broken.
          retry: 1,
          include: files("e2e"),
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
