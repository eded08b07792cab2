/** What goes on, as it changes: one stream for as long as anybody reads, however often the connection is lost. */
import { createParser } from "eventsource-parser";
import { AcdProblem } from "./problem.ts";

export interface LiveFrame {
  readonly type: "snapshot" | "delta";
  /** Everything up to here is known. */
  readonly seq: string;
  /** Of a snapshot: everything that there is. */
  readonly items?: readonly LiveItem[];
  /** Of a delta: what is new or other than before, whole; and what is gone. */
  readonly changed?: readonly LiveItem[];
  readonly gone?: readonly Pick<LiveItem, "kind" | "id">[];
}

/** A queue, an operator or a call: see docs/api.md, Live. */
export interface LiveItem {
  readonly kind: "queue" | "operator" | "call";
  readonly id: string;
  readonly [field: string]: unknown;
}

/** Opens the stream; `last` is the frame that came last. */
export type OpenStream = (last: string | undefined) => Promise<Response>;

const pauseAfterFailure = 2_000;

export async function* follow(open: OpenStream, signal: AbortSignal | undefined): AsyncGenerator<LiveFrame, void> {
  let last: string | undefined;
  const isOver = (): boolean => signal?.aborted === true;
  while (!isOver()) {
    try {
      const { body } = await open(last);
      if (body === null) return;
      for await (const frame of framesOf(body)) {
        if (frame === "end") return;
        last = frame.seq;
        yield frame;
      }
    } catch (error) {
      if (isOver()) return;
      // What is refused now is refused later, too.
      if (error instanceof AcdProblem && error.status < 500) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseAfterFailure));
    }
  }
}

async function* framesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<LiveFrame | "end", void> {
  const read: (LiveFrame | "end")[] = [];
  const parser = createParser({
    onEvent: ({ event, data }) => void read.push(event === "end" ? "end" : (JSON.parse(data) as LiveFrame)),
  });
  const decoder = new TextDecoder();
  for await (const bytes of body) {
    parser.feed(decoder.decode(bytes, { stream: true }));
    yield* read.splice(0);
  }
}
