/** The sounds that callers have been played lately, fetched once for all of them. Told apart by their hashes, so that none is ever stale. */
import type { PinnedSound } from "../../src/protocol/scenario.ts";
import type { ApplicationId } from "../../src/words/index.ts";
import type { Clip } from "../clip.ts";
import type { EdgeFiles } from "./edgeFiles.ts";
import { readOggOpus } from "./oggOpus.ts";

/** Some 100 MB, if all of them were music. */
const keep = 40;

export class Library {
  readonly #files: Pick<EdgeFiles, "audio">;
  /** In the order of their last use. */
  readonly #clips = new Map<string, Promise<Clip>>();

  constructor(files: Pick<EdgeFiles, "audio">) {
    this.#files = files;
  }

  /** Rejects when it cannot be had; asked again, it is tried again. */
  clip(application: ApplicationId, { id, hash }: PinnedSound): Promise<Clip> {
    const known = this.#clips.get(hash);
    const clip = known ?? this.#fetch(application, id, hash);
    this.#clips.delete(hash);
    this.#clips.set(hash, clip);
    if (known === undefined) clip.catch(() => this.#clips.delete(hash));
    const oldest = this.#clips.keys().next();
    if (this.#clips.size > keep && oldest.done !== true) this.#clips.delete(oldest.value);
    return clip;
  }

  async #fetch(application: ApplicationId, id: PinnedSound["id"], hash: string): Promise<Clip> {
    const stream = readOggOpus(await this.#files.audio(application, id, hash));
    if (stream === undefined || stream.packets.length === 0) throw new Error("it is no sound of ours");
    return stream.packets;
  }
}
