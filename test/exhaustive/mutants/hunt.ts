/** Puts one mutant into the production source, in memory and on the way into a bundle, and has it judged. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { build, type Plugin } from "esbuild";
import { minutes } from "../../../src/words/index.ts";
import type { Mutant } from "./table.ts";

const source = resolve(import.meta.dirname, "../../../src");
/** One that never ends is noticed, too. */
const within = minutes(2);

/** @returns how the mutant was noticed; undefined when it was not */
export async function hunt(mutant: Mutant): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), "acd-mutant-"));
  const outfile = join(folder, "judge.mjs");
  try {
    await build({
      entryPoints: [join(import.meta.dirname, "judge.ts")],
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      logLevel: "silent",
      plugins: [mutating(mutant)],
    });
    return await judged(outfile, mutant.in);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function mutating(mutant: Mutant): Plugin {
  const path = join(source, mutant.file);
  return {
    name: "mutant",
    setup(bundle) {
      bundle.onLoad({ filter: /\.ts$/ }, (loaded) => {
        if (loaded.path !== path) return undefined;
        return { contents: mutated(mutant), loader: "ts" };
      });
    },
  };
}

/** The file's source with the mutant in it. */
export function mutated({ name, file, text, becomes }: Omit<Mutant, "in">): string {
  const parts = readFileSync(join(source, file), "utf8").split(text);
  if (parts.length !== 2) throw new Error(`"${name}": its text is ${parts.length - 1} times in ${file}.`);
  return parts.join(becomes);
}

function judged(file: string, where: Mutant["in"]): Promise<string | undefined> {
  return new Promise((settle, fail) => {
    const thread = new Worker(file, { workerData: where, resourceLimits: { maxOldGenerationSizeMb: 1_024 } });
    const tooLong = setTimeout(() => {
      settle("it never ends");
      void thread.terminate();
    }, within);
    const done = (): void => clearTimeout(tooLong);
    thread.once("message", (found: string | null) => {
      done();
      settle(found ?? undefined);
    });
    thread.once("error", (error: Error & { readonly code?: string }) => {
      done();
      if (error.code === "ERR_WORKER_OUT_OF_MEMORY") settle("it never ends, and fills the memory");
      else fail(error);
    });
  });
}
