import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { Api } from "../api.ts";
import { applicationId, language } from "../fields/basics.ts";
import type { Ports } from "../ports.ts";
import { problems } from "../problem.ts";

const centre = z
  .object({
    application: applicationId.meta({ description: "The application of whoever names none." }),
    applications: z.array(z.object({ id: applicationId, name: z.string() })),
    number: z.string().meta({ description: "The number to dial; empty while there is none." }),
    sip: z.string().meta({ description: "The address for softphones; empty while there is no number." }),
    language,
  })
  .meta({
    id: "Centre",
    example: {
      application: "callcenter",
      applications: [{ id: "callcenter", name: "Call centre" }],
      number: "+74951234567",
      sip: "sip:+74951234567@127.0.0.1:5060",
      language: "ru",
    },
  });

export function publicRoutes(api: Api, ports: Ports): void {
  api.openapi(
    createRoute({
      method: "get",
      path: "/v1/public",
      operationId: "getPublic",
      tags: ["Calls"],
      summary: "What anyone may know of this call centre",
      responses: {
        200: { description: "For the pages.", content: { "application/json": { schema: centre } } },
        ...problems(),
      },
    }),
    async (c) => {
      const { defaultApplication: application, sipHost } = ports.settings;
      const applications = (await ports.root.list("application")).map(({ id, name }) => ({ id, name }));
      const [first] = await ports.directory(application).list("number");
      const number = first?.id ?? "";
      const sip = number === "" ? "" : `sip:${number}@${sipHost ?? new URL(c.req.url).hostname}`;
      return c.json({ application, applications, number, sip, language: ports.settings.language }, 200);
    },
  );
}
