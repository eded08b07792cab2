/**
 * Stands in for LiveKit and its telephony, as far as the edge app can tell: answers its room service at once and posts, signed and in
 * each room's order, every webhook that LiveKit would with the events that stack/steps/livekit.ts asks it for. There is no media.
 */
import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import {
  DisconnectReason,
  ParticipantInfo,
  type ParticipantInfo_Kind,
  TrackInfo,
  TrackSource,
  TrackType,
  WebhookEvent,
} from "@livekit/protocol";
import { AccessToken } from "livekit-server-sdk";
import * as z from "zod";

export interface Keys {
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** Somebody in a room, and what they want to know of it. */
export interface Guest {
  readonly identity: string;
  readonly kind: ParticipantInfo_Kind;
  readonly attributes?: Readonly<Record<string, string>>;
  /** Somebody else can be heard. */
  heard?(): void;
  /** Their permissions have been changed. */
  permitted?(): void;
  /** Somebody else has left. */
  left?(identity: string, sid: string): void;
  /** The room has been deleted. */
  closed?(): void;
}

const webhookTries = 4;

interface Seat {
  readonly guest: Guest;
  readonly sid: string;
  audible: boolean;
}

interface Room {
  readonly name: string;
  readonly sid: string;
  readonly seats: Map<string, Seat>;
  /** The last webhook posted: the next one waits for it. */
  posted: Promise<void>;
}

const asked = z.object({
  room: z.string().default(""),
  identity: z.string().default(""),
  names: z.array(z.string()).default([]),
});

export class LiveKit {
  readonly #rooms = new Map<string, Room>();
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  readonly #webhook: string;
  readonly #keys: Keys;
  #lastId = 0;
  /** Webhooks that were not answered with 200. */
  failures = 0;

  constructor(webhook: string, keys: Keys) {
    this.#webhook = webhook;
    this.#keys = keys;
  }

  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject).listen(port, "127.0.0.1", resolve);
    });
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** Seats a guest, making the room if they are the first. */
  join(name: string, guest: Guest): void {
    const room = this.#rooms.get(name) ?? { name, sid: this.#id("RM"), seats: new Map(), posted: Promise.resolve() };
    this.#rooms.set(name, room);
    const seat = { guest, sid: this.#id("PA"), audible: false };
    room.seats.set(guest.identity, seat);
    this.#post(room, "participant_joined", { participant: describe(seat) });
  }

  publish(name: string, identity: string): void {
    const { room, seat } = this.#find(name, identity);
    if (room === undefined || seat === undefined) return;
    seat.audible = true;
    for (const { guest } of room.seats.values()) if (guest.identity !== identity) guest.heard?.();
    const track = new TrackInfo({ sid: this.#id("TR"), type: TrackType.AUDIO, source: TrackSource.MICROPHONE });
    // Of the participant, this event has the identity and the sid only.
    this.#post(room, "track_published", { participant: new ParticipantInfo({ identity, sid: seat.sid }), track });
  }

  leave(name: string, identity: string): void {
    const { room, seat } = this.#find(name, identity);
    if (room === undefined || seat === undefined) return;
    room.seats.delete(identity);
    const participant = describe(seat);
    participant.disconnectReason = DisconnectReason.CLIENT_INITIATED;
    this.#post(room, "participant_left", { participant });
    for (const { guest } of room.seats.values()) guest.left?.(identity, seat.sid);
  }

  #delete(room: Room): void {
    this.#rooms.delete(room.name);
    for (const seat of room.seats.values()) {
      const participant = describe(seat);
      participant.disconnectReason = DisconnectReason.ROOM_DELETED;
      this.#post(room, "participant_left", { participant });
      seat.guest.closed?.();
    }
  }

  #find(name: string, identity: string): { room: Room | undefined; seat: Seat | undefined } {
    const room = this.#rooms.get(name);
    return { room, seat: room?.seats.get(identity) };
  }

  #post(room: Room, event: string, more: Partial<WebhookEvent>): void {
    const createdAt = BigInt(Math.floor(Date.now() / 1_000));
    const what = new WebhookEvent({ event, id: this.#id("EV"), createdAt, ...more });
    const body = JSON.stringify({ ...(what.toJson() as object), room: { name: room.name, sid: room.sid } }); // an object in JSON is an object
    room.posted = room.posted
      .then(async () => {
        for (let tries = 1; ; tries += 1) {
          const token = new AccessToken(this.#keys.apiKey, this.#keys.apiSecret, { ttl: 300 });
          token.sha256 = createHash("sha256").update(body).digest("base64");
          const headers = { authorization: await token.toJwt(), "content-type": "application/webhook+json" };
          const response = await fetch(this.#webhook, { method: "POST", headers, body });
          await response.arrayBuffer();
          if (response.ok) return;
          // As LiveKit does it: again while the server is at fault, a few times.
          if (response.status < 500 || tries === webhookTries) break;
          await pause(tries * 1_000);
        }
        this.failures += 1;
      })
      .catch(() => void (this.failures += 1));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const method = request.url?.split("/").at(-1) ?? "";
    const answer = this.#answer(method, asked.parse(JSON.parse(Buffer.concat(chunks).toString() || "{}")));
    response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer ?? { code: "not_found", msg: "not there" }));
  }

  /** Undefined: what was asked about is not there. */
  #answer(method: string, { room: name, identity, names }: z.infer<typeof asked>): object | undefined {
    const { room, seat } = this.#find(name, identity);
    switch (method) {
      case "DeleteRoom":
        if (room === undefined) return undefined;
        this.#delete(room);
        return {};
      case "UpdateParticipant":
        if (seat === undefined) return undefined;
        seat.guest.permitted?.();
        return describe(seat).toJson() as object; // likewise
      case "ListParticipants":
        return { participants: [...(room?.seats.values() ?? [])].map((seat) => describe(seat).toJson()) };
      case "ListRooms": {
        const rooms = [...this.#rooms.values()].filter((room) => names.length === 0 || names.includes(room.name));
        return { rooms: rooms.map(({ name, sid, seats }) => ({ name, sid, numParticipants: seats.size })) };
      }
      default:
        return undefined;
    }
  }

  #id(kind: string): string {
    this.#lastId += 1;
    return `${kind}_${this.#lastId}`;
  }
}

function describe({ guest: { identity, kind, attributes = {} }, sid, audible }: Seat): ParticipantInfo {
  const tracks = audible ? [new TrackInfo({ type: TrackType.AUDIO, source: TrackSource.MICROPHONE })] : [];
  return new ParticipantInfo({ identity, kind, attributes: { ...attributes }, sid, tracks });
}
