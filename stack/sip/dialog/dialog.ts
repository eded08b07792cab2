/**
 * The SIP side of one call (RFC 3261 §12, §14.2, §15): what is the same whoever called whom. It knows nothing of rooms or media.
 */
import type { HeaderField, SipRequest, SipResponse } from "../message/message.ts";
import { allowedMethods, reply } from "../message/reply.ts";
import { cseqOf, nameAddressOf } from "../message/values.ts";
import type { TransactionLayer } from "../transaction/layer.ts";
import { repeat } from "../transaction/repeat.ts";
import type { InviteTransaction, ServerTransaction } from "../transaction/server.ts";
import { timerH } from "../transaction/timers.ts";
import type { Flow } from "../transport/transport.ts";
import type { Ends } from "./request.ts";
import { contactOf, nextHop, requestIn } from "./request.ts";

export interface DialogEvents {
  hungUp(): void;
  /** A re-INVITE brought a session description; it has been answered already. */
  reoffered(sdp: Uint8Array): void;
  /** A 200 of ours was never acknowledged. */
  unacknowledged(): void;
}

export const sdpType: HeaderField = ["Content-Type", "application/sdp"];
export const allow: HeaderField = ["Allow", allowedMethods];

export abstract class Dialog {
  /** Our tag, which is LiveKit's SIP call id too. */
  readonly tag: string;
  protected readonly layer: TransactionLayer;
  protected readonly flow: Flow;
  protected state: "early" | "accepted" | "confirmed" | "over" = "early";
  protected remoteCSeq: number;
  protected localCSeq = 0;
  protected ends: Ends;
  /** What a re-INVITE is answered with. */
  protected sdp: Uint8Array = new Uint8Array();
  readonly #events: DialogEvents;
  readonly #over: () => void;
  readonly #contact: HeaderField;
  #unacknowledged: { stop(): void } | undefined;
  #byeWaiting: readonly HeaderField[] | undefined;

  /** @param remoteCSeq the number of the last request that the other side has sent; below nought: none */
  constructor(
    parts: { readonly tag: string; readonly ends: Ends; readonly remoteCSeq: number; readonly flow: Flow },
    layer: TransactionLayer,
    events: DialogEvents,
    over: () => void,
  ) {
    this.tag = parts.tag;
    this.ends = parts.ends;
    this.remoteCSeq = parts.remoteCSeq;
    this.flow = parts.flow;
    this.layer = layer;
    this.#events = events;
    this.#over = over;
    this.#contact = contactOf(parts.flow);
  }

  /** Whether a request is of this dialog, once our tag has been found in it (RFC 3261 §12.2.2). */
  abstract has(callId: string | undefined, remoteTag: string | undefined): boolean;

  /** The address at which the other side reaches us. */
  get localAddress(): string {
    return this.flow.local.address;
  }

  /** BYE. Before the ACK of our 200 it may not be sent (RFC 3261 §15) and waits for that. */
  hangUp(more: readonly HeaderField[]): void {
    if (this.state === "accepted") this.#byeWaiting = more;
    if (this.state === "confirmed") this.#sendBye(more);
  }

  /** A request with our tag in it. */
  requested(transaction: ServerTransaction): void {
    const { request } = transaction;
    const cseq = cseqOf(request)?.number ?? 0;
    if (cseq <= this.remoteCSeq && request.method !== "INVITE") {
      transaction.respond(this.reply(request, 500, "CSeq out of order")); // RFC 3261 §12.2.2
      return;
    }
    this.remoteCSeq = Math.max(this.remoteCSeq, cseq);
    switch (request.method) {
      case "BYE":
        transaction.respond(this.reply(request, 200, "OK"));
        this.byeArrived();
        return;
      case "NOTIFY": // LiveKit SIP takes it for the REFERs it sends; we send none
        transaction.respond(this.reply(request, 501, "Unknown event"));
        return;
      default:
        transaction.respond(this.reply(request, 405, "Method Not Allowed", [allow]));
    }
  }

  protected byeArrived(): void {
    this.end();
    this.#events.hungUp();
  }

  /**
   * A re-INVITE. As LiveKit SIP does, the answer is what was agreed on first, whatever is asked:
   * a hold is answered `sendrecv`, and only the address to send media to is taken from the new offer.
   */
  reinvited(transaction: InviteTransaction): void {
    const { request } = transaction;
    const cseq = cseqOf(request)?.number ?? 0;
    if (cseq <= this.remoteCSeq) {
      transaction.respond(this.reply(request, 500, "CSeq out of order"));
      return;
    }
    if (this.state !== "confirmed") {
      // The first INVITE is still open on one side or the other (RFC 3261 §14.2).
      transaction.respond(this.reply(request, 500, "Another INVITE is pending", [["Retry-After", "1"]]));
      return;
    }
    this.remoteCSeq = cseq;
    this.ends = { ...this.ends, target: nameAddressOf(request, "Contact")?.text ?? this.ends.target };
    if (request.body.length > 0) this.#events.reoffered(request.body);
    this.respondOk(transaction, []);
  }

  acknowledged(request: SipRequest): void {
    if (cseqOf(request)?.number !== this.remoteCSeq) return; // a late ACK of an earlier INVITE
    this.#unacknowledged?.stop();
    if (this.state !== "accepted") return;
    this.state = "confirmed";
    if (this.#byeWaiting !== undefined) this.#sendBye(this.#byeWaiting);
  }

  /** The 200 goes on being sent until acknowledged, over TCP too, for a proxy further on may lose it (RFC 3261 §13.3.1.4). */
  protected respondOk(transaction: InviteTransaction, more: readonly HeaderField[]): void {
    const ok = this.reply(transaction.request, 200, "OK", [allow, sdpType, ...more], this.sdp);
    transaction.respond(ok);
    this.#unacknowledged?.stop();
    this.#unacknowledged = repeat(
      () => transaction.resendAccepted(),
      timerH,
      () => {
        if (this.state === "accepted") this.state = "confirmed"; // a BYE may be sent now
        if (this.#byeWaiting !== undefined) this.#sendBye(this.#byeWaiting);
        else this.#events.unacknowledged();
      },
    );
  }

  #sendBye(more: readonly HeaderField[]): void {
    this.localCSeq += 1;
    const bye = requestIn(this.ends, this.flow, "BYE", this.localCSeq, more);
    this.end();
    void this.layer.send(bye, this.flow, nextHop(this.ends, this.flow));
  }

  protected reply(
    request: SipRequest,
    status: number,
    reason: string,
    more: readonly HeaderField[] = [],
    body?: Uint8Array,
  ): SipResponse {
    const contact = request.method === "INVITE" ? [this.#contact] : [];
    return reply(request, status, reason, { tag: this.tag, headers: [...contact, ...more], body });
  }

  protected end(): void {
    this.#unacknowledged?.stop();
    this.state = "over";
    this.#over();
  }
}
