/** Key presses in RTP (RFC 4733 §2.3). */
import { frameSamples } from "./samples.ts";

const digits = "0123456789*#ABCD";

/** 100 ms, the shortest that every exchange hears, at 8 kHz. */
const pressSamples = 800;
/** The last packet is sent three times, for a lost one would leave the key pressed (RFC 4733 §2.5.1.4). */
const endRepeats = 3;
/** Frames of silence after a key, so that the same key twice is two presses. */
const restFrames = 3;

/** Tells each press once, whichever of its packets get through: all packets of one press share a timestamp. */
export class KeyListener {
  #last: number | undefined;

  /** The digit, if this packet is the first seen of a press. */
  heard(packet: { readonly timestamp: number; readonly payload: Uint8Array }): string | undefined {
    const event = packet.payload[0];
    if (event === undefined || packet.payload.length < 4 || packet.timestamp === this.#last) return undefined;
    this.#last = packet.timestamp;
    return digits[event];
  }
}

/** One packet of a press: `age` is how long after the press's beginning it is sent, in samples; its timestamp is the beginning's. */
export interface KeyPacket {
  readonly payload: Uint8Array;
  readonly age: number;
  readonly first: boolean;
}

/** Turns digits into the packets to send, 20 ms after 20 ms. */
export class KeyPresser {
  readonly #waiting: string[] = [];
  #current: { readonly code: number; frame: number } | undefined;

  press(digit: string): void {
    if (digit.length === 1 && digits.includes(digit)) this.#waiting.push(digit);
  }

  /** What to send in this 20 ms frame instead of audio; undefined when no key is being pressed. */
  next(): readonly KeyPacket[] | undefined {
    if (this.#current === undefined) {
      const digit = this.#waiting.shift();
      if (digit === undefined) return undefined;
      this.#current = { code: digits.indexOf(digit), frame: 0 };
    }
    const { code, frame } = this.#current;
    const age = frame * frameSamples;
    this.#current.frame += 1;
    if (age < pressSamples) return [{ payload: eventBytes(code, age + frameSamples, false), age, first: frame === 0 }];
    if (age === pressSamples) {
      return Array.from({ length: endRepeats }, () => ({
        payload: eventBytes(code, pressSamples, true),
        age,
        first: false,
      }));
    }
    if (age >= pressSamples + restFrames * frameSamples) this.#current = undefined;
    return [];
  }
}

const volume = 10; // dBm0 below full scale, what telephones send

const eventBytes = (code: number, duration: number, end: boolean): Uint8Array =>
  Uint8Array.of(code, (end ? 0x80 : 0) | volume, duration >> 8, duration & 0xff);
