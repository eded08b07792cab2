/** Ogg Opus (RFC 7845): how sounds are kept, so that browsers play what callers hear. */
import { type Clip, samplesPerFrame, sampleRate } from "../clip.ts";
import { packetsIn, pagesOf } from "./ogg.ts";

/** What the encoder needs of the time before a sample: 2.5 ms in its low-delay mode. Players leave out so much at the beginning. */
const lookahead = 120;

export interface OpusStream {
  readonly channels: number;
  /** Samples at 48 kHz to be left out at the beginning. */
  readonly preSkip: number;
  /** 0: mono or stereo. Others have more channels. */
  readonly family: number;
  readonly packets: readonly Uint8Array[];
}

export function writeOggOpus(clip: Clip): Uint8Array<ArrayBuffer> {
  const head = new Uint8Array(19);
  const view = new DataView(head.buffer);
  head.set(ascii("OpusHead"));
  view.setUint8(8, 1); // version
  view.setUint8(9, 1); // channels
  view.setUint16(10, lookahead, true);
  view.setUint32(12, sampleRate, true);
  const vendor = ascii("acd");
  const tags = new Uint8Array(8 + 4 + vendor.length + 4);
  tags.set(ascii("OpusTags"));
  new DataView(tags.buffer).setUint32(8, vendor.length, true);
  tags.set(vendor, 12);
  const packets = clip.map((bytes, n) => ({ bytes, until: (n + 1) * samplesPerFrame }));
  return pagesOf([head, tags], packets);
}

/** Undefined: it is no Ogg Opus. */
export function readOggOpus(bytes: Uint8Array): OpusStream | undefined {
  const [head, , ...packets] = packetsIn(bytes);
  if (head === undefined || head.length < 19 || !startsWith(head, "OpusHead")) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  return {
    channels: view.getUint8(9),
    preSkip: view.getUint16(10, true),
    family: view.getUint8(18),
    packets: packets.filter(({ length }) => length > 0),
  };
}

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

const startsWith = (bytes: Uint8Array, text: string): boolean => ascii(text).every((byte, n) => bytes[n] === byte);
