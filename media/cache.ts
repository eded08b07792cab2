/** Clips on disk, by the hash of all that went into them. Losing any of it costs only the time to make it again. */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Clip, pack, unpack } from "./clip.ts";
import { log, reason } from "./log.ts";

/** Some 50 MB of phrases; the longest unused go first. */
const keep = 2_000;
const suffix = ".opus-frames";

export class ClipCache {
  readonly #folder: string;

  /** Makes the folder if need be and throws out what is too much. */
  constructor(folder: string) {
    this.#folder = folder;
    try {
      mkdirSync(folder, { recursive: true });
      const files = readdirSync(folder)
        .filter((name) => name.endsWith(suffix))
        .map((name) => ({ path: join(folder, name), usedAt: statSync(join(folder, name)).mtimeMs }))
        .toSorted((a, b) => b.usedAt - a.usedAt);
      for (const { path } of files.slice(keep)) rmSync(path, { force: true });
    } catch (error) {
      log("warn", "clip cache unusable", { reason: reason(error) });
    }
  }

  get(key: readonly string[]): Clip | undefined {
    try {
      return unpack(new Uint8Array(readFileSync(this.#path(key))));
    } catch {
      return undefined; // not there
    }
  }

  put(key: readonly string[], clip: Clip): void {
    const path = this.#path(key);
    try {
      // By way of another name, so that a crash leaves no half a clip.
      writeFileSync(`${path}.${process.pid}`, pack(clip));
      renameSync(`${path}.${process.pid}`, path);
    } catch (error) {
      log("warn", "clip not cached", { reason: reason(error) });
    }
  }

  #path(key: readonly string[]): string {
    return join(this.#folder, createHash("sha256").update(JSON.stringify(key)).digest("hex").slice(0, 32) + suffix);
  }
}
