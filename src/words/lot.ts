/**
 * A lot from 0 to 1, both excluded, drawn from a name: the same name always draws the same, so that what is replayed comes out as it was.
 * (A step of a machine has no chance of its own.)
 *
 * FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/), then the finaliser of MurmurHash3, without which names that differ in their last letter draw alike.
 */
export function lot(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (((hash ^ (hash >>> 16)) >>> 0) + 0.5) / 2 ** 32;
}
