/**
 * What stands inside the header fields that a call depends on: addresses, Via, CSeq. Unreadable is `undefined`, never an exception.
 */
import type { SipMessage } from "./message.ts";
import { header, headers } from "./message.ts";

export type Parameters = ReadonlyMap<string, string>;

export interface SipUri {
  /** `sip`, `sips`, `tel`, or whatever else stood there, in lower case. */
  readonly scheme: string;
  readonly user: string;
  readonly host: string;
  readonly port?: number | undefined;
  readonly parameters: Parameters;
}

/** The value of From, To, Contact, Route …: `"Anna" <sip:anna@host>;tag=1`. */
export interface NameAddress {
  readonly displayName: string;
  /** The address as it was written, without the angle brackets. */
  readonly text: string;
  readonly uri: SipUri;
  readonly parameters: Parameters;
}

export interface Via {
  readonly transport: string;
  readonly host: string;
  readonly port?: number | undefined;
  readonly parameters: Parameters;
}

export interface CSeq {
  readonly number: number;
  readonly method: string;
}

/** Splits at a separator that stands neither in quotes nor in angle brackets. */
export function splitOutside(value: string, separator: "," | ";"): string[] {
  const parts: string[] = [];
  let quoted = false;
  let bracketed = false;
  let from = 0;
  for (let at = 0; at < value.length; at += 1) {
    const char = value[at];
    if (quoted && char === "\\") at += 1;
    else if (char === '"' && !bracketed) quoted = !quoted;
    else if (quoted) continue;
    else if (char === "<") bracketed = true;
    else if (char === ">") bracketed = false;
    else if (char === separator && !bracketed) {
      parts.push(value.slice(from, at).trim());
      from = at + 1;
    }
  }
  parts.push(value.slice(from).trim());
  return parts.filter((part) => part !== "");
}

/** The single values of a header that may be a comma-separated list, repeated, or both. */
export const listed = (message: SipMessage, name: string): string[] =>
  headers(message, name).flatMap((value) => splitOutside(value, ","));

function readParameters(parts: readonly string[]): Parameters {
  const parameters = new Map<string, string>();
  for (const part of parts) {
    const [name = "", ...value] = part.split("=");
    parameters.set(name.trim().toLowerCase(), unquote(value.join("=").trim()));
  }
  return parameters;
}

const unquote = (value: string): string =>
  value.startsWith('"') && value.endsWith('"') && value.length > 1
    ? value.slice(1, -1).replaceAll(/\\(.)/gs, "$1")
    : value;

const hostAndPort = /^(\[[0-9A-Fa-f:.%]+\]|[A-Za-z0-9_.-]+)(?:\s*:\s*(\d{1,5}))?$/;

export function parseUri(text: string): SipUri | undefined {
  const [, rawScheme, rest] = /^([A-Za-z][A-Za-z0-9+.-]*):(.+)$/s.exec(text.trim()) ?? [];
  if (rawScheme === undefined || rest === undefined) return undefined;
  const scheme = rawScheme.toLowerCase();
  const [beforeHeaders = ""] = rest.split("?");
  if (scheme !== "sip" && scheme !== "sips") {
    const [user = "", ...parameters] = splitOutside(beforeHeaders, ";");
    return { scheme, user, host: "", parameters: readParameters(parameters) };
  }
  const at = beforeHeaders.lastIndexOf("@");
  const [userAndPassword, afterAt] =
    at < 0 ? ["", beforeHeaders] : [beforeHeaders.slice(0, at), beforeHeaders.slice(at + 1)];
  const [place = "", ...parameters] = splitOutside(afterAt, ";");
  const [, host, port] = hostAndPort.exec(place) ?? [];
  if (host === undefined || Number(port ?? 1) > 65_535 || Number(port ?? 1) === 0) return undefined;
  const [user = ""] = userAndPassword.split(":");
  return {
    scheme,
    user: unescapeUser(user),
    host: host.toLowerCase(),
    port: port === undefined ? undefined : Number(port),
    parameters: readParameters(parameters),
  };
}

function unescapeUser(user: string): string {
  try {
    return decodeURIComponent(user);
  } catch {
    return user; // a stray per cent sign
  }
}

export function parseNameAddress(value: string): NameAddress | undefined {
  const bracketed = /^((?:"(?:[^"\\]|\\.)*"|[^<"])*)<([^>]*)>(.*)$/s.exec(value);
  const [displayName = "", text = "", after = ""] =
    bracketed === null ? ["", ...cutAtSemicolon(value)] : bracketed.slice(1);
  const uri = parseUri(text);
  if (uri === undefined || (bracketed !== null && !/^\s*(;|$)/.test(after))) return undefined;
  return {
    displayName: unquote(displayName.trim()),
    text: text.trim(),
    uri,
    parameters: readParameters(splitOutside(after, ";")),
  };
}

/** Without angle brackets, parameters belong to the header, not to the address (RFC 3261 §20). */
function cutAtSemicolon(value: string): [string, string] {
  const at = value.indexOf(";");
  return at < 0 ? [value, ""] : [value.slice(0, at), value.slice(at)];
}

export function parseVia(value: string): Via | undefined {
  const [sent = "", ...parameters] = splitOutside(value, ";");
  const [, transport, place = ""] = /^SIP\s*\/\s*2\.0\s*\/\s*([A-Za-z0-9-]+)\s+(.+)$/i.exec(sent) ?? [];
  const [, host, port] = hostAndPort.exec(place.trim()) ?? [];
  if (transport === undefined || host === undefined) return undefined;
  return {
    transport: transport.toUpperCase(),
    host,
    port: port === undefined ? undefined : Number(port),
    parameters: readParameters(parameters),
  };
}

export function parseCSeq(value: string): CSeq | undefined {
  const [, number, method] = /^(\d{1,10})\s+(\S+)$/.exec(value.trim()) ?? [];
  if (number === undefined || method === undefined || Number(number) >= 2 ** 32) return undefined;
  return { number: Number(number), method };
}

export const topVia = (message: SipMessage): Via | undefined => {
  const [first] = listed(message, "Via");
  return first === undefined ? undefined : parseVia(first);
};

export const nameAddressOf = (message: SipMessage, name: "From" | "To" | "Contact"): NameAddress | undefined => {
  const [first] = name === "Contact" ? listed(message, name) : [header(message, name)];
  return first === undefined ? undefined : parseNameAddress(first);
};

export const cseqOf = (message: SipMessage): CSeq | undefined => {
  const value = header(message, "CSeq");
  return value === undefined ? undefined : parseCSeq(value);
};
