/** All the booths of a worker: makes what the actors want so, however often and in whatever order they say it. */
import type { CallInHand, FromMediaWorker, SoundOrder, ToMediaWorker } from "../src/protocol/media.ts";
import type { CallId } from "../src/words/index.ts";
import { Booth, type Equipment } from "./booth.ts";

export class Booths {
  readonly #equipment: Equipment;
  readonly #booths = new Map<CallId, Booth>();
  readonly #changed: () => void;

  /** `changed`: the number of calls is another now. */
  constructor(equipment: Equipment, changed: () => void) {
    this.#equipment = equipment;
    this.#changed = changed;
  }

  get size(): number {
    return this.#booths.size;
  }

  inHand(): readonly CallInHand[] {
    return [...this.#booths.values()].map((booth) => booth.inHand);
  }

  take(message: Exclude<ToMediaWorker, SoundOrder>): void {
    switch (message.type) {
      case "welcome": {
        const wanted = new Set(message.calls);
        for (const booth of this.#booths.values()) {
          if (wanted.has(booth.callId)) booth.restate();
          else booth.leave();
        }
        return;
      }
      case "call.join": {
        const booth = this.#booths.get(message.callId);
        if (booth === undefined) this.#open(message);
        else booth.rejoin(message);
        return;
      }
      case "call.treat":
        return this.#booths.get(message.callId)?.treat(message.treatment);
      case "call.leave":
        return this.#booths.get(message.callId)?.leave();
    }
  }

  #open(order: Extract<ToMediaWorker, { readonly type: "call.join" }>): void {
    const booth = new Booth(order, this.#equipment, (report: FromMediaWorker) => {
      if (this.#booths.get(booth.callId) === booth) this.#booths.delete(booth.callId);
      this.#equipment.report(report);
      this.#changed();
    });
    this.#booths.set(order.callId, booth);
    this.#changed();
  }
}
