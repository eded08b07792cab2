/**
 * A telephone's leg of a call: its seat in the room on one side, RTP with it on the other. Whoever called whom, it is the same.
 */
import { ParticipantInfo_Kind, TrackSource } from "@livekit/protocol";
import type { Duration } from "../../../src/words/index.ts";
import type { joinRoom } from "../../../media/room/join.ts";
import type { LeaveReason, Publication, RemoteTrack, Room, Seat } from "../../../media/room/room.ts";
import { log } from "../log.ts";
import type { PortPair, RtpPorts } from "../media/ports.ts";
import { closePorts } from "../media/ports.ts";
import { readOffer, type Agreed } from "../media/sdp.ts";
import type { Patience } from "../media/session.ts";
import { MediaSession } from "../media/session.ts";
import type { Ticker } from "../media/ticker.ts";
import type { MintToken, Pass } from "../token.ts";

/** What every call needs of the gateway. */
export interface CallSurroundings {
  readonly livekitUrl: string;
  readonly join: typeof joinRoom;
  readonly mintToken: MintToken;
  readonly ports: RtpPorts;
  readonly ticker: Ticker;
  /** How long a telephone may take to send its first packet, once the call is answered. */
  readonly initialMediaTimeout: Duration;
}

export interface LegEvents {
  /** Somebody is there to talk to: who can be heard, or another telephone (two that waited for each other's track would wait for ever). */
  company(): void;
  /** The telephone's first packet. */
  heard(): void;
  /** No packet for as long as was allowed. */
  silent(): void;
  /** The room is gone, or the telephone was put out of it. */
  roomClosed(reason: string): void;
}

export type CallStatus = "dialing" | "ringing" | "active" | "hangup";

export class Leg {
  /** Of the participant, as they stand. */
  readonly attributes: Record<string, string>;
  readonly #callId: string;
  readonly #surroundings: CallSurroundings;
  readonly #events: LegEvents;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #startedAt = performance.now();
  #ports: PortPair | undefined;
  #media: MediaSession | undefined;
  #room: Room | undefined;
  #publication: Publication | undefined;
  #listening = false;
  #left = false;

  constructor(
    callId: string,
    attributes: Readonly<Record<string, string>>,
    surroundings: CallSurroundings,
    events: LegEvents,
  ) {
    this.#callId = callId;
    this.attributes = { ...attributes };
    this.#surroundings = surroundings;
    this.#events = events;
  }

  /** Takes ports for RTP and gives the number of the first. */
  async openPorts(): Promise<number> {
    const pair = await this.#surroundings.ports.open();
    if (pair === undefined) throw new Error("no free RTP port");
    this.#ports = pair;
    if (this.#left) this.#closeMedia();
    return pair.rtp.address().port;
  }

  /** Knows from now on what the telephone speaks, and where it is. */
  agree(agreed: Agreed): void {
    if (this.#ports === undefined || this.#left) return;
    this.#media = new MediaSession(this.#ports, agreed, this.#surroundings.ticker, {
      frame: (frame, skipped) => this.#publication?.send(frame, skipped),
      digit: (digit) => this.#room?.sendDigit(digit),
      heard: () => this.#events.heard(),
      silent: () => this.#events.silent(),
    });
  }

  /** Takes the seat in the room, and gives its session id. Rejects when LiveKit does not let us in. */
  async enter(pass: Pass): Promise<string> {
    const { mintToken, join, livekitUrl } = this.#surroundings;
    const token = await mintToken(pass, this.attributes);
    const room = await join({
      url: livekitUrl,
      token,
      on: {
        participantJoined: (seat) => this.#met(seat),
        trackPublished: (track) => this.#published(track),
        trackUnpublished: (track) => this.#media?.dropVoice(track.sid),
        digit: (digit) => this.#media?.press(digit),
        closed: (reason) => {
          this.log("call.room.closed", { reason });
          this.#events.roomClosed(reason);
        },
      },
    });
    this.#room = room;
    if (this.#left) void room.leave(); // it was over while we were entering
    return room.participantSid;
  }

  /** Resolves when the others in the room, and whoever is told by webhook, know of the telephone. */
  async present(): Promise<void> {
    await this.#room?.present;
  }

  /** The telephone's voice is in the room from then on. */
  async publish(): Promise<void> {
    const room = this.#room;
    if (room === undefined || this.#left) return;
    this.#publication = await room.publish({ name: room.identity, source: TrackSource.MICROPHONE });
  }

  /** The telephone hears who is in the room, and who comes. */
  listen(): void {
    this.#listening = true;
    for (const seat of this.#room?.seats() ?? []) {
      this.#met(seat);
      for (const track of seat.tracks) this.#published(track);
    }
  }

  #met(seat: Seat): void {
    if (this.#listening && seat.kind === ParticipantInfo_Kind.SIP) this.#events.company();
  }

  #published(track: RemoteTrack): void {
    const media = this.#media;
    if (!this.#listening || media === undefined || this.#left) return;
    if (!track.audio || media.hasVoice(track.sid)) return;
    const voice = media.addVoice(track.sid);
    this.#room?.subscribe(track.sid, (packet) => voice.received(packet));
    this.#events.company();
  }

  /** Sound goes to the telephone from now on, and is expected from it. */
  start(patience: Pick<Patience, "general">): void {
    this.#media?.start({ initial: this.#surroundings.initialMediaTimeout, ...patience });
  }

  /** Whether any packet has come from the telephone. */
  get hasHeard(): boolean {
    return this.#media?.hasHeard === true;
  }

  /** The telephone describes anew what it wants, which changes nothing but where it is sent to. */
  reoffered(sdp: Uint8Array): void {
    const offer = readOffer(sdp);
    if (!offer.ok) this.log("call.reoffer.unreadable", { refusal: offer.refusal });
    else if (offer.value.remote !== undefined) this.#media?.moveTo(offer.value.remote);
  }

  /** Tells the room how the call stands; nobody but those in the room learns of it (there is no webhook). */
  setStatus(status: CallStatus): void {
    this.setAttributes({ "sip.callStatus": status });
  }

  setAttributes(attributes: Readonly<Record<string, string>>): void {
    Object.assign(this.attributes, attributes);
    this.#room?.setAttributes(attributes);
  }

  /** Does something later, if the leg is still there then. */
  after(delay: Duration, act: () => void): void {
    if (!this.#left) this.#timers.add(setTimeout(act, Math.min(delay, longestTimer)));
  }

  /** Gives up seat, ports and timers. */
  leave(reason?: LeaveReason): void {
    if (this.#left) return;
    this.#left = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#closeMedia();
    void this.#room?.leave(reason);
  }

  #closeMedia(): void {
    if (this.#media !== undefined) this.#media.close();
    else if (this.#ports !== undefined) closePorts(this.#ports);
  }

  /** How long the leg has been there, in milliseconds. */
  get age(): Duration {
    return Math.round(performance.now() - this.#startedAt);
  }

  log(event: string, fields: Parameters<typeof log>[1] = {}): void {
    log(event, { call: this.#callId, ...fields });
  }
}

/** What a timer of the runtime holds at most; longer ones would fire at once. */
const longestTimer: Duration = 2 ** 31 - 1;
