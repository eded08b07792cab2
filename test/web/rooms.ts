/** The LiveKit rooms of these tests, with the rights that passes have in the product (src/livekit/tokens.ts). */
import { AccessToken, RoomServiceClient, TrackSource } from "livekit-server-sdk";
import { setTimeout as pause } from "node:timers/promises";
import type { LiveKit } from "../support/livekit.ts";
import type { RoomPass } from "../../src/protocol/console.ts";

export class Rooms {
  readonly url: string;
  readonly #livekit: LiveKit;
  readonly #service: RoomServiceClient;

  constructor(livekit: LiveKit) {
    this.url = livekit.url;
    this.#livekit = livekit;
    this.#service = new RoomServiceClient(livekit.url.replace("ws", "http"), livekit.apiKey, livekit.apiSecret);
  }

  async pass(room: string, identity: string, mayTalk: boolean): Promise<RoomPass> {
    const token = new AccessToken(this.#livekit.apiKey, this.#livekit.apiSecret, { identity, ttl: 120 });
    token.addGrant({
      roomJoin: true,
      room,
      canPublish: mayTalk,
      canPublishSources: [TrackSource.MICROPHONE],
      canSubscribe: mayTalk,
      canPublishData: false,
    });
    // Two passes of one second would be the same text.
    token.metadata = String(process.hrtime.bigint());
    return { url: this.url, token: await token.toJwt() };
  }

  /** Lets somebody speak and hear as soon as they are there, and waits until they speak. */
  async admit(room: string, identity: string): Promise<boolean> {
    const permission = {
      canPublish: true,
      canPublishSources: [TrackSource.MICROPHONE],
      canSubscribe: true,
      canPublishData: false,
    };
    for (let tries = 0; tries < 200; tries++) {
      try {
        await this.#service.updateParticipant(room, identity, { permission });
        break;
      } catch {
        await pause(50); // not in the room yet
      }
    }
    for (let tries = 0; tries < 200; tries++) {
      if ((await this.tracksOf(room, identity)) > 0) return true;
      await pause(20);
    }
    return false;
  }

  /** How many tracks somebody publishes; 0 as well when they are not there. */
  async tracksOf(room: string, identity: string): Promise<number> {
    try {
      return (await this.#service.getParticipant(room, identity)).tracks.length;
    } catch {
      return 0;
    }
  }

  async identitiesIn(room: string): Promise<readonly string[]> {
    try {
      return (await this.#service.listParticipants(room)).map(({ identity }) => identity);
    } catch {
      return [];
    }
  }

  /** Puts somebody out for good. */
  remove(room: string, identity: string): Promise<void> {
    return this.#service.removeParticipant(room, identity);
  }

  async end(room: string): Promise<void> {
    await this.#service.deleteRoom(room).catch(() => undefined);
  }
}
