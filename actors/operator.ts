/** An operator, named `<application>/<operator>`. */
import { DurableObject } from "cloudflare:workers";
import { operatorPass } from "../src/livekit/tokens.ts";
import type { OperatorEffect } from "../src/operator/effects.ts";
import type { FromPerson, OperatorEvent } from "../src/operator/events.ts";
import { isDispositionMissing } from "../src/operator/disposition.ts";
import { operatorLogic, type OperatorState } from "../src/operator/logic.ts";
import { roomWanted, summaryOf, viewOf } from "../src/operator/view.ts";
import { linesIn } from "../src/operator/work.ts";
import { actorName, partsOfActorName, type ForcedStatus, type OperatorPort } from "../src/protocol/actors.ts";
import type { ConsoleCommand, ConsoleRefusal, RoomPass } from "../src/protocol/console.ts";
import { fromConsole } from "../src/protocol/console.schema.ts";
import type { LiveReport } from "../src/protocol/live.ts";
import type { OperatorSummary } from "../src/protocol/views.ts";
import type { OfferAnswer, OfferMade } from "../src/protocol/offer.ts";
import type { Work } from "../src/protocol/work.ts";
import { as, no, yes, type Answer, type Instant, type OperatorId, type RoomName } from "../src/words/index.ts";
import { Consoles, send } from "./consoles.ts";
import type { ActorEnv } from "./env.ts";
import { sealedTurnStore } from "./sealedStore.ts";
import { durableTurns } from "./turns.ts";
import { Watched } from "./watched.ts";

/** A pass is good for two minutes; one that is about to end is not handed out. */
const passIsFreshFor = 60_000;

type SetDisposition = Extract<ConsoleCommand, { readonly type: "setDisposition" }>;

/** At once: what they take in the ledger's row stays well below its limit of 2 MB. */
const linesToldAgain = 1_000;

export class OperatorActor extends DurableObject<ActorEnv> implements OperatorPort {
  readonly #name = partsOfActorName(this.ctx.id.name ?? "");
  readonly #operatorId = as<OperatorId>(this.#name.id);
  readonly #consoles = new Consoles(this.ctx);
  readonly #watched = new Watched(this.ctx, (version) => this.#report(version));
  readonly #turns = durableTurns(
    this.ctx,
    operatorLogic,
    {
      perform: (effect: OperatorEffect) => this.#perform(effect),
      changed: () => {
        this.ctx.waitUntil(this.#show());
        this.#watched.changed();
      },
      // A console loses its socket with us and connects again.
      visited: ({ value }) => value.link === "up",
    },
    sealedTurnStore(this.ctx, this.env.ACD_SEAL_KEY),
  );
  #pass:
    | { readonly room: string; readonly mayTalk: boolean; readonly madeAt: Instant; readonly pass: RoomPass }
    | undefined;
  /** Starts at the clock, so that it grows across restarts of the actor. */
  #seq = Date.now();

  override fetch(request: Request): Response {
    const { searchParams } = new URL(request.url);
    const tab = searchParams.get("tab") ?? crypto.randomUUID();
    const session = {
      id: searchParams.get("session") ?? "",
      until: Number(searchParams.get("until") ?? Number.POSITIVE_INFINITY),
    };
    const response = this.#consoles.accept(tab.slice(0, 64), session);
    this.#turns.take({ type: "link.up", at: Date.now() });
    this.ctx.waitUntil(this.#show());
    if (session.id !== "") this.ctx.waitUntil(this.#confirm(session.id, Number(searchParams.get("epoch"))));
    return response;
  }

  async tell(fact: Parameters<OperatorPort["tell"]>[0]): Promise<void> {
    if (fact.type === "sessions.ended") this.#signOut(fact.sessions);
    else this.#turns.take({ ...fact, at: Date.now() });
  }

  async offer(made: OfferMade): Promise<OfferAnswer> {
    // Whose shift is over gets no further call; the one that they have is not cut short.
    if (this.#turns.state.value.engagement === "free") this.#consoles.dropExpired();
    this.#noticeSilence();
    return this.#turns.take({ ...made, at: Date.now() }) as OfferAnswer; // the machine answers every offer in every state
  }

  async force(forced: ForcedStatus): Promise<Answer<OperatorSummary, "signed_out" | "unknown_reason">> {
    const done = this.#turns.take(chosen(forced, Date.now())) !== undefined;
    const summary = summaryOf(this.#turns.state);
    if (summary === undefined) return no("signed_out");
    if (!done) return no(summary.presence === "offline" ? "signed_out" : "unknown_reason");
    this.#closeIfSignedOut(forced.status === "Offline");
    return yes(summary);
  }

  async read(): Promise<OperatorSummary | undefined> {
    return summaryOf(this.#turns.state);
  }

  async watch(until: Instant): Promise<LiveReport | undefined> {
    return this.#reportOf(this.#watched.until(until));
  }

  override alarm(): void {
    this.#noticeSilence();
    this.#turns.ring();
  }

  override webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): void {
    const message = readable(data);
    if (message === undefined) return send(socket, { type: "answer", id: 0, ok: false, refusal: "unreadable" });
    if (message.command.type === "setDisposition") {
      this.ctx.waitUntil(this.#dispose(socket, message.id, message.command));
      return undefined;
    }
    this.#answer(socket, message.id, this.#obey(socket, message.command));
    return this.#closeIfSignedOut(message.command.type === "signOut");
  }

  #answer(socket: WebSocket, id: number, refusal: ConsoleRefusal | undefined): void {
    send(socket, refusal === undefined ? { type: "answer", id, ok: true } : { type: "answer", id, ok: false, refusal });
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    // 1005, 1006 and 1015 may not be sent by anybody: they only describe.
    socket.close(code >= 3000 || code === 1000 ? code : 1000);
    this.#left();
  }

  override webSocketError(): void {
    this.#left();
  }

  /**
   * The session was good when the request came in. It may have been ended since, and the news have come before the tab was there to be
   * closed: asked once more now, it is closed by the answer or by news that is still to come.
   */
  async #confirm(id: string, epoch: number): Promise<void> {
    const directory = this.env.DIRECTORY.getByName(actorName(this.#name.application, "directory"));
    if (!(await directory.admitsToConsole({ id, epoch, person: this.#operatorId }))) this.#signOut([id]);
  }

  #signOut(sessions: readonly string[]): void {
    this.#consoles.closeOf(sessions);
    this.#left();
  }

  #left(): void {
    if (this.#consoles.present) this.ctx.waitUntil(this.#show());
    else this.#turns.take({ type: "link.down", at: Date.now() });
  }

  /** A tab put to sleep, a laptop that was closed, a process that was killed: nobody said good-bye, and nobody would hear it ring. */
  #noticeSilence(): void {
    this.#consoles.dropSilent();
    const { value } = this.#turns.state;
    if (value.link === "up" && !this.#consoles.present) this.#turns.take({ type: "link.down", at: Date.now() });
  }

  /** Signing out that waits for the end of a call leaves the consoles open until then. */
  #closeIfSignedOut(signsOut: boolean): void {
    if (signsOut && this.#turns.state.value.presence === "offline") this.#consoles.close();
  }

  /** What it is called, and whether it may be chosen, the directory knows: there may be hundreds, which no profile is to carry. */
  async #dispose(socket: WebSocket, id: number, { callId, dispositionId, note }: SetDisposition): Promise<void> {
    const { offer } = this.#turns.state.context;
    const directory = this.env.DIRECTORY.getByName(actorName(this.#name.application, "directory"));
    const choices = dispositionId === null || !offer ? [] : await directory.dispositionsOf(offer.queueId);
    const choice = choices.find((each) => each.dispositionId === dispositionId);
    if (dispositionId !== null && offer && choice === undefined) return this.#answer(socket, id, "unknown_disposition");
    const disposition = choice === undefined ? null : { id: choice.dispositionId, name: choice.name };
    const done = this.#did({ type: "setDisposition", at: Date.now(), callId, disposition, note });
    this.#answer(socket, id, done ? undefined : "no_call");
  }

  /** Does what was pressed; the refusal if it cannot be done now. */
  #obey(socket: WebSocket, command: Exclude<ConsoleCommand, SetDisposition>): ConsoleRefusal | undefined {
    switch (command.type) {
      case "takeLead":
        this.#consoles.makeLead(socket);
        this.ctx.waitUntil(this.#show());
        return undefined;
      case "renewPass":
        this.#pass = undefined;
        this.ctx.waitUntil(this.#show());
        return undefined;
      case "pause": {
        const { presence } = this.#turns.state.value;
        const refusal = presence === "offline" ? "signed_out" : "unknown_reason";
        return this.#did({ ...command, at: Date.now() }) ? undefined : refusal;
      }
      case "goReady":
      case "signOut":
      case "takeBack":
        return this.#did({ ...command, at: Date.now() }) ? undefined : "signed_out";
      case "accept":
      case "decline":
        return this.#did({ ...command, at: Date.now() }) ? undefined : "offer_gone";
      case "hangUp":
      case "transfer":
        return this.#did({ ...command, at: Date.now() }) ? undefined : "no_call";
      case "requestWrapUp": {
        const { offer } = this.#turns.state.context;
        const refusal =
          roomWanted(this.#turns.state)?.mayTalk && offer?.callId === command.callId ? "not_in_this_mode" : "no_call";
        return this.#did({ ...command, at: Date.now() }) ? undefined : refusal;
      }
      case "finishWrapUp":
      case "extendWrapUp": {
        const { value, context } = this.#turns.state;
        const mode = context.wrapUp?.mode;
        if (this.#did({ ...command, at: Date.now() })) return undefined;
        if (value.engagement !== "wrappingUp") return "not_wrapping_up";
        const wants = command.type === "finishWrapUp" && mode !== "timed" && isDispositionMissing(context);
        return wants ? "disposition_missing" : "not_in_this_mode";
      }
      default:
        return command satisfies never;
    }
  }

  /** A command that means nothing in the present state has no answer. */
  #did(event: FromPerson): boolean {
    return this.#turns.take(event) !== undefined;
  }

  async #show(): Promise<void> {
    const pass = await this.#passFor(this.#turns.state);
    const view = viewOf(this.#turns.state, pass);
    if (view === undefined) return;
    this.#seq += 1;
    const seq = this.#seq;
    this.#consoles.broadcast((lead) => ({ type: "view", seq, now: Date.now(), lead, view }));
  }

  async #passFor(state: OperatorState): Promise<RoomPass | undefined> {
    const wanted = roomWanted(state);
    if (wanted === undefined) return undefined;
    const { room, mayTalk } = wanted;
    const held = this.#pass;
    // One made while it rang serves on for the talk: the server has raised its bearer's permission.
    const fresh = held !== undefined && held.room === room && Date.now() - held.madeAt < passIsFreshFor;
    if (fresh) return held.pass;
    const keys = { apiKey: this.env.LIVEKIT_API_KEY, apiSecret: this.env.LIVEKIT_API_SECRET };
    const token = await operatorPass(keys, as<RoomName>(room), this.#operatorId, mayTalk);
    const pass = { url: this.env.LIVEKIT_WS_URL, token };
    this.#pass = { room, mayTalk, madeAt: Date.now(), pass };
    return pass;
  }

  #reportOf(version: number): LiveReport | undefined {
    const summary = summaryOf(this.#turns.state);
    return summary && { kind: "operator", version, summary };
  }

  async #report(version: number): Promise<boolean> {
    const report = this.#reportOf(version);
    return report !== undefined && this.env.LIVE.getByName(actorName(this.#name.application, "live")).report(report);
  }

  async #perform(effect: OperatorEffect): Promise<OperatorEvent | undefined> {
    const at = Date.now();
    const operatorId = this.#operatorId;
    switch (effect.type) {
      case "queue.pull": {
        const { queueId, epoch, ...free } = effect;
        const answer = await this.#queue(queueId).pull({ ...free, type: "operator.free", at, operatorId, epoch });
        return { type: "pull.answered", at: Date.now(), queueId, epoch, answer };
      }
      case "queue.standing": {
        const { queueId, standing, epoch } = effect;
        await this.#queue(queueId).tell({ type: "operator.standing", at, operatorId, standing, epoch });
        return undefined;
      }
      case "queue.closed": {
        const { queueId, offerId, outcome, epoch } = effect;
        await this.#queue(queueId).tell({ type: "offer.closed", at, offerId, operatorId, outcome, epoch });
        return undefined;
      }
      case "queue.accepted": {
        const { queueId, offerId } = effect;
        await this.#queue(queueId).tell({ type: "offer.accepted", at, offerId, operatorId });
        return undefined;
      }
      case "call.connect": {
        const { callId, ...asked } = effect;
        const { offerId } = asked;
        const answer = await this.#call(callId).connectTo({ ...asked, type: "connect.asked", at, operatorId });
        return { type: "connect.answered", at: Date.now(), offerId, answer };
      }
      case "call.hangUp":
        await this.#call(effect.callId).tell({ type: "operator.hungUp", at, operatorId, offerId: effect.offerId });
        return undefined;
      case "call.transfer": {
        const { offerId, transfer } = effect;
        await this.#call(effect.callId).tell({ type: "operator.transfers", at, operatorId, offerId, transfer });
        return undefined;
      }
      case "ledger.work": {
        const { first, lines } = effect;
        await this.#tellWork({ operatorId, first, lines });
        return undefined;
      }
      case "ledger.disposed": {
        const ledger = this.env.LEDGER.getByName(actorName(this.#name.application, "ledger"));
        await ledger.tell({ type: "call.disposed", disposal: { ...effect.disposal, operatorId } });
        return undefined;
      }
      case "console.close":
        this.#consoles.close();
        return undefined;
      default:
        return effect satisfies never;
    }
  }

  /** What the ledger then says that it lacks is told again, piece by piece, as far as the timeline has it. */
  async #tellWork(work: Work): Promise<void> {
    const ledger = this.env.LEDGER.getByName(actorName(this.#name.application, "ledger"));
    let missing = await ledger.work(work);
    const timeline = missing === undefined ? [] : this.#turns.timeline();
    while (missing !== undefined) {
      const { first, last } = missing;
      const lines = linesIn(timeline, { first, last: Math.min(last, first + linesToldAgain - 1) });
      if (lines.length === 0) return;
      missing = await ledger.work({ operatorId: this.#operatorId, first, lines });
    }
  }

  #queue(id: string) {
    return this.env.QUEUE.getByName(actorName(this.#name.application, id));
  }

  #call(id: string) {
    return this.env.CALL.getByName(actorName(this.#name.application, id));
  }
}

/** Choosing a status, as the event that pressing its button is. */
function chosen({ status, reason: own, by, atOnce }: ForcedStatus, at: Instant): FromPerson {
  switch (status) {
    case "Ready":
      return { type: "goReady", at, by };
    case "Online":
      return { type: "pause", at, by, reason: "online" };
    case "Timeout":
      return { type: "pause", at, by, reason: "timeout", own };
    case "DND":
      return { type: "pause", at, by, reason: "dnd", own };
    case "Offline":
      return { type: "signOut", at, by, atOnce };
  }
}

function readable(data: string | ArrayBuffer) {
  if (typeof data !== "string") return undefined;
  try {
    return fromConsole.safeParse(JSON.parse(data)).data;
  } catch {
    return undefined;
  }
}
