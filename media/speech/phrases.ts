/** Spoken phrases, made once each: from the disk if they were ever made before, else by the voice. */
import type { Language } from "../../src/words/index.ts";
import type { ClipCache } from "../cache.ts";
import type { Clip } from "../clip.ts";
import { log, reason } from "../log.ts";
import { encode } from "../opus.ts";
import type { Voice } from "./voice.ts";

export class Phrases {
  readonly #voices: readonly Voice[];
  readonly #cache: ClipCache;

  /** The voices are tried in turn, so that a lost account or line does not leave callers without a word. */
  constructor(voices: readonly Voice[], cache: ClipCache) {
    this.#voices = voices;
    this.#cache = cache;
  }

  /** Rejects when every voice has failed. */
  async speak(text: string, language: Language): Promise<Clip> {
    let failure: unknown;
    for (const voice of this.#voices) {
      const key = ["phrase", voice.name, language, text];
      const cached = this.#cache.get(key);
      if (cached !== undefined) return cached;
      try {
        const clip = encode(await voice.speak(text, language));
        this.#cache.put(key, clip);
        return clip;
      } catch (error) {
        failure = error;
        log("warn", "voice failed", { voice: voice.name, reason: reason(error) });
      }
    }
    throw failure;
  }
}
