/**
 * Makes clips in a thread of its own: composing, speaking, resampling and encoding take long enough to be heard in the rooms'
 * pacing if they ran beside it.
 */
import { Worker } from "node:worker_threads";
import type { Language } from "../src/words/index.ts";
import { type Clip, unpack } from "./clip.ts";
import { log, reason } from "./log.ts";

export type Order =
  | { readonly what: "music" }
  | { readonly what: "phrase"; readonly text: string; readonly language: Language };
export type OrderMessage = { readonly id: number; readonly order: Order };
export type DeliveryMessage =
  | { readonly id: number; readonly packed: Uint8Array<ArrayBuffer> }
  | { readonly id: number; readonly failure: string };

/** Phrases kept at hand; each is some 25 kB. */
const keep = 500;

export class Studio {
  readonly #environment: NodeJS.ProcessEnv;
  readonly #waiting = new Map<number, PromiseWithResolvers<Clip>>();
  /** In the order of their last use. */
  readonly #phrases = new Map<string, Promise<Clip>>();
  #thread: Worker | undefined;
  #orders = 0;

  /** `environment`: as for the worker; it names voice, music and cache folder. */
  constructor(environment: NodeJS.ProcessEnv = process.env) {
    this.#environment = environment;
  }

  /** Composing takes hundreds of megabytes, which only the end of the thread gives back; the next is then made ready for phrases. */
  async music(): Promise<Clip> {
    const music = await this.#order({ what: "music" });
    if (this.#waiting.size === 0) {
      await this.close();
      this.#thread ??= this.#start();
    }
    return music;
  }

  /** The same phrase is made once and then kept. Rejects when no voice can speak it; asked again, it is tried again. */
  phrase(text: string, language: Language): Promise<Clip> {
    const key = `${language} ${text}`;
    const known = this.#phrases.get(key);
    const clip = known ?? this.#order({ what: "phrase", text, language });
    this.#phrases.delete(key);
    this.#phrases.set(key, clip);
    if (known === undefined) clip.catch(() => this.#phrases.delete(key));
    const oldest = this.#phrases.keys().next();
    if (this.#phrases.size > keep && oldest.done !== true) this.#phrases.delete(oldest.value);
    return clip;
  }

  async close(): Promise<void> {
    await this.#thread?.terminate();
  }

  #order(order: Order): Promise<Clip> {
    this.#orders += 1;
    const waiting = Promise.withResolvers<Clip>();
    this.#waiting.set(this.#orders, waiting);
    this.#thread ??= this.#start();
    // Keeps the process up only while something is on order.
    this.#thread.ref();
    this.#thread.postMessage({ id: this.#orders, order } satisfies OrderMessage);
    return waiting.promise;
  }

  #start(): Worker {
    // The native build of the encoder keeps one buffer for all threads of a process; its WebAssembly build does not.
    const env = { ...this.#environment, OPUS_FORCE_WASM: "1" };
    const thread = new Worker(new URL("studioThread.ts", import.meta.url), { env });
    thread.on("message", (message: DeliveryMessage) => {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (this.#waiting.size === 0) thread.unref();
      const clip = "packed" in message ? unpack(message.packed) : undefined;
      if (clip !== undefined) waiting?.resolve(clip);
      else waiting?.reject(new Error("failure" in message ? message.failure : "empty clip"));
    });
    thread.on("error", (error) => log("error", "studio failed", { reason: reason(error) }));
    thread.on("exit", () => {
      // The next order starts another; what was on order is lost.
      if (this.#thread !== thread) return;
      this.#thread = undefined;
      for (const waiting of this.#waiting.values()) waiting.reject(new Error("studio ended"));
      this.#waiting.clear();
    });
    return thread;
  }
}
