/** The side of who calls (RFC 3261 §13.2): our INVITE, what is answered to it, and the dialog once it is accepted. */
import { randomUUID } from "node:crypto";
import type { Credentials } from "../digest.ts";
import { answerChallenge } from "../digest.ts";
import type { HeaderField, SipRequest, SipResponse } from "../message/message.ts";
import { header, headers, newRequest } from "../message/message.ts";
import { listed, nameAddressOf } from "../message/values.ts";
import { toBytes } from "../message/serialise.ts";
import type { InviteClientTransaction } from "../transaction/invite-client.ts";
import type { TransactionLayer } from "../transaction/layer.ts";
import type { Flow } from "../transport/transport.ts";
import type { DialogEvents } from "./dialog.ts";
import { Dialog, allow, sdpType } from "./dialog.ts";
import type { Ends } from "./request.ts";
import { contactOf, nextHop, requestIn, viaOf } from "./request.ts";

export interface CallingEvents extends DialogEvents {
  /** 1xx: 180 and above mean that it rings there. */
  provisional(response: SipResponse): void;
  /** 200, acknowledged already. */
  accepted(response: SipResponse): void;
  refused(response: SipResponse): void;
  /** No answer at all: nobody there, or the way to them is broken. */
  unanswered(): void;
}

/** Whom to call, and as whom. */
export interface Invitation {
  /** The address that is called. */
  readonly uri: string;
  /** From, without a tag. */
  readonly from: string;
  readonly to: string;
  readonly headers: readonly HeaderField[];
  readonly credentials: Omit<Credentials, "realm"> | undefined;
}

export class CallingDialog extends Dialog {
  readonly #invitation: Invitation;
  readonly #events: CallingEvents;
  readonly #remoteTags = new Map<string, Uint8Array>();
  #remoteTag: string | undefined;
  #transaction: InviteClientTransaction | undefined;
  #offer: Uint8Array = new Uint8Array();
  #authorised: HeaderField[] = [];
  /** Nobody wants the call any more, but its INVITE has no final answer yet. */
  #unwanted: readonly HeaderField[] | undefined;

  constructor(
    invitation: Invitation,
    tag: string,
    flow: Flow,
    layer: TransactionLayer,
    events: CallingEvents,
    over: () => void,
  ) {
    const ends = {
      callId: randomUUID(),
      local: `${invitation.from};tag=${tag}`,
      remote: invitation.to,
      target: invitation.uri,
      routes: [],
    };
    super({ tag, ends, remoteCSeq: -1, flow }, layer, events, over);
    this.#invitation = invitation;
    this.#events = events;
  }

  get callId(): string {
    return this.ends.callId;
  }

  override has(callId: string | undefined, remoteTag: string | undefined): boolean {
    return this.#remoteTag !== undefined && this.ends.callId === callId && this.#remoteTag === (remoteTag ?? "");
  }

  /** Sends the INVITE with our offer. */
  invite(sdp: Uint8Array): void {
    this.#offer = sdp;
    this.#send();
  }

  /** What a re-INVITE is answered with from now on. */
  agreed(sdp: Uint8Array): void {
    this.sdp = sdp;
  }

  /** The way to the other side broke. */
  lost(): void {
    this.#transaction?.fail();
  }

  /** CANCEL, before the answer; whoever picks up nevertheless hears BYE at once. */
  giveUp(more: readonly HeaderField[]): void {
    if (this.state !== "early" || this.#unwanted !== undefined) return;
    this.#unwanted = more;
    if (this.#transaction === undefined) this.end();
    else this.#transaction.cancel(more);
  }

  #send(): void {
    this.localCSeq += 1;
    const { uri, headers: more } = this.#invitation;
    const invite = newRequest(
      "INVITE",
      uri,
      [
        viaOf(this.flow),
        ["Max-Forwards", "70"],
        ["From", this.ends.local],
        ["To", this.#invitation.to],
        ["Call-ID", this.ends.callId],
        ["CSeq", `${this.localCSeq} INVITE`],
        contactOf(this.flow),
        ["User-Agent", "ACD"],
        allow,
        ...this.#authorised,
        ...more,
        sdpType,
      ],
      this.#offer,
    );
    const number = this.localCSeq;
    this.#transaction = this.layer.invite(invite, this.flow, {
      provisional: (response) => this.#events.provisional(response),
      accepted: (response) => this.#accepted(response, number),
      refused: (response) => this.#refused(invite, response),
      unanswered: () => {
        this.end();
        if (this.#unwanted === undefined) this.#events.unanswered();
      },
    });
  }

  /** Each 200 is acknowledged each time it comes. Only the first is the call; further telephones that were reached are hung up on (RFC 3261 §13.2.2.4). */
  #accepted(response: SipResponse, number: number): void {
    const remoteTag = nameAddressOf(response, "To")?.parameters.get("tag") ?? "";
    const known = this.#remoteTags.get(remoteTag);
    const ends = this.#endsBy(response);
    const to = nextHop(ends, this.flow);
    if (known !== undefined) {
      this.flow.send(known, to);
      return;
    }
    const ack = toBytes(requestIn(ends, this.flow, "ACK", number, this.#authorised));
    this.#remoteTags.set(remoteTag, ack);
    this.flow.send(ack, to);
    if (this.#remoteTag === undefined && this.state === "early") {
      this.#remoteTag = remoteTag;
      this.ends = ends;
      this.state = "confirmed";
      if (this.#unwanted === undefined) this.#events.accepted(response);
      else this.hangUp(this.#unwanted);
      return;
    }
    void this.layer.send(requestIn(ends, this.flow, "BYE", number + 1, []), this.flow, to);
  }

  #endsBy(response: SipResponse): Ends {
    return {
      ...this.ends,
      remote: header(response, "To") ?? this.#invitation.to,
      target: nameAddressOf(response, "Contact")?.text ?? this.#invitation.uri,
      routes: listed(response, "Record-Route").toReversed(),
    };
  }

  #refused(invite: SipRequest, response: SipResponse): void {
    if (this.#unwanted === undefined && this.#authorised.length === 0) {
      this.#authorised = this.#authorisation(invite, response);
      if (this.#authorised.length > 0) {
        this.#send();
        return;
      }
    }
    this.end();
    if (this.#unwanted === undefined) this.#events.refused(response);
  }

  /** Who asks for a password is told it, once: one that was refused will not be right the second time. */
  #authorisation(invite: SipRequest, response: SipResponse): HeaderField[] {
    const { credentials } = this.#invitation;
    if (credentials === undefined || (response.status !== 401 && response.status !== 407)) return [];
    const [asking, answering] =
      response.status === 401 ? ["WWW-Authenticate", "Authorization"] : ["Proxy-Authenticate", "Proxy-Authorization"];
    const answers = headers(response, asking).map((challenge) => answerChallenge(challenge, invite, credentials));
    const answer = answers.find((each) => each !== undefined);
    return answer === undefined ? [] : [[answering, answer]];
  }
}
