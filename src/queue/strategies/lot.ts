import type { Entry } from "../entry.ts";
import type { Member } from "../member.ts";

/**
 * A lot from 0 to 1, both excluded. Drawn anew for every offer from the names of the offer and the operator, so that a queue that is
 * replayed from its timeline draws the same (a step has no chance of its own).
 *
 * FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/), then the finaliser of MurmurHash3, without which names that differ in their last letter draw alike.
 */
export function lot({ entryId, offers }: Entry, { operatorId }: Member): number {
  const name = `${entryId}.${offers}/${operatorId}`;
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (((hash ^ (hash >>> 16)) >>> 0) + 0.5) / 2 ** 32;
}
