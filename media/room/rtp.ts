/** RTP and RTCP sender reports (RFC 3550), as much as one Opus stream needs. */

export const opusPayloadType = 111;
/** Samples in 20 ms at Opus's RTP clock of 48 kHz (RFC 7587). */
export const ticksPerFrame = 960;

const headerLength = 12;
const reportLength = 28;
const senderReport = 200;
/** Seconds between NTP's epoch (1900) and the computer's (1970). */
const ntpEpoch = 2_208_988_800;
const reportEvery = 5_000;

/** One outgoing stream: numbers its packets and, every five seconds and after every pause, says what time it is. */
export class RtpStream {
  readonly ssrc: number;
  #sequence: number;
  #timestamp: number;
  #packets = 0;
  #octets = 0;
  #reportedAt = Number.NEGATIVE_INFINITY;
  readonly #write: (packet: Buffer) => void;

  constructor(ssrc: number, write: (packet: Buffer) => void) {
    this.ssrc = ssrc >>> 0;
    // Random beginnings, as RFC 3550 §5.1 asks; the sequence starts low so that it does not wrap at once.
    this.#sequence = Math.floor(Math.random() * 0x4000);
    this.#timestamp = Math.floor(Math.random() * 0x8000_0000);
    this.#write = write;
  }

  /** Sends one 20 ms frame; `skipped` frames of silence went before it. */
  send(frame: Uint8Array, skipped: number): void {
    const paused = skipped > 0 || this.#packets === 0;
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#timestamp = (this.#timestamp + ticksPerFrame * (skipped + 1)) >>> 0;
    scratch[0] = 0x80;
    scratch[1] = opusPayloadType | (paused ? 0x80 : 0); // the marker bit: sound begins after silence
    scratch.writeUInt16BE(this.#sequence, 2);
    scratch.writeUInt32BE(this.#timestamp, 4);
    scratch.writeUInt32BE(this.ssrc, 8);
    scratch.set(frame, headerLength);
    this.#write(scratch.subarray(0, headerLength + frame.length));
    this.#packets += 1;
    this.#octets += frame.length;
    const now = performance.now();
    if (paused || now - this.#reportedAt >= reportEvery) {
      this.#reportedAt = now;
      this.#report(performance.timeOrigin + now);
    }
  }

  #report(now: number): void {
    const report = Buffer.alloc(reportLength);
    report[0] = 0x80;
    report[1] = senderReport;
    report.writeUInt16BE(reportLength / 4 - 1, 2);
    report.writeUInt32BE(this.ssrc, 4);
    const seconds = Math.floor(now / 1_000);
    report.writeUInt32BE((seconds + ntpEpoch) >>> 0, 8);
    report.writeUInt32BE(Math.floor(((now - seconds * 1_000) / 1_000) * 2 ** 32) >>> 0, 12);
    report.writeUInt32BE(this.#timestamp, 16);
    report.writeUInt32BE(this.#packets >>> 0, 20);
    report.writeUInt32BE(this.#octets >>> 0, 24);
    this.#write(report);
  }
}

/** Shared by every stream: the native send copies it before it returns. */
const scratch = Buffer.alloc(2_048);

/** What an RTP packet carries, or undefined if it is not one or carries nothing (padding that probes the line). */
export function readRtp(
  packet: Buffer,
): { readonly payload: Uint8Array; readonly sequence: number; readonly timestamp: number } | undefined {
  const first = packet[0];
  if (first === undefined || packet.length < headerLength || first >> 6 !== 2) return undefined;
  let start = headerLength + 4 * (first & 0x0f);
  if ((first & 0x10) !== 0) {
    if (packet.length < start + 4) return undefined;
    start += 4 + 4 * packet.readUInt16BE(start + 2);
  }
  const padding = (first & 0x20) === 0 ? 0 : (packet.at(-1) ?? 0);
  const end = packet.length - padding;
  if (start >= end) return undefined;
  return {
    payload: packet.subarray(start, end),
    sequence: packet.readUInt16BE(2),
    timestamp: packet.readUInt32BE(4),
  };
}
