/**
 * The SIP side of one inbound call: the INVITE's answers and, once accepted, the dialog (RFC 3261 §12, §13.3, §14.2, §15).
 * It knows nothing of rooms or media.
 */
import type { Duration } from "../../src/words/index.ts";
import type { HeaderField, SipRequest, SipResponse } from "./message/message.ts";
import { header, newRequest } from "./message/message.ts";
import { allowedMethods, reply } from "./message/reply.ts";
import { cseqOf, listed, nameAddressOf, parseNameAddress } from "./message/values.ts";
import type { TransactionLayer } from "./transaction/layer.ts";
import { newBranch } from "./transaction/layer.ts";
import { repeat } from "./transaction/repeat.ts";
import type { InviteTransaction, ServerTransaction } from "./transaction/server.ts";
import { timerH } from "./transaction/timers.ts";
import { hostText, placeOf } from "./message/host.ts";

export interface DialogEvents {
  /** CANCEL, or BYE before the answer. The INVITE still wants its 487. */
  cancelled(): void;
  hungUp(): void;
  /** A re-INVITE brought a session description; it has been answered already. */
  reoffered(sdp: Uint8Array): void;
  /** The 200 was never acknowledged. */
  unacknowledged(): void;
}

const sdpType: HeaderField = ["Content-Type", "application/sdp"];
const allow: HeaderField = ["Allow", allowedMethods];

export class Dialog {
  /** Our tag, which is LiveKit's SIP call id too. */
  readonly tag: string;
  readonly invite: SipRequest;
  readonly callId: string;
  readonly remoteTag: string;

  readonly #layer: TransactionLayer;
  readonly #transaction: InviteTransaction;
  readonly #events: DialogEvents;
  readonly #over: () => void;
  readonly #contact: HeaderField;
  #state: "early" | "accepted" | "confirmed" | "over" = "early";
  #ringing: NodeJS.Timeout | undefined;
  #unacknowledged: { stop(): void } | undefined;
  #byeWaiting: readonly HeaderField[] | undefined;
  #remoteCSeq: number;
  #localCSeq = 0;
  #remoteTarget: string | undefined;
  #sdp: Uint8Array = new Uint8Array();

  constructor(
    transaction: InviteTransaction,
    tag: string,
    layer: TransactionLayer,
    events: DialogEvents,
    over: () => void,
  ) {
    this.tag = tag;
    this.invite = transaction.request;
    this.callId = header(this.invite, "Call-ID") ?? "";
    this.remoteTag = nameAddressOf(this.invite, "From")?.parameters.get("tag") ?? "";
    this.#layer = layer;
    this.#transaction = transaction;
    this.#events = events;
    this.#over = over;
    this.#remoteCSeq = cseqOf(this.invite)?.number ?? 0;
    this.#remoteTarget = nameAddressOf(this.invite, "Contact")?.text;
    const { local, transport } = transaction.flow;
    const suffix = transport === "TCP" ? ";transport=tcp" : "";
    this.#contact = ["Contact", `<sip:${hostText(local.address)}:${local.port}${suffix}>`];
    transaction.whenCancelled(() => events.cancelled());
  }

  /** The address at which the caller reaches us. */
  get localAddress(): string {
    return this.#transaction.flow.local.address;
  }

  /** 180 now and again every `interval`, as LiveKit SIP does, until there is a final answer. */
  ring(interval: Duration): void {
    const send = (): void => this.#transaction.respond(this.#reply(this.invite, 180, "Ringing"));
    send();
    this.#ringing = setInterval(send, interval);
  }

  /** 200 with our session description, repeated until the ACK. */
  accept(sdp: Uint8Array, extra: readonly HeaderField[]): void {
    if (this.#state !== "early") return;
    clearInterval(this.#ringing);
    this.#state = "accepted";
    this.#sdp = sdp;
    this.#respondOk(this.#transaction, extra);
  }

  /** A final refusal, if there has been no final answer. */
  refuse(status: number, reason: string, extra: readonly HeaderField[] = []): void {
    if (this.#state !== "early") return;
    clearInterval(this.#ringing);
    this.#transaction.respond(this.#reply(this.invite, status, reason, [...extra]));
    this.#end();
  }

  /** BYE. Before the ACK it may not be sent (RFC 3261 §15) and waits for that. */
  hangUp(extra: readonly HeaderField[]): void {
    if (this.#state === "accepted") this.#byeWaiting = extra;
    if (this.#state === "confirmed") this.#sendBye(extra);
  }

  /** A request with our tag in it. */
  requested(transaction: ServerTransaction): void {
    const { request } = transaction;
    const cseq = cseqOf(request)?.number ?? 0;
    if (cseq <= this.#remoteCSeq && request.method !== "INVITE") {
      transaction.respond(this.#reply(request, 500, "CSeq out of order")); // RFC 3261 §12.2.2
      return;
    }
    this.#remoteCSeq = Math.max(this.#remoteCSeq, cseq);
    switch (request.method) {
      case "BYE":
        transaction.respond(this.#reply(request, 200, "OK"));
        this.#byeArrived();
        return;
      case "NOTIFY": // LiveKit SIP takes it for the REFERs it sends; we send none
        transaction.respond(this.#reply(request, 501, "Unknown event"));
        return;
      default:
        transaction.respond(this.#reply(request, 405, "Method Not Allowed", [allow]));
    }
  }

  #byeArrived(): void {
    if (this.#state === "early") {
      this.#events.cancelled();
      return;
    }
    this.#end();
    this.#events.hungUp();
  }

  /**
   * A re-INVITE. As LiveKit SIP does, the answer is the session description of the first answer, whatever is asked:
   * a hold is answered `sendrecv`, and only the address to send media to is taken from the new offer.
   */
  reinvited(transaction: InviteTransaction): void {
    const { request } = transaction;
    const cseq = cseqOf(request)?.number ?? 0;
    if (cseq <= this.#remoteCSeq) {
      transaction.respond(this.#reply(request, 500, "CSeq out of order"));
      return;
    }
    if (this.#state !== "confirmed") {
      // The first INVITE is still open on one side or the other (RFC 3261 §14.2).
      transaction.respond(this.#reply(request, 500, "Another INVITE is pending", [["Retry-After", "1"]]));
      return;
    }
    this.#remoteCSeq = cseq;
    this.#remoteTarget = nameAddressOf(request, "Contact")?.text ?? this.#remoteTarget;
    if (request.body.length > 0) this.#events.reoffered(request.body);
    this.#respondOk(transaction, []);
  }

  acknowledged(request: SipRequest): void {
    if (cseqOf(request)?.number !== this.#remoteCSeq) return; // a late ACK of an earlier INVITE
    this.#unacknowledged?.stop();
    if (this.#state !== "accepted") return;
    this.#state = "confirmed";
    if (this.#byeWaiting !== undefined) this.#sendBye(this.#byeWaiting);
  }

  /** The 200 goes on being sent until acknowledged, over TCP too, for a proxy further on may lose it (RFC 3261 §13.3.1.4). */
  #respondOk(transaction: InviteTransaction, extra: readonly HeaderField[]): void {
    const ok = this.#reply(transaction.request, 200, "OK", [allow, sdpType, ...extra], this.#sdp);
    transaction.respond(ok);
    this.#unacknowledged?.stop();
    this.#unacknowledged = repeat(
      () => transaction.resendAccepted(),
      timerH,
      () => {
        if (this.#state === "accepted") this.#state = "confirmed"; // a BYE may be sent now
        if (this.#byeWaiting !== undefined) this.#sendBye(this.#byeWaiting);
        else this.#events.unacknowledged();
      },
    );
  }

  #sendBye(extra: readonly HeaderField[]): void {
    this.#localCSeq += 1;
    const { flow } = this.#transaction;
    const routes = listed(this.invite, "Record-Route");
    const target = this.#remoteTarget ?? nameAddressOf(this.invite, "From")?.text ?? "";
    const next = routes[0] === undefined ? target : (parseNameAddress(routes[0])?.text ?? target);
    const request = newRequest("BYE", target, [
      [
        "Via",
        `SIP/2.0/${flow.transport} ${hostText(flow.local.address)}:${flow.local.port};branch=${newBranch()};rport`,
      ],
      ["Max-Forwards", "70"],
      ...routes.map((route): HeaderField => ["Route", route]),
      ["From", `${header(this.invite, "To") ?? ""};tag=${this.tag}`],
      ["To", header(this.invite, "From") ?? ""],
      ["Call-ID", this.callId],
      ["CSeq", `${this.#localCSeq} BYE`],
      ...extra,
    ]);
    const to = flow.reliable ? undefined : placeOf(next, flow.remote);
    this.#end();
    void this.#layer.send(request, flow, to);
  }

  #reply(
    request: SipRequest,
    status: number,
    reason: string,
    extra: readonly HeaderField[] = [],
    body?: Uint8Array,
  ): SipResponse {
    const contact = request.method === "INVITE" ? [this.#contact] : [];
    return reply(request, status, reason, { tag: this.tag, headers: [...contact, ...extra], body });
  }

  #end(): void {
    clearInterval(this.#ringing);
    this.#unacknowledged?.stop();
    this.#state = "over";
    this.#over();
  }
}
