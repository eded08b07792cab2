/**
 * `Idempotency-Key`: the same request, sent again because its answer was lost, gets the same answer and does nothing more. Costs nothing without the
 * header. When the process dies between the deed and its answer being kept, the deed may be begun anew a minute later: so what is done under
 * a key is such that doing it again changes nothing (a command to a call, an import), or takes its ids from the key (a call from a browser).
 */
import type { MiddlewareHandler } from "hono";
import * as z from "zod";
import type { KeptAnswer } from "../directory/answers.ts";
import type { Bearer } from "../rights/index.ts";
import { guard, type Access, type AppEnv } from "./access.ts";
import { applicationId } from "./fields/basics.ts";
import { hex } from "./hex.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";

/** Long enough that nobody guesses another's. */
const key = z
  .string()
  .regex(/^[\x21-\x7e]{16,128}$/, "Give 16 to 128 visible characters that nobody else would choose, as a UUID.")
  .meta({
    description:
      "Asked again with the same key and body within 24 hours, the same answer is given and nothing more is done; with another body: 422; while the first is under way: 409.",
    example: "3f0c1d5e-8a5b-4f0e-9b1a-0c5d7e2f9a61",
  });

export const onceHeaders = z.object({ "idempotency-key": key.optional() });

/** Larger ones are not kept, which only an import's can be. */
const largestKept = 1_024 * 1_024;

/** As `guard`, and each thing once. */
export function guardOnce(ports: Ports, access: Access) {
  const { middleware, ...asked } = guard(ports, access);
  return { ...asked, middleware: [middleware, once(ports)] };
}

export function once(ports: Ports): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const given = key.safeParse(c.req.header("idempotency-key"));
    const application = applicationId.optional().safeParse(c.req.param("application"));
    // What is not of its form is refused by the route itself.
    if (!given.success || !application.success) return next();
    const kept = application.data === undefined ? ports.root : ports.directory(application.data);
    const bearer: Bearer | undefined = c.get("bearer"); // nobody's, where everybody may ask
    const { pathname, search } = new URL(c.req.url);
    const slot = await hashOf([bearer?.application ?? null, bearer?.name ?? null, pathname, given.data]);
    const begun = await kept.beginAnswer(slot, await hashOf([search, await c.req.text()]));
    if (begun.is === "done") return replayed(begun.answer);
    if (begun.is === "other")
      throw new Problem("key-reused", "This `Idempotency-Key` was used for another request. Take a new one.");
    if (begun.is === "under_way")
      throw new Problem("under-way", "The request with this `Idempotency-Key` is under way. Ask again in a second.", {
        headers: { "retry-after": "1" },
      });
    c.set("slot", slot);
    await next();
    const body = await c.res.clone().text();
    // What may come out better another time is not kept.
    const lasting = c.res.status < 500 && c.res.status !== 429 && body.length <= largestKept;
    const type = c.res.headers.get("content-type") ?? "";
    await kept.endAnswer(slot, lasting ? { status: c.res.status, type, body } : undefined);
  };
}

const replayed = ({ status, type, body }: KeptAnswer): Response =>
  new Response(body, { status, headers: { "content-type": type, "idempotency-replayed": "true" } });

async function hashOf(parts: readonly (string | null)[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(parts));
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}
