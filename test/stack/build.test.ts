import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { build } from "../../stack/steps/build.ts";
import { temporaryFolder } from "./fixtures/folder.ts";

/** The smallest project that can be built. */
function smallProject(): string {
  const project = temporaryFolder();
  const files = {
    "src/worker.ts": "export default { fetch: (): Response => new Response('one') };",
    "web/vite.config.ts": "export default { root: import.meta.dirname };",
    "web/index.html": "<h1>one</h1>",
    "package-lock.json": "{}",
  };
  for (const folder of ["src", "web"]) mkdirSync(join(project, folder));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(project, path), text);
  return project;
}

describe("the build", () => {
  it("[S11] makes the worker and the pages, and only again when their sources have changed", async () => {
    const project = smallProject();
    const first = await build(project);
    const madeAt = [first.worker, first.web].map((path) => statSync(path).mtimeMs);
    const second = await build(project);
    expect([second.worker, second.web].map((path) => statSync(path).mtimeMs)).toEqual(madeAt);

    writeFileSync(join(project, "src/worker.ts"), "export default { fetch: (): Response => new Response('two') };");
    await build(project);
    expect(readFileSync(first.worker, "utf8")).toContain("two");
    expect(statSync(first.web).mtimeMs).toBe(madeAt[1]);
  });

  it("[S11] leaves what was built before when the sources are broken", async () => {
    const project = smallProject();
    const { worker } = await build(project);
    writeFileSync(join(project, "src/worker.ts"), "export default {");
    await expect(build(project)).rejects.toThrow(/worker.ts/);
    expect(readFileSync(worker, "utf8")).toContain("one");
    expect(readdirSync(join(project, "dist")).filter((name) => name.startsWith(".making"))).toEqual([]);
    // Nor is the broken state taken for built.
    await expect(build(project)).rejects.toThrow(/worker.ts/);
  });
});
