import { AccessToken } from "livekit-server-sdk";
import type { Assignment } from "./dispatch/assignment.ts";

/** Makes the caller's pass into their room. */
export type MintToken = (assignment: Assignment, attributes: Readonly<Record<string, string>>) => Promise<string>;

/** The token LiveKit makes for its own SIP participants (`BuildSIPToken` in livekit/protocol): the same kind, grants and life. */
export const tokenMint =
  (apiKey: string, apiSecret: string): MintToken =>
  (assignment, attributes) => {
    const { identity, name, metadata, room, roomPreset, roomConfig } = assignment;
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
