/** Webhooks: who is told what happens, with which secret, and how far that has come. */
import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import * as z from "zod";
import type { Webhook } from "../../directory/resources.ts";
import type { ApplicationId, WebhookId } from "../../words/index.ts";
import { deliveryStates } from "../../webhooks/port.ts";
import { secretBytes, secretOf } from "../../webhooks/signature.ts";
import { byWhom, guard, note, outOfScope, type AppEnv } from "../access.ts";
import type { Api } from "../api.ts";
import { mustCover } from "../authority.ts";
import { openPlace, pageQuery, sealPlace } from "../cursor.ts";
import { applicationId, instant, webhookId } from "../fields/basics.ts";
import { webhook, webhookBody } from "../fields/webhooks.ts";
import { hex } from "../hex.ts";
import { guardOnce, onceHeaders } from "../once.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";
import { grantOfWebhook, wrongAddress } from "../webhookRules.ts";
import { collection } from "./resources.ts";

const tags = ["Webhooks"];
const path = "/v1/applications/{application}/webhooks/{id}";
const params = z.object({ application: applicationId, id: webhookId });

/** Nothing is to be said, in JSON. */
const nothing = {
  required: true,
  content: { "application/json": { schema: z.strictObject({}).meta({ id: "Nothing", example: {} }) } },
} as const;

const secret = z
  .object({
    secret: z.string().meta({ description: "Begins with `whsec_`. It is shown this once.", example: "whsec_…" }),
    previousUntil: instant.nullable().meta({
      description: "Until when messages are signed with the secret before this one as well. Null: there was none.",
    }),
  })
  .meta({ id: "WebhookSecret" });

const delivery = z
  .object({
    id: z.string().meta({ description: "The message's `webhook-id`: the same for every attempt." }),
    type: z.string(),
    at: instant.meta({ description: "When it happened." }),
    state: z.enum(deliveryStates).meta({
      description: "`failed`: it was not taken for a day, and is not tried any more.",
    }),
    tries: z.int(),
    lastTryAt: instant.nullable(),
    lastStatus: z.int().nullable().meta({ description: "What the receiver answered last. Null: nothing." }),
    problem: z.enum(["refused", "timeout", "unreachable", "forbidden"]).nullable().meta({
      description:
        "What was wrong with the last attempt. `refused`: the answer was no 2xx; `timeout`: there was none within 15 s; `forbidden`: the address may not be posted to.",
    }),
    nextTryAt: instant.nullable().meta({
      description: "When it is tried again. Null: not at all, or as soon as those before it are through.",
    }),
  })
  .meta({ id: "Delivery" });

const deliveries = z
  .object({
    items: z.array(delivery),
    next: z.string().optional().meta({ description: "The `cursor` of the next page; absent: this is the last one." }),
    waiting: z.int().meta({ description: "How many messages wait to be sent." }),
    failed: z.int().meta({ description: "How many have been set aside." }),
    dropped: z.int().meta({
      description: "How many were thrown away unsent: more than 100,000 waited, or they waited for 7 days.",
    }),
    hasSecret: z.boolean().meta({ description: "Nothing is sent before a secret has been made." }),
  })
  .meta({ id: "Deliveries" });

const replay = z
  .union([
    z.strictObject({ since: instant.meta({ description: "Everything that has happened since then." }) }),
    z.strictObject({ ids: z.array(z.string().min(1).max(200)).min(1).max(1_000) }),
  ])
  .meta({ id: "WebhookReplay", example: { since: 1_795_420_800_000 } });

export function webhooksRoutes(api: Api, ports: Ports): void {
  collection(api, ports, {
    kind: "webhook",
    path: "webhooks",
    name: "Webhook",
    names: "Webhooks",
    one: "webhook",
    tag: "Webhooks",
    rights: { read: "webhooks.read", write: "webhooks.write" },
    about:
      "A server that is told what happens: a signed POST for each event, in order, tried again for a day. Nothing is sent before `POST …/secret`.",
    id: webhookId,
    body: webhookBody,
    resource: webhook,
    filters: {},
    draft: (id, body) => {
      const errors = wrongAddress(body.url, "url", ports.settings.localWebhooks);
      if (errors.length > 0) throw new Problem("invalid", "One field is wrong.", { errors });
      return { id, ...body };
    },
    grant: (_, found) => grantOfWebhook(found),
  });

  /** The webhook, for somebody who may look after it. */
  async function mine(c: Context<AppEnv>, application: ApplicationId, id: WebhookId): Promise<Webhook> {
    const found = await ports.directory(application).get("webhook", id);
    if (found === undefined) throw new Problem("not-found", `There is no webhook "${id}".`);
    mustCover(c.get("bearer"), grantOfWebhook(found));
    return found;
  }

  function mustBeOn({ id, enabled }: Webhook): void {
    if (!enabled) throw new Problem("conflict", `The webhook "${id}" is disabled. Enable it first.`);
  }

  api.openapi(
    createRoute({
      method: "post",
      path: `${path}/secret`,
      operationId: "createWebhookSecret",
      tags,
      summary: "Make a new secret for a webhook",
      description:
        "The first one, or another in its place. For a day messages are signed with both; a third one ends the first at once. It takes no `Idempotency-Key`: the answer would be kept, and the secret with it.",
      ...guard(ports, "webhooks.write"),
      request: { params, body: nothing },
      responses: {
        201: { description: "It is signed with from now on.", content: { "application/json": { schema: secret } } },
        ...problems(400, 401, 403, 404, 413, 415, 422),
      },
    }),
    async (c) => {
      const { application, id } = c.req.valid("param");
      await mine(c, application, id);
      await note(ports, c, application, { action: "webhook.secret", what: `webhook/${id}`, detail: {} });
      const made = secretOf(ports.random(secretBytes));
      const previousUntil = (await ports.webhook(application, id).newSecret(made)) ?? null;
      ports.log("info", "webhook.secret", { application, webhook: id, by: byWhom(c) });
      return c.json({ secret: made, previousUntil }, 201);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: `${path}/test`,
      operationId: "testWebhook",
      tags,
      summary: "Send a test message",
      description: "A message of the type `webhook.test`, behind those that wait.",
      ...guardOnce(ports, "webhooks.write"),
      request: { headers: onceHeaders, params, body: nothing },
      responses: {
        202: {
          description: "It waits to be sent; `GET …/deliveries` says how that goes.",
          content: { "application/json": { schema: z.object({ id: z.string() }).meta({ id: "WebhookTest" }) } },
        },
        ...problems(400, 401, 403, 404, 409, 413, 415, 422),
      },
    }),
    async (c) => {
      const { application, id } = c.req.valid("param");
      mustBeOn(await mine(c, application, id));
      const message = `msg_test_${c.get("slot")?.slice(0, 24) ?? hex(ports.random(12))}`;
      await ports.webhook(application, id).sendTest(message, byWhom(c));
      return c.json({ id: message }, 202);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: `${path}/deliveries`,
      operationId: "listDeliveries",
      tags,
      summary: "See how far a webhook's messages have come",
      description: "Those that wait and those of the last 7 days. Without what was in them.",
      ...guard(ports, "webhooks.read"),
      request: {
        params,
        query: z.strictObject({
          ...pageQuery,
          state: z.enum(deliveryStates).optional().meta({ description: "Only those." }),
        }),
      },
      responses: {
        200: {
          description: "One page, the last one to be sent first.",
          content: { "application/json": { schema: deliveries } },
        },
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) => {
      const { application, id } = c.req.valid("param");
      const { limit, cursor, state } = c.req.valid("query");
      const found = await ports.directory(application).get("webhook", id);
      if (found === undefined) throw new Problem("not-found", `There is no webhook "${id}".`);
      // The ids of messages name calls, of whatever queue.
      if (c.get("bearer").scope !== null) throw outOfScope();
      const wanted = { state, limit, after: openPlace(cursor) };
      const { items, next, ...more } = await ports.webhook(application, id).deliveries(wanted);
      return c.json({ items: [...items], ...(next !== undefined && { next: sealPlace(next) }), ...more }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: `${path}/replay`,
      operationId: "replayWebhook",
      tags,
      summary: "Send messages again",
      description:
        "Those of the last 7 days that were taken or set aside: all `since` a moment, or these `ids`. Behind those that wait, in the order that they had, with their ids.",
      ...guardOnce(ports, "webhooks.write"),
      request: {
        headers: onceHeaders,
        params,
        body: { required: true, content: { "application/json": { schema: replay } } },
      },
      responses: {
        202: {
          description: "They wait to be sent.",
          content: {
            "application/json": {
              schema: z
                .object({ messages: z.int().meta({ description: "How many." }) })
                .meta({ id: "WebhookReplayed" }),
            },
          },
        },
        ...problems(400, 401, 403, 404, 409, 413, 415, 422),
      },
    }),
    async (c) => {
      const { application, id } = c.req.valid("param");
      mustBeOn(await mine(c, application, id));
      const wanted = c.req.valid("json");
      const detail = "since" in wanted ? wanted : { ids: wanted.ids.length };
      await note(ports, c, application, { action: "webhook.replay", what: `webhook/${id}`, detail });
      const messages = await ports.webhook(application, id).replay(wanted);
      ports.log("info", "webhook.replayed", { application, webhook: id, messages, by: byWhom(c) });
      return c.json({ messages }, 202);
    },
  );
}
