/** Sound ready to send: one Opus packet for every 20 ms (48 kHz, mono). Encoded once, sent to everybody. */
export type Clip = readonly Uint8Array[];

/** Signed 16-bit samples, one channel, 48,000 a second. */
export type Pcm48k = Int16Array;

export const sampleRate = 48_000;
export const frameLength = 20;
export const samplesPerFrame = (sampleRate / 1_000) * frameLength;

/** 20 ms of nothing, as LiveKit itself sends it (Opus, CELT, fullband, mono). */
export const silence = Uint8Array.of(0xf8, 0xff, 0xfe);

/** A clip as one run of bytes, each packet after its length in two bytes, for disks and for other threads. */
export function pack(clip: Clip): Uint8Array<ArrayBuffer> {
  const packed = new Uint8Array(clip.reduce((length, packet) => length + 2 + packet.length, 0));
  let at = 0;
  for (const packet of clip) {
    packed[at] = packet.length >> 8;
    packed[at + 1] = packet.length & 0xff;
    packed.set(packet, at + 2);
    at += 2 + packet.length;
  }
  return packed;
}

/** Undoes {@link pack}; undefined if the bytes are not a whole clip. */
export function unpack(packed: Uint8Array): Clip | undefined {
  const clip: Uint8Array[] = [];
  let at = 0;
  while (at + 2 <= packed.length) {
    const length = ((packed[at] ?? 0) << 8) | (packed[at + 1] ?? 0);
    const packet = packed.subarray(at + 2, at + 2 + length);
    if (length === 0 || packet.length !== length) return undefined;
    clip.push(packet);
    at += 2 + length;
  }
  return at === packed.length && clip.length > 0 ? clip : undefined;
}
