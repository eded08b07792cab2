/** The trunks that calls are placed by. */
import {
  CreateSIPOutboundTrunkRequest,
  GetSIPOutboundTrunkRequest,
  GetSIPOutboundTrunkResponse,
  ListSIPOutboundTrunkRequest,
  ListSIPOutboundTrunkResponse,
  SIPMediaEncryption,
  type SIPOutboundTrunkInfo,
  SIPTransport,
  UpdateSIPOutboundTrunkRequest,
} from "@livekit/protocol";
import { newId } from "../dispatch/ids.ts";
import type { DispatchStore } from "../dispatch/store.ts";
import { parseUri } from "../message/values.ts";
import { checkHeaderNames, checkMediaTimeout, refuse, updated } from "./checks.ts";
import type { Service } from "./twirp.ts";
import { TwirpError, procedure } from "./twirp.ts";

export const outboundTrunks = (store: DispatchStore): Service["procedures"] => ({
  CreateSIPOutboundTrunk: procedure(CreateSIPOutboundTrunkRequest, ({ trunk }) => {
    const wanted = checked(trunk ?? refuse("missing trunk"));
    if (wanted.sipTrunkId !== "") refuse("trunk id must not be set");
    wanted.sipTrunkId = newId("ST_");
    store.putOutboundTrunk(wanted);
    return wanted;
  }),

  UpdateSIPOutboundTrunk: procedure(UpdateSIPOutboundTrunkRequest, ({ sipTrunkId, action }) => {
    const existing = outboundTrunkOf(store, sipTrunkId);
    const wanted = action.case === "replace" ? action.value : existing.clone();
    if (action.case === "replace") {
      if (wanted.sipTrunkId !== "" && wanted.sipTrunkId !== sipTrunkId)
        refuse("trunk id in the info must be empty or match the id in the update");
      wanted.sipTrunkId = sipTrunkId;
    } else if (action.case === "update") {
      const { numbers, media, ...fields } = action.value;
      wanted.numbers = updated(wanted.numbers, numbers);
      wanted.address = fields.address ?? wanted.address;
      wanted.transport = fields.transport ?? wanted.transport;
      wanted.destinationCountry = fields.destinationCountry ?? wanted.destinationCountry;
      wanted.authUsername = fields.authUsername ?? wanted.authUsername;
      wanted.authPassword = fields.authPassword ?? wanted.authPassword;
      wanted.name = fields.name ?? wanted.name;
      wanted.metadata = fields.metadata ?? wanted.metadata;
      wanted.fromHost = fields.fromHost ?? wanted.fromHost;
      if (media !== undefined) wanted.media = media;
    } else refuse("missing or unsupported update action");
    store.putOutboundTrunk(checked(wanted));
    return wanted;
  }),

  GetSIPOutboundTrunk: procedure(
    GetSIPOutboundTrunkRequest,
    ({ sipTrunkId }) => new GetSIPOutboundTrunkResponse({ trunk: outboundTrunkOf(store, sipTrunkId) }),
  ),

  /** Numbers are compared as they are written, unlike those of inbound trunks: that is LiveKit's way. */
  ListSIPOutboundTrunk: procedure(ListSIPOutboundTrunkRequest, ({ trunkIds, numbers }) => {
    const fits = (trunk: SIPOutboundTrunkInfo): boolean =>
      (trunkIds.length === 0 || trunkIds.includes(trunk.sipTrunkId)) &&
      (numbers.length === 0 || trunk.numbers.some((each) => numbers.includes(each)));
    return new ListSIPOutboundTrunkResponse({ items: store.outboundTrunks.filter(fits) });
  }),
});

export function outboundTrunkOf(store: DispatchStore, id: string): SIPOutboundTrunkInfo {
  if (id === "") refuse("trunk id must be set");
  const trunk = store.outboundTrunks.find((each) => each.sipTrunkId === id);
  if (trunk === undefined) throw new TwirpError("not_found", "requested sip trunk does not exist");
  return trunk;
}

function checked(trunk: SIPOutboundTrunkInfo): SIPOutboundTrunkInfo {
  if (trunk.numbers.length === 0) refuse("no trunk numbers specified");
  if (trunk.address === "") refuse("no outbound address specified");
  checkCarrier(trunk);
  checkOwnHeaders(trunk.headers);
  checkMediaTimeout(trunk.media);
  const encryption = trunk.media?.encryption ?? trunk.mediaEncryption;
  if (encryption === SIPMediaEncryption.SIP_MEDIA_ENCRYPT_REQUIRE)
    throw new TwirpError("unimplemented", "this gateway does not encrypt media");
  return trunk;
}

/** What a trunk and the trunk that a request brings along have in common. */
export function checkCarrier(
  carrier: Pick<
    SIPOutboundTrunkInfo,
    "address" | "fromHost" | "transport" | "headersToAttributes" | "attributesToHeaders"
  >,
): void {
  checkHost(carrier.address, "trunk address");
  checkHost(carrier.fromHost, "from_host");
  checkHeaderNames([...Object.keys(carrier.headersToAttributes), ...Object.values(carrier.attributesToHeaders)]);
  if (carrier.transport === SIPTransport.SIP_TRANSPORT_TLS)
    throw new TwirpError("unimplemented", "this gateway does not speak TLS");
}

function checkHost(value: string, field: string): void {
  if (value.includes("transport=")) refuse(`${field} should not contain transport parameter`);
  if (/[@;]|^sips?:/.test(value)) refuse(`${field} should be a hostname or IP, not SIP URI`);
  if (value !== "" && parseUri(`sip:${value}`) === undefined) refuse(`${field} is no hostname`);
}

/** What the gateway writes itself. */
const ownHeaders = new Set(
  "via,from,to,call-id,cseq,contact,max-forwards,route,record-route,content-type,content-length,allow,authorization,proxy-authorization,require,user-agent".split(
    ",",
  ),
);

/** Header fields to be put on the INVITE. */
export function checkOwnHeaders(headers: Readonly<Record<string, string>>): void {
  const names = Object.keys(headers);
  checkHeaderNames(names);
  const own = names.find((name) => ownHeaders.has(name.toLowerCase()));
  if (own !== undefined) refuse(`invalid header name: header name ${own} not supported`);
}
