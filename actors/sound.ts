/**
 * A sound's bytes, named `<application>/<sound>`: what has been uploaded, until a media worker has made it ready, and what is played. The alarm asks
 * for a worker, again when that one is lost, and tells the directory what has become of it.
 */
import { DurableObject } from "cloudflare:workers";
import { actorName, mediaActorName, partsOfActorName, type DirectoryPort } from "../src/protocol/actors.ts";
import type { SoundNews, SoundRemoved, SoundType, SoundUse } from "../src/protocol/sound.ts";
import { SoundBook } from "../src/sounds/book.ts";
import type { Made, SoundStore } from "../src/sounds/port.ts";
import { as, seconds, type Duration, type Instant, type SoundId } from "../src/words/index.ts";
import type { ActorEnv } from "./env.ts";
import { chooseWorkers } from "./mediaPool.ts";

interface SoundEnv extends Pick<ActorEnv, "MEDIA"> {
  readonly DIRECTORY: {
    getByName(name: string): DirectoryPort & { soundHeard(id: SoundId, news: SoundNews): Promise<boolean> };
  };
}

/** When the directory could not be told, or something else went wrong. */
const comesAgain: Duration = seconds(5);

export class SoundActor extends DurableObject<SoundEnv> implements SoundStore {
  readonly #name = partsOfActorName(this.ctx.id.name ?? "");
  readonly #book = new SoundBook(this.ctx.storage.sql, (work) => this.ctx.storage.transactionSync(work));

  async tell({ at }: SoundRemoved): Promise<void> {
    this.#book.removed(at);
    await this.#wake();
  }

  async begin(id: string, type: SoundType, use: SoundUse): Promise<void> {
    this.#book.begin(id, type, use, Date.now());
    await this.#wake();
  }

  async append(id: string, seq: number, bytes: Uint8Array): Promise<void> {
    this.#book.append(id, seq, bytes);
  }

  /** The directory knows of it when this is answered, unless it cannot be told. */
  async finish(id: string): Promise<void> {
    this.#book.finish(id, Date.now());
    await this.#tellDirectory();
    await this.#wake();
  }

  async abandon(id: string): Promise<void> {
    this.#book.abandon(id);
  }

  async uploaded(id: string, seq: number): Promise<Uint8Array | undefined> {
    return this.#book.uploaded(id, seq, Date.now());
  }

  async converted(id: string, bytes: Uint8Array, made: Made): Promise<boolean> {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    const taken = this.#book.converted(id, bytes, hash, made, Date.now());
    await this.#tellDirectory();
    await this.#wake();
    return taken;
  }

  async refused(id: string, because: string): Promise<void> {
    this.#book.refused(id, because);
    await this.#tellDirectory();
    await this.#wake();
  }

  /** The media worker that was at it is gone. */
  async lost(id: string): Promise<void> {
    this.#book.lost(id, Date.now());
    await this.#wake();
  }

  async audio(hash?: string): Promise<{ readonly hash: string; readonly bytes: Uint8Array } | undefined> {
    return this.#book.audio(hash);
  }

  override async alarm(): Promise<void> {
    let isDone = false;
    try {
      this.#book.prune(Date.now());
      await this.#convert();
      isDone = await this.#tellDirectory();
    } catch (fault) {
      // An alarm that throws is given up by the platform after some tries.
      const what = fault instanceof Error ? fault.name : "unknown";
      console.error(
        JSON.stringify({ level: "error", event: "sound.fault", application: this.#name.application, what }),
      );
    }
    await this.#wake(isDone ? 0 : Date.now() + comesAgain);
  }

  async #convert(): Promise<void> {
    const job = this.#book.next(Date.now());
    if (job === undefined) return;
    const { application, id } = this.#name;
    for (const worker of await chooseWorkers(this.env.DIRECTORY)) {
      const order = { application, sound: as<SoundId>(id), ...job };
      if (await this.env.MEDIA.getByName(mediaActorName(worker)).convert(order)) return;
    }
    this.#book.nobody(job.upload, Date.now());
  }

  /** False: it could not be told. */
  async #tellDirectory(): Promise<boolean> {
    const news = this.#book.untold();
    if (news === undefined) return true;
    const { application, id } = this.#name;
    try {
      const directory = this.env.DIRECTORY.getByName(actorName(application, "directory"));
      const isKnown = await directory.soundHeard(as<SoundId>(id), news);
      if (isKnown) this.#book.told(news);
      // Deleted while an upload came.
      else this.#book.removed(Date.now());
      return true;
    } catch {
      return false;
    }
  }

  async #wake(notBefore: Instant = 0): Promise<void> {
    const due = this.#book.due(Date.now());
    if (due !== undefined) await this.ctx.storage.setAlarm(Math.max(due, notBefore, Date.now()));
  }
}
