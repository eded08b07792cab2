/** Calls that are placed, with the checks of livekit-server (`pkg/service/sip.go`) and livekit/protocol (`livekit/sip.go`). */
import type { SIPOutboundConfig } from "@livekit/protocol";
import { CreateSIPParticipantRequest, SIPMediaEncryption, SIPParticipantInfo } from "@livekit/protocol";
import type { Failure } from "../call/verdict.ts";
import { newId } from "../dispatch/ids.ts";
import type { Carrier } from "../dispatch/order.ts";
import { orderOf } from "../dispatch/order.ts";
import type { DispatchStore } from "../dispatch/store.ts";
import type { PlaceCall } from "../placing.ts";
import { checkMediaTimeout, refuse } from "./checks.ts";
import { checkCarrier, checkOwnHeaders, outboundTrunkOf } from "./outbound-trunks.ts";
import type { Service, TwirpCode } from "./twirp.ts";
import { TwirpError, procedure } from "./twirp.ts";

export const participants = (store: DispatchStore, place: PlaceCall): Service["procedures"] => ({
  CreateSIPParticipant: procedure(
    CreateSIPParticipantRequest,
    async (request) => {
      check(request);
      const carrier = carrierOf(store, request);
      const order = orderOf(newId("SCL_"), request, carrier);
      if (order === undefined) throw new TwirpError("failed_precondition", "no numbers on outbound trunk");
      const { participantSid, outcome } = await place(order);
      const failure = request.waitUntilAnswered ? await outcome : undefined;
      if (failure !== undefined) throw refusalOf(failure);
      return new SIPParticipantInfo({
        participantId: participantSid,
        participantIdentity: order.identity,
        roomName: order.room,
        sipCallId: order.callId,
      });
    },
    "call",
  ),
});

function check(request: CreateSIPParticipantRequest): void {
  const { sipTrunkId, trunk, sipNumber, sipCallTo, roomName, displayName } = request;
  if (sipTrunkId === "" && trunk === undefined && sipNumber === "") refuse("missing sip trunk id and sip number");
  if (sipCallTo === "") refuse("missing sip callee number");
  if (sipCallTo.includes("@")) refuse("SipCallTo should be a phone number or SIP user, not a full SIP URI");
  if (roomName === "") refuse("missing room name");
  if ((displayName ?? "").length > 128) refuse("DisplayName too long (max 128 characters)");
  checkOwnHeaders(request.headers);
  checkMediaTimeout(request.media);
  const encryption = request.media?.encryption ?? request.mediaEncryption;
  const missing = {
    "dial digits after the answer": request.dtmf !== "",
    "play a dial tone": request.playDialtone || request.playRingtone,
    "encrypt media": encryption === SIPMediaEncryption.SIP_MEDIA_ENCRYPT_REQUIRE,
    "take addresses from the request":
      request.sipRequestUri !== undefined ||
      request.sipToHeader !== undefined ||
      request.sipFromHeader !== undefined ||
      request.toUserOverride !== "",
  };
  const asked = Object.entries(missing).find(([, wanted]) => wanted);
  if (asked !== undefined) throw new TwirpError("unimplemented", `this gateway does not ${asked[0]}`);
}

function carrierOf(store: DispatchStore, { sipTrunkId, trunk }: CreateSIPParticipantRequest): Carrier {
  if (sipTrunkId !== "") return outboundTrunkOf(store, sipTrunkId);
  if (trunk === undefined || trunk.hostname === "") return refuse("no outbound hostname specified");
  const carrier = carrierIn(trunk);
  checkCarrier(carrier);
  return carrier;
}

const carrierIn = ({ hostname, ...others }: SIPOutboundConfig): Carrier => ({
  address: hostname,
  transport: others.transport,
  authUsername: others.authUsername,
  authPassword: others.authPassword,
  headersToAttributes: others.headersToAttributes,
  attributesToHeaders: others.attributesToHeaders,
  fromHost: others.fromHost,
});

/** What whoever waits for the answer is told instead of it. */
function refusalOf(failure: Failure): TwirpError {
  switch (failure.kind) {
    case "refused":
      return new TwirpError(codeOf(failure.status), `sip status ${failure.status}: ${failure.reason}`, {
        sip_status_code: String(failure.status),
        sip_status: failure.reason,
      });
    case "no answer":
      return new TwirpError("canceled", "sip request timed out");
    case "silence":
      return new TwirpError("canceled", "transaction failed to complete (0 intermediate responses)");
    case "unreachable":
      return new TwirpError("failed_precondition", "the trunk's address cannot be reached");
    case "no common codec":
      return new TwirpError("failed_precondition", "no common codec: PCMU and PCMA are spoken here");
    case "withdrawn":
      return new TwirpError("canceled", "the call was ended before it was answered");
  }
}

/** As livekit/protocol translates SIP's statuses (`sipCodeToGRPCCode`), as far as carriers use them. */
const codes: Readonly<Record<number, TwirpCode>> = {
  401: "permission_denied",
  402: "permission_denied",
  403: "permission_denied",
  404: "not_found",
  407: "unauthenticated",
  408: "deadline_exceeded",
  410: "not_found",
  480: "resource_exhausted",
  481: "not_found",
  486: "resource_exhausted",
  487: "aborted",
  504: "deadline_exceeded",
  600: "resource_exhausted",
  603: "permission_denied",
  604: "not_found",
  607: "permission_denied",
  608: "permission_denied",
};

const codeOf = (status: number): TwirpCode =>
  codes[status] ?? (status >= 500 && status < 600 ? "failed_precondition" : "invalid_argument");
