/**
 * Server transactions: they make a request that arrives many times count once, and its answer arrive.
 */
import { replyPlace } from "../message/reply.ts";
import type { SipRequest, SipResponse } from "../message/message.ts";
import { toBytes } from "../message/serialise.ts";
import type { Flow } from "../transport/transport.ts";
import { repeat } from "./repeat.ts";
import { timerH, timerJ, timerL, timerT4 } from "./timers.ts";

export interface ServerTransaction {
  readonly request: SipRequest;
  readonly flow: Flow;
  /** Sends the response. One that comes after the final one is dropped. */
  respond(response: SipResponse): void;
}

abstract class Transaction {
  readonly request: SipRequest;
  readonly flow: Flow;
  readonly #over: () => void;
  #last: Uint8Array | undefined;

  constructor(request: SipRequest, flow: Flow, over: () => void) {
    this.request = request;
    this.flow = flow;
    this.#over = over;
  }

  protected send(response: SipResponse): void {
    this.#last = toBytes(response);
    this.sendLast();
  }

  protected readonly sendLast = (): void => {
    if (this.#last !== undefined) this.flow.send(this.#last, replyPlace(this.request, this.flow.remote));
  };

  protected endAfter(delay: number): void {
    setTimeout(this.#over, delay).unref();
  }

  protected end(): void {
    this.#over();
  }
}

/** RFC 3261 §17.2.2. */
export class OtherTransaction extends Transaction implements ServerTransaction {
  #completed = false;

  respond(response: SipResponse): void {
    if (this.#completed) return;
    this.send(response);
    if (response.status < 200) return;
    this.#completed = true;
    this.endAfter(this.flow.reliable ? 0 : timerJ);
  }

  /** The same request has arrived again. */
  repeated(): void {
    this.sendLast();
  }
}

/** RFC 3261 §17.2.1, with the accepted state of RFC 6026. */
export class InviteTransaction extends Transaction implements ServerTransaction {
  #state: "proceeding" | "accepted" | "completed" | "confirmed" = "proceeding";
  #refusal: { stop(): void } | undefined;
  #onCancel: (() => void) | undefined;

  respond(response: SipResponse): void {
    if (this.#state !== "proceeding") return;
    this.send(response);
    if (response.status < 200) return;
    if (response.status < 300) {
      this.#state = "accepted";
      this.endAfter(timerL);
      return;
    }
    this.#state = "completed";
    const resend = this.flow.reliable ? (): void => undefined : this.sendLast;
    this.#refusal = repeat(resend, timerH, () => this.end());
  }

  /** The same INVITE has arrived again. */
  repeated(): void {
    if (this.#state === "proceeding" || this.#state === "completed") this.sendLast();
  }

  /** Sends the 200 once more; its repetition is the dialog's task, for only the dialog sees its ACK. */
  resendAccepted(): void {
    if (this.#state === "accepted") this.sendLast();
  }

  /** The ACK of a refusal: it belongs to the transaction; the ACK of a 200 does not. */
  acknowledged(): void {
    if (this.#state !== "completed") return;
    this.#state = "confirmed";
    this.#refusal?.stop();
    this.endAfter(this.flow.reliable ? 0 : timerT4);
  }

  /** What to do when the caller gives up before the answer. */
  whenCancelled(act: () => void): void {
    this.#onCancel = act;
  }

  cancelled(): void {
    if (this.#state === "proceeding") this.#onCancel?.();
  }
}
