/** A queue, named `<application>/<queue>`. */
import { DurableObject } from "cloudflare:workers";
import { journalTurnStore } from "../src/kernel/index.ts";
import type { QueuePort, QueueView } from "../src/protocol/actors.ts";
import { actorName, partsOfActorName } from "../src/protocol/actors.ts";
import type { CallbackAnswer, CallbackRequest } from "../src/protocol/callback.ts";
import type { EntryAnswer, EntryRequest, Standing } from "../src/protocol/line.ts";
import type { OperatorFree, PullAnswer } from "../src/protocol/offer.ts";
import type { QueueEffect } from "../src/queue/effects.ts";
import type { QueueEvent } from "../src/queue/events.ts";
import { queueLogic } from "../src/queue/logic.ts";
import { standingOf } from "../src/queue/standing.ts";
import { viewOf } from "../src/queue/view.ts";
import type { EntryId, OperatorId } from "../src/words/index.ts";
import { noDialler as dialler } from "./dialler.ts";
import type { ActorEnv } from "./env.ts";
import { durableTurns } from "./turns.ts";

export class QueueActor extends DurableObject<ActorEnv> implements QueuePort {
  readonly #application = partsOfActorName(this.ctx.id.name ?? "").application;
  readonly #turns = durableTurns(
    this.ctx,
    queueLogic,
    { perform: (effect: QueueEffect) => this.#perform(effect) },
    journalTurnStore(this.ctx.storage.sql, (body) => this.ctx.storage.transactionSync(body)),
  );

  async tell(fact: Parameters<QueuePort["tell"]>[0]): Promise<void> {
    this.#turns.take({ ...fact, at: Date.now() });
  }

  async request(request: EntryRequest): Promise<EntryAnswer> {
    return this.#turns.take({ ...request, at: Date.now() }) as EntryAnswer; // the machine answers every request with one
  }

  async promise(request: CallbackRequest): Promise<CallbackAnswer> {
    return this.#turns.take({ ...request, at: Date.now() }) as CallbackAnswer; // likewise
  }

  async pull(free: OperatorFree): Promise<PullAnswer> {
    return this.#turns.take({ ...free, at: Date.now() }) as PullAnswer; // likewise
  }

  async standing(entryId: EntryId): Promise<Standing | undefined> {
    return standingOf(this.#turns.state.context, entryId, Date.now());
  }

  async read(): Promise<QueueView | undefined> {
    return viewOf(this.#turns.state.context, Date.now());
  }

  override alarm(): void {
    this.#turns.ring();
  }

  async #perform(effect: QueueEffect): Promise<QueueEvent | undefined> {
    switch (effect.type) {
      case "operator.offer": {
        const { operatorId, offer } = effect;
        const answer = await this.#operator(operatorId).offer({ type: "offer.made", at: Date.now(), offer });
        return { type: "offer.answered", at: Date.now(), offerId: offer.offerId, operatorId, answer };
      }
      case "operator.rescind":
        await this.#operator(effect.operatorId).tell({
          type: "offer.rescinded",
          at: Date.now(),
          offerId: effect.offerId,
          because: effect.because,
        });
        return undefined;
      case "operator.reached":
        await this.#operator(effect.operatorId).tell({ type: "callback.reached", at: Date.now(), ...effect.reached });
        return undefined;
      case "callback.dial": {
        const { dialId } = effect.order;
        const placed = await dialler.dial(effect.order);
        return placed === "placed" ? undefined : { type: "callback.failed", at: Date.now(), dialId, because: placed };
      }
      case "callback.cancel":
        await dialler.cancel(effect.dialId);
        return undefined;
      case "ledger.callback": {
        const ledger = this.env.LEDGER.getByName(actorName(this.#application, "ledger"));
        await ledger.tell({ type: "callback.ended", callback: effect.callback });
        return undefined;
      }
      case "call.expired": {
        const call = this.env.CALL.getByName(actorName(this.#application, effect.callId));
        await call.tell({ type: "entry.expired", at: Date.now(), ...effect.expired });
        return undefined;
      }
      default:
        return effect satisfies never;
    }
  }

  #operator(operatorId: OperatorId) {
    return this.env.OPERATOR.getByName(actorName(this.#application, operatorId));
  }
}
