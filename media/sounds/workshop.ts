/** Takes orders to convert uploads, one after the other, each in a thread of its own. */
import { Worker } from "node:worker_threads";
import type { SoundOrder } from "../../src/protocol/media.ts";
import { log, reason } from "../log.ts";
import type { Converted } from "./convert.ts";
import type { EdgeFiles } from "./edgeFiles.ts";

export type Work = Pick<SoundOrder, "as" | "use"> & { readonly bytes: Uint8Array<ArrayBuffer> };
export type Outcome = Converted | { readonly because: string };

export class Workshop {
  readonly #files: EdgeFiles;
  readonly #waiting = new Set<string>();
  #last: Promise<void> = Promise.resolve();

  constructor(files: EdgeFiles) {
    this.#files = files;
  }

  /** Resolves when it has been delivered, or given up: then its actor gives it to somebody, after its time. */
  take(order: SoundOrder): Promise<void> {
    // It is given again when it has waited here for long.
    if (this.#waiting.has(order.upload)) return this.#last;
    this.#waiting.add(order.upload);
    this.#last = this.#last
      .then(() => this.#convert(order))
      .catch((error: unknown) => log("warn", "sound not converted", { reason: reason(error) }))
      .finally(() => this.#waiting.delete(order.upload));
    return this.#last;
  }

  async #convert(order: SoundOrder): Promise<void> {
    const bytes = await this.#files.upload(order);
    if (bytes === undefined) return;
    const outcome = await inThread({ bytes: new Uint8Array(bytes), as: order.as, use: order.use });
    if ("because" in outcome) await this.#files.fail(order, outcome.because);
    else await this.#files.deliver(order, outcome);
  }
}

function inThread(work: Work): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    // As for the studio: the native build of the encoder keeps one buffer for all threads.
    const env = { ...process.env, OPUS_FORCE_WASM: "1" };
    const thread = new Worker(new URL("thread.ts", import.meta.url), {
      env,
      workerData: work,
      transferList: [work.bytes.buffer],
    });
    thread.on("message", resolve);
    thread.on("error", reject);
    thread.on("exit", () => reject(new Error("the thread ended without a word")));
  });
}
