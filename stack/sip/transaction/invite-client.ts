/** The client transaction of an INVITE (RFC 3261 §17.1.1), with the accepted state of RFC 6026. */
import type { HeaderField, SipRequest, SipResponse } from "../message/message.ts";
import { header, headers, newRequest } from "../message/message.ts";
import { toBytes } from "../message/serialise.ts";
import { cseqOf } from "../message/values.ts";
import type { Flow } from "../transport/transport.ts";
import { repeat } from "./repeat.ts";
import { timerB, timerD, timerM } from "./timers.ts";

export interface InviteAnswers {
  provisional(response: SipResponse): void;
  /** Every 200, repeated ones too, and those of further telephones behind a proxy: each wants its ACK, which is the dialog's to send. */
  accepted(response: SipResponse): void;
  /** Acknowledged already. */
  refused(response: SipResponse): void;
  /** Nothing came within timer B, the way is broken, or no answer followed our CANCEL. */
  unanswered(): void;
}

export class InviteClientTransaction {
  readonly #invite: SipRequest;
  readonly #flow: Flow;
  readonly #answers: InviteAnswers;
  readonly #layer: { send(request: SipRequest, flow: Flow): Promise<unknown> };
  readonly #over: () => void;
  readonly #calling: { stop(): void };
  #state: "calling" | "proceeding" | "accepted" | "completed" | "over" = "calling";
  #cancel: { readonly more: readonly HeaderField[]; sent: boolean } | undefined;
  #ack: Uint8Array | undefined;

  constructor(
    invite: SipRequest,
    flow: Flow,
    answers: InviteAnswers,
    layer: { send(request: SipRequest, flow: Flow): Promise<unknown> },
    over: () => void,
  ) {
    this.#invite = invite;
    this.#flow = flow;
    this.#answers = answers;
    this.#layer = layer;
    this.#over = over;
    const bytes = toBytes(invite);
    const send = (): void => flow.send(bytes);
    send();
    const again = flow.reliable ? (): void => undefined : send;
    this.#calling = repeat(again, timerB, () => this.fail(), Infinity);
  }

  received(response: SipResponse): void {
    if (response.status < 100 || response.status > 699 || this.#state === "over") return;
    if (response.status < 200) this.#provisional(response);
    else if (response.status < 300) this.#accepted(response);
    else this.#refused(response);
  }

  #provisional(response: SipResponse): void {
    if (this.#state !== "calling" && this.#state !== "proceeding") return;
    this.#calling.stop();
    this.#state = "proceeding";
    if (this.#cancel === undefined) this.#answers.provisional(response);
    else this.#sendCancel(this.#cancel);
  }

  #accepted(response: SipResponse): void {
    if (this.#state === "completed") return;
    if (this.#state !== "accepted") {
      this.#calling.stop();
      this.#state = "accepted";
      this.#endAfter(timerM);
    }
    this.#answers.accepted(response);
  }

  #refused(response: SipResponse): void {
    if (this.#state === "completed" && this.#ack !== undefined) this.#flow.send(this.#ack);
    if (this.#state !== "calling" && this.#state !== "proceeding") return;
    this.#calling.stop();
    this.#state = "completed";
    this.#ack = toBytes(acknowledgement(this.#invite, response));
    this.#flow.send(this.#ack);
    this.#endAfter(this.#flow.reliable ? 0 : timerD);
    this.#answers.refused(response);
  }

  /** Nobody wants an answer any more. CANCEL may be sent only after a provisional answer (RFC 3261 §9.1), and waits for one. */
  cancel(more: readonly HeaderField[]): void {
    if (this.#cancel !== undefined) return;
    this.#cancel = { more, sent: false };
    if (this.#state === "proceeding") this.#sendCancel(this.#cancel);
  }

  #sendCancel(cancel: { readonly more: readonly HeaderField[]; sent: boolean }): void {
    if (cancel.sent) return;
    cancel.sent = true;
    void this.#layer.send(ofInvite(this.#invite, "CANCEL", header(this.#invite, "To") ?? "", cancel.more), this.#flow);
    setTimeout(() => this.fail(), timerB).unref(); // a refusal ought to follow; if none does, it is over
  }

  /** The way to the other side is broken, or it is silent. */
  fail(): void {
    if (this.#state !== "calling" && this.#state !== "proceeding") return;
    this.#calling.stop();
    this.#end();
    this.#answers.unanswered();
  }

  #endAfter(delay: number): void {
    setTimeout(() => this.#end(), delay).unref();
  }

  #end(): void {
    this.#state = "over";
    this.#over();
  }
}

/** The ACK of a refusal belongs to the transaction (RFC 3261 §17.1.1.3). */
const acknowledgement = (invite: SipRequest, refusal: SipResponse): SipRequest =>
  ofInvite(invite, "ACK", header(refusal, "To") ?? header(invite, "To") ?? "", []);

/** CANCEL and the ACK of a refusal go the way of their INVITE, under its branch and number. */
function ofInvite(invite: SipRequest, method: "ACK" | "CANCEL", to: string, more: readonly HeaderField[]): SipRequest {
  const copied = (name: string): HeaderField[] => headers(invite, name).map((value) => [name, value]);
  return newRequest(method, invite.uri, [
    ...copied("Via"),
    ["Max-Forwards", "70"],
    ...copied("Route"),
    ...copied("From"),
    ["To", to],
    ...copied("Call-ID"),
    ["CSeq", `${cseqOf(invite)?.number ?? 1} ${method}`],
    ...more,
  ]);
}
