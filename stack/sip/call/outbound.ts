/**
 * One outbound call, from the order to the last BYE: what LiveKit SIP does in `pkg/sip/outbound.go`, in the same order. The telephone's seat
 * is taken first (`dialing`); then it is called, and whoever waits in the room sees it ring (`ringing`), answer (`active`) or leave.
 */
import { maskRoom } from "../../../src/protocol/rooms.ts";
import { seconds } from "../../../src/words/index.ts";
import type { CallingDialog, CallingEvents } from "../dialog/calling.ts";
import { attributesOfAnswer, headerAttributes, headersFrom } from "../dispatch/attributes.ts";
import type { Order } from "../dispatch/order.ts";
import { readAnswer, writeAnswer, writeOffer } from "../media/sdp.ts";
import type { HeaderField, SipResponse } from "../message/message.ts";
import type { CallSurroundings, LegEvents } from "./leg.ts";
import { Leg } from "./leg.ts";
import type { Failure } from "./verdict.ts";
import { leaveReason } from "./verdict.ts";

/** Why a call ended that was answered. */
type Ending = "hung up" | "room closed" | "no media" | "not acknowledged" | "too long" | "shutdown" | "failed";

/** The endings after which LiveKit SIP leaves `sip.callStatus` at `hangup`. */
const hangupEndings: ReadonlySet<Ending> = new Set(["hung up", "too long"]);

/** How long it may take until the telephone counts as being in its room. */
const presenceTimeout = seconds(10);

export class OutboundCall implements CallingEvents, LegEvents {
  /** Whether it was answered; undefined: it was. */
  readonly outcome: Promise<Failure | undefined>;
  readonly #settle: (failure: Failure | undefined) => void;
  readonly #order: Order;
  readonly #leg: Leg;
  readonly #over: () => void;
  readonly #session = String(Date.now());
  #dialog: CallingDialog | undefined;
  #port = 0;
  #present = false;
  #rings = false;
  #answered = false;
  #ended = false;

  constructor(order: Order, surroundings: CallSurroundings, over: () => void) {
    const { promise, resolve } = Promise.withResolvers<Failure | undefined>();
    this.outcome = promise;
    this.#settle = resolve;
    this.#order = order;
    this.#over = over;
    const attributes = { ...order.attributes, "sip.callStatus": "dialing" };
    this.#leg = new Leg(order.callId, attributes, surroundings, this);
  }

  /** Takes the telephone's seat and gives its session id. Rejects when there is no port for its sound, or LiveKit does not let us in. */
  async enter(): Promise<string> {
    try {
      this.#port = await this.#leg.openPorts();
      this.#leg.after(presenceTimeout, () => {
        if (!this.#present) this.#fail({ kind: "withdrawn" });
      });
      const participantSid = await this.#leg.enter(this.#order);
      await this.#leg.present(); // or a refusal might come before anybody knew that somebody is called
      this.#present = true;
      this.#leg.log("call.joined", { room: maskRoom(this.#order.room) });
      this.#leg.after(this.#order.maxCallDuration, () => {
        if (this.#answered) this.#end("too long");
        else this.#fail({ kind: "no answer" });
      });
      return participantSid;
    } catch (error) {
      this.#fail({ kind: "withdrawn" });
      throw error;
    }
  }

  /** Calls. */
  dial(dialog: CallingDialog): void {
    if (this.#ended) return dialog.giveUp([]); // before it had begun
    this.#dialog = dialog;
    this.#leg.after(this.#order.ringingTimeout, () => {
      if (!this.#answered) this.#fail({ kind: "no answer" });
    });
    dialog.invite(writeOffer(this.#place, { id: this.#session, version: 1 }));
    this.#leg.log("call.dialled");
  }

  get #place(): { readonly address: string; readonly port: number } {
    return { address: this.#dialog?.localAddress ?? "", port: this.#port };
  }

  /** The carrier cannot be reached, or cannot any more. An answered call lasts: its BYE finds a new way. */
  unreachable(): void {
    if (this.#answered) return;
    this.#fail({ kind: "unreachable" });
    this.#dialog?.lost();
  }

  provisional(response: SipResponse): void {
    this.#learn(headerAttributes(response));
    if (this.#rings || response.status < 180) return;
    this.#rings = true;
    this.#leg.setStatus("ringing");
    this.#leg.log("call.ringing", { afterMs: this.#leg.age });
  }

  accepted(response: SipResponse): void {
    const answer = readAnswer(response.body);
    if (!answer.ok) {
      this.#fail({ kind: "no common codec" });
      return;
    }
    this.#answered = true;
    this.#dialog?.agreed(writeAnswer(answer.value, this.#place, { id: this.#session, version: 2 }));
    this.#leg.agree(answer.value);
    this.#leg.start({ general: this.#order.mediaTimeout });
    this.#leg.listen();
    this.#learn(attributesOfAnswer(response, this.#order));
    this.#leg.setStatus("active");
    this.#leg.log("call.answered", { afterMs: this.#leg.age });
    this.#settle(undefined);
    this.#leg.publish().catch((error: unknown) => {
      if (this.#ended) return; // it failed because the call was over
      this.#leg.log("call.failed", { error: error instanceof Error ? error.message : String(error) });
      this.#end("failed");
    });
  }

  #learn(attributes: Readonly<Record<string, string>>): void {
    if (Object.keys(attributes).length > 0) this.#leg.setAttributes(attributes);
  }

  refused({ status, reason }: SipResponse): void {
    this.#fail({ kind: "refused", status, reason });
  }

  unanswered(): void {
    this.#fail({ kind: "silence" });
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

  /** Nothing waits for company: it is the telephone that answers. */
  company(): void {}

  /** LiveKit SIP calls the telephone active when it answers, packet or none. */
  heard(): void {}

  silent(): void {
    this.#end("no media");
  }

  roomClosed(): void {
    if (this.#answered) this.#end("room closed");
    else this.#fail({ kind: "withdrawn" });
  }

  shutDown(): void {
    if (this.#answered) this.#end("shutdown");
    else this.#fail({ kind: "withdrawn" });
  }

  /** It was not answered, or not in a way that helps. Only the first ending counts. */
  #fail(failure: Failure): void {
    if (this.#ended) return;
    this.#ended = true;
    const status = failure.kind === "refused" ? { status: failure.status, reason: failure.reason } : {};
    this.#leg.log("call.unanswered", { why: failure.kind, ...status, afterMs: this.#leg.age });
    this.#close();
    this.#leg.leave(leaveReason(failure));
    this.#settle(failure);
  }

  #end(ending: Ending): void {
    if (this.#ended) return;
    this.#ended = true;
    if (hangupEndings.has(ending)) this.#leg.setStatus("hangup");
    this.#leg.log("call.ended", { ending, afterMs: this.#leg.age });
    this.#close();
    this.#leg.leave();
  }

  #close(): void {
    this.#dialog?.giveUp(this.#headersForThem()); // heeded only before the answer
    this.#dialog?.hangUp(this.#headersForThem()); // heeded only after it
    this.#over();
  }

  #headersForThem(): HeaderField[] {
    return headersFrom(this.#leg.attributes, this.#order.attributesToHeaders);
  }
}
