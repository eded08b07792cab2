/** SIP messages for tests, as text. */
import type { SipRequest } from "../../../stack/sip/message/message.ts";
import { parseMessage } from "../../../stack/sip/message/parse.ts";

export const sdpOffer = [
  "v=0",
  "o=- 1 1 IN IP4 127.0.0.1",
  "s=-",
  "c=IN IP4 127.0.0.1",
  "t=0 0",
  "m=audio 30000 RTP/AVP 0",
  "",
].join("\r\n");

export interface InviteParts {
  readonly via?: string;
  readonly callId?: string;
  readonly toTag?: string;
  readonly cseq?: number;
  readonly branch?: string;
  readonly more?: readonly string[];
}

export const inviteText = (parts: InviteParts = {}): string => requestText("INVITE", parts, sdpOffer);

export function requestText(method: string, parts: InviteParts = {}, body = ""): string {
  const { branch = "z9hG4bKone", callId = "call-1", cseq = 1, more = [], toTag } = parts;
  return [
    `${method} sip:+74951234567@127.0.0.1 SIP/2.0`,
    `Via: ${parts.via ?? `SIP/2.0/UDP 127.0.0.1:5099;branch=${branch}`}`,
    ...more,
    "Max-Forwards: 70",
    "From: <sip:+79161112233@127.0.0.1>;tag=caller",
    `To: <sip:+74951234567@127.0.0.1>${toTag === undefined ? "" : `;tag=${toTag}`}`,
    `Call-ID: ${callId}`,
    `CSeq: ${cseq} ${method}`,
    "Contact: <sip:caller@127.0.0.1:5099>",
    `Content-Length: ${body.length}`,
    "",
    body,
  ].join("\r\n");
}

export function requestOf(message: string | Uint8Array): SipRequest {
  const request = parseMessage(typeof message === "string" ? Buffer.from(message) : message);
  if (request?.kind !== "request") throw new Error("not a request");
  return request;
}
