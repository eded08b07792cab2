/** What a file says that it is, by its first bytes: enough to refuse at once what is plainly no sound. Whether it is one its decoder says. */
import type { SoundType } from "../protocol/sound.ts";

export function looksLike(type: SoundType, first: Uint8Array): boolean {
  const tag = (at: number, length = 4): string => String.fromCharCode(...first.subarray(at, at + length));
  switch (type) {
    case "audio/wav":
      return tag(0) === "RIFF" && tag(8) === "WAVE";
    case "audio/ogg":
      return tag(0) === "OggS";
    case "audio/mpeg":
      // With a tag before it, or a frame at once: eleven bits of 1, layer III.
      return tag(0, 3) === "ID3" || (first[0] === 0xff && ((first[1] ?? 0) & 0xe6) === 0xe2);
  }
}
