/** The hand that dials, of one process: what an attempt wants of LiveKit, and never the same call twice. */
import type { Telephone } from "../protocol/telephone.ts";
import type { Instant } from "../words/index.ts";
import type { DialEffect } from "./effects.ts";
import type { FromLiveKit } from "./events.ts";

export type Handwork = Extract<DialEffect, { type: "room.prepare" | "call.place" | "room.look" }>;

export class Hand {
  readonly #telephone: Telephone;
  readonly #now: () => Instant;
  /**
   * This very process has made the room ready, and not placed the call since. One that is to place a call without that was started after a crash
   * between the two, or amid the placing: whether the phone rings is not known, and it is looked for instead of being rung again.
   */
  #isReady = false;

  constructor(telephone: Telephone, now: () => Instant) {
    this.#telephone = telephone;
    this.#now = now;
  }

  async perform(effect: Handwork): Promise<FromLiveKit> {
    switch (effect.type) {
      case "room.prepare": {
        const answer = await this.#telephone.prepare(effect.room, effect.atOnce);
        this.#isReady = true;
        return { type: "room.prepared", at: this.#now(), answer };
      }
      case "call.place": {
        const { order, terms } = effect;
        const isReady = this.#isReady;
        this.#isReady = false;
        const answer = isReady ? await this.#telephone.place(order, terms.trunkId, terms.ringTime) : "unsure";
        return { type: "call.placed", at: this.#now(), answer };
      }
      case "room.look": {
        const person = await this.#telephone.look(effect.room);
        return { type: "room.looked", at: this.#now(), person };
      }
      default:
        return effect satisfies never;
    }
  }
}
