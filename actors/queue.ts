/** A queue, named `<application>/<queue>`. */
import { DurableObject } from "cloudflare:workers";
import { journalTurnStore } from "../src/kernel/index.ts";
import type { QueuePort, TimelineWanted } from "../src/protocol/actors.ts";
import { actorName, partsOfActorName } from "../src/protocol/actors.ts";
import type { CallbackAnswer, CallbackRequest } from "../src/protocol/callback.ts";
import type { EntryAnswer, EntryRequest, Standing } from "../src/protocol/line.ts";
import { liveEntries, type LiveReport } from "../src/protocol/live.ts";
import type { OperatorFree, PullAnswer } from "../src/protocol/offer.ts";
import type { Moment } from "../src/protocol/record.ts";
import type { QueueEffect } from "../src/queue/effects.ts";
import type { QueueEvent } from "../src/queue/events.ts";
import { queueLogic } from "../src/queue/logic.ts";
import type { QueueView } from "../src/protocol/views.ts";
import { standingOf } from "../src/queue/standing.ts";
import { concerns } from "../src/queue/timeline.ts";
import { viewOf } from "../src/queue/view.ts";
import type { DialId, EntryId, Instant, OperatorId } from "../src/words/index.ts";
import type { ActorEnv } from "./env.ts";
import { sealedFor } from "./sealedStore.ts";
import { durableTurns } from "./turns.ts";
import { Watched } from "./watched.ts";

export class QueueActor extends DurableObject<ActorEnv> implements QueuePort {
  readonly #application = partsOfActorName(this.ctx.id.name ?? "").application;
  readonly #watched = new Watched(this.ctx, (version) => this.#report(version));
  readonly #turns = durableTurns(
    this.ctx,
    queueLogic,
    { perform: (effect: QueueEffect) => this.#perform(effect), changed: () => this.#watched.changed() },
    journalTurnStore(
      this.ctx.storage.sql,
      (body) => this.ctx.storage.transactionSync(body),
      sealedFor(this.ctx, this.env.ACD_SEAL_KEY),
    ),
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

  async timeline({ callId, before = Number.POSITIVE_INFINITY, limit }: TimelineWanted): Promise<Moment[]> {
    const isWanted = (moment: Moment): boolean =>
      moment.seq < before && (callId === undefined || concerns(moment, callId));
    return this.#turns.timeline().filter(isWanted).slice(-limit).toReversed();
  }

  async watch(until: Instant): Promise<LiveReport | undefined> {
    return this.#reportOf(this.#watched.until(until));
  }

  override alarm(): void {
    this.#turns.ring();
  }

  #reportOf(version: number): LiveReport | undefined {
    const view = viewOf(this.#turns.state.context, Date.now(), liveEntries);
    return view && { kind: "queue", version, view };
  }

  async #report(version: number): Promise<boolean> {
    const report = this.#reportOf(version);
    return report !== undefined && this.env.LIVE.getByName(actorName(this.#application, "live")).report(report);
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
        const placed = await this.#dialler(dialId).dial(effect.order);
        return placed === "placed" ? undefined : { type: "callback.failed", at: Date.now(), dialId, because: placed };
      }
      case "callback.cancel":
        await this.#dialler(effect.dialId).cancel();
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

  #dialler(dialId: DialId) {
    return this.env.DIAL.getByName(actorName(this.#application, dialId));
  }

  #operator(operatorId: OperatorId) {
    return this.env.OPERATOR.getByName(actorName(this.#application, operatorId));
  }
}
