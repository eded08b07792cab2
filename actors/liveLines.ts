/** The two ways in which somebody looks on: server-sent events and a WebSocket. Either takes the next frame when the one before has got away. */
import { liveSubprotocol, type LiveFrame } from "../src/protocol/live.ts";
import type { Duration, Instant } from "../src/words/index.ts";

export interface Line {
  readonly response: Response;
  /** There may be something to tell. */
  news(): void;
  /** A sign of life. */
  beat(): void;
  /** The follower may not look on any more. */
  end(): void;
}

export interface Ends {
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
  #over = false;

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

  end(): void {
    this.#over = true;
    this.#wake?.("news");
  }

  /** A write is done when its reader has taken it, and fails when there is none any more. */
  async #run(): Promise<void> {
    const text = new TextEncoder();
    try {
      await this.#writer.write(text.encode("retry: 2000\n\n"));
      while (!this.#over) {
        const frame = this.#ends.next();
        if (frame !== undefined) {
          const event = `event: ${frame.type}\nid: ${frame.seq}\ndata: ${JSON.stringify(frame)}\n\n`;
          await this.#writer.write(text.encode(event));
          continue;
        }
        const because = await new Promise((resolve) => (this.#wake = resolve));
        if (because === "beat") await this.#writer.write(text.encode(": still here\n\n"));
      }
      await this.#writer.write(text.encode("event: end\ndata: {}\n\n"));
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
/** Close codes of our own: may not look on any more (after HTTP); nothing was heard any more. */
const [unauthorisedCode, silentCode] = [4401, 4408];

export class SocketLine implements Line {
  readonly response: Response;
  readonly #ends: Ends;
  readonly #socket: WebSocket;
  #underway: string[] = [];
  #heardAt: Instant = Date.now();

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
    while (this.#underway.length < framesUnderway) {
      const frame = this.#ends.next();
      if (frame === undefined) return;
      this.#underway.push(frame.seq);
      this.#socket.send(JSON.stringify(frame));
    }
  }

  beat(): void {
    if (Date.now() - this.#heardAt <= silentAfter) return;
    this.#socket.close(silentCode, "silent");
    this.#ends.gone();
  }

  end(): void {
    this.#socket.close(unauthorisedCode, "signed out");
    this.#ends.gone();
  }

  #hear(data: string | ArrayBuffer): void {
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
