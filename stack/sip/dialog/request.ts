/** Requests within a dialog (RFC 3261 §12.2.1.1): who they are from and to, and which way they go. */
import { hostText, placeOf } from "../message/host.ts";
import type { HeaderField, SipRequest } from "../message/message.ts";
import { newRequest } from "../message/message.ts";
import { parseNameAddress } from "../message/values.ts";
import { newBranch } from "../transaction/layer.ts";
import type { Flow, Place } from "../transport/transport.ts";

/** What both sides have agreed a dialog is. */
export interface Ends {
  readonly callId: string;
  /** From, as we write it: our tag is in it. */
  readonly local: string;
  /** To, as we write it: with their tag, if they have one. */
  readonly remote: string;
  /** The address that the other side wants requests at. */
  readonly target: string;
  /** The proxies on the way, as they want to be named in Route. */
  readonly routes: readonly string[];
}

export const viaOf = ({ transport, local }: Flow): HeaderField => [
  "Via",
  `SIP/2.0/${transport} ${hostText(local.address)}:${local.port};branch=${newBranch()};rport`,
];

/** Where the other side reaches us within the call. */
export const contactOf = ({ transport, local }: Flow): HeaderField => [
  "Contact",
  `<sip:${hostText(local.address)}:${local.port}${transport === "TCP" ? ";transport=tcp" : ""}>`,
];

export const requestIn = (
  ends: Ends,
  flow: Flow,
  method: string,
  cseq: number,
  more: readonly HeaderField[],
): SipRequest =>
  newRequest(method, ends.target, [
    viaOf(flow),
    ["Max-Forwards", "70"],
    ...ends.routes.map((route): HeaderField => ["Route", route]),
    ["From", ends.local],
    ["To", ends.remote],
    ["Call-ID", ends.callId],
    ["CSeq", `${cseq} ${method}`],
    ...more,
  ]);

/** The next hop over UDP; a connection leads where it leads. */
export function nextHop({ target, routes }: Ends, flow: Flow): Place | undefined {
  if (flow.reliable) return undefined;
  const [first] = routes;
  const next = first === undefined ? target : (parseNameAddress(first)?.text ?? target);
  return placeOf(next, flow.remote);
}
