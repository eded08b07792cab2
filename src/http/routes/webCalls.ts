/** A call from a browser: a room that does not exist yet, and a pass into it. The call begins when the caller has joined. */
import { createRoute } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import * as z from "zod";
import { callIdOf } from "../../livekit/callId.ts";
import { webCallerPass } from "../../livekit/tokens.ts";
import { webCallerIdentity, webCallRoom } from "../../protocol/rooms.ts";
import type { AppEnv } from "../access.ts";
import type { Api } from "../api.ts";
import type { Counters } from "../counters.ts";
import { applicationId, callId, number } from "../fields/basics.ts";
import { hex } from "../hex.ts";
import { limiter } from "../limit.ts";
import { once, onceHeaders } from "../once.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";
import type { FindRoute } from "../routeBook.ts";

export function webCallRoutes(api: Api, ports: Ports, counters: Counters, findRoute: FindRoute): void {
  const check = limiter({ perAddress: 10, unaddressed: 300 });
  /** Before anything is kept of the request. */
  const limited: MiddlewareHandler<AppEnv> = async (c, next) => {
    check(c.req.raw, ports.now());
    await next();
  };

  api.openapi(
    createRoute({
      method: "post",
      path: "/v1/applications/{application}/web-calls",
      operationId: "beginWebCall",
      tags: ["Calls"],
      summary: "Call from a browser",
      description:
        "Open to everyone. The pass is good for two minutes, for one room: connect to it with livekit-client and publish the microphone.",
      middleware: [limited, once(ports)],
      request: {
        headers: onceHeaders,
        params: z.object({ application: applicationId }),
        body: {
          required: true,
          content: {
            "application/json": {
              schema: z.strictObject({ number }).meta({ id: "WebCallBody", example: { number: "+74951234567" } }),
            },
          },
        },
      },
      responses: {
        201: {
          description: "A call may begin.",
          content: {
            "application/json": {
              schema: z
                .object({ callId, pass: z.object({ url: z.string(), token: z.string() }) })
                .meta({ id: "WebCall" }),
            },
          },
        },
        ...problems(400, 404, 409, 413, 415, 422, 429),
      },
    }),
    async (c) => {
      const { application } = c.req.valid("param");
      const dialled = c.req.valid("json").number;
      const leads =
        (await ports.directory(application).get("number", dialled)) && (await findRoute(application, dialled));
      counters.count("web_calls_total", { result: leads ? "ok" : "unknown_number" });
      if (!leads) throw new Problem("not-found", "Nobody answers that number here.");
      // Asked for again by the same key it is the same call, even if the first answer has not been kept.
      const random = c.get("slot")?.slice(0, 16) ?? hex(ports.random(8));
      const room = webCallRoom(application, random);
      const { liveKit } = ports.settings;
      const token = await webCallerPass(liveKit, room, webCallerIdentity(random), dialled);
      return c.json({ callId: await callIdOf(room), pass: { url: liveKit.wsUrl, token } }, 201);
    },
  );
}
