/** Header fields of the INVITE that become attributes of the caller, and attributes that become header fields of our answers (`types.go` in livekit/sip). */
import { SIPHeaderOptions } from "@livekit/protocol";
import type { HeaderField, SipRequest } from "../message/message.ts";
import { header } from "../message/message.ts";
import { nameAddressOf } from "../message/values.ts";
import type { Assignment } from "./assignment.ts";

/** Carriers' own marks that LiveKit SIP always takes over. */
const knownHeaders: Readonly<Record<string, string>> = {
  "X-Twilio-AccountSid": "sip.twilio.accountSid",
  "X-Twilio-CallSid": "sip.twilio.callSid",
  "X-call_leg_id": "sip.telnyx.callLegID",
  "X-call_session_id": "sip.telnyx.callSessionID",
  "X-Amzn-ConnectContactId": "sip.amazon.contactId",
  "X-Amzn-ConnectInitialContactId": "sip.amazon.initialContactId",
  "X-Amzn-SourceAccount": "sip.amazon.sourceAccount",
  "X-Amzn-SourceArn": "sip.amazon.sourceArn",
  "X-Amzn-TargetArn": "sip.amazon.targetArn",
  "X-Lk-Test-Id": "lktest.id",
};

/** Everything the caller's participant carries when it joins, `sip.callStatus` excepted. */
export function attributesOf(invite: SipRequest, assignment: Assignment): Record<string, string> {
  const mapped = (names: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(
      Object.entries(names).flatMap(([name, attribute]) => {
        const value = header(invite, name);
        return value === undefined ? [] : [[attribute, value]];
      }),
    );
  return {
    ...assignment.attributes,
    ...includedHeaders(invite, assignment.includeHeaders),
    ...mapped(knownHeaders),
    ...mapped(assignment.headersToAttributes),
    "sip.callTag": nameAddressOf(invite, "From")?.parameters.get("tag") ?? "",
    "sip.callIDFull": header(invite, "Call-ID") ?? "",
  };
}

function includedHeaders(invite: SipRequest, which: SIPHeaderOptions): Record<string, string> {
  if (which === SIPHeaderOptions.SIP_NO_HEADERS) return {};
  return Object.fromEntries(
    invite.headers
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name]) => which === SIPHeaderOptions.SIP_ALL_HEADERS || name.startsWith("x-"))
      .map(([name, value]) => [`sip.h.${name}`, value]),
  );
}

/** The attributes that a trunk wants told to the caller's side. */
export const headersFrom = (
  attributes: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
): HeaderField[] =>
  Object.entries(wanted).flatMap(([attribute, name]) => {
    const value = attributes[attribute];
    return value === undefined ? [] : [[name, value] as const];
  });
