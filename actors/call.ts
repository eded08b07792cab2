/** A call, named `<application>/<call>`. */
import { DurableObject } from "cloudflare:workers";
import type { CallEffect } from "../src/call/effects.ts";
import type { CallInput } from "../src/call/events.ts";
import { callLogic, contextOf } from "../src/call/logic.ts";
import { keptOf, recordOf } from "../src/call/record.ts";
import { Fault } from "../src/kernel/index.ts";
import { liveKitRooms } from "../src/livekit/rooms.ts";
import { announcerPass } from "../src/livekit/tokens.ts";
import { actorName, mediaActorName, partsOfActorName, type CallPort } from "../src/protocol/actors.ts";
import type { CallCommand, ForcedAnswer } from "../src/protocol/command.ts";
import type { ConnectAnswer, ConnectAsked } from "../src/protocol/connect.ts";
import type { CallInHand } from "../src/protocol/media.ts";
import type { CallRecord } from "../src/protocol/record.ts";
import { operatorIdentity } from "../src/protocol/rooms.ts";
import { as, type CallId, type MediaWorkerId } from "../src/words/index.ts";
import type { ActorEnv } from "./env.ts";
import { chooseWorkers } from "./mediaPool.ts";
import { sealedTurnStore } from "./sealedStore.ts";
import { durableTurns } from "./turns.ts";

/** An operator who said yes a moment before their browser was in the room: looked for again this soon. */
const absentRetry = 50;
/** No media worker at the moment: they are restarted within a second or two. */
const workerRetry = 200;

export class CallActor extends DurableObject<ActorEnv> implements CallPort {
  readonly #name = partsOfActorName(this.ctx.id.name ?? "");
  readonly #callId = as<CallId>(this.#name.id);
  readonly #turns = durableTurns(
    this.ctx,
    callLogic,
    { perform: (effect: CallEffect) => this.#perform(effect) },
    sealedTurnStore(this.ctx, this.env.ACD_SEAL_KEY),
  );
  readonly #rooms = liveKitRooms({
    url: this.env.LIVEKIT_URL,
    apiKey: this.env.LIVEKIT_API_KEY,
    apiSecret: this.env.LIVEKIT_API_SECRET,
  });

  async tell(fact: Parameters<CallPort["tell"]>[0]): Promise<void> {
    this.#turns.take({ ...fact, at: Date.now() });
  }

  async connectTo(asked: ConnectAsked): Promise<ConnectAnswer> {
    return this.#turns.take({ ...asked, at: Date.now() }) as ConnectAnswer; // the machine answers in every state
  }

  async force(by: string, command: CallCommand): Promise<ForcedAnswer> {
    return this.#turns.take({ type: "call.forced", at: Date.now(), by, command }) as ForcedAnswer; // the machine answers in every state
  }

  async held(worker: MediaWorkerId, hand: CallInHand): Promise<boolean> {
    const { state } = this.#turns;
    if (!state.call.matches("alive")) return false;
    const call = contextOf(state);
    if (call.worker !== undefined && call.worker !== worker) return false;
    if (call.worker === undefined) this.#turns.take({ type: "media.assigned", at: Date.now(), worker });
    const { speech } = call.treatment;
    // What the worker reported while nobody listened.
    if (hand.finished !== undefined && hand.finished === speech?.playId) {
      this.#turns.take({ type: "speech.finished", at: Date.now(), playId: hand.finished, musicAt: hand.musicAt });
    }
    return true;
  }

  async read(): Promise<CallRecord | undefined> {
    const record = recordOf(this.#turns.state);
    return record && { ...record, timeline: this.#turns.timeline() };
  }

  async look(thorough = false): Promise<void> {
    const { state } = this.#turns;
    if (!state.call.matches("alive")) return;
    const { room, worker } = contextOf(state);
    const at = Date.now(); // before asking: whatever the call learns meanwhile is newer
    const seats = await this.#rooms.seats(room);
    this.#turns.take(seats === "gone" ? { type: "room.gone", at } : { type: "room.seen", at, seats });
    if (!thorough || worker === undefined || (await this.#worker(worker).holds(this.#callId))) return;
    this.#turns.take({ type: "media.lost", at: Date.now(), worker });
  }

  override alarm(): void {
    this.#turns.ring();
  }

  async #perform(effect: CallEffect): Promise<CallInput | undefined> {
    const { application } = this.#name;
    switch (effect.type) {
      case "room.delete":
        await this.#rooms.remove(effect.room);
        return undefined;

      case "room.admit": {
        const { operatorId, room } = effect;
        if (contextOf(this.#turns.state).partner?.operatorId !== operatorId || this.#isOver()) return undefined;
        const done = await this.#rooms.admit(room, operatorIdentity(operatorId));
        if (done === "absent") throw new Fault("the operator is not in the room yet", { retry: absentRetry });
        return undefined;
      }

      case "room.expel":
        await this.#expel(effect);
        return undefined;

      case "media.treat":
        return this.#isOver() ? undefined : this.#treat(effect);

      case "media.release":
        await this.#worker(effect.worker).release(this.#callId);
        return undefined;

      case "queue.request": {
        const queue = this.env.QUEUE.getByName(actorName(application, effect.queueId));
        const answer = await queue.request({ type: "entry.requested", at: Date.now(), ...effect.request });
        return { type: "queue.answered", at: Date.now(), entryId: effect.request.entryId, answer };
      }

      case "queue.promise": {
        const { queueId, request } = effect;
        const queue = this.env.QUEUE.getByName(actorName(application, queueId));
        const answer = await queue.promise({ type: "callback.requested", at: Date.now(), ...request });
        return { type: "promise.answered", at: Date.now(), entryId: request.entryId, answer };
      }

      case "queue.read": {
        const { entryId } = effect;
        const standing = await this.env.QUEUE.getByName(actorName(application, effect.queueId)).standing(entryId);
        return { type: "standing.read", at: Date.now(), entryId, standing };
      }

      case "queue.change":
        await this.env.QUEUE.getByName(actorName(application, effect.queueId)).tell({
          type: "entry.changed",
          at: Date.now(),
          ...effect.change,
        });
        return undefined;

      case "queue.withdraw":
        await this.env.QUEUE.getByName(actorName(application, effect.queueId)).tell({
          type: "entry.withdrawn",
          callId: this.#callId,
          at: Date.now(),
          entryId: effect.entryId,
          abandoned: effect.abandoned,
        });
        return undefined;

      case "operator.news":
        await this.env.OPERATOR.getByName(actorName(application, effect.operatorId)).tell(effect.news);
        return undefined;

      case "ledger.started": {
        const call = recordOf(this.#turns.state);
        if (call !== undefined) await this.#ledger().tell({ type: "call.started", call });
        return undefined;
      }

      case "ledger.ended": {
        const record = await this.read();
        if (record !== undefined)
          await this.#ledger().tell({
            type: "call.ended",
            record,
            recalled: contextOf(this.#turns.state).route?.lastOperator !== undefined,
            kept: keptOf(this.#turns.inputs()),
          });
        return undefined;
      }

      default:
        return effect satisfies never;
    }
  }

  /** The session that is meant, and any other in which they may speak: who only rings again for this caller is mute and deaf, and stays. */
  async #expel({ room, operatorId, sid }: Extract<CallEffect, { type: "room.expel" }>): Promise<void> {
    const identity = operatorIdentity(operatorId);
    const seats = await this.#rooms.seats(room);
    const seat = seats === "gone" ? undefined : seats.find((each) => each.identity === identity);
    const isBack = contextOf(this.#turns.state).partner?.operatorId === operatorId;
    if (seat?.sid === sid || (seat?.audible === true && !isBack)) await this.#rooms.expel(room, identity);
  }

  async #treat(effect: Extract<CallEffect, { type: "media.treat" }>): Promise<CallInput | undefined> {
    const { room, treatment } = effect;
    // The worker may have changed since this was decided.
    const worker = contextOf(this.#turns.state).worker ?? effect.worker;
    if (worker !== undefined) {
      if (await this.#worker(worker).treat(this.#callId, treatment)) return undefined;
      return { type: "media.lost", at: Date.now(), worker };
    }
    const token = await announcerPass(
      { apiKey: this.env.LIVEKIT_API_KEY, apiSecret: this.env.LIVEKIT_API_SECRET },
      room,
    );
    for (const candidate of await chooseWorkers(this.env.DIRECTORY)) {
      const { application } = this.#name;
      const url = this.env.LIVEKIT_WS_URL;
      if (await this.#worker(candidate).join({ application, callId: this.#callId, room, url, token, treatment })) {
        return { type: "media.assigned", at: Date.now(), worker: candidate };
      }
    }
    throw new Fault("no media worker takes the call at the moment", { retry: workerRetry });
  }

  #isOver(): boolean {
    return this.#turns.state.call.matches("over");
  }

  #worker(worker: MediaWorkerId) {
    return this.env.MEDIA.getByName(mediaActorName(worker));
  }

  #ledger() {
    return this.env.LEDGER.getByName(actorName(this.#name.application, "ledger"));
  }
}
