/**
 * Answers to requests: what must be copied from the request, and to where it must be sent.
 */
import type { HeaderField, SipRequest, SipResponse } from "./message.ts";
import { header, headers, newResponse, withHeader } from "./message.ts";
import { nameAddressOf, splitOutside, topVia } from "./values.ts";

export interface Place {
  readonly address: string;
  readonly port: number;
}

export interface ReplyOptions {
  /** Our tag, put on To when the request had none. */
  readonly tag?: string | undefined;
  readonly headers?: readonly HeaderField[] | undefined;
  readonly body?: Uint8Array | undefined;
}

/** What this gateway understands. INFO and REFER are not among it, as with LiveKit SIP. */
export const allowedMethods = "INVITE, ACK, CANCEL, BYE, OPTIONS, NOTIFY";

/** A response to a request (RFC 3261 §8.2.6). */
export function reply(request: SipRequest, status: number, reason: string, options: ReplyOptions = {}): SipResponse {
  const copied = (name: string): HeaderField[] => headers(request, name).map((value) => [name, value]);
  const establishes = status > 100 && status < 300 && request.method === "INVITE";
  return newResponse(
    status,
    reason,
    [
      ...copied("Via"),
      ...(establishes ? copied("Record-Route") : []),
      ...copied("From").slice(0, 1),
      ...toWithTag(request, status > 100 ? options.tag : undefined),
      ...copied("Call-ID").slice(0, 1),
      ...copied("CSeq").slice(0, 1),
      ["Server", "ACD"],
      ...(options.headers ?? []),
    ],
    options.body,
  );
}

function toWithTag(request: SipRequest, tag: string | undefined): HeaderField[] {
  const to = header(request, "To");
  if (to === undefined) return [];
  const tagged = nameAddressOf(request, "To")?.parameters.has("tag") ?? false;
  return [["To", tagged || tag === undefined ? to : `${to};tag=${tag}`]];
}

/** Notes in the top Via where the request really came from (RFC 3261 §18.2.1, RFC 3581 §4), so that the answer finds its way back. */
export function stampVia(request: SipRequest, source: Place): SipRequest {
  const via = topVia(request);
  const [first = "", ...others] = splitOutside(header(request, "Via") ?? "", ",");
  if (via === undefined) return request;
  const asked = via.parameters.get("rport") === "";
  const stamped = asked ? first.replace(/;\s*rport\s*=?\s*(?=;|$)/i, `;rport=${source.port}`) : first;
  const received = asked || via.host !== source.address ? `${stamped};received=${source.address}` : stamped;
  return withHeader(request, "Via", [received, ...others].join(", "));
}

/** Where a response to this request is sent over UDP, or over a new connection when its own has closed (RFC 3261 §18.2.2, RFC 3581 §4). */
export function replyPlace(request: SipRequest, source: Place): Place {
  const via = topVia(request);
  if (via === undefined || via.parameters.has("rport")) return source;
  return { address: source.address, port: via.port ?? 5060 };
}
