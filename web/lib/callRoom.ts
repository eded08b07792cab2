import {
  AudioPresets,
  ConnectionQuality,
  DisconnectReason,
  Room,
  RoomEvent,
  Track,
  type LocalAudioTrack,
  type LocalTrack,
  type RemoteTrack,
} from "livekit-client";
import type { RoomPass } from "../../src/protocol/console.ts";
import { whoIs, type Who } from "../../src/protocol/rooms.ts";

/**
 * `outside`; `joining`; `inside`; `troubled`: inside, but livekit-client is mending the connection; `lost`: dropped out and not back;
 * `over`: put out for good, by the room's end or by another tab that took this one's place.
 */
export type Phase = "outside" | "joining" | "inside" | "troubled" | "lost" | "over";

/** Everything about the room that is worth drawing. */
export interface CallRoomState {
  readonly phase: Phase;
  /** The server lets us speak and hear. */
  readonly admitted: boolean;
  /** The browser keeps the others silent until somebody clicks; `allowSound` then lets them be heard. */
  readonly silenced: boolean;
  /** The own voice is on its way to the others. */
  readonly speaking: boolean;
  readonly muted: boolean;
  readonly quality: `${ConnectionQuality}`;
  /** The sounds that are heard now, and whose they are. */
  readonly heard: readonly { readonly who: Who; readonly track: MediaStreamTrack }[];
}

export const outside: CallRoomState = {
  phase: "outside",
  admitted: false,
  silenced: false,
  speaking: false,
  muted: false,
  quality: ConnectionQuality.Unknown,
  heard: [],
};

export interface CallRoomOptions {
  /** The warm microphone; undefined if there is none. */
  readonly microphone: () => Promise<LocalAudioTrack | undefined>;
  readonly onChange: (state: CallRoomState) => void;
  /** The room was lost, or the pass does not open it: `enter` is to be called with a fresh one. */
  readonly onLost: () => void;
}

/** Being put out for one of these, coming back would be wrong: it would even bring a deleted room back to life, empty. */
const forGood: readonly (DisconnectReason | undefined)[] = [
  DisconnectReason.CLIENT_INITIATED,
  DisconnectReason.DUPLICATE_IDENTITY,
  DisconnectReason.ROOM_DELETED,
  DisconnectReason.ROOM_CLOSED,
  DisconnectReason.PARTICIPANT_REMOVED,
];

/**
 * One side of one call at a time. The room is joined while it still rings, with a pass that lets us neither speak nor hear; the moment
 * the server raises that, the prepared microphone is published. So no connection has to be made between Accept and the first word.
 */
export class CallRoom {
  readonly #options: CallRoomOptions;
  readonly #sounds = new Map<RemoteTrack, { who: Who; element: HTMLMediaElement }>();
  #state: CallRoomState = outside;
  #key: string | undefined;
  #token: string | undefined;
  #room: Room | undefined;
  #publishing = false;
  #outputDevice = "";

  constructor(options: CallRoomOptions) {
    this.#options = options;
  }

  /**
   * Be in this call's room. Repeating it changes nothing while we are in or on our way in; after a loss it takes a fresh pass to get in again.
   * `key` names the call: with another one the old room is left first.
   */
  enter(key: string, pass: RoomPass): void {
    if (key === this.#key) {
      if (this.#state.phase !== "lost" || pass.token === this.#token) return;
    } else {
      this.leave();
      this.#key = key;
    }
    this.#token = pass.token;
    void this.#join(pass);
  }

  /**
   * As `enter`, but the pass in hand is not good enough if we are not in already: one from before the call was taken lets nobody
   * speak who comes only now. Says so by `onLost`, and `enter` with another pass leads in.
   */
  enterAnew(key: string, pass: RoomPass): void {
    if (key === this.#key) return this.enter(key, pass);
    this.leave();
    this.#key = key;
    this.#token = pass.token;
    this.#lose();
  }

  /** Out, whatever the phase. The microphone stays open for the next call. */
  leave(): void {
    this.#key = undefined;
    this.#token = undefined;
    this.#drop();
    this.#change(outside);
  }

  /** Out and in again with a fresh pass: for somebody whom the server should have let speak, and has not. */
  retry(): void {
    if (this.#state.phase === "inside") this.#lose();
  }

  /** Publishes the microphone if there was none when it was time to. */
  speak(): void {
    if (this.#room) void this.#publish(this.#room);
  }

  async mute(muted: boolean): Promise<void> {
    const track = await this.#options.microphone();
    if (!track || this.#state.phase === "outside") return;
    await (muted ? track.mute() : track.unmute());
    this.#change({ muted });
  }

  /** To be called from a click or key press. */
  allowSound(): void {
    void this.#room?.startAudio().catch(() => undefined);
  }

  /** Where the others are heard; an empty id is the standard device. */
  hearOn(deviceId: string): void {
    this.#outputDevice = deviceId;
    void this.#room?.switchActiveDevice("audiooutput", deviceId).catch(() => undefined);
  }

  async #join(pass: RoomPass): Promise<void> {
    this.#drop();
    const room = new Room({
      stopLocalTrackOnUnpublish: false,
      publishDefaults: { audioPreset: AudioPresets.speech, dtx: false, red: false },
      ...(this.#outputDevice === "" ? {} : { audioOutput: { deviceId: this.#outputDevice } }),
    });
    this.#room = room;
    // Nothing a room that was left behind still has to say may touch the one we are in.
    const mine =
      <Heard extends unknown[]>(then: (...heard: Heard) => void) =>
      (...heard: Heard): void => {
        if (room === this.#room) then(...heard);
      };
    room
      .on(
        RoomEvent.ParticipantPermissionsChanged,
        mine(() => void this.#publish(room)),
      )
      .on(
        RoomEvent.TrackSubscribed,
        mine((track, _publication, participant) => this.#hear(track, whoIs(participant.identity))),
      )
      .on(
        RoomEvent.TrackUnsubscribed,
        mine((track) => this.#unhear(track)),
      )
      .on(
        RoomEvent.ConnectionQualityChanged,
        mine((quality, participant) => {
          if (participant.isLocal) this.#change({ quality });
        }),
      )
      .on(
        RoomEvent.AudioPlaybackStatusChanged,
        mine(() => this.#change({ silenced: !room.canPlaybackAudio })),
      )
      .on(
        RoomEvent.SignalReconnecting,
        mine(() => this.#change({ phase: "troubled" })),
      )
      .on(
        RoomEvent.Reconnecting,
        mine(() => this.#change({ phase: "troubled" })),
      )
      .on(
        RoomEvent.Reconnected,
        mine(() => this.#change({ phase: "inside" })),
      )
      .on(
        RoomEvent.Disconnected,
        mine((reason) => this.#out(reason)),
      );
    this.#change({
      phase: "joining",
      admitted: false,
      speaking: false,
      muted: false,
      quality: ConnectionQuality.Unknown,
    });
    try {
      await room.connect(pass.url, pass.token, { autoSubscribe: true, maxRetries: 0 });
    } catch {
      if (room === this.#room) this.#lose();
      return;
    }
    if (room !== this.#room) return void room.disconnect(false);
    this.#change({ phase: "inside" });
    await this.#publish(room);
  }

  /** Speaks as soon as that is allowed and there is something to speak with; each of the two may come first. */
  async #publish(room: Room): Promise<void> {
    const me = room.localParticipant;
    this.#change({ admitted: me.permissions?.canPublish === true });
    if (this.#publishing || me.audioTrackPublications.size > 0 || !me.permissions?.canPublish) return;
    this.#publishing = true;
    try {
      const track = await this.#options.microphone();
      if (!track || room !== this.#room) return;
      if (track.isMuted) await track.unmute();
      // The class does extend the type; its optional field is declared in a way `exactOptionalPropertyTypes` does not accept.
      await me.publishTrack(track as unknown as LocalTrack, { source: Track.Source.Microphone });
      if (room === this.#room) this.#change({ speaking: true });
    } catch {
      // Dropped while publishing: the room says so itself, and it is tried again inside the next one.
    } finally {
      this.#publishing = false;
    }
  }

  #hear(track: RemoteTrack, who: Who): void {
    if (track.kind !== Track.Kind.Audio) return;
    const element = track.attach();
    element.hidden = true;
    document.body.append(element);
    this.#sounds.set(track, { who, element });
    this.#tellHeard();
  }

  #unhear(track: RemoteTrack): void {
    const sound = this.#sounds.get(track);
    if (!sound) return;
    track.detach();
    // Not the elements that `detach` gives back: at the room's end livekit-client has detached them already.
    sound.element.remove();
    this.#sounds.delete(track);
    this.#tellHeard();
  }

  #tellHeard(): void {
    this.#change({
      heard: [...this.#sounds].map(([track, { who }]) => ({ who, track: track.mediaStreamTrack })),
    });
  }

  #out(reason: DisconnectReason | undefined): void {
    if (forGood.includes(reason)) {
      this.#drop();
      this.#change({ phase: "over", admitted: false, speaking: false });
    } else {
      this.#lose();
    }
  }

  #lose(): void {
    this.#drop();
    this.#change({ phase: "lost", admitted: false, speaking: false });
    this.#options.onLost();
  }

  #drop(): void {
    const room = this.#room;
    this.#room = undefined;
    this.#publishing = false;
    for (const track of this.#sounds.keys()) this.#unhear(track);
    // The microphone is not stopped: it is the next call's, too.
    void room?.disconnect(false);
  }

  #change(change: Partial<CallRoomState>): void {
    this.#state = { ...this.#state, ...change };
    this.#options.onChange(this.#state);
  }
}
