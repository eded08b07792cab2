/** A place in a list as text that means nothing to whoever carries it. */
import * as z from "zod";
import type { Place } from "../ledger/port.ts";
import { toBase64Url } from "../sealed/base64Url.ts";
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
  cursor: z.string().max(1_000).optional().meta({ description: "`next` of the page before." }),
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
  throw noCursor();
}

export const sealPlace = (place: number): string => seal([place]);

/** The number that a page begins after, of a list that is ordered by one. Throws 400 for what is no cursor of such a list. */
export function openPlace(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  const [place, ...more] = open(cursor);
  if (Number.isSafeInteger(place) && more.length === 0) return Number(place);
  throw noCursor();
}

/** By what such a list is ordered, and the id that tells two of the same apart. */
type InList = readonly [string | number, string];

/**
 * A page of a list that is at hand as a whole. Throws 400 for
 * what is no cursor of such a list.
 */
export function pageOf<T>(
  list: readonly T[],
  placeOf: (item: T) => InList,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): { items: T[]; next?: string } {
  const after = cursor === undefined ? undefined : openInList(cursor);
  const rest = list
    .map((item) => ({ item, place: placeOf(item) }))
    .filter(({ place }) => after === undefined || compare(place, after) > 0)
    .toSorted((a, b) => compare(a.place, b.place));
  const last = rest.length > limit ? rest[limit - 1] : undefined;
  return { items: rest.slice(0, limit).map(({ item }) => item), ...(last && { next: seal(last.place) }) };
}

function openInList(cursor: string): InList {
  const [first, second, ...more] = open(cursor);
  if ((typeof first === "string" || typeof first === "number") && typeof second === "string" && more.length === 0)
    return [first, second];
  throw noCursor();
}

const compare = ([a, b]: InList, [c, d]: InList): number => compareParts(a, c) || compareParts(b, d);
const compareParts = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

const noCursor = (): Problem =>
  new Problem("unreadable", "One field is wrong.", {
    errors: [{ field: "cursor", problem: "is no cursor", remedy: "Give `next` of the page before, or leave it out." }],
  });

const seal = (parts: readonly (string | number)[]): string =>
  toBase64Url(new TextEncoder().encode(JSON.stringify(parts)));

function open(text: string): readonly unknown[] {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (byte) => byte.charCodeAt(0));
    const parts: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}
