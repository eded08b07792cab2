/** Keeps the list of who else is in the room and says what changed, out of LiveKit's whole-participant updates. */
import { type ParticipantInfo, ParticipantInfo_State, type TrackInfo, TrackType } from "@livekit/protocol";
import type { RemoteTrack, RoomEvents, Seat } from "./room.ts";

export class Seats {
  readonly #own: string;
  readonly #seats = new Map<string, Seat>();
  readonly #versions = new Map<string, number>();

  /** `own`: our own session id; what is said of it is only whether we may speak. */
  constructor(own: string) {
    this.#own = own;
  }

  list(): readonly Seat[] {
    return [...this.#seats.values()];
  }

  /** Takes in what LiveKit says about a participant and returns the events this means, in order. */
  update(info: ParticipantInfo): ((on: RoomEvents) => void)[] {
    if (info.sid === "") return [];
    if (info.sid === this.#own) return [(on) => on.permitted?.(info.permission?.canPublish ?? true)];
    const before = this.#seats.get(info.sid);
    if (info.state === ParticipantInfo_State.DISCONNECTED) return before === undefined ? [] : this.#remove(before);
    // Updates about one session may overtake each other inside the server; the version says which is newer.
    const version = this.#versions.get(info.sid);
    if (version !== undefined && info.version !== 0 && info.version < version) return [];
    this.#versions.set(info.sid, info.version);

    const after = seatOf(info);
    const events: ((on: RoomEvents) => void)[] = [];
    const predecessor = this.list().find((seat) => seat.identity === info.identity && seat.sid !== info.sid);
    if (predecessor !== undefined) events.push(...this.#remove(predecessor));
    this.#seats.set(info.sid, after);
    if (before === undefined) events.push((on) => on.participantJoined?.(after));
    else if (!sameAbout(before, after)) events.push((on) => on.participantChanged?.(after));

    const had = new Set(before?.tracks.map((track) => track.sid));
    const has = new Set(after.tracks.map((track) => track.sid));
    for (const track of before?.tracks ?? []) {
      if (!has.has(track.sid)) events.push((on) => on.trackUnpublished?.(track, after));
    }
    for (const track of after.tracks) {
      if (!had.has(track.sid)) events.push((on) => on.trackPublished?.(track, after));
    }
    return events;
  }

  #remove(seat: Seat): ((on: RoomEvents) => void)[] {
    this.#seats.delete(seat.sid);
    this.#versions.delete(seat.sid);
    return [
      ...seat.tracks.map((track) => (on: RoomEvents) => on.trackUnpublished?.(track, seat)),
      (on) => on.participantLeft?.(seat),
    ];
  }
}

const seatOf = (info: ParticipantInfo): Seat => ({
  sid: info.sid,
  identity: info.identity,
  kind: info.kind,
  attributes: { ...info.attributes },
  tracks: info.tracks.map(trackOf),
});

const trackOf = (track: TrackInfo): RemoteTrack => ({
  sid: track.sid,
  name: track.name,
  audio: track.type === TrackType.AUDIO,
  muted: track.muted,
});

const about = (seat: Seat): string =>
  JSON.stringify([
    Object.entries(seat.attributes).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    seat.tracks.map((track) => track.muted),
  ]);
const sameAbout = (a: Seat, b: Seat): boolean => about(a) === about(b);
