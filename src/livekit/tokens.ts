/**
 * Passes into rooms: one room, one identity, the least that the bearer needs, two minutes at most. A pass is only looked at on joining.
 * Every grant is spelled out, because to LiveKit a grant left unset means yes.
 */
import type { VideoGrant } from "livekit-server-sdk";
import { AccessToken, RoomConfiguration, TrackSource } from "livekit-server-sdk";
import { announcerIdentity, operatorIdentity } from "../protocol/rooms.ts";
import type { OperatorId, RoomName } from "../words/index.ts";
import { dialledAttribute } from "./translate.ts";

const ttlSeconds = 120;

type Keys = { readonly apiKey: string; readonly apiSecret: string };

/** May neither speak nor hear, nor anything else. */
const inTheDoorway = {
  roomJoin: true,
  canPublish: false,
  canSubscribe: false,
  canPublishData: false,
  canUpdateOwnMetadata: false,
  canSubscribeMetrics: false,
  canManageAgentSession: false,
  hidden: false,
  recorder: false,
  agent: false,
  roomCreate: false,
  roomList: false,
  roomRecord: false,
  roomAdmin: false,
  ingressAdmin: false,
} satisfies VideoGrant;

const withMicrophone = { canPublish: true, canPublishSources: [TrackSource.MICROPHONE] } satisfies VideoGrant;

/** How rooms of calls behave, whoever comes first. Times in seconds, as LiveKit wants them. */
export const roomConfiguration = {
  /** A room that nobody entered. */
  emptyTimeout: 30,
  /** After the last caller or operator has left; announcers do not count. Long enough for a reconnection. */
  departureTimeout: 5,
  /** A caller, an operator, the announcer and its successor, and room for those who help. */
  maxParticipants: 8,
};

/** The announcer is of LiveKit's kind `agent`, so that a room does not stay open for it alone. It hears nothing. */
export function announcerPass(keys: Keys, room: RoomName): Promise<string> {
  return pass(keys, announcerIdentity, { ...inTheDoorway, ...withMicrophone, room }, { kind: "agent" });
}

/**
 * For an operator whom the call rings: in the room, but mute and deaf until `Rooms.admit`. One who has the call already and comes back
 * (a reload, a lost network) `mayTalk` at once.
 */
export function operatorPass(keys: Keys, room: RoomName, operator: OperatorId, mayTalk = false): Promise<string> {
  const grant = mayTalk ? { ...inTheDoorway, ...withMicrophone, canSubscribe: true, room } : { ...inTheDoorway, room };
  return pass(keys, operatorIdentity(operator), grant, { kind: "standard" });
}

/** For a caller in a browser; their joining makes the room. */
export function webCallerPass(keys: Keys, room: RoomName, identity: string, dialled: string): Promise<string> {
  return pass(
    keys,
    identity,
    { ...inTheDoorway, ...withMicrophone, canSubscribe: true, room },
    {
      kind: "standard",
      attributes: { [dialledAttribute]: dialled },
      roomConfig: new RoomConfiguration(roomConfiguration),
    },
  );
}

function pass(
  { apiKey, apiSecret }: Keys,
  identity: string,
  grant: VideoGrant,
  more: { kind: string; attributes?: Record<string, string>; roomConfig?: RoomConfiguration },
): Promise<string> {
  const token = new AccessToken(apiKey, apiSecret, { identity, ttl: ttlSeconds });
  token.kind = more.kind;
  token.roomConfig = more.roomConfig;
  if (more.attributes !== undefined) token.attributes = more.attributes;
  token.addGrant(grant);
  return token.toJwt();
}
