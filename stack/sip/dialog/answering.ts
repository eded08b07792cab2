/** The side of who is called (RFC 3261 §13.3): the INVITE's answers, and the dialog once it is accepted. */
import type { Duration } from "../../../src/words/index.ts";
import type { HeaderField, SipRequest } from "../message/message.ts";
import { header } from "../message/message.ts";
import { cseqOf, listed, nameAddressOf } from "../message/values.ts";
import type { TransactionLayer } from "../transaction/layer.ts";
import type { InviteTransaction } from "../transaction/server.ts";
import type { DialogEvents } from "./dialog.ts";
import { Dialog } from "./dialog.ts";

export interface AnsweringEvents extends DialogEvents {
  /** CANCEL, or BYE before the answer. The INVITE still wants its 487. */
  cancelled(): void;
}

export class AnsweringDialog extends Dialog {
  readonly #invite: SipRequest;
  readonly #transaction: InviteTransaction;
  readonly #events: AnsweringEvents;
  readonly #remoteTag: string;
  #ringing: NodeJS.Timeout | undefined;

  constructor(
    transaction: InviteTransaction,
    tag: string,
    layer: TransactionLayer,
    events: AnsweringEvents,
    over: () => void,
  ) {
    const { request, flow } = transaction;
    const from = nameAddressOf(request, "From");
    const ends = {
      callId: header(request, "Call-ID") ?? "",
      local: `${header(request, "To") ?? ""};tag=${tag}`,
      remote: header(request, "From") ?? "",
      target: nameAddressOf(request, "Contact")?.text ?? from?.text ?? "",
      routes: listed(request, "Record-Route"),
    };
    super({ tag, ends, remoteCSeq: cseqOf(request)?.number ?? 0, flow }, layer, events, over);
    this.#invite = request;
    this.#transaction = transaction;
    this.#events = events;
    this.#remoteTag = from?.parameters.get("tag") ?? "";
    transaction.whenCancelled(() => events.cancelled());
  }

  get invite(): SipRequest {
    return this.#invite;
  }

  override has(callId: string | undefined, remoteTag: string | undefined): boolean {
    return this.ends.callId === callId && this.#remoteTag === remoteTag;
  }

  /** Whether this INVITE is the dialog's own, come by another way. */
  begunBy(invite: SipRequest): boolean {
    const tag = nameAddressOf(invite, "From")?.parameters.get("tag");
    return this.has(header(invite, "Call-ID"), tag) && cseqOf(this.#invite)?.number === cseqOf(invite)?.number;
  }

  /** 180 now and again every `interval`, as LiveKit SIP does, until there is a final answer. */
  ring(interval: Duration): void {
    const send = (): void => this.#transaction.respond(this.reply(this.#invite, 180, "Ringing"));
    send();
    this.#ringing = setInterval(send, interval);
  }

  /** 200 with our session description, repeated until the ACK. */
  accept(sdp: Uint8Array, more: readonly HeaderField[]): void {
    if (this.state !== "early") return;
    clearInterval(this.#ringing);
    this.state = "accepted";
    this.sdp = sdp;
    this.respondOk(this.#transaction, more);
  }

  /** A final refusal, if there has been no final answer. */
  refuse(status: number, reason: string, more: readonly HeaderField[] = []): void {
    if (this.state !== "early") return;
    this.#transaction.respond(this.reply(this.#invite, status, reason, [...more]));
    this.end();
  }

  /** Before the answer it counts as CANCEL. */
  protected override byeArrived(): void {
    if (this.state === "early") this.#events.cancelled();
    else super.byeArrived();
  }

  protected override end(): void {
    clearInterval(this.#ringing);
    super.end();
  }
}
