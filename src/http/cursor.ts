/** A place in a list as text that means nothing to whoever carries it. */
import * as z from "zod";
import type { Place } from "../ledger/port.ts";
import { Problem } from "./problem.ts";

export const sealCursor = ({ startedAt, callId }: Place): string => seal([startedAt, callId]);

/** Undefined: this text is no cursor of a list of calls. */
export function openCursor(text: string): Place | undefined {
  const [startedAt, callId, ...more] = open(text);
  return typeof startedAt === "number" && typeof callId === "string" && more.length === 0
    ? { startedAt, callId }
    : undefined;
}

/** What pages are asked for with, in every list that is ordered by id. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(1_000).default(100).meta({ description: "How many on a page." }),
  cursor: z.string().max(300).optional().meta({ description: "`next` of the page before." }),
};

/** What comes with a page of such a list. */
export const nextPage = z
  .string()
  .optional()
  .meta({ description: "The `cursor` of the next page; absent: this is the last one." });

export const sealId = (id: string): string => seal([id]);

/** The id that a page begins after. Throws 400 for what is no cursor of such a list. */
export function openId(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const [id, ...more] = open(cursor);
  if (typeof id === "string" && more.length === 0) return id;
  throw new Problem("unreadable", "One field is wrong.", {
    errors: [{ field: "cursor", problem: "is no cursor", remedy: "Give `next` of the page before, or leave it out." }],
  });
}

const seal = (parts: readonly (string | number)[]): string =>
  btoa(JSON.stringify(parts)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

function open(text: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(atob(text.replaceAll("-", "+").replaceAll("_", "/")));
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}
