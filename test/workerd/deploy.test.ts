import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { build } from "../../stack/steps/build.ts";

it("[S16] the edge app can be deployed to Cloudflare as it is", async () => {
  const project = resolve(import.meta.dirname, "../..");
  await build(project);
  const out = mkdtempSync(join(tmpdir(), "acd-deploy-"));
  try {
    const { status, stdout, stderr } = spawnSync("wrangler", ["deploy", "--dry-run", "--outdir", out], {
      cwd: project,
      encoding: "utf8",
      env: { ...process.env, WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true", CI: "1" },
    });
    expect(`${stdout}${stderr}`).not.toMatch(/warn|error/i);
    expect(status).toBe(0);
    // On Cloudflare's free plan a Worker may have 3 MB, compressed.
    const kilobytes = Number(/gzip: ([\d.]+) KiB/.exec(stdout)?.[1]);
    expect(kilobytes).toBeLessThan(3_000);
    for (const binding of ["CALL", "QUEUE", "OPERATOR", "DIRECTORY", "LEDGER", "MEDIA", "PATROL", "ASSETS"]) {
      expect(stdout).toContain(`env.${binding}`);
    }
    expect(readdirSync(out)).toContain("worker.js");
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});
