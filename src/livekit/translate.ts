/** LiveKit's words into ours. Pure: the same event gives the same facts, and whatever is no business of ours gives nothing. */
import type { ParticipantInfo, WebhookEvent } from "@livekit/protocol";
import { DisconnectReason, ParticipantInfo_Kind, TrackType } from "@livekit/protocol";
import type { RoomFact } from "../protocol/room.ts";
import { applicationOfRoom, dialOfRoom, operatorOf, whoIs } from "../protocol/rooms.ts";
import type { ApplicationId, CallId, DialId, Instant, RoomName } from "../words/index.ts";
import { as } from "../words/index.ts";
import { callIdOf } from "./callId.ts";

export interface Translation {
  readonly application: ApplicationId;
  readonly callId: CallId;
  /** Of a room into which somebody is phoned: until they have answered, what is told of them is for whoever phones them. */
  readonly dialId: DialId | undefined;
  /** A `caller.joined` comes without its route: finding that is the directory's work. */
  readonly fact: RoomFact;
}

/** The attribute of a caller in a browser that holds the number they chose. */
export const dialledAttribute = "acd.number";

/**
 * What a webhook says about one of our calls; undefined when it says nothing that a call needs to know: other rooms, announcers,
 * strangers, and what follows from our own deleting of a room.
 */
export async function translate(event: WebhookEvent, at: Instant): Promise<Translation | undefined> {
  const room = event.room?.name ?? "";
  const application = applicationOfRoom(room);
  if (application === undefined) return undefined;
  const callId = await callIdOf(room);
  const fact = factOf(event, as<RoomName>(room), callId, at);
  return fact && { application, callId, dialId: dialOfRoom(room), fact };
}

function factOf(event: WebhookEvent, room: RoomName, callId: CallId, at: Instant): RoomFact | undefined {
  const participant = event.participant;
  if (participant === undefined) return undefined;
  switch (event.event) {
    case "participant_joined":
      return callerJoined(participant, room, callId, at) ?? operatorJoined(participant, at);
    case "participant_left":
    case "participant_connection_aborted":
      return someoneLeft(participant, at);
    case "track_published":
      // The participant in this event has an identity and a sid, and nothing else (livekit/livekit, rtc/room.go).
      return whoIs(participant.identity) === "operator" && event.track?.type === TrackType.AUDIO
        ? { type: "operator.audible", at, operatorId: operatorOf(participant.identity), sid: participant.sid }
        : undefined;
    default:
      return undefined;
  }
}

/** The caller's arrival, be it told by a webhook or found by looking into the room; undefined when this is not a caller. */
export function callerJoined(
  participant: ParticipantInfo,
  room: RoomName,
  callId: CallId,
  at: Instant,
): Extract<RoomFact, { type: "caller.joined" }> | undefined {
  if (whoIs(participant.identity) !== "caller") return undefined;
  const { attributes, identity, sid, kind } = participant;
  const seat = { type: "caller.joined", at, callId, room, sid, identity } as const;
  if (kind === ParticipantInfo_Kind.SIP) {
    return {
      ...seat,
      channel: "phone",
      from: callersNumber(attributes["sip.phoneNumber"]),
      to: attributes["sip.trunkPhoneNumber"] ?? "",
    };
  }
  const dialled = attributes[dialledAttribute];
  return dialled === undefined ? undefined : { ...seat, channel: "web", from: "", to: dialled };
}

/** While it rings an operator can do nothing in the room, and their coming is no business of the call's. */
function operatorJoined({ identity, sid, permission }: ParticipantInfo, at: Instant): RoomFact | undefined {
  if (whoIs(identity) !== "operator" || permission?.canSubscribe !== true) return undefined;
  return { type: "operator.joined", at, operatorId: operatorOf(identity), sid };
}

/** Carriers put these words in the place of a withheld number. */
const withheld = /^(anonymous|restricted|unavailable|unknown|private)$/i;
const callersNumber = (number = ""): string => (withheld.test(number) ? "" : number);

function someoneLeft(participant: ParticipantInfo, at: Instant): RoomFact | undefined {
  // We deleted the room ourselves: the call knows. If somebody else did, the media worker in it tells (and the patrol finds out).
  if (participant.disconnectReason === DisconnectReason.ROOM_DELETED) return undefined;
  const { identity, sid } = participant;
  const reason = DisconnectReason[participant.disconnectReason] ?? "UNKNOWN_REASON";
  switch (whoIs(identity)) {
    case "caller":
      return { type: "caller.left", at, sid, reason };
    case "operator":
      return { type: "operator.left", at, operatorId: operatorOf(identity), sid, reason };
    default:
      return undefined;
  }
}
