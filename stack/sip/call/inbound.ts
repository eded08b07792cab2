/**
 * One inbound call, from INVITE to the last BYE: what LiveKit SIP does in `pkg/sip/inbound.go`, in the same order, so that rooms, webhooks
 * and attributes look the same to everything behind. Between the caller's dialog and their seat in the room it decides when each ends the other.
 */
import { maskRoom } from "../../../src/protocol/rooms.ts";
import { seconds } from "../../../src/words/index.ts";
import type { AnsweringEvents } from "../dialog/answering.ts";
import { AnsweringDialog } from "../dialog/answering.ts";
import type { Assignment } from "../dispatch/assignment.ts";
import { attributesOf, headersFrom } from "../dispatch/attributes.ts";
import type { Offer, OfferRefusal } from "../media/sdp.ts";
import { readOffer, writeAnswer } from "../media/sdp.ts";
import type { HeaderField } from "../message/message.ts";
import type { TransactionLayer } from "../transaction/layer.ts";
import type { InviteTransaction } from "../transaction/server.ts";
import type { CallSurroundings, LegEvents } from "./leg.ts";
import { Leg } from "./leg.ts";

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

export class InboundCall implements AnsweringEvents, LegEvents {
  readonly dialog: AnsweringDialog;
  readonly #assignment: Assignment;
  readonly #leg: Leg;
  readonly #over: () => void;
  #answerSdp: Uint8Array = new Uint8Array();
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
    this.dialog = new AnsweringDialog(transaction, callId, layer, this, () => over.dialogOver());
    this.#assignment = assignment;
    this.#over = () => over.callOver();
    const attributes = { ...attributesOf(transaction.request, assignment), "sip.callStatus": "ringing" };
    this.#leg = new Leg(callId, attributes, surroundings, this);
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
      this.#leg.log("call.failed", { error: error instanceof Error ? error.message : String(error) });
      this.dialog.refuse(503, "Try again later");
      this.#end("failed");
    }
  }

  async #enter(offer: Offer): Promise<void> {
    const leg = this.#leg;
    const port = await leg.openPorts();
    leg.agree(offer);
    const address = this.dialog.localAddress;
    this.#answerSdp = writeAnswer(offer, { address, port }, { id: String(Date.now()), version: 1 });
    if (this.#ended) return;

    await leg.enter(this.#assignment);
    if (this.#ended) return; // the caller gave up while we were entering
    leg.log("call.joined", { room: maskRoom(this.#assignment.room) });
    leg.after(this.#assignment.ringingTimeout, () => {
      if (!this.#answered) this.#end("nobody answered");
    });
    leg.after(this.#assignment.maxCallDuration, () => this.#end("too long"));
    await leg.publish();
    leg.listen(); // before our own track is out nothing is subscribed
  }

  company(): void {
    this.#answer();
  }

  #answer(): void {
    if (this.#answered || this.#ended) return;
    this.#answered = true;
    this.dialog.accept(this.#answerSdp, [...Object.entries(this.#assignment.headers), ...this.#headersForCaller()]);
    this.#leg.start({ general: this.#assignment.mediaTimeout });
    this.#leg.log("call.answered", { afterMs: this.#leg.age });
    if (this.#leg.hasHeard) this.#becomeActive();
    else this.#leg.after(firstPacketWait, () => this.#becomeActive());
  }

  heard(): void {
    this.#becomeActive();
  }

  #becomeActive(): void {
    if (!this.#answered || this.#active || this.#ended) return;
    this.#active = true;
    this.#leg.setStatus("active");
    this.#leg.log("call.active");
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
    this.#leg.reoffered(sdp);
  }

  silent(): void {
    this.#end("no media");
  }

  roomClosed(): void {
    this.#end("room closed");
  }

  shutDown(): void {
    this.#end("shutdown");
  }

  #refuse(status: number, reason: string, more: readonly HeaderField[]): void {
    this.dialog.refuse(status, reason, more);
    this.#end("refused");
  }

  /** Ends both sides, whichever of them ended first. Only the first ending counts. */
  #end(ending: Ending): void {
    if (this.#ended) return;
    this.#ended = true;
    if (hangupEndings.has(ending)) this.#leg.setStatus("hangup");
    if (ending === "cancelled") this.dialog.refuse(487, "Request Terminated", this.#headersForCaller());
    this.dialog.refuse(486, "Rejected", this.#headersForCaller()); // heeded only before the answer, and once
    this.dialog.hangUp(this.#headersForCaller()); // heeded only after it
    this.#leg.leave();
    this.#leg.log("call.ended", { ending, afterMs: this.#leg.age });
    this.#over();
  }

  #headersForCaller(): HeaderField[] {
    return headersFrom(this.#leg.attributes, this.#assignment.attributesToHeaders);
  }
}

/** RFC 3261 §20.43: 305, incompatible media format; 399, miscellaneous. */
const warning = (refusal: OfferRefusal): HeaderField => [
  "Warning",
  `${refusal === "no_common_codec" || refusal === "no_audio" ? 305 : 399} acd "${offerRefusals[refusal]}"`,
];
