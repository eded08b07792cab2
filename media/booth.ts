/**
 * One caller's room as the announcer sits in it: joins, publishes (which answers the phone), plays the treatment that the call's actor
 * wants, and reports what happens in the room.
 */
import { TrackSource } from "@livekit/protocol";
import { applicationOfRoom, maskRoom, whoIs } from "../src/protocol/rooms.ts";
import type { CallInHand, FromMediaWorker, Part, ToMediaWorker, Treatment } from "../src/protocol/media.ts";
import type { PinnedSound } from "../src/protocol/scenario.ts";
import type { ApplicationId, CallId, Duration, Language, PlayId } from "../src/words/index.ts";
import { type Clip, frameLength, silence } from "./clip.ts";
import type { Evenness } from "./evenness.ts";
import { log, reason } from "./log.ts";
import type { Fader } from "./opus.ts";
import type { Pacer } from "./pacer.ts";
import { Player } from "./player.ts";
import { joinRoom } from "./room/join.ts";
import { JoinError, type Publication, type Room, type RoomEvents, type Seat } from "./room/room.ts";
import type { Spoken } from "./spoken.ts";

export type JoinOrder = Extract<ToMediaWorker, { readonly type: "call.join" }>;

/** What all booths share. */
export interface Equipment {
  readonly pacer: Pacer;
  readonly fader: Fader;
  readonly evenness: Evenness;
  readonly music: Clip;
  /** Makes a phrase; rejects when no voice can. */
  readonly phrase: (text: string, language: Language) => Promise<Clip>;
  /** A sound of an application's own; rejects when it cannot be had. */
  readonly sound: (application: ApplicationId, sound: PinnedSound) => Promise<Clip>;
  readonly spoken: Spoken;
  readonly report: (report: FromMediaWorker) => void;
}

/** Waits before each attempt to join. A server that is there answers in milliseconds; one that restarts is back within seconds or not at all. */
const attempts: readonly Duration[] = [0, 300, 900];
const joinTimeout: Duration = 2_500;
/** The room is over. */
const endings: ReadonlySet<string> = new Set(["ROOM_DELETED", "ROOM_CLOSED"]);
/** The seat is another's (a worker that has been given this call), or taken from us: it is for the call's actor to say what now. */
const evictions: ReadonlySet<string> = new Set(["DUPLICATE_IDENTITY", "PARTICIPANT_REMOVED"]);
const statusAttribute = "sip.callStatus";
/**
 * Silence from the publication on, and for so many frames after the caller hears us: LiveKit and the telephony need about 200 ms of a track
 * before its sound arrives (measured), and the first word is not to be what they spend.
 */
const leadIn = 20;

export class Booth {
  readonly callId: CallId;
  readonly #equipment: Equipment;
  readonly #player: Player;
  readonly #gone: (report: FromMediaWorker) => void;
  #order: JoinOrder;
  #treatment: Treatment;
  /** Whose music is played, by its hash; undefined: our own. */
  #music: string | undefined;
  /** The speech that is being made or played. */
  #saying: PlayId | undefined;
  #finished: PlayId | undefined;
  #room: Room | undefined;
  #roomSid: string | undefined;
  #publication: Publication | undefined;
  #stopBeat: (() => void) | undefined;
  #silent = 0;
  #sentAt: number | undefined;
  #active = false;
  #leadIn = leadIn;
  #over = false;

  /** Begins at once to join. `gone` is called once, when the booth has been left, however that came about. */
  constructor(order: JoinOrder, equipment: Equipment, gone: (report: FromMediaWorker) => void) {
    this.callId = order.callId;
    this.#order = order;
    this.#treatment = order.treatment;
    this.#equipment = equipment;
    this.#gone = gone;
    this.#player = new Player(equipment.music, equipment.fader, order.treatment.musicFrom);
    this.#apply();
    void this.#enter();
  }

  get inHand(): CallInHand {
    return {
      callId: this.callId,
      room: this.#order.room,
      revision: this.#treatment.revision,
      finished: this.#finished,
      musicAt: this.#player.musicAt,
    };
  }

  /** The order again: its token is the fresher one, for when the room has to be joined again. */
  rejoin(order: JoinOrder): void {
    this.#order = order;
    this.treat(order.treatment);
    this.restate();
  }

  treat(treatment: Treatment): void {
    if (treatment.revision <= this.#treatment.revision) return;
    this.#treatment = treatment;
    this.#apply();
  }

  /** Says again how things stand, for an actor that may have missed it. */
  restate(): void {
    if (this.#publication === undefined) return;
    this.#equipment.report({ type: "call.joined", callId: this.callId });
    if (this.#active) this.#equipment.report({ type: "call.active", callId: this.callId });
  }

  leave(): void {
    this.#end("told");
  }

  #apply(): void {
    const { background, music, speech } = this.#treatment;
    // Until music of somebody's own has come, there is silence for a moment: what begins is not to change at once.
    this.#player.background(music === undefined || music.hash === this.#music ? background : "quiet");
    if (music !== undefined && music.hash !== this.#music) void this.#tune(music);
    if (speech?.playId === this.#saying && speech !== undefined) return;
    this.#player.hush();
    this.#saying = speech?.playId;
    if (speech === undefined) return;
    if (this.#equipment.spoken.has(speech.playId)) return this.#spoken(speech.playId);
    const { playId, language, text, parts = [{ text }] } = speech;
    void Promise.all(parts.map((part) => this.#made(part, language))).then((clips) => {
      const clip = clips.flat();
      // The call must go on: what cannot be said counts as said.
      if (clip.length > 0) this.#say(playId, clip);
      else if (this.#saying === playId) this.#spoken(playId);
    });
  }

  /** Never rejects: a sound that cannot be had is spoken, and what cannot be spoken is left out. */
  async #made({ text, sound }: Part, language: Language): Promise<Clip> {
    if (sound !== undefined) {
      try {
        return await this.#fetched(sound);
      } catch (error) {
        log("error", "sound not played", { room: maskRoom(this.#order.room), reason: reason(error) });
      }
    }
    if (text === "") return [];
    try {
      return await this.#equipment.phrase(text, language);
    } catch (error) {
      log("error", "phrase not spoken", { room: maskRoom(this.#order.room), reason: reason(error) });
      return [];
    }
  }

  async #fetched(sound: PinnedSound): Promise<Clip> {
    const application = applicationOfRoom(this.#order.room);
    if (application === undefined) throw new Error("the room is of no application");
    return this.#equipment.sound(application, sound);
  }

  /** Plays this music from now on; if it cannot be had, our own. */
  async #tune(music: PinnedSound): Promise<void> {
    let clip = this.#equipment.music;
    try {
      clip = await this.#fetched(music);
    } catch (error) {
      log("error", "music not played", { room: maskRoom(this.#order.room), reason: reason(error) });
    }
    if (this.#over || this.#treatment.music?.hash !== music.hash) return;
    this.#music = music.hash;
    this.#player.tune(clip);
    this.#player.background(this.#treatment.background);
  }

  #say(playId: PlayId, clip: Clip): void {
    if (this.#over || this.#saying !== playId) return;
    this.#player.say(clip, () => this.#spoken(playId));
  }

  #spoken(playId: PlayId): void {
    this.#finished = playId;
    this.#equipment.spoken.add(playId);
    if (this.#saying === playId) this.#saying = undefined;
    if (this.#over) return;
    this.#equipment.report({ type: "speech.finished", callId: this.callId, playId, musicAt: this.#player.musicAt });
  }

  async #enter(): Promise<void> {
    let failure = "";
    for (const wait of attempts) {
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      if (this.#over) return;
      try {
        return await this.#sit();
      } catch (error) {
        failure = reason(error);
        if (failure.startsWith("HTTP 4")) break; // the token is not, or no longer, good
      }
    }
    this.#end("failed", failure);
  }

  /** One attempt. Rejects with {@link JoinError}. */
  async #sit(): Promise<void> {
    const seat: { room?: Room } = {};
    const room = await joinRoom({
      url: this.#order.url,
      token: this.#order.token,
      timeout: joinTimeout,
      on: this.#listener(() => seat.room !== undefined && seat.room === this.#room),
    });
    seat.room = room;
    if (this.#over) return void room.leave();
    if (this.#roomSid !== undefined && room.sid !== this.#roomSid) {
      // LiveKit made a new room of that name for us: the one with the caller in it is gone.
      void room.leave();
      return this.#end("roomClosed", "the room was gone");
    }
    this.#roomSid = room.sid;
    this.#room = room;
    const publication = await Promise.race([
      room.publish({ name: "announcer", source: TrackSource.MICROPHONE }),
      new Promise<never>((_, reject) => setTimeout(reject, joinTimeout, new JoinError("the track was not taken"))),
    ]).catch((error: unknown) => {
      if (this.#room === room) this.#room = undefined;
      void room.leave();
      throw error;
    });
    if (this.#room !== room) throw new JoinError("the room was lost at once");
    this.#publication = publication;
    this.#sentAt = undefined;
    this.#silent = 0;
    this.#stopBeat ??= this.#equipment.pacer.join((missed) => this.#beat(missed));
    this.#equipment.report({ type: "call.joined", callId: this.callId });
  }

  #listener(isCurrent: () => boolean): RoomEvents {
    const about = (seat: Seat): void => {
      if (isCurrent()) this.#notice(seat);
    };
    return {
      participantJoined: about,
      participantChanged: about,
      participantLeft: (seat) => {
        if (!isCurrent() || whoIs(seat.identity) === "announcer") return;
        this.#equipment.report({
          type: "participant.left",
          callId: this.callId,
          identity: seat.identity,
          sid: seat.sid,
        });
      },
      digit: (digit, from) => {
        if (isCurrent() && whoIs(from) === "caller")
          this.#equipment.report({ type: "digit", callId: this.callId, digit });
      },
      closed: (why) => {
        if (isCurrent()) this.#lost(why);
      },
    };
  }

  /** Does the caller hear us? Those from a browser do as soon as they are there. */
  #notice(seat: Seat): void {
    if (this.#active || whoIs(seat.identity) !== "caller") return;
    if ((seat.attributes[statusAttribute] ?? "active") !== "active") return;
    this.#active = true;
    this.#equipment.report({ type: "call.active", callId: this.callId });
  }

  #lost(why: string): void {
    const wasPublished = this.#publication !== undefined;
    this.#room = undefined;
    this.#publication = undefined;
    if (endings.has(why)) return this.#end("roomClosed", why);
    if (evictions.has(why)) return this.#end("failed", why);
    log("warn", "room lost, joining again", { room: maskRoom(this.#order.room), reason: why });
    if (wasPublished) void this.#enter(); // else the attempt under way fails and the next follows
  }

  #beat(missed: number): void {
    if (this.#publication === undefined) return;
    this.#silent += missed;
    const frame = this.#leadIn > 0 ? silence : this.#player.next();
    if (this.#active && this.#leadIn > 0) this.#leadIn -= 1;
    if (frame === undefined) {
      this.#silent += 1;
      return;
    }
    if (this.#saying !== undefined && this.#player.isSpeaking) this.#equipment.spoken.add(this.#saying);
    this.#publication?.send(frame, this.#silent);
    const now = performance.now();
    if (this.#sentAt !== undefined) this.#equipment.evenness.add(now - this.#sentAt - frameLength * (this.#silent + 1));
    this.#sentAt = now;
    this.#silent = 0;
  }

  #end(why: "told" | "roomClosed" | "failed", detail?: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#stopBeat?.();
    this.#player.hush();
    void this.#room?.leave();
    this.#room = undefined;
    this.#publication = undefined;
    this.#gone({
      type: "call.left",
      callId: this.callId,
      reason: why,
      ...(detail === undefined ? {} : { detail: detail.slice(0, 500) }),
    });
  }
}
