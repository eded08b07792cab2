/**
 * A SIP message as it was on the wire (RFC 3261 §7): its start line, its header fields in their order, its body.
 * Header names are spelt out (`f` → `From`), folded lines are joined; values are otherwise as they came and are read by `values.ts`.
 */
export type HeaderField = readonly [name: string, value: string];

interface MessageParts {
  readonly version: string;
  readonly headers: readonly HeaderField[];
  readonly body: Uint8Array;
  /** What was wrong with the form of the message, in words fit for a reason phrase. Empty for a well-formed one. */
  readonly faults: readonly string[];
}

export interface SipRequest extends MessageParts {
  readonly kind: "request";
  readonly method: string;
  readonly uri: string;
}

export interface SipResponse extends MessageParts {
  readonly kind: "response";
  readonly status: number;
  readonly reason: string;
}

export type SipMessage = SipRequest | SipResponse;

export const sipVersion = "SIP/2.0";

const noBody = new Uint8Array();

export const newRequest = (
  method: string,
  uri: string,
  headers: readonly HeaderField[],
  body: Uint8Array = noBody,
): SipRequest => ({ kind: "request", version: sipVersion, method, uri, headers, body, faults: [] });

export const newResponse = (
  status: number,
  reason: string,
  headers: readonly HeaderField[],
  body: Uint8Array = noBody,
): SipResponse => ({ kind: "response", version: sipVersion, status, reason, headers, body, faults: [] });

/** The first header field of that name, whatever its case. */
export function header(message: SipMessage, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return message.headers.find(([each]) => each.toLowerCase() === wanted)?.[1];
}

/** Every header field of that name, one entry a line of the message. */
export function headers(message: SipMessage, name: string): string[] {
  const wanted = name.toLowerCase();
  return message.headers.filter(([each]) => each.toLowerCase() === wanted).map(([, value]) => value);
}

/** The message with the first header field of that name, if there is one, replaced. */
export function withHeader<Message extends SipMessage>(message: Message, name: string, value: string): Message {
  const wanted = name.toLowerCase();
  const at = message.headers.findIndex(([each]) => each.toLowerCase() === wanted);
  return at < 0 ? message : { ...message, headers: message.headers.with(at, [name, value]) };
}
