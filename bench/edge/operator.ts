/** An operator's browser: signs in, obeys the console protocol, sits in the call's room and publishes when it is let. */
import { ParticipantInfo_Kind } from "@livekit/protocol";
import { WebSocket } from "ws";
import * as z from "zod";
import {
  consoleSubprotocol,
  type ConsoleCommand,
  type OfferView,
  type OperatorView,
  type ToConsole,
} from "../../src/protocol/console.ts";
import { operatorIdentity } from "../../src/protocol/rooms.ts";
import { as, seconds, type Duration, type OperatorId } from "../../src/words/index.ts";
import type { LiveKit } from "./livekit.ts";
import { application, password } from "./names.ts";

/** As web/lib/socket.ts does it. */
const pingEvery = seconds(5);

interface Sight {
  readonly view: OperatorView;
  readonly at: number;
}

export class Operator {
  readonly #id: OperatorId;
  readonly #socket: WebSocket;
  readonly #liveKit: LiveKit;
  readonly #watching = new Set<(view: OperatorView, at: number) => void>();
  #view: OperatorView | undefined;
  #lastCommand = 0;
  /** Commands that were refused. */
  refusals = 0;

  private constructor(id: OperatorId, socket: WebSocket, liveKit: LiveKit) {
    this.#id = id;
    this.#socket = socket;
    this.#liveKit = liveKit;
  }

  static async signIn(url: string, name: string, liveKit: LiveKit): Promise<Operator> {
    const response = await fetch(`${url}/v1/applications/${application}/sessions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ operator: name, password }),
    });
    if (!response.ok) throw new Error(`${name} could not sign in: ${response.status} ${await response.text()}`);
    const { token } = z.object({ token: z.string() }).parse(await response.json());
    const address = `${url.replace(/^http/, "ws")}/v1/applications/${application}/console?tab=${name}`;
    const socket = new WebSocket(address, [consoleSubprotocol, token]);
    const operator = new Operator(as<OperatorId>(name), socket, liveKit);
    socket.addEventListener("message", ({ data }) => {
      if (typeof data === "string") operator.#hear(data);
    });
    const signedIn = operator.until(({ status }) => status === "Online");
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    const pings = setInterval(() => socket.send("ping"), pingEvery);
    socket.once("close", () => clearInterval(pings));
    await signedIn;
    return operator;
  }

  press(command: ConsoleCommand): void {
    this.#lastCommand += 1;
    this.#socket.send(JSON.stringify({ id: this.#lastCommand, command }));
  }

  /** Resolves with the first view that is so, and when it arrived (`performance.now`). */
  until(isSo: (view: OperatorView) => boolean): Promise<Sight> {
    return new Promise((resolve) => this.#watch(isSo, resolve));
  }

  /** The next call put to this operator; undefined when none is within the time given. */
  offer(within: Duration): Promise<{ readonly offer: OfferView; readonly at: number } | undefined> {
    return new Promise((resolve) => {
      const giveUp = setTimeout(() => {
        stop();
        resolve(undefined);
      }, within);
      const stop = this.#watch(
        ({ offer }) => offer !== undefined,
        ({ view: { offer }, at }) => {
          clearTimeout(giveUp);
          resolve(offer && { offer, at });
        },
      );
    });
  }

  /** Says yes. Resolves when both can hear each other, with the room and how long that took, in milliseconds; undefined when the call got lost. */
  async accept({
    offerId,
    callId,
    pass,
  }: OfferView): Promise<{ readonly room: string; readonly took: number } | undefined> {
    const room = roomOf(pass.token);
    const identity = operatorIdentity(this.#id);
    this.#liveKit.join(room, {
      identity,
      kind: ParticipantInfo_Kind.STANDARD,
      permitted: () => this.#liveKit.publish(room, identity),
    });
    const pressed = performance.now();
    this.press({ type: "accept", offerId });
    const { view, at } = await this.until(({ offer, call }) =>
      call?.callId === callId ? call.connectedAt !== undefined : offer?.offerId !== offerId,
    );
    return view.call?.callId === callId ? { room, took: at - pressed } : undefined;
  }

  /** Takes no more calls. Resolves when none is in hand; it may be said before, during a call. */
  async rest(): Promise<void> {
    if (this.#view?.presence !== "paused") this.press({ type: "pause", reason: "timeout" });
    const { view } = await this.until(({ offer, status }) => offer !== undefined || status === "Timeout");
    if (view.offer !== undefined) this.press({ type: "decline", offerId: view.offer.offerId });
    await this.until(({ status }) => status === "Timeout");
  }

  close(): void {
    this.#socket.close();
  }

  /** Calls back once, with the first view that is so. @returns what stops it */
  #watch(isSo: (view: OperatorView) => boolean, seen: (sight: Sight) => void): () => void {
    const look = (view: OperatorView, at: number): void => {
      if (!isSo(view)) return;
      this.#watching.delete(look);
      seen({ view, at });
    };
    this.#watching.add(look);
    if (this.#view !== undefined) look(this.#view, performance.now());
    return () => this.#watching.delete(look);
  }

  #hear(text: string): void {
    const at = performance.now();
    if (text === "pong") return;
    const message = JSON.parse(text) as ToConsole; // our own edge app's
    if (message.type === "answer") {
      if (!message.ok) this.refusals += 1;
      return;
    }
    this.#view = message.view;
    for (const look of this.#watching) look(message.view, at);
  }
}

const claims = z.object({ video: z.object({ room: z.string() }) });

/** The room that a pass leads into. */
const roomOf = (token: string): string =>
  claims.parse(JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString())).video.room;
