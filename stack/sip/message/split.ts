/**
 * Cuts a TCP stream into messages (RFC 3261 §18.3): segments hold several messages or parts of one.
 */
import type { HeaderField } from "./message.ts";
import { contentLength, headLength, maxMessageBytes, parseMessage } from "./parse.ts";

export type StreamPart =
  | { readonly kind: "message"; readonly bytes: Uint8Array }
  /** A double CRLF between messages: the other side wants a single one back (RFC 5626 §4.4.1). */
  | { readonly kind: "ping" }
  /** Where the next message begins cannot be known any more: the connection is of no use. */
  | { readonly kind: "lost" };

export class MessageSplitter {
  #held: Buffer = Buffer.alloc(0);

  /** Takes what arrived and gives what is whole. After `lost` it must not be used. */
  push(chunk: Uint8Array): StreamPart[] {
    this.#held = Buffer.concat([this.#held, chunk]);
    const parts: StreamPart[] = [];
    for (;;) {
      const part = this.#next();
      if (part === undefined) return parts;
      parts.push(part);
      if (part.kind === "lost") return parts;
    }
  }

  #next(): StreamPart | undefined {
    if (this.#held.indexOf("\r\n\r\n") === 0) {
      this.#held = this.#held.subarray(4);
      return { kind: "ping" };
    }
    if (this.#held.length > 2 && this.#held.indexOf("\r\n") === 0 && this.#held[2] !== 0x0d)
      this.#held = this.#held.subarray(2); // the answer to a ping of ours
    const head = headLength(this.#held);
    if (head === undefined) return this.#held.length > maxMessageBytes ? { kind: "lost" } : undefined;
    const length = bodyLength(this.#held.subarray(0, head));
    if (length === undefined || head + length > maxMessageBytes) return { kind: "lost" };
    if (this.#held.length < head + length) return undefined;
    const bytes = this.#held.subarray(0, head + length);
    this.#held = this.#held.subarray(head + length);
    return { kind: "message", bytes };
  }
}

/** A stream cannot do without Content-Length; a message that lacks it is taken to have no body. */
function bodyLength(head: Uint8Array): number | undefined {
  const fields: readonly HeaderField[] | undefined = parseMessage(head)?.headers;
  if (fields === undefined) return undefined;
  const length = contentLength(fields) ?? 0;
  return Number.isNaN(length) ? undefined : length;
}
