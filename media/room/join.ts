/** Takes a seat in a LiveKit room. */
import {
  DisconnectReason,
  type JoinResponse,
  LeaveRequest,
  LeaveRequest_Action,
  type ParticipantInfo,
  SignalTarget,
  UpdateParticipantMetadata,
  UpdateSubscription,
} from "@livekit/protocol";
import type { Duration } from "../../src/words/index.ts";
import { isDigit, readDigit, writeDigit } from "./digits.ts";
import { lossyLabel, type PeerHandlers, reliableLabel } from "./peer.ts";
import { Publisher } from "./publisher.ts";
import {
  JoinError,
  type JoinOptions,
  type LeaveReason,
  type OpusPacket,
  type Publication,
  type Room,
  type RoomEvents,
  type Seat,
} from "./room.ts";
import { Seats } from "./seats.ts";
import { type Incoming, openSignal, type Signal } from "./signal.ts";
import { Subscriber } from "./subscriber.ts";

const defaultTimeout: Duration = 10_000;
/** A server that removes us closes the media first and says why a moment later. */
const explanationWait: Duration = 300;

/** Joins; rejects with {@link JoinError}. Events come after the promise has resolved, beginning with those already in the room. */
export async function joinRoom(options: JoinOptions): Promise<Room> {
  const timeout = options.timeout ?? defaultTimeout;
  let seated: SeatedRoom | undefined;
  const room = await new Promise<SeatedRoom>((resolve, reject) => {
    const impatience = setTimeout(() => {
      void signal.close();
      reject(new JoinError(`no answer within ${timeout} ms`));
    }, timeout);
    const signal = openSignal(options.url, options.token, timeout, {
      message(message) {
        if (seated !== undefined) return seated.hear(message);
        if (message.case === "leave") {
          clearTimeout(impatience);
          void signal.close();
          return reject(new JoinError(DisconnectReason[message.value.reason] ?? "turned away"));
        }
        if (message.case !== "join") return;
        clearTimeout(impatience);
        seated = new SeatedRoom(signal, message.value, options);
        resolve(seated);
      },
      lost(detail) {
        clearTimeout(impatience);
        if (seated === undefined) reject(new JoinError(detail));
        else seated.end("SIGNAL_LOST");
      },
    });
  });
  // After the caller's own continuation, so that it holds the room when the first event comes.
  setImmediate(() => room.open());
  return room;
}

class SeatedRoom implements Room {
  readonly sid: string;
  readonly name: string;
  readonly identity: string;
  readonly participantSid: string;
  readonly present: Promise<void>;
  readonly #presence = Promise.withResolvers<void>();
  readonly #channels = new Set<string>();
  readonly #signal: Signal;
  readonly #on: RoomEvents;
  readonly #local: boolean;
  readonly #seats: Seats;
  readonly #listeners = new Map<string, (packet: OpusPacket) => void>();
  readonly #dataComesOverPublisher: boolean;
  #publisher: Publisher | undefined;
  #subscriber: Subscriber | undefined;
  /** Events that came before the caller was ready for them. */
  #held: (() => void)[] | undefined = [];
  #over = false;

  constructor(signal: Signal, join: JoinResponse, options: JoinOptions) {
    this.sid = join.room?.sid ?? "";
    this.name = join.room?.name ?? "";
    this.identity = join.participant?.identity ?? "";
    this.participantSid = join.participant?.sid ?? "";
    this.present = this.#presence.promise;
    this.present.catch(() => undefined); // only few wait for it
    this.#signal = signal;
    this.#on = options.on;
    this.#local = isLocal(options.url);
    this.#seats = new Seats(this.participantSid);
    this.#dataComesOverPublisher = !join.subscriberPrimary;
    if (join.pingInterval > 0) signal.keepAlive(join.pingInterval * 1_000, join.pingTimeout * 1_000);
    this.#learn(join.otherParticipants);
  }

  /** The caller has the room: let the events come. */
  open(): void {
    if (!this.#over && this.#dataComesOverPublisher && this.#publisher === undefined) this.#publishing().negotiate();
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const event of held) event();
  }

  hear(message: Incoming): void {
    if (this.#over) return;
    try {
      this.#handle(message);
    } catch {
      this.end("MEDIA_LOST"); // libdatachannel does not take what the server describes
    }
  }

  #handle(message: Incoming): void {
    switch (message.case) {
      case "update":
        return this.#learn(message.value.participants);
      case "offer":
        return this.#subscribing().offered(message.value);
      case "answer":
        return this.#publisher?.answered(message.value);
      case "trickle":
        if (message.value.target === SignalTarget.PUBLISHER) this.#publisher?.candidate(message.value.candidateInit);
        else this.#subscribing().candidate(message.value.candidateInit);
        return;
      case "trackPublished":
        return this.#publisher?.taken(message.value);
      case "leave":
        return this.end(reasonOf(message.value));
      default:
        return; // speaker changes, line quality and the like: of no use here
    }
  }

  seats(): readonly Seat[] {
    return this.#seats.list();
  }

  publish(options: Parameters<Room["publish"]>[0]): Promise<Publication> {
    return this.#publishing().publish(options);
  }

  subscribe(trackSid: string, onPacket: (packet: OpusPacket) => void): void {
    this.#listeners.set(trackSid, onPacket);
    this.#want(trackSid, true);
  }

  unsubscribe(trackSid: string): void {
    this.#listeners.delete(trackSid);
    this.#want(trackSid, false);
  }

  setAttributes(attributes: Readonly<Record<string, string>>): void {
    this.#signal.send({
      case: "updateMetadata",
      value: new UpdateParticipantMetadata({ attributes: { ...attributes } }),
    });
  }

  sendDigit(digit: string): void {
    if (this.#over || !isDigit(digit)) return;
    if (this.#publisher === undefined) this.#publishing().negotiate();
    this.#publishing().sendData(writeDigit(digit));
  }

  leave(reason: LeaveReason = DisconnectReason.CLIENT_INITIATED): Promise<void> {
    if (!this.#over) {
      this.#over = true;
      this.#held = undefined;
      this.#signal.send({
        case: "leave",
        value: new LeaveRequest({ reason, action: LeaveRequest_Action.DISCONNECT }),
      });
    }
    return this.#release();
  }

  /** It ended without our doing. */
  end(reason: string): void {
    if (this.#over) return;
    this.#tell((on) => on.closed?.(reason));
    this.#over = true;
    void this.#release();
  }

  #release(): Promise<void> {
    this.#publisher?.close();
    this.#subscriber?.close();
    this.#publisher = undefined;
    this.#subscriber = undefined;
    this.#listeners.clear();
    this.#presence.reject(new JoinError("the room was left"));
    return this.#signal.close();
  }

  #publishing(): Publisher {
    this.#publisher ??= new Publisher(this.#signal, this.#local, this.#peerHandlers(this.#dataComesOverPublisher));
    return this.#publisher;
  }

  #subscribing(): Subscriber {
    this.#subscriber ??= new Subscriber(
      this.#signal,
      this.#local,
      this.#listeners,
      this.#peerHandlers(!this.#dataComesOverPublisher),
    );
    return this.#subscriber;
  }

  /** @param primary whether it is the connection that LiveKit counts us present by: with both its channels open */
  #peerHandlers(primary: boolean): PeerHandlers {
    return {
      channel: (label) => {
        if (primary) this.#channels.add(label);
        if (this.#channels.has(reliableLabel) && this.#channels.has(lossyLabel)) this.#presence.resolve();
      },
      data: (bytes) => {
        const press = readDigit(bytes);
        if (press !== undefined) this.#tell((on) => on.digit?.(press.digit, press.from));
      },
      lost: () => void setTimeout(() => this.end("MEDIA_LOST"), explanationWait),
    };
  }

  #want(trackSid: string, subscribe: boolean): void {
    this.#signal.send({ case: "subscription", value: new UpdateSubscription({ trackSids: [trackSid], subscribe }) });
  }

  #learn(participants: readonly ParticipantInfo[]): void {
    for (const info of participants) for (const event of this.#seats.update(info)) this.#tell(event);
  }

  #tell(event: (on: RoomEvents) => void): void {
    if (this.#over) return;
    if (this.#held === undefined) event(this.#on);
    else this.#held.push(() => event(this.#on));
  }
}

function reasonOf(leave: LeaveRequest): string {
  // "Come back by yourself" (a server that drains, a session it has forgotten) is for us the same as a lost line.
  if (leave.action !== LeaveRequest_Action.DISCONNECT && leave.reason === DisconnectReason.UNKNOWN_REASON)
    return "SIGNAL_LOST";
  return DisconnectReason[leave.reason] ?? "UNKNOWN_REASON";
}

function isLocal(url: string): boolean {
  const host = new URL(url).hostname;
  return host === "localhost" || host === "[::1]" || host.startsWith("127.");
}
