import type { ConsoleCommand, ConsoleRefusal, ToConsole } from "../../src/protocol/console.ts";
import { consoleSubprotocol } from "../../src/protocol/console.ts";
import { no, yes, type Answer } from "../../src/words/index.ts";
import { readMessage } from "./messages.ts";
import type { After } from "./steadyTimers.ts";

/** `connecting` for the first time, `open`, or `broken`: it was or should be open and is being opened again. */
export type Link = "connecting" | "open" | "broken";

/** `unanswered`: the connection broke (or was broken) before an answer came; the command may or may not have been carried out. */
export type AskRefusal = ConsoleRefusal | "unanswered";

export interface ConsoleSocketOptions {
  readonly url: string;
  /** Asked for each connection: it is renewed. */
  readonly token: () => string;
  /** The tab's own name; the same after a reload, so that the tab that led before leads again. */
  readonly tab: string;
  /** This tab's name is another tab's, too (it was duplicated): gives a new one. */
  readonly renameTab: () => string;
  readonly after: After;
  readonly onLink: (link: Link) => void;
  /** `first`: the first one over a new connection. */
  readonly onView: (message: Extract<ToConsole, { type: "view" }>, first: boolean) => void;
  /** The server let us in no more: close code 4401. */
  readonly onRefused: () => void;
  /** A connection ended before it was open: the browser does not say why, so the owner may want to find out. */
  readonly onNeverOpened?: () => void;
}

const firstRetry = 250;
const longestRetry = 5_000;
const pingEvery = 5_000;
const answerWithin = 5_000;
const signedOutCode = 4401;
const replacedCode = 4402;

/**
 * The line to the operator's actor. It opens itself again after every loss, at once and then ever more slowly up to 5 s, each time by
 * a different amount, so that a thousand consoles do not come back in step. A connection that is open but dead is found by ping.
 */
export class ConsoleSocket {
  readonly #options: ConsoleSocketOptions;
  readonly #asked = new Map<number, (answer: Answer<true, AskRefusal>) => void>();
  #socket: WebSocket | undefined;
  #lastId = 0;
  #failures = 0;
  #heard = 0;
  #tab: string;
  #cancelRetry = (): void => undefined;
  #cancelPing = (): void => undefined;
  #closed = false;

  constructor(options: ConsoleSocketOptions) {
    this.#options = options;
    this.#tab = options.tab;
    globalThis.addEventListener?.("online", this.#now);
    options.onLink("connecting");
    this.#open();
  }

  /** Sends a command; the answer is the actor's, or `unanswered`. Never throws. */
  ask(command: ConsoleCommand): Promise<Answer<true, AskRefusal>> {
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN) return Promise.resolve(no("unanswered"));
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      const giveUp = this.#options.after(answerWithin, () => this.#answer(id, no("unanswered")));
      this.#asked.set(id, (answer) => {
        giveUp();
        resolve(answer);
      });
      socket.send(JSON.stringify({ id, command }));
    });
  }

  /** For good. */
  close(): void {
    this.#closed = true;
    globalThis.removeEventListener?.("online", this.#now);
    this.#cancelRetry();
    this.#drop();
  }

  /** The network is back: do not sit out the pause. */
  readonly #now = (): void => {
    if (this.#closed || this.#socket !== undefined) return;
    this.#cancelRetry();
    this.#open();
  };

  #open(): void {
    const socket = new WebSocket(`${this.#options.url}?tab=${encodeURIComponent(this.#tab)}`, [
      consoleSubprotocol,
      this.#options.token(),
    ]);
    let opened = false;
    let first = true;
    this.#socket = socket;
    socket.addEventListener("open", () => {
      if (socket !== this.#socket) return;
      opened = true;
      this.#failures = 0;
      this.#heard = Date.now();
      this.#cancelPing = this.#options.after(pingEvery, () => this.#check(socket));
      this.#options.onLink("open");
    });
    socket.addEventListener("message", (event) => {
      if (socket !== this.#socket) return;
      this.#heard = Date.now();
      const message = typeof event.data === "string" ? readMessage(event.data) : undefined;
      if (message?.type === "answer") {
        this.#answer(message.id, message.ok ? yes(true) : no(message.refusal));
      } else if (message) {
        this.#options.onView(message, first);
        first = false;
      }
    });
    socket.addEventListener("close", (event) => {
      if (socket !== this.#socket) return;
      if (event.code === replacedCode) this.#tab = this.#options.renameTab();
      this.#lost();
      if (event.code === signedOutCode) {
        this.close();
        this.#options.onRefused();
      } else if (!opened) {
        this.#options.onNeverOpened?.();
      }
    });
  }

  #check(socket: WebSocket): void {
    // Two pings unheard: a suspended laptop or a dead network keeps a socket "open" for minutes.
    if (Date.now() - this.#heard > 2 * pingEvery + 1_000) return this.#lost();
    socket.send("ping");
    this.#cancelPing = this.#options.after(pingEvery, () => this.#check(socket));
  }

  #lost(): void {
    this.#drop();
    if (this.#closed) return;
    this.#options.onLink("broken");
    const pause = Math.min(longestRetry, firstRetry * 2 ** this.#failures++);
    this.#cancelRetry = this.#options.after(pause * (0.5 + Math.random() / 2), () => this.#open());
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#cancelPing();
    socket?.close();
    for (const id of this.#asked.keys()) this.#answer(id, no("unanswered"));
  }

  #answer(id: number, answer: Answer<true, AskRefusal>): void {
    const resolve = this.#asked.get(id);
    this.#asked.delete(id);
    resolve?.(answer);
  }
}
