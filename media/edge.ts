/** The worker's line to the edge app: signs on, is told what to do, reports. When it breaks, the rooms play on and it is taken up again. */
import { WebSocket } from "ws";
import { type CallInHand, type FromMediaWorker, mediaSubprotocol, type ToMediaWorker } from "../src/protocol/media.ts";
import { toMediaWorker } from "../src/protocol/media.schema.ts";
import type { Duration, MediaWorkerId } from "../src/words/index.ts";
import { log } from "./log.ts";

export interface EdgeOptions {
  /** The edge app's address, `http…` or `ws…`. */
  readonly url: string;
  readonly secret: string;
  readonly worker: MediaWorkerId;
  readonly capacity: number;
  /** The calls in hand, asked for at every sign-on. */
  readonly inHand: () => readonly CallInHand[];
  readonly take: (message: ToMediaWorker) => void;
}

const firstWait: Duration = 100;
const longestWait: Duration = 2_000;
/** Waits are drawn between this share of themselves and the whole, so that workers do not come back in step. */
const leastShare = 0.5;
const handshakeTimeout: Duration = 5_000;
const pingEvery: Duration = 5_000;
const silenceAllowed: Duration = 15_000;
/** Reports that wait for the line; the oldest go when there are more. */
const longestQueue = 10_000;

export class Edge {
  readonly #options: EdgeOptions;
  #socket: WebSocket | undefined;
  #signedOn = false;
  #wait: Duration = firstWait;
  #queue: FromMediaWorker[] = [];
  #retry: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: EdgeOptions) {
    this.#options = options;
    this.#connect();
  }

  /** Reports, now or when the line is back. */
  report(report: FromMediaWorker): void {
    if (this.#signedOn) this.#send(report);
    else {
      this.#queue.push(report);
      if (this.#queue.length > longestQueue) this.#queue.shift();
    }
  }

  /** For what is of no use later. */
  reportIfConnected(report: FromMediaWorker): void {
    if (this.#signedOn) this.#send(report);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#socket?.terminate();
  }

  #connect(): void {
    const { url, secret, worker, capacity, inHand } = this.#options;
    const address = `${url.replace(/^http/, "ws").replace(/\/+$/, "")}/v1/media/socket?worker=${worker}`;
    const socket = new WebSocket(address, [mediaSubprotocol, secret], { handshakeTimeout, perMessageDeflate: false });
    this.#socket = socket;
    let heardAt = performance.now();
    let answersPings = false;
    const pinging = setInterval(() => {
      // Only who has answered a ping can be missed by one.
      if (answersPings && performance.now() - heardAt > silenceAllowed) socket.terminate();
      else if (socket.readyState === WebSocket.OPEN) socket.ping();
    }, pingEvery);
    socket.on("open", () => this.#send({ type: "hello", worker, capacity, calls: [...inHand()] }));
    socket.on("pong", () => {
      answersPings = true;
      heardAt = performance.now();
    });
    socket.on("message", (data: Buffer, isBinary) => {
      heardAt = performance.now();
      const message = isBinary ? undefined : readMessage(data.toString());
      if (message === undefined) return log("warn", "unreadable frame from the edge app", { length: data.length });
      if (message.type === "welcome") this.#welcomed();
      this.#options.take(message);
    });
    socket.on("error", (error) => log("warn", "edge connection", { reason: error.message }));
    socket.on("close", () => {
      clearInterval(pinging);
      this.#signedOn = false;
      if (this.#closed) return;
      this.#retry = setTimeout(() => this.#connect(), this.#wait * (leastShare + Math.random() * (1 - leastShare)));
      this.#wait = Math.min(longestWait, this.#wait * 2);
    });
  }

  #welcomed(): void {
    this.#signedOn = true;
    this.#wait = firstWait;
    const waiting = this.#queue;
    this.#queue = [];
    for (const report of waiting) this.#send(report);
  }

  #send(report: FromMediaWorker): void {
    this.#socket?.send(JSON.stringify(report), () => undefined); // a line that is gone says so by closing
  }
}

function readMessage(text: string): ToMediaWorker | undefined {
  try {
    return toMediaWorker.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
