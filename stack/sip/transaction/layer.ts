/**
 * Finds the transaction a message belongs to (RFC 3261 §17.1.3, §17.2.3), and tells what is new.
 */
import { randomBytes } from "node:crypto";
import { reply, stampVia } from "../message/reply.ts";
import type { SipMessage, SipRequest, SipResponse } from "../message/message.ts";
import { header } from "../message/message.ts";
import { cseqOf, nameAddressOf, topVia } from "../message/values.ts";
import type { Flow, Place } from "../transport/transport.ts";
import { ClientTransaction } from "./client.ts";
import { InviteClientTransaction } from "./invite-client.ts";
import type { InviteAnswers } from "./invite-client.ts";
import { InviteTransaction, OtherTransaction } from "./server.ts";
import type { ServerTransaction } from "./server.ts";

export interface TransactionUser {
  invited(transaction: InviteTransaction): void;
  requested(transaction: ServerTransaction): void;
  /** The ACK of a 200: it stands outside all transactions. */
  acknowledged(request: SipRequest): void;
}

/** Begins every branch that RFC 3261 transactions make up; without it a branch is not unique. */
const magicCookie = "z9hG4bK";

export const newBranch = (): string => `${magicCookie}${randomBytes(12).toString("hex")}`;

export class TransactionLayer {
  readonly #user: TransactionUser;
  readonly #invites = new Map<string, InviteTransaction>();
  readonly #others = new Map<string, OtherTransaction>();
  readonly #clients = new Map<string, ClientTransaction | InviteClientTransaction>();

  constructor(user: TransactionUser) {
    this.#user = user;
  }

  /** How many are remembered, for tests and reports. */
  get size(): number {
    return this.#invites.size + this.#others.size + this.#clients.size;
  }

  requestArrived(arrived: SipRequest, flow: Flow): void {
    const request = stampVia(arrived, flow.remote);
    const key = keyOf(request);
    if (request.method === "ACK") {
      const invite = this.#invites.get(key);
      if (invite === undefined) this.#user.acknowledged(request);
      else invite.acknowledged();
      return;
    }
    const known = request.method === "INVITE" ? this.#invites.get(key) : this.#others.get(`${request.method} ${key}`);
    if (known !== undefined) {
      known.repeated();
      return;
    }
    if (request.method === "INVITE") {
      const transaction = new InviteTransaction(request, flow, () => this.#invites.delete(key));
      this.#invites.set(key, transaction);
      this.#user.invited(transaction);
      return;
    }
    const otherKey = `${request.method} ${key}`;
    const transaction = new OtherTransaction(request, flow, () => this.#others.delete(otherKey));
    this.#others.set(otherKey, transaction);
    if (request.method === "CANCEL") this.#cancel(transaction, key);
    else this.#user.requested(transaction);
  }

  /** CANCEL is answered for itself; what it does to the INVITE is the call's to say (RFC 3261 §9.2). */
  #cancel(transaction: OtherTransaction, key: string): void {
    const invite = this.#invites.get(key);
    if (invite === undefined) {
      transaction.respond(reply(transaction.request, 481, "No such transaction"));
      return;
    }
    transaction.respond(reply(transaction.request, 200, "OK"));
    invite.cancelled();
  }

  /** A CANCEL has the branch of its INVITE (RFC 3261 §17.1.3): the method tells their answers apart. */
  responseArrived(response: SipResponse): void {
    this.#clients.get(clientKey(response))?.received(response);
  }

  /** Sends a request whose top Via has a branch from `newBranch`, or that of the INVITE which it cancels. */
  send(request: SipRequest, flow: Flow, to?: Place): Promise<number | undefined> {
    const key = clientKey(request);
    const transaction = new ClientTransaction(request, flow, to, () => this.#clients.delete(key));
    this.#clients.set(key, transaction);
    return transaction.outcome;
  }

  /** Sends an INVITE whose top Via has a branch from `newBranch`. */
  invite(request: SipRequest, flow: Flow, answers: InviteAnswers): InviteClientTransaction {
    const key = clientKey(request);
    const transaction = new InviteClientTransaction(request, flow, answers, this, () => this.#clients.delete(key));
    this.#clients.set(key, transaction);
    return transaction;
  }
}

const clientKey = (message: SipMessage): string =>
  `${cseqOf(message)?.method ?? ""} ${topVia(message)?.parameters.get("branch") ?? ""}`;

/** ACK and CANCEL share the key of their INVITE. Clients older than RFC 3261 have no unique branch: theirs is made of the call's own marks. */
function keyOf(request: SipRequest): string {
  const via = topVia(request);
  const branch = via?.parameters.get("branch") ?? "";
  const sentBy = `${via?.host ?? ""}:${via?.port ?? 5060}`;
  if (branch.toLowerCase().startsWith(magicCookie.toLowerCase())) return `${branch} ${sentBy}`;
  const tag = nameAddressOf(request, "From")?.parameters.get("tag") ?? "";
  return [header(request, "Call-ID"), cseqOf(request)?.number, tag, sentBy, branch].join(" ");
}
