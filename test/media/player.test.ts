import { describe, expect, it, vi } from "vitest";
import { type Clip, pack, samplesPerFrame, silence, unpack } from "../../media/clip.ts";
import { decode, encode, Fader } from "../../media/opus.ts";
import { Player } from "../../media/player.ts";
import { find, greatestStep, likeness } from "./support.ts";

/** A chord that moves, so that every frame of it is different. */
const tone = (seconds: number, base: number): Int16Array =>
  Int16Array.from({ length: seconds * 48_000 }, (_, n) => {
    const t = n / 48_000;
    return (
      6_000 * Math.sin(2 * Math.PI * (base + 120 * t) * t) + 2_000 * Math.sin(2 * Math.PI * (2.7 * base - 90 * t) * t)
    );
  });
/** Four seconds of a tone that wanders and comes back to where it began. */
const round = Int16Array.from({ length: 4 * 48_000 }, (_, n) => {
  const t = n / 48_000;
  const wander = 12 * Math.sin((2 * Math.PI * t) / 4);
  return 6_000 * Math.sin(2 * Math.PI * (300 * t + wander)) + 2_000 * Math.sin(2 * Math.PI * (810 * t - 2 * wander));
});
const music: Clip = encode(round, { loop: true });
const speech: Clip = encode(tone(1, 700));
const fader = new Fader();
const newPlayer = (musicFrom = 0): Player => new Player(music, fader, musicFrom);
const play = (player: Player, frames: number): Uint8Array[] =>
  Array.from({ length: frames }, () => player.next()).filter((frame) => frame !== undefined);

describe("what a caller hears", () => {
  it("[M11] music waits for speech and goes on at its place", () => {
    const player = newPlayer(1_000);
    player.background("music");
    const before = play(player, 20);
    player.say(speech, () => undefined);
    const during = play(player, 3 + speech.length);
    const after = play(player, 30);
    expect(before.slice(3)).toEqual(music.slice(53, 70));
    expect(during.slice(3)).toEqual(speech);
    expect(after.slice(3)).toEqual(music.slice(76, 103)); // three frames to die away, three to swell
  });

  it("[M11] there is no click where one follows the other, nor where speech is cut off or music begins and ends", () => {
    const natural = Math.max(greatestStep(decode(music)), greatestStep(decode(speech)));
    const player = newPlayer();
    player.background("music");
    const heard = play(player, 33);
    player.say(speech, () => undefined);
    heard.push(...play(player, 30));
    player.say(speech, () => undefined);
    heard.push(...play(player, 20));
    player.hush();
    heard.push(...play(player, 40));
    player.background("quiet");
    heard.push(...play(player, 10));
    expect(greatestStep(decode(heard))).toBeLessThanOrEqual(natural);
    expect(Math.abs(decode(heard).at(-1) ?? 1)).toBeLessThan(8);
  });

  it("[M12] speech with nothing after it is finished when some silence has followed, and not at all when cut off", () => {
    const finished = vi.fn();
    const player = newPlayer();
    player.say(speech, finished);
    expect(play(player, speech.length)).toEqual(speech);
    expect(play(player, 8)).toEqual(Array.from({ length: 8 }, () => silence));
    expect(finished).not.toHaveBeenCalled();
    expect(player.next()).toBeUndefined();
    expect(finished).toHaveBeenCalledOnce();
    player.say(speech, finished);
    play(player, 5);
    player.hush();
    play(player, 100);
    expect(finished).toHaveBeenCalledOnce();
  });

  it("[M12] speech that music follows is finished with its last frame", () => {
    const finished = vi.fn();
    const player = newPlayer();
    player.background("music");
    player.say(speech, finished);
    play(player, speech.length);
    expect(finished).not.toHaveBeenCalled();
    player.next();
    expect(finished).toHaveBeenCalledOnce();
  });

  it("[M13] quiet is nothing at all", () => {
    const player = newPlayer();
    expect(play(player, 100)).toEqual([]);
    player.background("music");
    expect(play(player, 10)).toHaveLength(10);
    player.background("quiet");
    expect(play(player, 100)).toHaveLength(3);
  });

  it("[M32] the music begins again where it ends, without a seam", () => {
    const player = newPlayer(music.length * 20 + 3_500); // counted round
    player.background("music");
    const heard = decode(play(player, 75));
    expect(player.musicAt).toBe(1_000);
    expect(greatestStep(heard)).toBeLessThanOrEqual(greatestStep(decode(music)));
    const second = decode([...music, ...music]);
    const at = find(heard.subarray(5 * samplesPerFrame), second);
    expect(at.frame).toBe(180);
    expect(at.likeness).toBeGreaterThan(0.98);
  });

  it("[M32] what is decoded is what was encoded, and clips survive being written down", () => {
    const pcm = tone(1, 500);
    const heard = decode(encode(pcm));
    const delay = 120; // the low-delay mode's look-ahead
    expect(likeness(pcm.subarray(0, -delay), heard.subarray(delay, pcm.length))).toBeGreaterThan(0.98);
    expect(unpack(pack(speech))).toEqual(speech);
    expect(unpack(pack(speech).subarray(0, -1))).toBeUndefined();
    expect(unpack(new Uint8Array(0))).toBeUndefined();
  });
});
