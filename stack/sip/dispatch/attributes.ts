/** Header fields of the telephone's side that become attributes of its participant, and attributes that become header fields of ours (`types.go` in livekit/sip). */
import { SIPHeaderOptions } from "@livekit/protocol";
import type { HeaderField, SipMessage, SipRequest, SipResponse } from "../message/message.ts";
import { header } from "../message/message.ts";
import { nameAddressOf } from "../message/values.ts";
import type { NameAddress } from "../message/values.ts";
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

/** Which header fields become attributes, beside the carriers' own marks. */
export type WantedHeaders = Pick<Assignment, "headersToAttributes" | "includeHeaders">;

/** Everything the caller's participant carries when it joins, `sip.callStatus` excepted. */
export const attributesOf = (invite: SipRequest, assignment: Assignment): Record<string, string> => ({
  ...assignment.attributes,
  ...headerAttributes(invite, assignment),
  ...dialogAttributes(nameAddressOf(invite, "From"), header(invite, "Call-ID")),
});

/** What the 200 of somebody who was called adds to what their participant carries. */
export const attributesOfAnswer = (answer: SipResponse, wanted: WantedHeaders): Record<string, string> => ({
  ...headerAttributes(answer, wanted),
  ...dialogAttributes(nameAddressOf(answer, "To"), header(answer, "Call-ID")),
});

/** Without `wanted`, the carriers' marks only. */
export function headerAttributes(message: SipMessage, wanted?: WantedHeaders): Record<string, string> {
  const mapped = (names: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(
      Object.entries(names).flatMap(([name, attribute]) => {
        const value = header(message, name);
        return value === undefined ? [] : [[attribute, value]];
      }),
    );
  return {
    ...(wanted && includedHeaders(message, wanted.includeHeaders)),
    ...mapped(knownHeaders),
    ...(wanted && mapped(wanted.headersToAttributes)),
  };
}

const dialogAttributes = (theirs: NameAddress | undefined, callId: string | undefined): Record<string, string> => ({
  "sip.callTag": theirs?.parameters.get("tag") ?? "",
  "sip.callIDFull": callId ?? "",
});

function includedHeaders(message: SipMessage, which: SIPHeaderOptions): Record<string, string> {
  if (which === SIPHeaderOptions.SIP_NO_HEADERS) return {};
  return Object.fromEntries(
    message.headers
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
