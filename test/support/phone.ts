/**
 * A telephone for tests: dials over SIP (UDP or TCP), talks and listens over RTP, presses keys, and tells what happened.
 *
 *   const call = await dial({ to: "+74951234567", from: "+79161112233", server: { host: "127.0.0.1", port: 5060 } });
 *   await call.answered;
 *   await call.play(tone(440, 1_000));
 *   expect(longestTone(880, call.heard())).toBeGreaterThan(400);
 *   await call.hangUp();
 */
import { randomBytes } from "node:crypto";
import type { HeaderField, SipMessage, SipRequest, SipResponse } from "../../stack/sip/message/message.ts";
import { header, newRequest } from "../../stack/sip/message/message.ts";
import { reply } from "../../stack/sip/message/reply.ts";
import { cseqOf, nameAddressOf } from "../../stack/sip/message/values.ts";
import type { Codec } from "./phone/rtp-line.ts";
import { eventPayload, RtpLine, soundOffered } from "./phone/rtp-line.ts";
import type { SipLine } from "./phone/sip-line.ts";
import { openSipLine } from "./phone/sip-line.ts";

export { longestTone, tone, windowsWith } from "./phone/audio.ts";
export type { Codec } from "./phone/rtp-line.ts";

export interface DialOptions {
  /** The number to call. */
  readonly to: string;
  readonly from?: string;
  readonly server: { readonly host: string; readonly port: number };
  readonly transport?: "UDP" | "TCP";
  readonly codec?: Codec;
  /** The session description to offer instead of the phone's own. */
  readonly sdp?: string;
  /** More header fields for the INVITE. */
  readonly headers?: readonly HeaderField[];
  /** Sends no RTP until told to (`call.speak()`). */
  readonly mute?: boolean;
}

export interface Ended {
  /** `refused`: never answered; `us`: we sent BYE; `them`: they did. */
  readonly by: "refused" | "us" | "them";
  /** The final status, when refused. */
  readonly status?: number;
  readonly reason?: string;
}

/** What `answered` rejects with when the call is refused. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly status: number;

  constructor(status: number, reason: string) {
    super(`${status} ${reason}`);
    this.status = status;
  }
}

/** Dials. Resolves as soon as the INVITE is sent. */
export async function dial(options: DialOptions): Promise<PhoneCall> {
  const rtp = await RtpLine.open(options.codec ?? "PCMU");
  const sip = await openSipLine(options.transport ?? "UDP", options.server, (message) => call.received(message));
  const call = new PhoneCall(options, rtp, sip);
  call.invite();
  return call;
}

/** RFC 3261's T1: an INVITE without any answer is sent again after it. */
const firstRetransmission = 500;

class PhoneCall {
  /** The first 180. */
  readonly ringing: Promise<void>;
  /** The 200: milliseconds from INVITE to it. Rejects with {@link Refused}. */
  readonly answered: Promise<number>;
  readonly ended: Promise<Ended>;
  /** All responses to the INVITEs, as they came. */
  readonly responses: SipResponse[] = [];
  /** The audio side. */
  readonly line: RtpLine;
  readonly callId = `${randomBytes(8).toString("hex")}@phone`;

  readonly #options: DialOptions;
  readonly #sip: SipLine;
  readonly #tag = randomBytes(4).toString("hex");
  readonly #rings = Promise.withResolvers<void>();
  readonly #answer = Promise.withResolvers<number>();
  readonly #end = Promise.withResolvers<Ended>();
  readonly #answersTo = new Map<string, (response: SipResponse) => void>();
  #invite: SipRequest;
  #invitedAt = 0;
  #cseq = 1;
  #established = false;
  #to: string;
  #again: NodeJS.Timeout | undefined;
  #gone = false;

  constructor(options: DialOptions, line: RtpLine, sip: SipLine) {
    this.#options = options;
    this.line = line;
    this.#sip = sip;
    this.ringing = this.#rings.promise;
    this.answered = this.#answer.promise;
    this.ended = this.#end.promise;
    for (const promise of [this.ringing, this.answered]) promise.catch(() => undefined); // a test may not ask
    this.#to = `<sip:${options.to}@${options.server.host}>`;
    this.#invite = this.#request(
      "INVITE",
      [["Content-Type", "application/sdp"], ...(options.headers ?? [])],
      options.sdp ?? this.offer(),
    );
  }

  /** What the phone offers. */
  offer(direction = "sendrecv", port = this.line.port): string {
    const sound = soundOffered(port, this.#options.codec ?? "PCMU");
    return [...sound, `a=fmtp:${eventPayload} 0-15`, `a=${direction}`, ""].join("\r\n");
  }

  /** Sends the INVITE, until there is any answer. */
  invite(): void {
    this.#invitedAt = performance.now();
    this.#send(this.#invite);
  }

  /** Sends the same INVITE once more, as a network that repeats datagrams would. */
  repeatInvite(): void {
    this.#sip.send(this.#invite);
  }

  /** Begins to send RTP, when `mute` kept it from doing so. */
  speak(): void {
    const port = Number(/m=audio (\d+)/.exec(this.sdpAnswer)?.[1]);
    const address = /c=IN IP4 (\S+)/.exec(this.sdpAnswer)?.[1] ?? "";
    this.line.start({ port, address });
  }

  get sdpAnswer(): string {
    const ok = this.responses.findLast((response) => response.status === 200);
    return Buffer.from(ok?.body ?? []).toString();
  }

  /** Everything heard since the answer, 8 kHz. */
  heard(): Int16Array {
    return this.line.heard();
  }

  /** Says this, 8 kHz; resolves when the last sample has been sent. */
  play(samples: Int16Array): Promise<void> {
    return this.line.play(samples);
  }

  /** Presses a key for 100 ms; resolves when it has been sent. */
  press(digit: string): Promise<void> {
    return this.line.press(digit);
  }

  /** BYE; resolves with the status of its answer. */
  async hangUp(): Promise<number> {
    const response = await this.ask("BYE");
    this.#over({ by: "us" });
    return response.status;
  }

  /** CANCEL; resolves with the status of its own answer (the INVITE's 487 ends the call). */
  async cancel(): Promise<number> {
    const request: SipRequest = {
      ...this.#invite,
      method: "CANCEL",
      body: new Uint8Array(),
      headers: this.#invite.headers
        .filter(([name]) => ["via", "from", "to", "call-id", "max-forwards"].includes(name.toLowerCase()))
        .concat([["CSeq", `${cseqOf(this.#invite)?.number ?? 1} CANCEL`]]),
    };
    return (await this.#exchange(request)).status;
  }

  /** A re-INVITE with this offer; resolves with its final response, acknowledged. */
  async reinvite(sdp = this.offer()): Promise<SipResponse> {
    this.#cseq += 1;
    this.#invite = this.#request("INVITE", [["Content-Type", "application/sdp"]], sdp);
    return this.#exchange(this.#invite);
  }

  /** Any other request within the call; resolves with its final response. */
  async ask(method: string, headers: readonly HeaderField[] = []): Promise<SipResponse> {
    this.#cseq += 1;
    return this.#exchange(this.#request(method, headers));
  }

  /** Hangs up the sockets, not the call: what a crashed phone does. */
  vanish(): void {
    if (this.#gone) return;
    this.#gone = true;
    clearTimeout(this.#again);
    this.#sip.close();
    this.line.close();
  }

  /** For the SIP line only. */
  received(message: SipMessage): void {
    if (message.kind === "request") this.#requested(message);
    else this.#responded(message);
  }

  #requested(request: SipRequest): void {
    if (request.method !== "BYE") return;
    this.#sip.send(reply(request, 200, "OK"));
    this.#over({ by: "them" });
  }

  #responded(response: SipResponse): void {
    const cseq = cseqOf(response);
    clearTimeout(this.#again);
    if (cseq?.method === "INVITE") this.#inviteAnswered(response);
    if (response.status >= 200) this.#answersTo.get(header(response, "CSeq") ?? "")?.(response);
  }

  #inviteAnswered(response: SipResponse): void {
    this.responses.push(response);
    if (response.status === 180) this.#rings.resolve();
    if (response.status < 200) return;
    this.#acknowledge(response);
    if (this.#established) return; // a re-INVITE, or a 200 sent again
    if (response.status >= 300) {
      this.#answer.reject(new Refused(response.status, response.reason));
      this.#over({ by: "refused", status: response.status, reason: response.reason });
      return;
    }
    this.#established = true;
    this.#to = header(response, "To") ?? this.#to;
    this.#answer.resolve(performance.now() - this.#invitedAt);
    if (this.#options.mute !== true) this.speak();
  }

  /** The ACK of a 200 is a request of its own; that of a refusal belongs to the INVITE and has its branch. */
  #acknowledge(response: SipResponse): void {
    const fresh = this.#request("ACK", []);
    const number = cseqOf(response)?.number ?? 1;
    const via = header(this.#invite, "Via") ?? "";
    const headers = fresh.headers.map(([name, value]): HeaderField => {
      if (name === "CSeq") return [name, `${number} ACK`];
      if (name === "To") return [name, header(response, "To") ?? value];
      return name === "Via" && response.status >= 300 ? [name, via] : [name, value];
    });
    const uri = response.status < 300 ? (nameAddressOf(response, "Contact")?.text ?? fresh.uri) : this.#invite.uri;
    this.#sip.send({ ...fresh, uri, headers });
  }

  #exchange(request: SipRequest): Promise<SipResponse> {
    return new Promise((resolve) => {
      this.#answersTo.set(header(request, "CSeq") ?? "", resolve);
      this.#send(request);
    });
  }

  #send(request: SipRequest): void {
    if (this.#gone) return;
    this.#sip.send(request);
    clearTimeout(this.#again);
    if (this.#sip.transport === "UDP") this.#again = setTimeout(() => this.#send(request), firstRetransmission);
  }

  #request(method: string, headers: readonly HeaderField[], body = ""): SipRequest {
    const { to, from = "+79160000000", server } = this.#options;
    const here = `127.0.0.1:${this.#sip.port}`;
    return newRequest(
      method,
      `sip:${to}@${server.host}:${server.port}`,
      [
        ["Via", `SIP/2.0/${this.#sip.transport} ${here};branch=z9hG4bK${randomBytes(8).toString("hex")};rport`],
        ["Max-Forwards", "70"],
        ["From", `<sip:${from}@127.0.0.1>;tag=${this.#tag}`],
        ["To", this.#to],
        ["Call-ID", this.callId],
        ["CSeq", `${this.#cseq} ${method}`],
        ["Contact", `<sip:${from}@${here}>`],
        ...headers,
      ],
      Buffer.from(body),
    );
  }

  #over(ended: Ended): void {
    this.#end.resolve(ended);
    // A moment for the 200 to a BYE, and for answers to what was sent twice.
    setTimeout(() => this.vanish(), 100).unref();
  }
}

export type { PhoneCall };
