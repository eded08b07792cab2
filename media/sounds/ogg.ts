/** Ogg (RFC 3533), as far as Opus in it needs (RFC 7845): one stream, read and written. */

/** What one stream carries, packet by packet. */
export function packetsIn(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const packets: Uint8Array[] = [];
  let serial: number | undefined;
  let parts: Uint8Array[] = [];
  for (let at = 0; at + 27 <= bytes.length;) {
    if (view.getUint32(at, false) !== capture) break;
    const segments = view.getUint8(at + 26);
    const lacing = bytes.subarray(at + 27, at + 27 + segments);
    let from = at + 27 + segments;
    const end = from + lacing.reduce((sum, length) => sum + length, 0);
    if (end > bytes.length) break; // cut off in the middle
    const own = view.getUint32(at + 14, true);
    serial ??= own;
    if (own === serial) {
      for (const length of lacing) {
        parts.push(bytes.subarray(from, from + length));
        from += length;
        if (length === 255) continue;
        packets.push(joined(parts));
        parts = [];
      }
    }
    at = end;
  }
  return packets;
}

/** The pages of a stream: each packet with the granule position after it; those of `headers` stand on pages of their own. */
export function pagesOf(
  headers: readonly Uint8Array[],
  packets: readonly { readonly bytes: Uint8Array; readonly until: number }[],
): Uint8Array<ArrayBuffer> {
  const pages: Uint8Array[] = [];
  const add = (many: readonly Uint8Array[], until: number, flags: number): void => {
    pages.push(page(many, { until, flags, sequence: pages.length }));
  };
  headers.forEach((header, n) => add([header], 0, n === 0 ? first : 0));
  for (let n = 0; n < packets.length; n += packetsOnPage) {
    const some = packets.slice(n, n + packetsOnPage);
    const isLast = n + packetsOnPage >= packets.length;
    add(
      some.map(({ bytes }) => bytes),
      some.at(-1)?.until ?? 0,
      isLast ? last : 0,
    );
  }
  return joined(pages);
}

const capture = 0x4f676753; // "OggS"
const [first, last] = [2, 4];
const serialNumber = 1;
/** A second of frames: players that jump find their place from page to page. */
const packetsOnPage = 50;

function page(
  packets: readonly Uint8Array[],
  { until, flags, sequence }: { readonly until: number; readonly flags: number; readonly sequence: number },
): Uint8Array {
  const lacing = packets.flatMap(({ length }) => [
    ...Array.from({ length: Math.floor(length / 255) }, () => 255),
    length % 255,
  ]);
  const header = new Uint8Array(27 + lacing.length);
  const view = new DataView(header.buffer);
  view.setUint32(0, capture, false);
  view.setUint8(5, flags);
  view.setBigUint64(6, BigInt(until), true);
  view.setUint32(14, serialNumber, true);
  view.setUint32(18, sequence, true);
  view.setUint8(26, lacing.length);
  header.set(lacing, 27);
  const whole = joined([header, ...packets]);
  new DataView(whole.buffer).setUint32(22, checksum(whole), true);
  return whole;
}

/** CRC-32 as Ogg has it: polynomial 04C11DB7, not reflected, from 0. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte << 24;
  for (let bit = 0; bit < 8; bit += 1)
    remainder = (remainder & 0x8000_0000) === 0 ? remainder << 1 : (remainder << 1) ^ 0x04c1_1db7;
  return remainder;
});

function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum = ((sum << 8) ^ (table[(sum >>> 24) ^ byte] ?? 0)) >>> 0;
  return sum;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
