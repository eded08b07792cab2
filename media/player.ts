/** What one caller hears, frame by frame: speech over music that keeps its place, with no click between. */
import type { Duration } from "../src/words/index.ts";
import { type Clip, frameLength, silence } from "./clip.ts";
import type { Fader } from "./opus.ts";

export type Background = "music" | "quiet";

/**
 * Frames of silence after the last word when nothing follows it: it is not said before the telephone has played it, for the call may
 * be ended on that report, and what LiveKit and the gateway still hold would be lost with it.
 */
const tail = 8;

interface Speech {
  readonly clip: Clip;
  readonly finished: () => void;
  at: number;
}

export class Player {
  #music: Clip;
  readonly #fader: Fader;
  #musicAt: number;
  #background: Background = "quiet";
  #sounding: "music" | "speech" | "nothing" = "nothing";
  #speech: Speech | undefined;
  /** Frames that lead from one sound to the next; they go out first. */
  #joint: Uint8Array[] = [];

  /** `musicFrom`: where in the music to begin; beyond its end it counts round, once it plays. */
  constructor(music: Clip, fader: Fader, musicFrom: Duration) {
    this.#music = music;
    this.#fader = fader;
    this.#musicAt = Math.floor(musicFrom / frameLength);
  }

  get musicAt(): Duration {
    return this.#musicAt * frameLength;
  }

  /** Whether a word of what was ordered last has gone out, and not yet all of it. */
  get isSpeaking(): boolean {
    return this.#sounding === "speech";
  }

  /** Another music from now on; its place is where the one before is, counted round. */
  tune(music: Clip): void {
    if (music === this.#music) return;
    if (this.#sounding === "music") {
      this.#joint = [...this.#fader.out(this.#music, this.#musicAt % this.#music.length)];
      this.#sounding = "nothing";
    }
    this.#music = music;
  }

  /** What plays when nothing is being said. */
  background(background: Background): void {
    this.#background = background;
  }

  /** Speaks now, instead of what is being said. `finished` is called when its last frame has been heard, unless it is cut off. */
  say(clip: Clip, finished: () => void): void {
    this.hush();
    this.#speech = { clip, finished, at: 0 };
  }

  /** Cuts off what is being said. */
  hush(): void {
    const speech = this.#speech;
    if (speech !== undefined && this.#sounding === "speech" && speech.at < speech.clip.length) {
      this.#joint = [...this.#fader.out(speech.clip, speech.at)];
    }
    if (this.#sounding === "speech") this.#sounding = "nothing";
    this.#speech = undefined;
  }

  /** The next 20 ms, or undefined for silence, for which nothing is sent. Call it every 20 ms. */
  next(): Uint8Array | undefined {
    if (this.#joint.length > 0) return this.#joint.shift();
    const speech = this.#speech;
    if (speech !== undefined) {
      if (this.#sounding === "music") return this.#stopMusic();
      this.#sounding = "speech";
      const frame = speech.clip[speech.at];
      speech.at += 1;
      if (frame !== undefined) return frame;
      if (this.#background === "quiet" && speech.at <= speech.clip.length + tail) return silence;
      this.#sounding = "nothing";
      this.#speech = undefined;
      speech.finished();
      return this.next();
    }
    if (this.#background === "quiet") return this.#sounding === "music" ? this.#stopMusic() : undefined;
    if (this.#sounding === "nothing") return this.#startMusic();
    const frame = this.#music[this.#musicAt % this.#music.length];
    this.#moveOn(1);
    return frame;
  }

  #stopMusic(): Uint8Array | undefined {
    this.#sounding = "nothing";
    return this.#join(this.#fader.out(this.#music, this.#musicAt % this.#music.length));
  }

  #startMusic(): Uint8Array | undefined {
    this.#sounding = "music";
    return this.#join(this.#fader.in(this.#music, this.#musicAt % this.#music.length));
  }

  #join(frames: Clip): Uint8Array | undefined {
    this.#moveOn(this.#fader.length);
    this.#joint = [...frames];
    return this.#joint.shift();
  }

  #moveOn(frames: number): void {
    this.#musicAt = (this.#musicAt + frames) % this.#music.length;
  }
}
