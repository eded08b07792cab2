/** What goes on just now, as it changes: server-sent events for programs, a WebSocket for pages. */
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { showsWholeNumbers, type Subscription } from "../../live/index.ts";
import { liveKinds, type LiveFrame } from "../../protocol/live.ts";
import type { ApplicationId } from "../../words/index.ts";
import { addressOf, guard } from "../access.ts";
import type { Api } from "../api.ts";
import { applicationId, flag, queueId } from "../fields/basics.ts";
import type { Ports } from "../ports.ts";
import { problems } from "../problem.ts";

/** `a,b` as a list; left out: all. */
const listed = z
  .string()
  .max(10_000)
  .transform((text) => text.split(","));

/** What somebody wants to see of it. */
export const liveQuery = z.object({
  kinds: listed
    .pipe(z.array(z.enum(liveKinds)))
    .optional()
    .meta({
      description: "Of queue, operator, call: those wanted.",
      example: "queue,operator",
    }),
  queues: listed.pipe(z.array(queueId)).optional().meta({
    description: "Only these queues, their operators and callers.",
    example: "MainQueue",
  }),
  since: z.string().max(64).optional().meta({
    description:
      "The `seq` that came last: what has changed since is told, where that is still known. As the header `Last-Event-ID`.",
  }),
  once: flag("`true`: what there is to tell now, and then the end."),
});

/**
 * Numbers that are shown whole are written down; here when the stream begins, and not with each frame. Who may see them so only later
 * comes again for it, and through here (actors/live.ts).
 */
export async function noteLive(
  ports: Ports,
  request: Request,
  application: ApplicationId,
  { bearer, interest }: Subscription,
): Promise<void> {
  if (!showsWholeNumbers(bearer, interest)) return;
  const { pathname } = new URL(request.url);
  const author = { by: bearer.name, from: addressOf(request) };
  await ports.directory(application).note({ action: "numbers.shown", what: pathname, detail: {} }, author);
}

const event = "event: delta\nid: 4f1c2a9b-17\ndata: ";
const example: LiveFrame = { type: "delta", seq: "4f1c2a9b-17", changed: [], gone: [{ kind: "call", id: "c_1" }] };

export function liveRoutes(api: Api, ports: Ports): void {
  api.openapi(
    createRoute({
      method: "get",
      path: "/v1/applications/{application}/live",
      operationId: "followLive",
      tags: ["Live"],
      summary: "Follow what goes on",
      description:
        'Server-sent events: a `snapshot` of queues, operators and calls, then a `delta` whenever something has become different, at most four times a second; nothing that the bearer may not see. The first 200 of each line are shown. Who comes back with `Last-Event-ID` is told what they missed, or everything anew. `end`: that was all that was wanted (`once`), or the bearer may not look on any more; a stream that closes without it is to be opened again, as when the bearer may see whole numbers from now on. The same over a WebSocket: `…/live/socket`, subprotocols `acd.live.v1` and the token; its reader answers each frame with `{"seq": "…"}` and says `ping` every 20 seconds; after what was wanted `once` it is closed with 1000.',
      ...guard(ports, "queues.watch"),
      request: { params: z.object({ application: applicationId }), query: liveQuery },
      responses: {
        200: {
          description: "The stream.",
          content: {
            "text/event-stream": { schema: z.string().meta({ example: `${event}${JSON.stringify(example)}\n\n` }) },
          },
        },
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) => {
      const { application } = c.req.valid("param");
      const { since, once, ...interest } = c.req.valid("query");
      const subscription: Subscription = {
        bearer: c.get("bearer"),
        credential: c.get("credential"),
        interest,
        since: c.req.header("last-event-id") ?? since,
        once,
      };
      await noteLive(ports, c.req.raw, application, subscription);
      return ports.sockets.live(c.req.raw, application, subscription);
    },
  );
}
