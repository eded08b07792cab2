/** Makes dist/worker.js and dist/web from the sources, unless they are those of exactly these sources already. */
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

interface Product {
  /** What it is made of: globs within the project. */
  readonly sources: readonly string[];
  /** In dist/. */
  readonly name: string;
  make(project: string, target: string): Promise<void>;
}

const edge: Product = {
  name: "worker.js",
  sources: ["src/**/*", "actors/**/*", "package-lock.json", "stack/steps/build.ts"],
  async make(project, target) {
    // Loaded only when there is something to build: the stack's supervisor would carry it for as long as it runs.
    const esbuild = await import("esbuild");
    await esbuild.build({
      absWorkingDir: project,
      entryPoints: ["src/worker.ts"],
      outfile: target,
      bundle: true,
      format: "esm",
      target: "es2022",
      // Not the names, which errors in the log are read by; and esbuild's way of keeping them while it shortens them costs a call for each function that is made.
      minifyWhitespace: true,
      minifySyntax: true,
      // Without "module" XState's CommonJS build would be bundled as well.
      conditions: ["workerd", "worker", "browser", "module"],
      mainFields: ["browser", "module", "main"],
      external: ["cloudflare:*", "node:*"],
      logLevel: "silent",
    });
  },
};

const web: Product = {
  name: "web",
  sources: ["web/**/*", "src/words/**/*", "src/protocol/**/*", "package-lock.json"],
  async make(project, target) {
    const vite = await import("vite");
    await vite.build({
      configFile: join(project, "web/vite.config.ts"),
      build: { outDir: target, emptyOutDir: true },
      logLevel: "error",
    });
  },
};

export interface Built {
  readonly worker: string;
  readonly web: string;
}

export async function build(project: string): Promise<Built> {
  const dist = join(project, "dist");
  mkdirSync(dist, { recursive: true });
  const [worker, pages] = await Promise.all([makeIfChanged(project, dist, edge), makeIfChanged(project, dist, web)]);
  return { worker, web: pages };
}

async function makeIfChanged(project: string, dist: string, product: Product): Promise<string> {
  const target = join(dist, product.name);
  const stamp = `${target}.sources`;
  const sources = hashOf(project, product.sources);
  if (existsSync(target) && existsSync(stamp) && readFileSync(stamp, "utf8") === sources) return target;

  // Made aside and moved into place: whoever reads dist/ meanwhile sees a whole product, and a failed build leaves the old one.
  const aside = mkdtempSync(join(dist, ".making-"));
  try {
    const made = join(aside, product.name);
    await product.make(project, made);
    rmSync(stamp, { force: true });
    if (existsSync(target)) renameSync(target, join(aside, "old"));
    renameSync(made, target);
    writeFileSync(stamp, sources);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return target;
}

function hashOf(project: string, globs: readonly string[]): string {
  const hash = createHash("sha256");
  const files = globSync([...globs], { cwd: project, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  for (const file of files) hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}
