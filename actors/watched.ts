/**
 * An actor that is looked on: it says how things are with it after every change, for as long as it has been asked to and somebody listens.
 * Often enough for people's eyes and no more: what changes within a moment is said once.
 */
import type { Duration, Instant } from "../src/words/index.ts";

/** Between two reports. */
const moment: Duration = 250;
/** For a listener who could not be told. */
const triesAgain = 4;
const stored = "watched";

export class Watched {
  readonly #ctx: DurableObjectState;
  readonly #report: (version: number) => Promise<boolean>;
  #until: Instant;
  #version = 0;
  #underway = false;
  #again = false;

  /** `report` says how things are now; false: nobody listens any more. */
  constructor(ctx: DurableObjectState, report: (version: number) => Promise<boolean>) {
    this.#ctx = ctx;
    this.#report = report;
    // It outlives the actor's memory: a queue that has slept says so when it wakes.
    this.#until = ctx.storage.kv.get<Instant>(stored) ?? 0;
  }

  /** Somebody looks on until then. Returns the version of what is answered. */
  until(until: Instant): number {
    this.#until = until;
    this.#ctx.storage.kv.put(stored, until);
    return this.#next();
  }

  changed(): void {
    if (this.#until <= Date.now()) return;
    this.#again = true;
    if (this.#underway) return;
    this.#underway = true;
    this.#ctx.waitUntil(this.#tell());
  }

  async #tell(): Promise<void> {
    for (let failures = 0; this.#again && failures < triesAgain;) {
      this.#again = false;
      try {
        if (!(await this.#report(this.#next()))) this.#until = 0;
        failures = 0;
      } catch {
        failures += 1;
        this.#again = true;
      }
      await new Promise((resolve) => setTimeout(resolve, moment));
    }
    this.#underway = false;
  }

  /** Grows, also when the actor has been away. */
  #next(): number {
    this.#version = Math.max(this.#version + 1, Date.now());
    return this.#version;
  }
}
