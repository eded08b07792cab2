/** Whether exported lines are as they were written: each unchanged, none missing, none added, in order. */
import * as z from "zod";
import { canonical } from "./canonical.ts";
import { beginning, hashOf } from "./chain.ts";
import type { AuditLine, Head } from "./line.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const auditLine = z.strictObject({
  seq: z.int().min(1),
  at: z.number(),
  by: z.string().nullable(),
  from: z.string().nullable(),
  action: z.string(),
  what: z.string(),
  detail: z.custom<AuditLine["detail"]>((value) => typeof value === "object" && value !== null),
  previous: hash,
  hash,
});

export interface Flaw {
  readonly ok: false;
  /** Which line of the file, counted from 1. */
  readonly line: number;
  readonly because:
    /** It is no line of an audit log, or not written as these are. */
    | "unreadable"
    /** It says something else than when its hash was made. */
    | "altered"
    /** The line before it is another one: removed, inserted, or in another place. */
    | "unlinked"
    /** It is consistent in itself, and yet another chain than the one whose head is known. */
    | "other_chain"
    /** After the last line: the chain went on to the head that is known. */
    | "cut_short";
}

/** How far the lines are good. */
export interface Sound {
  readonly ok: true;
  readonly lines: number;
  /** Undefined while there is no line. */
  readonly first?: number;
  readonly head?: Head;
}

export const nothingYet: Sound = { ok: true, lines: 0 };

/** Adds one line. A chain may begin anywhere: then what was before the first line is taken on trust. */
export function follow(sound: Sound, text: string, known?: Head): Sound | Flaw {
  const line = sound.lines + 1;
  const flaw = (because: Flaw["because"]): Flaw => ({ ok: false, line, because });
  const given = json(text);
  // One text only: else somebody could write what programs pass over and people read.
  if (!isLine(given) || canonical(given) !== text) return flaw("unreadable");
  const { hash, ...rest } = given;
  if (hashOf(rest) !== hash) return flaw("altered");
  const before = rest.seq === 1 ? beginning : sound.head;
  if (before !== undefined && (rest.seq !== before.seq + 1 || rest.previous !== before.hash)) return flaw("unlinked");
  if (rest.seq === 1 && sound.lines > 0) return flaw("unlinked");
  if (rest.seq === known?.seq && hash !== known.hash) return flaw("other_chain");
  return { ok: true, lines: line, first: sound.first ?? rest.seq, head: { seq: rest.seq, hash } };
}

/** What is known of the chain must be in it. */
export function ended(sound: Sound, known?: Head): Sound | Flaw {
  const reached = sound.head?.seq ?? 0;
  return known !== undefined && reached < known.seq
    ? { ok: false, line: sound.lines + 1, because: "cut_short" }
    : sound;
}

/** All of it at once: the first flaw, if there is one. Without a head that is known nobody notices that the last lines are missing. */
export function verify(texts: Iterable<string>, known?: Head): Sound | Flaw {
  let sound = nothingYet;
  for (const text of texts) {
    const next = follow(sound, text, known);
    if (!next.ok) return next;
    sound = next;
  }
  return ended(sound, known);
}

/** Looks only: what zod gives back lacks fields called `__proto__`. */
const isLine = (given: unknown): given is AuditLine => auditLine.safeParse(given).success;

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
