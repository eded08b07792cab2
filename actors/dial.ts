/** An attempt to phone somebody, named `<application>/<dial>`. */
import { DurableObject } from "cloudflare:workers";
import type { DialEffect } from "../src/dialling/effects.ts";
import type { DialEvent } from "../src/dialling/events.ts";
import { Hand } from "../src/dialling/hand.ts";
import { dialLogic } from "../src/dialling/logic.ts";
import { callIdOf } from "../src/livekit/callId.ts";
import { liveKitTelephone } from "../src/livekit/dialling.ts";
import { liveKitRooms } from "../src/livekit/rooms.ts";
import { actorName, partsOfActorName } from "../src/protocol/actors.ts";
import { routeOf, type DialFailure, type Dialler, type DialOrder, type PhonedFact } from "../src/protocol/callback.ts";
import { mayBePhoned } from "../src/protocol/outbound.ts";
import { phonedIdentity } from "../src/protocol/rooms.ts";
import type { CallId } from "../src/words/index.ts";
import type { ActorEnv } from "./env.ts";
import { sealedTurnStore } from "./sealedStore.ts";
import { durableTurns } from "./turns.ts";

export class DialActor extends DurableObject<ActorEnv> implements Dialler {
  readonly #name = partsOfActorName(this.ctx.id.name ?? "");
  readonly #turns = durableTurns(
    this.ctx,
    dialLogic,
    { perform: (effect: DialEffect) => this.#perform(effect) },
    sealedTurnStore(this.ctx, this.env.ACD_SEAL_KEY),
  );
  readonly #liveKit = {
    url: this.env.LIVEKIT_URL,
    sipUrl: this.env.LIVEKIT_SIP_URL || this.env.LIVEKIT_URL,
    apiKey: this.env.LIVEKIT_API_KEY,
    apiSecret: this.env.LIVEKIT_API_SECRET,
  };
  readonly #rooms = liveKitRooms(this.#liveKit);
  readonly #hand = new Hand(liveKitTelephone(this.#liveKit), Date.now);

  async dial(order: DialOrder): Promise<"placed" | DialFailure> {
    // An order that is there already keeps what it was given with, whatever has been changed since.
    if (!this.#turns.state.matches("unknown")) return "placed";
    const outbound = await this.env.DIRECTORY.getByName(actorName(this.#name.application, "directory")).outbound();
    if (outbound === undefined || !mayBePhoned(order.number, outbound)) {
      const because = outbound === undefined ? "nothing is set up" : "no prefix allows the number";
      console.warn(JSON.stringify({ level: "warn", event: "dial.refused", dial: order.dialId, because }));
      return "no_outbound";
    }
    const { trunkId, atOnce, ringTime } = outbound;
    this.#turns.take({ type: "order.given", at: Date.now(), order, terms: { trunkId, atOnce, ringTime } });
    return "placed";
  }

  async cancel(): Promise<void> {
    this.#turns.take({ type: "order.cancelled", at: Date.now() });
  }

  async tell(fact: PhonedFact): Promise<boolean> {
    const { state } = this.#turns;
    const isJoined = fact.type === "caller.joined";
    if (state.matches("unknown") || (state.matches("answered") && !isJoined)) return false;
    const { sid } = fact;
    const at = Date.now();
    this.#turns.take(
      isJoined ? { type: "person.joined", at, sid } : { type: "person.left", at, sid, reason: fact.reason },
    );
    return true;
  }

  override alarm(): void {
    this.#turns.ring();
  }

  async #perform(effect: DialEffect): Promise<DialEvent | undefined> {
    switch (effect.type) {
      case "room.prepare":
      case "call.place":
      case "room.look":
        return this.#hand.perform(effect);
      case "room.delete":
        await this.#rooms.remove(effect.room);
        return undefined;
      case "call.begin": {
        const { order, sid } = effect;
        const { room, number: from, line: to } = order;
        const callId = await callIdOf(room);
        const seat = { callId, room, sid, identity: phonedIdentity, channel: "phone" } as const;
        const route = routeOf(order, this.#name.application);
        console.info(JSON.stringify({ level: "info", event: "dial.answered", dial: order.dialId, call: callId }));
        await this.#call(callId).tell({ type: "caller.joined", at: Date.now(), ...seat, from, to, route });
        return undefined;
      }
      case "call.end":
        // One that has not begun yet finds, when it does, that its room is gone.
        await this.#call(await callIdOf(effect.room)).force("callback", { do: "end" });
        await this.#rooms.remove(effect.room);
        return undefined;
      case "queue.failed": {
        const { dialId, queueId } = effect.order;
        console.info(JSON.stringify({ level: "info", event: "dial.failed", dial: dialId, because: effect.because }));
        await this.env.QUEUE.getByName(actorName(this.#name.application, queueId)).tell({
          type: "callback.failed",
          at: Date.now(),
          dialId,
          because: effect.because,
        });
        return undefined;
      }
      default:
        return effect satisfies never;
    }
  }

  #call(callId: CallId) {
    return this.env.CALL.getByName(actorName(this.#name.application, callId));
  }
}
