/**
 * Stands in for one operator's actor: speaks `src/protocol/console.ts` with the real console, over real sockets and real LiveKit rooms,
 * and does what a test tells it to.
 */
import type { WebSocket } from "ws";
import type { LiveKit } from "../support/livekit.ts";
import { Rooms } from "./rooms.ts";
import { fromConsole } from "../../src/protocol/console.schema.ts";
import type {
  ChosenStatus,
  ClosedOfferView,
  ConsoleCommand,
  ConsoleRefusal,
  DispositionView,
  OfferView,
  OperatorStatus,
  OperatorView,
  PauseReason,
  RoomPass,
  ToConsole,
} from "../../src/protocol/console.ts";
import type { Disposed } from "../../src/protocol/disposition.ts";
import type { OwnReason } from "../../src/protocol/reason.ts";
import type { WrapUpMode } from "../../src/protocol/settings.ts";
import { operatorIdentity } from "../../src/protocol/rooms.ts";
import { as, type CallId, type OfferId, type OperatorId, type QueueId } from "../../src/words/index.ts";

const operatorId = as<OperatorId>("operator1");

interface Engaged {
  readonly room: string;
  readonly offer: Omit<OfferView, "pass">;
  pass: RoomPass;
}

export class StandIn {
  /** Everything the consoles have asked, in order. */
  readonly asked: ConsoleCommand[] = [];
  pings = 0;
  /** How many consoles have ever come. */
  sockets = 0;
  readonly rooms: Rooms;
  wrapUpLasts = 0;
  wrapUpMode: WrapUpMode = "optional";
  /** What the application's administrators have set up. */
  ownReasons: readonly OwnReason[] = [];
  /** Whether a wrap-up is finished only with a disposition. */
  dispositionNeeded = false;
  #disposed: Disposed | undefined;
  /** Why nothing that is pressed is done. */
  refuse: ConsoleRefusal | undefined;
  readonly #sockets: WebSocket[] = [];
  #presence: OperatorView["presence"] = "paused";
  #pauseReason: PauseReason | undefined = "online";
  #engagement: OperatorView["engagement"] = "free";
  #engaged: Engaged | undefined;
  #takenAt = 0;
  #connectedAt: number | undefined;
  #next: ChosenStatus | undefined;
  #ownReason: OwnReason | undefined;
  #nextReason: OwnReason | undefined;
  #lastOffer: ClosedOfferView | undefined;
  #wrapUpEndsAt = 0;
  #wrapUpExtension = 0;
  #wrapUpRequested = false;
  #since = Date.now();
  #seq = 0;
  #offers = 0;

  constructor(livekit: LiveKit) {
    this.rooms = new Rooms(livekit);
  }

  /** A console has come: the oldest one leads. */
  join(socket: WebSocket): void {
    this.sockets += 1;
    this.#sockets.push(socket);
    socket.on("message", (data: Buffer) => void this.#heard(socket, data.toString()));
    socket.on("close", () => {
      this.#sockets.splice(this.#sockets.indexOf(socket), 1);
      this.#tellAll();
    });
    this.#tellAll();
  }

  get consoles(): number {
    return this.#sockets.length;
  }

  /** Puts a call to the operator; the room need not have a caller in it. */
  async offer(
    room: string,
    about: { caller?: string; queue?: string; ringTime?: number; callback?: true } = {},
  ): Promise<OfferId> {
    const offerId = as<OfferId>(`offer-${++this.#offers}`);
    this.#engaged = {
      room,
      offer: {
        offerId,
        callId: as<CallId>(`call-${this.#offers}`),
        caller: about.caller ?? "+79161234567",
        queue: about.queue ?? "MainQueue",
        waited: 83_000,
        madeAt: Date.now(),
        deadline: Date.now() + (about.ringTime ?? 20_000),
        callback: about.callback,
      },
      pass: await this.#pass(room),
    };
    this.#become("offered");
    return offerId;
  }

  /** The offer is gone. */
  rescind(outcome: ClosedOfferView["outcome"] = "gone"): void {
    if (this.#engaged) {
      const { offerId, callId, queue } = this.#engaged.offer;
      this.#lastOffer = { offerId, callId, queue, outcome, at: Date.now() };
    }
    this.#engaged = undefined;
    this.#become("free");
  }

  /** Nobody answered. */
  miss(): void {
    this.#presence = "paused";
    this.#pauseReason = "missed";
    this.rescind("missed");
  }

  /** The call is over, from whichever side. */
  async endCall(): Promise<void> {
    const { room } = this.#engaged ?? {};
    this.#wrapUpEndsAt = Date.now() + this.wrapUpLasts;
    this.#wrapUpExtension = 60_000;
    this.#become(this.wrapUpLasts > 0 ? "wrappingUp" : "free");
    if (this.wrapUpLasts === 0) this.#applyNext();
    if (room !== undefined) await this.rooms.end(room);
  }

  /** The caller goes into a queue, and stays in the room. */
  async #letGo(): Promise<void> {
    const { room } = this.#engaged ?? {};
    this.#wrapUpEndsAt = Date.now() + this.wrapUpLasts;
    this.#wrapUpExtension = 60_000;
    this.#become(this.wrapUpLasts > 0 ? "wrappingUp" : "free");
    if (this.wrapUpLasts === 0) this.#applyNext();
    // Unless the console was quicker.
    if (room !== undefined) await this.rooms.remove(room, operatorIdentity(operatorId)).catch(() => undefined);
  }

  /** Back to how it was before anybody came. */
  reset(): void {
    this.asked.length = 0;
    this.pings = 0;
    this.wrapUpLasts = 0;
    this.wrapUpMode = "optional";
    this.#wrapUpRequested = false;
    this.#next = undefined;
    this.#ownReason = undefined;
    this.#nextReason = undefined;
    this.ownReasons = [];
    this.refuse = undefined;
    this.dispositionNeeded = false;
    this.#disposed = undefined;
    this.#lastOffer = undefined;
    this.#presence = "paused";
    this.#pauseReason = "online";
    this.#engaged = undefined;
    this.#become("free");
  }

  /** The time for a wrap-up that had to be finished is over. */
  overrunWrapUp(): void {
    this.#presence = "paused";
    this.#pauseReason = "unfinished";
    this.#become("free");
  }

  /** The pass of the present call opens no room any more. */
  spoilPass(): void {
    if (this.#engaged) this.#engaged.pass = { url: this.rooms.url, token: "expired" };
  }

  /** As a lost network does: without a word. */
  cutSockets(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  async #heard(socket: WebSocket, frame: string): Promise<void> {
    if (frame === "ping") {
      this.pings++;
      return socket.send("pong");
    }
    const { id, command } = fromConsole.parse(JSON.parse(frame));
    this.asked.push(command);
    const refusal = this.refuse ?? (await this.#carryOut(socket, command));
    const answer: ToConsole =
      refusal === undefined ? { type: "answer", id, ok: true } : { type: "answer", id, ok: false, refusal };
    socket.send(JSON.stringify(answer));
  }

  async #carryOut(socket: WebSocket, command: ConsoleCommand): Promise<ConsoleRefusal | undefined> {
    const engaged = this.#engaged;
    switch (command.type) {
      case "goReady":
        this.#choose("Ready");
        return undefined;
      case "pause":
        this.#choose(
          ({ online: "Online", timeout: "Timeout", dnd: "DND" } as const)[command.reason],
          this.ownReasons.find(({ id }) => id === command.own),
        );
        return undefined;
      case "takeBack":
        this.#next = undefined;
        this.#nextReason = undefined;
        this.#tellAll();
        return undefined;
      case "accept":
        if (this.#engagement !== "offered" || engaged?.offer.offerId !== command.offerId) return "offer_gone";
        this.#takenAt = Date.now();
        this.#disposed = undefined;
        this.#connectedAt = undefined;
        this.#become("talking");
        void this.#connect(engaged);
        return undefined;
      case "decline":
        if (this.#engagement !== "offered") return "offer_gone";
        this.rescind("declined");
        return undefined;
      case "hangUp":
        if (this.#engagement !== "talking") return "no_call";
        await this.endCall();
        return undefined;
      case "transfer":
        if (this.#engagement !== "talking") return "no_call";
        await this.#letGo();
        return undefined;
      case "finishWrapUp":
        if (this.#engagement !== "wrappingUp") return "not_wrapping_up";
        this.#become("free");
        this.#applyNext();
        return undefined;
      case "extendWrapUp":
        if (this.#wrapUpExtension === 0) return "not_in_this_mode";
        this.#wrapUpEndsAt += this.#wrapUpExtension;
        this.#wrapUpExtension = 0;
        this.#tellAll();
        return undefined;
      case "requestWrapUp":
        if (this.#engagement !== "talking") return "no_call";
        this.#wrapUpRequested = command.wanted;
        this.#tellAll();
        return undefined;
      case "setDisposition": {
        const { dispositionId: id, note } = command;
        this.#disposed = { disposition: id === null ? null : { id, name: `Named ${id}` }, note, at: Date.now() };
        this.#tellAll();
        return undefined;
      }
      case "signOut":
        if (command.atOnce === true && this.#engagement === "talking") await this.endCall();
        if (command.atOnce === true) this.#engagement = "free";
        this.#choose("Offline");
        return undefined;
      case "takeLead":
        this.#sockets.splice(this.#sockets.indexOf(socket), 1);
        this.#sockets.unshift(socket);
        this.#tellAll();
        return undefined;
      case "renewPass":
        if (engaged) engaged.pass = await this.#pass(engaged.room);
        this.#tellAll();
        return undefined;
    }
  }

  /** Holds at once, or after the call. */
  #choose(status: ChosenStatus, reason?: OwnReason): void {
    this.#next = status;
    this.#nextReason = reason;
    if (this.#engagement === "talking" || this.#engagement === "wrappingUp") this.#tellAll();
    else this.#applyNext();
  }

  #applyNext(): void {
    const next = this.#next;
    if (next === undefined) return;
    this.#next = undefined;
    this.#ownReason = this.#nextReason;
    this.#nextReason = undefined;
    this.#presence = next === "Ready" ? "ready" : next === "Offline" ? "offline" : "paused";
    this.#pauseReason =
      next === "Ready" || next === "Offline"
        ? undefined
        : ({ Online: "online", Timeout: "timeout", DND: "dnd" } as const)[next];
    this.#become("free");
  }

  async #connect({ room }: Engaged): Promise<void> {
    const identity = operatorIdentity(operatorId);
    if (await this.rooms.admit(room, identity)) {
      this.#connectedAt = Date.now();
      this.#tellAll();
    }
  }

  async #pass(room: string): Promise<RoomPass> {
    return this.rooms.pass(room, operatorIdentity(operatorId), this.#engagement === "talking");
  }

  #become(engagement: OperatorView["engagement"]): void {
    this.#engagement = engagement;
    this.#since = Date.now();
    this.#tellAll();
  }

  #tellAll(): void {
    for (const socket of this.#sockets) {
      const view: ToConsole = {
        type: "view",
        seq: ++this.#seq,
        now: Date.now(),
        lead: socket === this.#sockets[0],
        view: this.#view(),
      };
      socket.send(JSON.stringify(view));
    }
  }

  #view(): OperatorView {
    const engaged = this.#engaged;
    return {
      operatorId,
      name: "Анна Кузнецова",
      application: "callcenter",
      status: this.#status(),
      since: this.#since,
      presence: this.#presence,
      pauseReason: this.#pauseReason,
      ownReason: this.#ownReason,
      next: this.#next,
      nextReason: this.#nextReason,
      engagement: this.#engagement,
      offer: engaged && this.#engagement === "offered" ? { ...engaged.offer, pass: engaged.pass } : undefined,
      call:
        engaged && this.#engagement === "talking"
          ? {
              callId: engaged.offer.callId,
              queue: engaged.offer.queue,
              caller: engaged.offer.caller,
              takenAt: this.#takenAt,
              ...this.#disposition(),
              connectedAt: this.#connectedAt,
              callback: engaged.offer.callback,
              wrapUpRequested: this.wrapUpMode === "onRequest" ? this.#wrapUpRequested : undefined,
              pass: engaged.pass,
            }
          : undefined,
      wrapUp:
        engaged && this.#engagement === "wrappingUp"
          ? {
              callId: engaged.offer.callId,
              ...this.#disposition(),
              mode: this.wrapUpMode,
              startedAt: this.#wrapUpEndsAt - this.wrapUpLasts,
              endsAt: this.wrapUpMode === "mandatory" ? undefined : this.#wrapUpEndsAt,
              mayFinish: this.wrapUpMode !== "timed",
              extension:
                this.wrapUpMode === "mandatory" || this.wrapUpMode === "timed" || this.#wrapUpExtension === 0
                  ? undefined
                  : this.#wrapUpExtension,
            }
          : undefined,
      lastOffer: this.#lastOffer,
      queues: [
        { queueId: as<QueueId>("main"), name: "MainQueue" },
        { queueId: as<QueueId>("vip"), name: "Поддержка VIP" },
      ],
      ownReasons: this.ownReasons,
    };
  }

  #disposition(): DispositionView {
    const isMissing = this.dispositionNeeded && !this.#disposed?.disposition;
    return { queueId: as<QueueId>("main"), disposed: this.#disposed, dispositionMissing: isMissing || undefined };
  }

  #status(): OperatorStatus {
    if (this.#engagement === "offered") return "BeforeService";
    if (this.#engagement === "talking") return "InService";
    if (this.#engagement === "wrappingUp") return "AfterService";
    if (this.#presence === "offline") return "Offline";
    if (this.#presence === "ready") return "Ready";
    const paused = {
      online: "Online",
      timeout: "Timeout",
      dnd: "DND",
      missed: "Banned",
      unfinished: "Online",
    } as const;
    return paused[this.#pauseReason ?? "online"];
  }
}
