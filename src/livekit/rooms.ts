/** What we do with LiveKit's rooms, behind a port. "It is not there" is an answer; everything else that fails is a `LiveKitFault`. */
import { TrackType } from "@livekit/protocol";
import type { ParticipantInfo } from "livekit-server-sdk";
import { ParticipantInfo_State, RoomServiceClient, TrackSource } from "livekit-server-sdk";
import type { SeenSeat } from "../protocol/room.ts";
import type { RoomName } from "../words/index.ts";
import type { LiveKitConnection } from "./connection.ts";
import { isNotFound, LiveKitFault } from "./fault.ts";

export interface Rooms {
  /** Ends the call in the room at once: LiveKit SIP sends BYE. A room that is not there is as good as deleted. */
  remove(room: RoomName): Promise<void>;
  /** Who is in the room now. */
  seats(room: RoomName): Promise<readonly SeenSeat[] | "gone">;
  /** The same, with everything LiveKit knows of them. */
  occupants(room: RoomName): Promise<readonly ParticipantInfo[] | "gone">;
  /** Lets an operator speak and hear. `absent`: they are not in the room. */
  admit(room: RoomName, identity: string): Promise<"admitted" | "absent">;
  /** Puts a participant out. Who is not there is as good as put out. Their pass is good as long as it was: who comes back with it is put out again by the call. */
  expel(room: RoomName, identity: string): Promise<void>;
  /** Every room there is, with how many are in it by LiveKit's own, lagging, count. */
  list(): Promise<readonly { readonly room: RoomName; readonly participants: number }[]>;
  /** Fails when LiveKit does not answer or does not know our key. */
  ping(): Promise<void>;
}

/** Permissions are replaced as a whole: what is left out would be switched off or, worse, on by a later default. */
const mayTalk = {
  canSubscribe: true,
  canPublish: true,
  canPublishSources: [TrackSource.MICROPHONE],
  canPublishData: false, // whoever may send data may send DTMF and end SIP calls
  canUpdateMetadata: false,
  canSubscribeMetrics: false,
  canManageAgentSession: false,
  hidden: false,
  recorder: false,
  agent: false,
};

/** `requestTimeoutSeconds`: after this LiveKit counts as not answering. */
export function liveKitRooms(
  connection: Pick<LiveKitConnection, "url" | "apiKey" | "apiSecret">,
  requestTimeoutSeconds = 5,
): Rooms {
  const client = new RoomServiceClient(connection.url, connection.apiKey, connection.apiSecret, {
    requestTimeout: requestTimeoutSeconds,
  });
  const doing = async <T>(what: string, work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (cause) {
      throw new LiveKitFault(what, cause);
    }
  };
  const exists = async (room: RoomName): Promise<boolean> =>
    (await doing("look for a room", client.listRooms([room]))).length > 0;

  const rooms: Rooms = {
    async remove(room) {
      await doing(
        "delete a room",
        client.deleteRoom(room).catch((cause: unknown) => {
          if (!isNotFound(cause)) throw cause;
        }),
      );
    },

    async occupants(room) {
      const everyone = await doing(
        "list participants",
        client.listParticipants(room).catch((cause: unknown) => {
          if (isNotFound(cause)) return [];
          throw cause;
        }),
      );
      const present = everyone.filter(({ state }) => state !== ParticipantInfo_State.DISCONNECTED);
      // A room that does not exist is listed as an empty one (livekit/livekit, service/roomservice.go).
      return present.length > 0 || (await exists(room)) ? present : "gone";
    },

    async seats(room) {
      const present = await rooms.occupants(room);
      return present === "gone" ? "gone" : present.map(seatOf);
    },

    async admit(room, identity) {
      return doing(
        "admit a participant",
        client.updateParticipant(room, identity, { permission: mayTalk }).then(
          () => "admitted" as const,
          (cause: unknown) => {
            if (isNotFound(cause)) return "absent" as const;
            throw cause;
          },
        ),
      );
    },

    async expel(room, identity) {
      await doing(
        "remove a participant",
        client.removeParticipant(room, identity).catch((cause: unknown) => {
          if (!isNotFound(cause)) throw cause;
        }),
      );
    },

    async list() {
      const all = await doing("list rooms", client.listRooms());
      return all.map(({ name, numParticipants }) => ({ room: name as RoomName, participants: numParticipants })); // LiveKit's room names are what the brand means
    },

    async ping() {
      await doing("be reached", client.listRooms(["no-such-room"]));
    },
  };
  return rooms;
}

const seatOf = ({ identity, sid, tracks, permission }: ParticipantInfo): SeenSeat => ({
  identity,
  sid,
  audible: tracks.some((track) => track.type === TrackType.AUDIO), // muted or not: pressing Mute does not take an operator out of the call
  hears: permission?.canSubscribe === true,
});
