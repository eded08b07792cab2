/** Phoning somebody into a room by LiveKit's SIP API. */
import type { Room } from "@livekit/protocol";
import { ParticipantInfo_State, RoomServiceClient, ServerError, SipClient } from "livekit-server-sdk";
import { dialable } from "../protocol/outbound.ts";
import { applicationOfRoom, dialOfRoom, phonedIdentity } from "../protocol/rooms.ts";
import type { Placed, Telephone } from "../protocol/telephone.ts";
import { minutes, type Duration, type RoomName } from "../words/index.ts";
import type { LiveKitConnection } from "./connection.ts";
import { isNotFound, LiveKitFault } from "./fault.ts";
import { roomConfiguration } from "./tokens.ts";

/** No talk is so long; one that nobody ends must not cost for ever. */
const longestCall: Duration = minutes(4 * 60);

const inSeconds = (duration: Duration): number => Math.ceil(duration / 1_000);

/** `requestTimeoutSeconds`: after this LiveKit counts as not answering. */
export function liveKitTelephone(
  { url, sipUrl, apiKey, apiSecret }: Pick<LiveKitConnection, "url" | "sipUrl" | "apiKey" | "apiSecret">,
  requestTimeoutSeconds = 5,
): Telephone {
  const rooms = new RoomServiceClient(url, apiKey, apiSecret, { requestTimeout: requestTimeoutSeconds });
  // Not sent to another region of LiveKit Cloud when one does not answer: it may have phoned them already.
  const sip = new SipClient(sipUrl, apiKey, apiSecret, { requestTimeout: requestTimeoutSeconds, failover: false });

  const telephone: Telephone = {
    async prepare(room, atOnce) {
      if ((await telephone.look(room)) !== undefined) return "there";
      try {
        await rooms.createRoom({ name: room, ...roomConfiguration });
        const ahead = (await rooms.listRooms()).filter(isPhonedLike(room)).toSorted(byAge);
        return ahead.slice(0, atOnce).some(({ name }) => name === room) ? "ready" : "full";
      } catch (cause) {
        throw new LiveKitFault("make a room", cause);
      }
    },

    async place({ room, number, line }, trunkId, ringTime) {
      const dialled = dialable(number);
      if (dialled === undefined) return "refused";
      try {
        await sip.createSipParticipant(trunkId, dialled, room, {
          ...(line !== "" && { fromNumber: line }),
          participantIdentity: phonedIdentity,
          // Else LiveKit makes one of the number.
          participantName: "Callback",
          // The call knows it; whoever else comes into the room is not told by LiveKit.
          hidePhoneNumber: true,
          ringingTimeout: inSeconds(ringTime),
          maxCallDuration: inSeconds(longestCall),
          waitUntilAnswered: false,
        });
        return "placed";
      } catch (cause) {
        return placingFailed(cause);
      }
    },

    async look(room) {
      try {
        const person = (await rooms.listParticipants(room)).find(
          ({ identity, state }) => identity === phonedIdentity && state !== ParticipantInfo_State.DISCONNECTED,
        );
        return person && { sid: person.sid, status: person.attributes["sip.callStatus"] ?? "" };
      } catch (cause) {
        if (isNotFound(cause)) return undefined;
        throw new LiveKitFault("list participants", cause);
      }
    },
  };
  return telephone;
}

/** The rooms of calls that the same application has placed. */
const isPhonedLike =
  (room: RoomName) =>
  ({ name }: Room): boolean =>
    dialOfRoom(name) !== undefined && applicationOfRoom(name) === applicationOfRoom(room);

const byAge = (a: Room, b: Room): number =>
  Number(a.creationTime - b.creationTime) || Number(a.creationTimeMs - b.creationTimeMs) || (a.name < b.name ? -1 : 1);

/** LiveKit has nobody to place the call with, or has too much to do (twirp's `unavailable`, `resource_exhausted`). */
const nobodyPhoned = new Set([429, 503]);

function placingFailed(cause: unknown): Placed {
  if (!(cause instanceof ServerError)) return "unsure";
  if (nobodyPhoned.has(cause.status)) return "unavailable";
  return cause.status < 500 && cause.status !== 408 ? "refused" : "unsure";
}
