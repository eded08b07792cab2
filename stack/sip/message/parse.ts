/**
 * Bytes → message. Whatever bytes come in, nothing is thrown: what is not SIP at all is `undefined`,
 * and what is SIP with mistakes in it is a message with `faults`, so that its sender can be told (400).
 *
 * Own code, because the packages looked at do not bear strangers' input: `sip` 0.0.6 takes a header named `constructor` for a function
 * and loses binary bodies; the grammars of sip.js and JsSIP are written for a browser's WebSocket, where framing, folding and compact forms do not occur.
 */
import type { HeaderField, SipMessage } from "./message.ts";

/** Larger ones are refused unread: no call needs more, and UDP cannot carry more. */
export const maxMessageBytes = 65_536;

const compactNames = new Map(
  Object.entries({
    a: "Accept-Contact",
    b: "Referred-By",
    c: "Content-Type",
    e: "Content-Encoding",
    f: "From",
    i: "Call-ID",
    k: "Supported",
    l: "Content-Length",
    m: "Contact",
    o: "Event",
    r: "Refer-To",
    s: "Subject",
    t: "To",
    u: "Allow-Events",
    v: "Via",
    x: "Session-Expires",
  }),
);

const requestLine = /^([A-Za-z0-9\-.!%*_+`'~]{1,64}) +(\S+) +(SIP\/\d+\.\d+) *$/i;
const statusLine = /^(SIP\/\d+\.\d+) +(\d{3})(?: +(.*))?$/i;
const headerLine = /^([A-Za-z0-9\-.!%*_+`'~]+)[ \t]*:[ \t]*(.*)$/s;

/**
 * Where the header part of a message ends and its body begins; undefined while the empty line has not arrived.
 * Bare line feeds are borne, as RFC 4475 §3.1.1.1's torture messages advise being liberal.
 */
export function headLength(bytes: Uint8Array): number | undefined {
  for (let at = 0; at + 1 < bytes.length; at += 1) {
    if (bytes[at] !== lineFeed) continue;
    if (bytes[at + 1] === lineFeed) return at + 2;
    if (bytes[at + 1] === carriageReturn && bytes[at + 2] === lineFeed) return at + 3;
  }
  return undefined;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Reads one whole message, as a datagram carries it or as `MessageSplitter` cuts it out of a stream. */
export function parseMessage(bytes: Uint8Array): SipMessage | undefined {
  if (bytes.length > maxMessageBytes) return undefined;
  const start = bytes.findIndex((byte) => byte !== carriageReturn && byte !== lineFeed); // keep-alives may precede a message
  if (start < 0) return undefined;
  const message = bytes.subarray(start);
  const faults: string[] = [];
  const head = headLength(message);
  if (head === undefined) faults.push("No empty line after headers");
  const lines = text.decode(message.subarray(0, head)).split(/\r?\n/);
  const headers = readHeaders(lines.slice(1), faults);
  const body = cutBody(message.subarray(head ?? message.length), headers, faults);

  const first = lines[0] ?? "";
  const request = requestLine.exec(first);
  if (request !== null) {
    const [, method = "", uri = "", version = ""] = request;
    return { kind: "request", method, uri, version: version.toUpperCase(), headers, body, faults };
  }
  const response = statusLine.exec(first);
  if (response !== null) {
    const [, version = "", status = "", reason = ""] = response;
    return { kind: "response", status: Number(status), reason, version: version.toUpperCase(), headers, body, faults };
  }
  return undefined;
}

const text = new TextDecoder();

function readHeaders(lines: readonly string[], faults: string[]): HeaderField[] {
  const headers: HeaderField[] = [];
  for (const line of unfold(lines)) {
    const field = headerLine.exec(line);
    if (field === null) {
      faults.push("Unreadable header line");
      continue;
    }
    const [, name = "", value = ""] = field;
    headers.push([compactNames.get(name.toLowerCase()) ?? name, value.trim()]);
  }
  return headers;
}

/** A line that begins with white space goes on with the one before (RFC 3261 §7.3.1). */
function unfold(lines: readonly string[]): string[] {
  const whole: string[] = [];
  for (const line of lines) {
    if (line === "") continue;
    if (/^[ \t]/.test(line) && whole.length > 0) whole.push(`${whole.pop()} ${line.trim()}`);
    else whole.push(line);
  }
  return whole;
}

/** Over UDP the datagram's end ends the body too, and bytes beyond Content-Length are dropped (RFC 3261 §18.3). */
function cutBody(rest: Uint8Array, headers: readonly HeaderField[], faults: string[]): Uint8Array {
  const length = contentLength(headers);
  if (length === undefined) return rest;
  if (Number.isNaN(length)) {
    faults.push("Unreadable Content-Length");
    return rest;
  }
  if (length > rest.length) faults.push("Body shorter than Content-Length");
  return rest.subarray(0, length);
}

/** Undefined when there is none, NaN when it is not a number. */
export function contentLength(headers: readonly HeaderField[]): number | undefined {
  const value = headers.find(([name]) => name.toLowerCase() === "content-length")?.[1];
  if (value === undefined) return undefined;
  return /^\d{1,9}$/.test(value) ? Number(value) : NaN;
}
