/**
 * Takes what the transports bring, answers what needs no call, and hands the rest to the call it belongs to.
 */
import type { SipRequest } from "./message/message.ts";
import { header } from "./message/message.ts";
import { log } from "./log.ts";
import { objectionTo, unsupportedExtensions } from "./message/check.ts";
import type { Objection } from "./message/check.ts";
import { parseMessage } from "./message/parse.ts";
import { allowedMethods, reply, replyPlace, stampVia } from "./message/reply.ts";
import { toBytes } from "./message/serialise.ts";
import { nameAddressOf } from "./message/values.ts";
import type { AnsweringDialog } from "./dialog/answering.ts";
import type { Dialog } from "./dialog/dialog.ts";
import { TransactionLayer } from "./transaction/layer.ts";
import type { TransactionUser } from "./transaction/layer.ts";
import type { InviteTransaction, ServerTransaction } from "./transaction/server.ts";
import type { Flow } from "./transport/transport.ts";

/** Takes a well-formed INVITE outside any dialog: refuses it, or starts a call and gives its dialog. `over` is to be called when the dialog is. */
export type TakeCall = (
  transaction: InviteTransaction,
  layer: TransactionLayer,
  over: (tag: string) => void,
) => AnsweringDialog | undefined;

export class SipServer implements TransactionUser {
  readonly layer = new TransactionLayer(this);
  readonly #takeCall: TakeCall;
  /** By our tag. */
  readonly #dialogs = new Map<string, Dialog>();
  readonly #answering = new Map<string, AnsweringDialog>();

  constructor(takeCall: TakeCall) {
    this.#takeCall = takeCall;
  }

  /** What a transport received. Bytes that are not SIP get no answer: there is nobody to understand it. */
  readonly receive = (bytes: Uint8Array, flow: Flow): void => {
    try {
      this.#receive(bytes, flow);
    } catch (error) {
      // A mistake of ours that some message has found must cost that message only, not everybody's calls.
      log("sip.fault", { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  };

  #receive(bytes: Uint8Array, flow: Flow): void {
    const message = parseMessage(bytes);
    if (message === undefined) return;
    if (message.kind === "response") {
      this.layer.responseArrived(message);
      return;
    }
    const objection = objectionTo(message);
    if (objection === undefined) this.layer.requestArrived(message, flow);
    else if (message.method !== "ACK") this.#object(message, flow, objection);
  }

  /** Without state: a request this broken may not even say which transaction it is of. */
  #object(request: SipRequest, flow: Flow, objection: Objection): void {
    const stamped = stampVia(request, flow.remote);
    flow.send(toBytes(refusal(stamped, objection)), replyPlace(stamped, flow.remote));
  }

  invited(transaction: InviteTransaction): void {
    const { request } = transaction;
    const objection = unsupportedExtensions(request);
    if (objection !== undefined) {
      transaction.respond(refusal(request, objection));
      return;
    }
    if (tagOf(request, "To") !== undefined) {
      const dialog = this.#dialogOf(request);
      if (dialog === undefined) transaction.respond(reply(request, 481, "Call does not exist"));
      else dialog.reinvited(transaction);
      return;
    }
    if (this.#merged(request)) {
      transaction.respond(reply(request, 482, "Loop Detected"));
      return;
    }
    transaction.respond(reply(request, 100, "Processing"));
    const dialog = this.#takeCall(transaction, this.layer, (tag) => {
      this.#answering.delete(tag);
      this.drop(tag);
    });
    if (dialog === undefined) return;
    this.#answering.set(dialog.tag, dialog);
    this.keep(dialog);
  }

  /** Requests with the tag of this dialog are its own from now on. */
  keep(dialog: Dialog): void {
    this.#dialogs.set(dialog.tag, dialog);
  }

  drop(tag: string): void {
    this.#dialogs.delete(tag);
  }

  requested(transaction: ServerTransaction): void {
    const { request } = transaction;
    const objection = unsupportedExtensions(request);
    if (objection !== undefined) {
      transaction.respond(refusal(request, objection));
      return;
    }
    const dialog = this.#dialogOf(request);
    if (dialog !== undefined && request.method !== "OPTIONS") {
      dialog.requested(transaction);
      return;
    }
    transaction.respond(answerOutsideCalls(request));
  }

  acknowledged(request: SipRequest): void {
    this.#dialogOf(request)?.acknowledged(request);
  }

  #dialogOf(request: SipRequest): Dialog | undefined {
    const dialog = this.#dialogs.get(tagOf(request, "To") ?? "");
    return dialog?.has(header(request, "Call-ID"), tagOf(request, "From")) === true ? dialog : undefined;
  }

  /** The same INVITE, come by two ways (RFC 3261 §8.2.2.2): one call is enough. */
  #merged(request: SipRequest): boolean {
    return [...this.#answering.values()].some((dialog) => dialog.begunBy(request));
  }
}

const refusal = (request: SipRequest, { status, reason, headers }: Objection) =>
  reply(request, status, reason, { headers });

function answerOutsideCalls(request: SipRequest) {
  switch (request.method) {
    case "OPTIONS":
      return reply(request, 200, "OK", {
        headers: [
          ["Allow", allowedMethods],
          ["Accept", "application/sdp"],
        ],
      });
    case "BYE":
    case "NOTIFY":
      return reply(request, 481, "Call does not exist");
    default:
      return reply(request, 405, "Method Not Allowed", { headers: [["Allow", allowedMethods]] });
  }
}

function tagOf(request: SipRequest, name: "From" | "To"): string | undefined {
  const tag = nameAddressOf(request, name)?.parameters.get("tag");
  return tag === "" ? undefined : tag;
}
