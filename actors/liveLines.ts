/** The two ways in which somebody looks on: server-sent events and a WebSocket. Either takes the next frame when the one before has got away. */
import { liveSubprotocol, type LiveFrame } from "../src/protocol/live.ts";
import type { Duration, Instant } from "../src/words/index.ts";

export interface Line {
  readonly response: Response;
  /** There may be something to tell. */
  news(): void;
  /** A sign of life. */
  beat(): void;
  end(why: End): void;
}

/** Told: what was wanted once. Signed out: they may not look on any more. Come again: they may see more, and are let in anew for it. */
type End = "told" | "signedOut" | "comeAgain";

export interface Ends {
  /** What there is to tell now is all that is wanted. */
  readonly once: boolean;
  /** The next frame, if there is something to tell. */
  next(): LiveFrame | undefined;
  /** Nobody is there any more. */
  gone(): void;
}

/** Server-sent events (the HTML standard, chapter 9.2). A reader who comes back sends the `id` that they got last. */
export class StreamLine implements Line {
  readonly response: Response;
  readonly #ends: Ends;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  #wake: ((because: "news" | "beat") => void) | undefined;
  #end: End | undefined;

  constructor(ends: Ends) {
    this.#ends = ends;
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    this.#writer = writable.getWriter();
    this.response = new Response(readable, {
      headers: { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store" },
    });
    void this.#run();
  }

  news(): void {
    this.#wake?.("news");
  }

  beat(): void {
    this.#wake?.("beat");
  }

  end(why: End): void {
    this.#end = why;
    this.#wake?.("news");
  }

  /** A write is done when its reader has taken it, and fails when there is none any more. */
  async #run(): Promise<void> {
    const text = new TextEncoder();
    try {
      await this.#writer.write(text.encode("retry: 2000\n\n"));
      while (this.#end === undefined) {
        const frame = this.#ends.next();
        if (frame !== undefined) {
          const event = `event: ${frame.type}\nid: ${frame.seq}\ndata: ${JSON.stringify(frame)}\n\n`;
          await this.#writer.write(text.encode(event));
        }
        if (this.#ends.once) this.#end ??= "told";
        else if (frame === undefined) {
          const because = await new Promise((resolve) => (this.#wake = resolve));
          if (because === "beat") await this.#writer.write(text.encode(": still here\n\n"));
        }
      }
      // Readers come again by themselves where a stream closes without it (chapter 9.2.3).
      if (this.#end !== "comeAgain") await this.#writer.write(text.encode("event: end\ndata: {}\n\n"));
      await this.#writer.close();
    } catch {
      // The reader has gone.
    } finally {
      this.#ends.gone();
    }
  }
}

/** So many frames may be on their way: of a WebSocket nobody can tell how much of what was sent has been taken. */
const framesUnderway = 4;
/** A reader says `ping` now and then. */
const silentAfter: Duration = 60_000;
/** Close codes of our own, after HTTP: nothing was heard any more. */
const silentCode = 4408;
const closings: Readonly<Record<End, readonly [code: number, reason: string]>> = {
  told: [1000, "told"],
  signedOut: [4401, "signed out"],
  comeAgain: [4205, "come again"],
};

export class SocketLine implements Line {
  readonly response: Response;
  readonly #ends: Ends;
  readonly #socket: WebSocket;
  #underway: string[] = [];
  #heardAt: Instant = Date.now();
  #over = false;

  constructor(ends: Ends) {
    this.#ends = ends;
    const { 0: client, 1: server } = new WebSocketPair();
    this.#socket = server;
    server.accept();
    server.addEventListener("message", ({ data }) => this.#hear(data));
    server.addEventListener("close", () => ends.gone());
    server.addEventListener("error", () => ends.gone());
    this.response = new Response(null, {
      status: 101,
      webSocket: client,
      headers: { "Sec-WebSocket-Protocol": liveSubprotocol },
    });
  }

  news(): void {
    while (!this.#over && this.#underway.length < framesUnderway) {
      const frame = this.#ends.next();
      if (frame !== undefined) {
        this.#underway.push(frame.seq);
        this.#socket.send(JSON.stringify(frame));
      }
      if (this.#ends.once) this.end("told");
      if (frame === undefined) return;
    }
  }

  beat(): void {
    if (Date.now() - this.#heardAt > silentAfter) this.#close(silentCode, "silent");
  }

  end(why: End): void {
    this.#close(...closings[why]);
  }

  #close(code: number, reason: string): void {
    this.#over = true;
    this.#socket.close(code, reason);
    this.#ends.gone();
  }

  /** What its reader says while it is being closed means nothing. */
  #hear(data: string | ArrayBuffer): void {
    if (this.#over) return;
    this.#heardAt = Date.now();
    if (data === "ping") return this.#socket.send("pong");
    const seq = typeof data === "string" ? seqOf(data) : undefined;
    const at = seq === undefined ? -1 : this.#underway.indexOf(seq);
    this.#underway = this.#underway.slice(at + 1);
    this.news();
  }
}

function seqOf(data: string): string | undefined {
  try {
    const told: unknown = JSON.parse(data);
    return typeof told === "object" && told !== null && "seq" in told ? String(told.seq) : undefined;
  } catch {
    return undefined;
  }
}
