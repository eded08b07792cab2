/** What a request must have before anything else is done with it (RFC 3261 §8.1.1, §8.2). */
import type { HeaderField, SipRequest } from "./message.ts";
import { header, sipVersion } from "./message.ts";
import { cseqOf, listed, nameAddressOf, parseUri, topVia } from "./values.ts";

export interface Objection {
  readonly status: number;
  readonly reason: string;
  readonly headers?: readonly HeaderField[];
}

/** What is wrong with a request, or undefined. Max-Forwards may be missing (RFC 3261 §16.3), but must be a number if it is there. */
export function objectionTo(request: SipRequest): Objection | undefined {
  if (request.version !== sipVersion) return { status: 505, reason: "Version Not Supported" };
  const [fault] = request.faults;
  if (fault !== undefined) return bad(fault);
  for (const name of ["Via", "From", "To", "Call-ID", "CSeq"]) {
    if ((header(request, name) ?? "") === "") return bad(`Missing ${name} header`);
  }
  if (topVia(request) === undefined) return bad("Unreadable Via header");
  const from = nameAddressOf(request, "From");
  if (from === undefined) return bad("Unreadable From header");
  if ((from.parameters.get("tag") ?? "") === "") return bad("Missing tag in From header");
  if (nameAddressOf(request, "To") === undefined) return bad("Unreadable To header");
  const cseq = cseqOf(request);
  if (cseq === undefined) return bad("Unreadable CSeq header");
  if (cseq.method !== request.method) return bad("CSeq is of another method");
  if (!/^\d{1,3}$/.test(header(request, "Max-Forwards") ?? "70")) return bad("Unreadable Max-Forwards header");
  const uri = parseUri(request.uri);
  if (uri === undefined) return bad("Unreadable Request-URI");
  if (!["sip", "sips", "tel"].includes(uri.scheme)) return { status: 416, reason: "Unsupported URI Scheme" };
  return undefined;
}

/** Extensions a request insists on. The gateway has none, so any is one too many; ACK and CANCEL must not be refused for it. */
export function unsupportedExtensions(request: SipRequest): Objection | undefined {
  const required = listed(request, "Require");
  if (required.length === 0) return undefined;
  return { status: 420, reason: "Bad Extension", headers: [["Unsupported", required.join(", ")]] };
}

const bad = (reason: string): Objection => ({ status: 400, reason });
