import { AccessToken } from "livekit-server-sdk";
import type { Assignment } from "./dispatch/assignment.ts";

/** Who comes into which room, and what is to be made of the room if it is not there yet. */
export type Pass = Pick<Assignment, "identity" | "name" | "metadata" | "room" | "roomPreset" | "roomConfig">;

/** Makes a telephone's pass into its room. */
export type MintToken = (pass: Pass, attributes: Readonly<Record<string, string>>) => Promise<string>;

/** The token LiveKit makes for its own SIP participants (`BuildSIPToken` in livekit/protocol): the same kind, grants and life. */
export const tokenMint =
  (apiKey: string, apiSecret: string): MintToken =>
  (pass, attributes) => {
    const { identity, name, metadata, room, roomPreset, roomConfig } = pass;
    const token = new AccessToken(apiKey, apiSecret, {
      identity,
      name,
      metadata,
      attributes: { ...attributes },
      ttl: "24h",
    });
    token.addGrant({
      roomJoin: true,
      room,
      canSubscribe: true,
      canPublish: true,
      canPublishData: true,
      canUpdateOwnMetadata: true,
    });
    token.kind = "sip";
    if (roomPreset !== "") token.roomPreset = roomPreset;
    if (roomConfig !== undefined) token.roomConfig = roomConfig;
    return token.toJwt();
  };
