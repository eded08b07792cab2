/**
 * A telephone that is called: listens for SIP on a port of its own (UDP or TCP), and does with an INVITE what the test tells it to.
 *
 *   const phone = await CalledPhone.open();
 *   …something calls sip:…@{phone.address}…
 *   await phone.invited;
 *   phone.ring();
 *   phone.pickUp();
 *   await phone.line.play(tone(440, 1_000));
 */
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import type { Socket } from "node:net";
import type { HeaderField, SipMessage, SipRequest, SipResponse } from "../../stack/sip/message/message.ts";
import { header, newRequest } from "../../stack/sip/message/message.ts";
import { parseMessage } from "../../stack/sip/message/parse.ts";
import { reply } from "../../stack/sip/message/reply.ts";
import { toBytes } from "../../stack/sip/message/serialise.ts";
import { MessageSplitter } from "../../stack/sip/message/split.ts";
import { nameAddressOf } from "../../stack/sip/message/values.ts";
import type { Codec } from "./phone/rtp-line.ts";
import { RtpLine, soundOffered } from "./phone/rtp-line.ts";

/** How an answer goes back to whom a message came from. */
type Send = (bytes: Uint8Array) => void;

export interface PhoneOptions {
  readonly transport?: "UDP" | "TCP";
  readonly codec?: Codec;
  /** Done with every INVITE that comes, by itself. */
  readonly whenInvited?: (phone: CalledPhone) => void;
}

export class CalledPhone {
  /** Every request as it came, repeated ones too. */
  readonly requests: SipRequest[] = [];
  /** Answers to requests of the phone's own. */
  readonly responses: SipResponse[] = [];
  readonly line: RtpLine;
  /** The first INVITE. */
  readonly invited: Promise<SipRequest>;
  readonly cancelled: Promise<void>;
  /** They said BYE. */
  readonly hungUpOn: Promise<void>;

  readonly #codec: Codec;
  readonly #options: PhoneOptions;
  readonly #invite = Promise.withResolvers<SipRequest>();
  readonly #cancel = Promise.withResolvers<void>();
  readonly #bye = Promise.withResolvers<void>();
  #newest: { readonly request: SipRequest; readonly send: Send } | undefined;
  #close: () => void = () => undefined;
  #port = 0;
  #cseq = 0;

  private constructor(options: PhoneOptions, line: RtpLine) {
    this.#options = options;
    this.#codec = options.codec ?? "PCMU";
    this.line = line;
    this.invited = this.#invite.promise;
    this.cancelled = this.#cancel.promise;
    this.hungUpOn = this.#bye.promise;
  }

  static async open(options: PhoneOptions = {}): Promise<CalledPhone> {
    const phone = new CalledPhone(options, await RtpLine.open(options.codec ?? "PCMU"));
    await (options.transport === "TCP" ? phone.#listenTcp() : phone.#listenUdp());
    return phone;
  }

  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  /** The methods of what came, in order. */
  get said(): string[] {
    return this.requests.map(({ method }) => method);
  }

  /** The newest INVITE. */
  get invite(): SipRequest {
    if (this.#newest === undefined) throw new Error("nobody has called");
    return this.#newest.request;
  }

  ring(): void {
    this.answer(180, "Ringing");
  }

  /** 200 with a session description; from then on the phone sends sound. */
  pickUp(sdp = this.description()): void {
    this.answer(200, "OK", { body: sdp });
    const offer = Buffer.from(this.invite.body).toString();
    const port = Number(/m=audio (\d+)/.exec(offer)?.[1]);
    this.line.start({ port, address: /c=IN IP4 (\S+)/.exec(offer)?.[1] ?? "" });
  }

  description(): string {
    return [...soundOffered(this.line.port, this.#codec), "a=sendrecv", ""].join("\r\n");
  }

  /** Any answer to the newest INVITE, once more too. */
  answer(
    status: number,
    reason: string,
    parts: { readonly headers?: readonly HeaderField[]; readonly body?: string; readonly tag?: string } = {},
  ): void {
    const contact: HeaderField = ["Contact", `<sip:phone@${this.address}>`];
    const headers = [contact, ...(parts.body === undefined ? [] : [sdpType]), ...(parts.headers ?? [])];
    const tag = status > 100 ? (parts.tag ?? "phone") : undefined;
    const body = parts.body === undefined ? undefined : Buffer.from(parts.body);
    this.#newest?.send(toBytes(reply(this.invite, status, reason, { tag, headers, body })));
  }

  /** Bytes of any kind to whoever called. */
  sendRaw(bytes: Uint8Array): void {
    this.#newest?.send(bytes);
  }

  /** A request within the call. */
  ask(method: string, headers: readonly HeaderField[] = [], body = ""): void {
    this.#cseq += 1;
    const target = nameAddressOf(this.invite, "Contact")?.text ?? "";
    const transport = this.#options.transport ?? "UDP";
    const request = newRequest(
      method,
      target,
      [
        ["Via", `SIP/2.0/${transport} ${this.address};branch=z9hG4bKphone${this.#cseq}${method};rport`],
        ["Max-Forwards", "70"],
        ["From", `${header(this.invite, "To") ?? ""};tag=phone`],
        ["To", header(this.invite, "From") ?? ""],
        ["Call-ID", header(this.invite, "Call-ID") ?? ""],
        ["CSeq", `${this.#cseq} ${method}`],
        ["Contact", `<sip:phone@${this.address}>`],
        ...headers,
      ],
      Buffer.from(body),
    );
    this.#newest?.send(toBytes(request));
  }

  hangUp(): void {
    this.ask("BYE");
  }

  close(): void {
    this.line.close();
    this.#close();
  }

  #received(message: SipMessage | undefined, send: Send): void {
    if (message?.kind === "response") this.responses.push(message);
    if (message?.kind !== "request") return;
    this.requests.push(message);
    switch (message.method) {
      case "INVITE":
        this.#newest = { request: message, send };
        this.#invite.resolve(message);
        this.#options.whenInvited?.(this);
        return;
      case "CANCEL":
        send(toBytes(reply(message, 200, "OK")));
        this.answer(487, "Request Terminated");
        this.#cancel.resolve();
        return;
      case "BYE":
        send(toBytes(reply(message, 200, "OK")));
        this.#bye.resolve();
        return;
      default:
    }
  }

  async #listenUdp(): Promise<void> {
    const socket = createSocket("udp4");
    socket.on("message", (bytes, from) =>
      this.#received(parseMessage(bytes), (answer) => socket.send(answer, from.port, from.address)),
    );
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    this.#port = socket.address().port;
    this.#close = () => void socket.close();
  }

  async #listenTcp(): Promise<void> {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      const splitter = new MessageSplitter();
      socket.on("error", () => socket.destroy());
      socket.on("data", (chunk: Buffer) => {
        for (const part of splitter.push(chunk))
          if (part.kind === "message") this.#received(parseMessage(part.bytes), (answer) => socket.write(answer));
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    this.#port = typeof address === "object" && address !== null ? address.port : 0;
    this.#close = () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    };
  }
}

const sdpType: HeaderField = ["Content-Type", "application/sdp"];
