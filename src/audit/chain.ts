/** Lines that hold each other fast: each has the hash of the one before in it, so that none can be changed without changing all that follow. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonical } from "./canonical.ts";
import type { AuditLine, Entry, Head } from "./line.ts";

/** Before the first line. */
export const beginning: Head = { seq: 0, hash: "0".repeat(64) };

/** The entry as the line after the head. */
export function chained({ seq, hash: previous }: Head, entry: Entry): AuditLine {
  const { at, by, from, action, what, detail } = entry;
  const line = { seq: seq + 1, at, by, from, action, what, detail, previous };
  return { ...line, hash: hashOf(line) };
}

/** SHA-256 of the canonical JSON of a line without its hash, in hexadecimal. */
export const hashOf = (line: Omit<AuditLine, "hash">): string => bytesToHex(sha256(utf8ToBytes(canonical(line))));
