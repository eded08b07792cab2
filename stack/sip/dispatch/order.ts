/** What a call that is placed gets: whom it calls, as whom, and who they are in the room (`NewCreateSIPParticipantRequest` in livekit/protocol). */
import { randomInt } from "node:crypto";
import type { CreateSIPParticipantRequest, SIPOutboundTrunkInfo } from "@livekit/protocol";
import { SIPHeaderOptions, SIPTransport } from "@livekit/protocol";
import type { Duration } from "../../../src/words/index.ts";
import type { Credentials } from "../digest.ts";
import type { Pass } from "../token.ts";
import { callDuration, defaultMediaTimeout, defaultRingingTimeout, milliseconds } from "./assignment.ts";
import type { WantedHeaders } from "./attributes.ts";

export interface Order extends Pass, WantedHeaders {
  readonly callId: string;
  /** The carrier, as it stands behind the @: `host` or `host:port`. */
  readonly address: string;
  readonly transport: "UDP" | "TCP";
  /** Whether the trunk says which; then the address that is called says it, too. */
  readonly transportNamed: boolean;
  readonly number: string;
  readonly ownNumber: string;
  readonly displayName: string;
  /** Empty: our own address. */
  readonly fromHost: string;
  readonly credentials: Omit<Credentials, "realm"> | undefined;
  /** Put on the INVITE. */
  readonly headers: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, string>>;
  readonly attributesToHeaders: Readonly<Record<string, string>>;
  readonly ringingTimeout: Duration;
  readonly maxCallDuration: Duration;
  /** How long the telephone may be silent on the wire once its first packet has come. */
  readonly mediaTimeout: Duration;
}

/** The carrier of one call: a trunk that is kept, or what the request itself says. */
export type Carrier = Pick<
  SIPOutboundTrunkInfo,
  "address" | "transport" | "authUsername" | "authPassword" | "headersToAttributes" | "attributesToHeaders" | "fromHost"
> &
  Partial<Pick<SIPOutboundTrunkInfo, "sipTrunkId" | "numbers" | "headers" | "includeHeaders" | "media">>;

/** Undefined when there is no number of ours to call from. */
export function orderOf(callId: string, request: CreateSIPParticipantRequest, carrier: Carrier): Order | undefined {
  const { numbers = [], address } = carrier;
  const ownNumber = request.sipNumber || (numbers.length === 0 ? "" : numbers[randomInt(numbers.length)]);
  if (ownNumber === undefined || ownNumber === "") return undefined;
  const number = request.sipCallTo;
  const known = carrier.authUsername !== "" && carrier.authPassword !== "";
  return {
    callId,
    room: request.roomName,
    identity: request.participantIdentity || `sip_${number}`,
    name: request.participantName,
    metadata: request.participantMetadata,
    roomPreset: "",
    roomConfig: undefined,
    address,
    transport: carrier.transport === SIPTransport.SIP_TRANSPORT_TCP ? "TCP" : "UDP",
    transportNamed: carrier.transport !== SIPTransport.SIP_TRANSPORT_AUTO,
    number,
    ownNumber,
    displayName: request.displayName ?? ownNumber,
    fromHost: carrier.fromHost,
    credentials: known ? { username: carrier.authUsername, password: carrier.authPassword } : undefined,
    headers: { ...carrier.headers, ...request.headers },
    attributes: {
      ...request.participantAttributes,
      "sip.callID": callId,
      "sip.trunkID": carrier.sipTrunkId ?? "",
      ...(request.hidePhoneNumber
        ? {}
        : { "sip.phoneNumber": number, "sip.hostname": address, "sip.trunkPhoneNumber": ownNumber }),
    },
    headersToAttributes: carrier.headersToAttributes,
    attributesToHeaders: carrier.attributesToHeaders,
    includeHeaders: request.includeHeaders || (carrier.includeHeaders ?? SIPHeaderOptions.SIP_NO_HEADERS),
    ringingTimeout: milliseconds(request.ringingTimeout) || defaultRingingTimeout,
    maxCallDuration: callDuration(request.maxCallDuration),
    mediaTimeout:
      milliseconds(request.media?.mediaTimeout) || milliseconds(carrier.media?.mediaTimeout) || defaultMediaTimeout,
  };
}
