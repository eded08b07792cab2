import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/** Folders that are a project of their own; every other test file is a unit test. */
const ownProjects = ["behaviour", "workerd", "http", "e2e"];

const files = (folder: string): string[] => [`test/${folder}/**/*.test.{ts,tsx}`];

export default defineConfig({
  test: {
    // Two processes: the machine has other things to run beside the tests (LiveKit, workerd, a browser).
    maxWorkers: 2,
    projects: [
      { test: { name: "behaviour", include: files("behaviour") } },
      {
        // JSX of the pages under test is Preact's, as in web/vite.config.ts.
        oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
        test: {
          name: "unit",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: ownProjects.flatMap(files),
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        plugins: [cloudflareTest({ wrangler: { configPath: "./wrangler.toml" } })],
        test: { name: "workerd", include: files("workerd"), exclude: ["test/workerd/deploy.test.ts"] },
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
          include: files("e2e"),
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
