/**
 * One inbound call, from INVITE to the last BYE: what LiveKit SIP does in `pkg/sip/inbound.go`, in the same order, so that rooms, webhooks
 * and attributes look the same to everything behind. Between the caller's dialog and their seat in the room it decides when each ends the other.
 */
import { ParticipantInfo_Kind, TrackSource } from "@livekit/protocol";
import { maskRoom } from "../../src/protocol/rooms.ts";
import type { Duration } from "../../src/words/index.ts";
import { seconds } from "../../src/words/index.ts";
import type { joinRoom } from "../../media/room/join.ts";
import type { Publication, RemoteTrack, Room, Seat } from "../../media/room/room.ts";
import type { Assignment } from "./dispatch/assignment.ts";
import { attributesOf, headersFrom } from "./dispatch/attributes.ts";
import { Dialog } from "./dialog.ts";
import type { DialogEvents } from "./dialog.ts";
import { log } from "./log.ts";
import type { RtpPorts } from "./media/ports.ts";
import { MediaSession } from "./media/session.ts";
import type { Offer, OfferRefusal } from "./media/sdp.ts";
import { readOffer, writeAnswer } from "./media/sdp.ts";
import type { Ticker } from "./media/ticker.ts";
import type { HeaderField } from "./message/message.ts";
import type { MintToken } from "./token.ts";
import type { TransactionLayer } from "./transaction/layer.ts";
import type { InviteTransaction } from "./transaction/server.ts";

/** What every call needs of the gateway. */
export interface CallSurroundings {
  readonly livekitUrl: string;
  readonly join: typeof joinRoom;
  readonly mintToken: MintToken;
  readonly ports: RtpPorts;
  readonly ticker: Ticker;
  /** How long a caller who was answered may take to send their first packet. */
  readonly initialMediaTimeout: Duration;
}

/** LiveKit SIP's `sip_ringing_interval`. */
const ringingInterval = seconds(1);
/** How long after the answer the call is called active although no packet has come. */
const firstPacketWait = seconds(1);

/** Why a call ended. */
type Ending =
  | "cancelled"
  | "hung up"
  | "room closed"
  | "nobody answered"
  | "no media"
  | "not acknowledged"
  | "too long"
  | "shutdown"
  | "failed"
  | "refused";

/** The endings after which LiveKit SIP leaves `sip.callStatus` at `hangup` (`CallStatus.Attribute`, types.go): those that are the caller's doing. */
const hangupEndings: ReadonlySet<Ending> = new Set(["cancelled", "hung up", "no media", "too long"]);

const offerRefusals: Readonly<Record<OfferRefusal, string>> = {
  no_offer: "No session description",
  unreadable: "Unreadable session description",
  no_audio: "No audio offered",
  no_common_codec: "No common codec: PCMU and PCMA are spoken here",
};

export class Call implements DialogEvents {
  readonly dialog: Dialog;
  readonly #assignment: Assignment;
  readonly #surroundings: CallSurroundings;
  readonly #over: () => void;
  readonly #attributes: Record<string, string>;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #startedAt = performance.now();
  #answerSdp: Uint8Array = new Uint8Array();
  #media: MediaSession | undefined;
  #room: Room | undefined;
  #publication: Publication | undefined;
  #answered = false;
  #active = false;
  #ended = false;

  /**
   * @param callId LiveKit's SIP call id, which is our tag in the dialog too
   * @param over told when the call has ended, and when its dialog has (a BYE may have to wait for an ACK)
   */
  constructor(
    callId: string,
    transaction: InviteTransaction,
    layer: TransactionLayer,
    assignment: Assignment,
    surroundings: CallSurroundings,
    over: { callOver(): void; dialogOver(): void },
  ) {
    this.dialog = new Dialog(transaction, callId, layer, this, () => over.dialogOver());
    this.#assignment = assignment;
    this.#surroundings = surroundings;
    this.#over = () => over.callOver();
    this.#attributes = { ...attributesOf(transaction.request, assignment), "sip.callStatus": "ringing" };
  }

  /** Rings, joins, waits to be answered. Never rejects: what goes wrong ends the call. */
  async run(): Promise<void> {
    try {
      this.dialog.ring(ringingInterval);
      const offer = readOffer(this.dialog.invite.body);
      if (offer.ok) await this.#enter(offer.value);
      else this.#refuse(400, offerRefusals[offer.refusal], [warning(offer.refusal)]);
    } catch (error) {
      if (this.#ended) return; // what was under way failed because the call was over
      // LiveKit SIP answers 503 when its server cannot be asked; ours is asked by joining.
      this.#log("call.failed", { error: error instanceof Error ? error.message : String(error) });
      this.dialog.refuse(503, "Try again later");
      this.#end("failed");
    }
  }

  async #enter(offer: Offer): Promise<void> {
    const { ports, ticker, mintToken, join, livekitUrl } = this.#surroundings;
    const pair = await ports.open();
    if (pair === undefined) throw new Error("no free RTP port");
    const media = new MediaSession(pair, offer, ticker, {
      frame: (frame, skipped) => this.#publication?.send(frame, skipped),
      digit: (digit) => this.#room?.sendDigit(digit),
      heard: () => this.#becomeActive(),
      silent: () => this.#end("no media"),
    });
    this.#media = media;
    if (this.#ended) return media.close();
    const address = this.dialog.localAddress;
    this.#answerSdp = writeAnswer(offer, { address, port: media.localPort }, String(Date.now()));

    const token = await mintToken(this.#assignment, this.#attributes);
    const room = await join({
      url: livekitUrl,
      token,
      on: {
        participantJoined: (seat) => this.#met(seat),
        trackPublished: (track) => this.#published(track),
        trackUnpublished: (track) => this.#media?.dropVoice(track.sid),
        digit: (digit) => this.#media?.press(digit),
        closed: (reason) => {
          this.#log("call.room.closed", { reason });
          this.#end("room closed");
        },
      },
    });
    this.#room = room;
    if (this.#ended) return this.#leave(); // the caller gave up while we were entering
    this.#log("call.joined", { room: maskRoom(room.name) });
    this.#after(this.#assignment.ringingTimeout, () => {
      if (!this.#answered) this.#end("nobody answered");
    });
    this.#after(this.#assignment.maxCallDuration, () => this.#end("too long"));

    this.#publication = await room.publish({ name: room.identity, source: TrackSource.MICROPHONE });
    for (const seat of room.seats()) {
      this.#met(seat);
      for (const track of seat.tracks) this.#published(track);
    }
  }

  /** Another telephone in the room: two that waited for each other's track would ring for ever. */
  #met(seat: Seat): void {
    if (this.#publication !== undefined && seat.kind === ParticipantInfo_Kind.SIP) this.#answer();
  }

  /** Somebody speaks: the caller hears them, and the first one answers the call. Before our own track is out nothing is subscribed. */
  #published(track: RemoteTrack): void {
    const media = this.#media;
    if (this.#publication === undefined || media === undefined || this.#ended) return;
    if (!track.audio || media.hasVoice(track.sid)) return;
    const voice = media.addVoice(track.sid);
    this.#room?.subscribe(track.sid, (packet) => voice.received(packet));
    this.#answer();
  }

  #answer(): void {
    if (this.#answered || this.#ended || this.#media === undefined) return;
    this.#answered = true;
    this.dialog.accept(this.#answerSdp, [...Object.entries(this.#assignment.headers), ...this.#headersForCaller()]);
    const { initialMediaTimeout } = this.#surroundings;
    this.#media.start({ initial: initialMediaTimeout, general: this.#assignment.mediaTimeout });
    this.#log("call.answered", { afterMs: Math.round(performance.now() - this.#startedAt) });
    if (this.#media.hasHeard) this.#becomeActive();
    else this.#after(firstPacketWait, () => this.#becomeActive());
  }

  #becomeActive(): void {
    if (!this.#answered || this.#active || this.#ended) return;
    this.#active = true;
    this.#setStatus("active");
    this.#log("call.active");
  }

  cancelled(): void {
    this.#end("cancelled");
  }

  hungUp(): void {
    this.#end("hung up");
  }

  unacknowledged(): void {
    this.#end("not acknowledged");
  }

  reoffered(sdp: Uint8Array): void {
    const offer = readOffer(sdp);
    if (!offer.ok) this.#log("call.reoffer.unreadable", { refusal: offer.refusal });
    else if (offer.value.remote !== undefined) this.#media?.moveTo(offer.value.remote);
  }

  shutDown(): void {
    this.#end("shutdown");
  }

  #refuse(status: number, reason: string, extra: readonly HeaderField[]): void {
    this.dialog.refuse(status, reason, extra);
    this.#end("refused");
  }

  /** Ends both sides, whichever of them ended first. Only the first ending counts. */
  #end(ending: Ending): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const timer of this.#timers) clearTimeout(timer);
    if (hangupEndings.has(ending)) this.#setStatus("hangup");
    if (ending === "cancelled") this.dialog.refuse(487, "Request Terminated", this.#headersForCaller());
    this.dialog.refuse(486, "Rejected", this.#headersForCaller()); // heeded only before the answer, and once
    this.dialog.hangUp(this.#headersForCaller()); // heeded only after it
    this.#leave();
    this.#log("call.ended", { ending, afterMs: Math.round(performance.now() - this.#startedAt) });
    this.#over();
  }

  #leave(): void {
    this.#media?.close();
    void this.#room?.leave();
  }

  /** Tells the room how the call stands; nobody but those in the room learns of it (there is no webhook). */
  #setStatus(status: "active" | "hangup"): void {
    this.#attributes["sip.callStatus"] = status;
    this.#room?.setAttributes({ "sip.callStatus": status });
  }

  #headersForCaller(): HeaderField[] {
    return headersFrom(this.#attributes, this.#assignment.attributesToHeaders);
  }

  #after(delay: Duration, act: () => void): void {
    this.#timers.add(setTimeout(act, Math.min(delay, longestTimer)));
  }

  #log(event: string, fields: Parameters<typeof log>[1] = {}): void {
    log(event, { call: this.dialog.tag, ...fields });
  }
}

/** What a timer of the runtime holds at most; longer ones would fire at once. */
const longestTimer: Duration = 2 ** 31 - 1;

/** RFC 3261 §20.43: 305, incompatible media format; 399, miscellaneous. */
const warning = (refusal: OfferRefusal): HeaderField => [
  "Warning",
  `${refusal === "no_common_codec" || refusal === "no_audio" ? 305 : 399} acd "${offerRefusals[refusal]}"`,
];
