/**
 * Conditional requests (RFC 9110 §13): a resource's ETag is the revision of the change that made it what it is; of what has none it is made of what is in it.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import * as z from "zod";
import type { Expected } from "../directory/expected.ts";
import type { Kind, OtherRevision } from "../directory/resources.ts";
import { Problem } from "./problem.ts";

export const etagOf = (revision: number): string => `"${revision}"`;

const tags = z
  .string()
  .max(1_000)
  .regex(
    /^\s*(?:\*|(?:W\/)?"[^"]*"(?:\s*,\s*(?:W\/)?"[^"]*")*)\s*$/,
    'Give * or ETags, each in quotation marks: "17", "18".',
  );
const ifMatch = tags.optional().meta({
  description: "Only if it is still as this ETag says; `*`: only if it exists. Else 412.",
  example: '"17"',
});
const ifNoneMatch = tags
  .optional()
  .meta({ description: "`*`: only if it does not exist yet. Else 412.", example: "*" });

/** Of what changes a resource. */
export const changeHeaders = z.object({ "if-match": ifMatch, "if-none-match": ifNoneMatch });
/** Of what reads one. */
export const readHeaders = z.object({
  "if-none-match": tags.optional().meta({ description: "304 if it is still as this ETag says.", example: '"17"' }),
});

export const expectedOf = (headers: z.infer<typeof changeHeaders>): Expected => ({
  // A weak tag promises too little to rest a change on.
  is: revisionsIn(headers["if-match"], "strong"),
  isNot: revisionsIn(headers["if-none-match"], "weak"),
});

/** What a header names: ETags with their quotation marks. */
function tagsIn(header: string | undefined, compared: "strong" | "weak"): readonly string[] | "any" | undefined {
  if (header === undefined) return undefined;
  if (header.trim() === "*") return "any";
  return [...header.matchAll(/(W\/)?("[^"]*")/g)]
    .filter(([, weak]) => weak === undefined || compared === "weak")
    .map(([, , tag = ""]) => tag);
}

/** Of tags that are not ours nothing is known, so they fit nothing. */
function revisionsIn(header: string | undefined, compared: "strong" | "weak"): readonly number[] | "any" | undefined {
  const tags = tagsIn(header, compared);
  if (tags === "any") return tags;
  return tags?.flatMap((tag) => (/^"\d+"$/.test(tag) ? Number(tag.slice(1, -1)) : []));
}

/** Whether a header names this ETag; undefined: of nothing. */
function names(header: string | undefined, etag: string | undefined, compared: "strong" | "weak"): boolean {
  const tags = tagsIn(header, compared);
  return etag !== undefined && (tags === "any" || tags?.includes(etag) === true);
}

/** A resource with its ETag, or 304 for whoever has it already. */
export const answerRead = (
  { resource, revision }: { readonly resource: unknown; readonly revision: number },
  headers: z.infer<typeof readHeaders>,
): Response => answerTagged(resource, etagOf(revision), headers);

/** What is said once for an application, likewise. */
export const answerContent = (content: object, headers: z.infer<typeof readHeaders>): Response =>
  answerTagged(content, etagOfContent(content), headers);

function answerTagged(shown: unknown, etag: string, headers: z.infer<typeof readHeaders>): Response {
  if (names(headers["if-none-match"], etag, "weak")) return new Response(null, { status: 304, headers: { etag } });
  return Response.json(shown, { headers: { etag } });
}

/** The ETag of what has no revision: made of what is in it. */
export const etagOfContent = (content: object): string =>
  `"${bytesToHex(sha256(utf8ToBytes(JSON.stringify(content)))).slice(0, 20)}"`;

/**
 * What a change of it is to rest on; undefined: on nothing. Throws 412 if it is not as the headers say.
 * @param now undefined: there is nothing
 */
export function onlyIf<Content extends object>(
  now: Content | undefined,
  { "if-match": match, "if-none-match": noneMatch }: z.infer<typeof changeHeaders>,
): { readonly was: Content | undefined } | undefined {
  if (match === undefined && noneMatch === undefined) return undefined;
  const etag = now && etagOfContent(now);
  const fits = (match === undefined || names(match, etag, "strong")) && !names(noneMatch, etag, "weak");
  if (!fits) throw otherContent(now);
  return { was: now };
}

/** 412, with what is there now. */
export const otherContent = (now: object | undefined): Problem => unlike(now, now && etagOfContent(now));

/** 412, with what is there now. */
export const changedMeanwhile = <K extends Kind>({ now }: OtherRevision<K>): Problem =>
  unlike(now?.resource, now && etagOf(now.revision));

function unlike(now: object | undefined, etag: string | undefined): Problem {
  if (now === undefined || etag === undefined)
    return new Problem("precondition-failed", "There is nothing here now.", { current: null });
  return new Problem(
    "precondition-failed",
    `It is at ETag ${etag} now, as \`current\` shows. Make your change to that, and ask again with it.`,
    { current: { ...now }, headers: { etag } },
  );
}
