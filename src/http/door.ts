/**
 * A door for newcomers: a few go through at a time, at once as long as there is room; the others wait in order, and each of these until what was begun
 * before has come to its end. When more comes than can be done, those who are in are served and those outside wait, instead of everything
 * being begun and nothing finished (docs/decisions/0020).
 */
import type { Duration, Instant } from "../words/index.ts";

export interface DoorSetup {
  readonly atOnce: number;
  /** Who has waited for so long is sent away, to come again. */
  readonly patience: Duration;
  readonly now: () => Instant;
  /** Ends late when those who do the work have much of it. */
  readonly pulse: () => Promise<void>;
}

/** A pause, or a pulse, that ends later than this after its time says that other work is in line. */
const late: Duration = 20;
const pause: Duration = 5;
/** Somebody is let in now and then, however much there is to do. */
const restAtMost: Duration = 2_000;

export class Door {
  readonly #setup: DoorSetup;
  readonly #waiting: Set<() => void> = new Set();
  #within = 0;

  constructor(setup: DoorSetup) {
    this.#setup = setup;
  }

  /** Does the work when its turn has come. False: it did not come in time. */
  async through(work: () => Promise<void>): Promise<boolean> {
    if (this.#within < this.#setup.atOnce) this.#within += 1;
    else if (await this.#turn()) await this.#rest();
    else return false;
    try {
      await work();
    } finally {
      this.#leave();
    }
    return true;
  }

  /** True when somebody has handed over their place. */
  #turn(): Promise<boolean> {
    return new Promise((resolve) => {
      const giveUp = setTimeout(() => {
        this.#waiting.delete(enter);
        resolve(false);
      }, this.#setup.patience);
      const enter = (): void => {
        clearTimeout(giveUp);
        resolve(true);
      };
      this.#waiting.add(enter);
    });
  }

  #leave(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#within -= 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }

  /** Until a short pause, and a pulse with it, is short. */
  async #rest(): Promise<void> {
    const { now, pulse } = this.#setup;
    const began = now();
    for (let before = began; ; before = now()) {
      const passed = new Promise((resolve) => setTimeout(resolve, pause));
      const answered = await Promise.all([pulse(), passed]).then(
        () => true,
        () => false, // nobody is there to do the work just now
      );
      await passed;
      if ((answered && now() - before < pause + late) || now() - began >= restAtMost) return;
    }
  }
}
