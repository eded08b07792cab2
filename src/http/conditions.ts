/** Conditional requests (RFC 9110 §13): a resource's ETag is the revision of the change that made it what it is. */
import * as z from "zod";
import type { Expected } from "../directory/expected.ts";
import type { Kind, OtherRevision, Resources } from "../directory/resources.ts";
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

/** What the headers name; of tags that are not ours nothing is known, so they fit nothing. */
function revisionsIn(header: string | undefined, compared: "strong" | "weak"): readonly number[] | "any" | undefined {
  if (header === undefined) return undefined;
  if (header.trim() === "*") return "any";
  return [...header.matchAll(/(W\/)?"([^"]*)"/g)]
    .filter(([, weak, tag]) => /^\d+$/.test(tag ?? "") && (weak === undefined || compared === "weak"))
    .map(([, , tag]) => Number(tag));
}

/** A resource with its ETag, or 304 for whoever has it already. */
export function answerRead(
  { resource, revision }: { readonly resource: unknown; readonly revision: number },
  headers: z.infer<typeof readHeaders>,
): Response {
  const etag = etagOf(revision);
  const known = revisionsIn(headers["if-none-match"], "weak");
  if (known === "any" || known?.includes(revision) === true)
    return new Response(null, { status: 304, headers: { etag } });
  return Response.json(resource, { headers: { etag } });
}

/** 412, with what is there now. */
export function changedMeanwhile<K extends Kind>({ now }: OtherRevision<K>): Problem {
  if (now === undefined) return new Problem("precondition-failed", "There is nothing here now.", { current: null });
  const etag = etagOf(now.revision);
  return new Problem(
    "precondition-failed",
    `It is at ETag ${etag} now, as \`current\` shows. Make your change to that, and ask again with it.`,
    { current: shown(now.resource), headers: { etag } },
  );
}

const shown = <K extends Kind>(resource: Resources[K]): Record<string, unknown> => ({ ...resource });
