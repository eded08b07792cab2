/** Telephone numbers that LiveKit Cloud sells: searched, bought for the application, given back. Numbers of a carrier's need none of it. */
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { Author } from "../../audit/index.ts";
import type { NumbersRefusal } from "../../livekit/phoneNumbers.ts";
import { no, type ApplicationId } from "../../words/index.ts";
import { authorOf, byWhom, guard } from "../access.ts";
import type { Api } from "../api.ts";
import { applicationId } from "../fields/basics.ts";
import { guardOnce, onceHeaders } from "../once.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";
import { provisioned } from "./provisioning.ts";

const tags = ["Telephony"];
const path = "/v1/applications/{application}/phone-numbers";

const e164 = z
  .string()
  .regex(/^\+[1-9][0-9]{4,14}$/, "Write it in international form: +14155550100.")
  .meta({ description: "The number, in international form.", example: "+14155550100" });
const sold = z
  .object({
    number: e164,
    country: z.string().meta({ description: "As ISO 3166-1 has it.", example: "US" }),
    areaCode: z.string(),
    type: z.enum(["local", "mobile", "tollFree", "unknown"]),
    locality: z.string(),
    region: z.string(),
  })
  .meta({ id: "SoldNumber" });
const own = sold.extend({ status: z.enum(["active", "pending", "offline", "unknown"]) }).meta({ id: "OwnNumber" });

const refused = (refusal: NumbersRefusal, number: string): Problem =>
  refusal === "not_offered"
    ? new Problem("not-offered", "This LiveKit sells no telephone numbers: only LiveKit Cloud does. Bring a carrier's.")
    : new Problem("not-to-be-had", `LiveKit does not give "${number}": it may be taken, or not be yours.`);

export function phoneNumberRoutes(api: Api, ports: Ports): void {
  api.openapi(
    createRoute({
      method: "get",
      path: `${path}/available`,
      operationId: "searchPhoneNumbers",
      tags,
      summary: "Search for numbers that can be bought",
      description: "Of LiveKit Cloud. Elsewhere: 409 `not-offered`.",
      ...guard(ports, "numbers.buy"),
      request: {
        params: z.object({ application: applicationId }),
        query: z.strictObject({
          country: z
            .string()
            .regex(/^[A-Z]{2}$/, "Give two capital letters: US.")
            .default("US")
            .meta({ description: "As ISO 3166-1 has it." }),
          areaCode: z
            .string()
            .regex(/^[0-9]{1,6}$/, "Give its digits: 415.")
            .optional()
            .meta({ description: "Only numbers of this area." }),
          limit: z.coerce.number().int().min(1).max(100).default(20),
        }),
      },
      responses: {
        200: {
          description: "Some of those that there are.",
          content: { "application/json": { schema: z.object({ items: z.array(sold) }) } },
        },
        ...problems(400, 401, 403, 404, 409, 502),
      },
    }),
    async (c) => {
      const query = c.req.valid("query");
      const answer = await ports.phoneNumbers.search(query);
      if (answer.ok) return c.json({ items: [...answer.value] }, 200);
      if (answer.refusal === "not_offered") throw refused(answer.refusal, "");
      return c.json({ items: [] }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path,
      operationId: "listPhoneNumbers",
      tags,
      summary: "List the numbers that were bought",
      description: "For this application, of LiveKit Cloud.",
      ...guard(ports, "numbers.read"),
      request: { params: z.object({ application: applicationId }) },
      responses: {
        200: {
          description: "All of them.",
          content: { "application/json": { schema: z.object({ items: z.array(own) }) } },
        },
        ...problems(400, 401, 403, 404, 409, 502),
      },
    }),
    async (c) => {
      const ruleId = await ports.dispatchRule(c.req.valid("param").application);
      const answer = ruleId === undefined ? undefined : await ports.phoneNumbers.list(ruleId);
      if (answer?.ok === false) throw refused(answer.refusal, "");
      return c.json({ items: [...(answer?.value ?? [])] }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path,
      operationId: "buyPhoneNumber",
      tags,
      summary: "Buy a number",
      description:
        "It costs money. The number is put among the application's numbers, and LiveKit brings its calls here. Repeatable: a number that the application has is not bought again.",
      ...guardOnce(ports, "numbers.buy"),
      request: {
        params: z.object({ application: applicationId }),
        headers: onceHeaders,
        body: {
          required: true,
          content: {
            "application/json": { schema: z.strictObject({ number: e164 }).meta({ id: "NumberToBuy" }) },
          },
        },
      },
      responses: {
        201: {
          description: "It is the application's.",
          content: { "application/json": { schema: z.object({ number: e164 }) } },
        },
        ...problems(400, 401, 403, 404, 409, 413, 415, 422, 502),
      },
    }),
    async (c) => {
      const { application } = c.req.valid("param");
      const { number } = c.req.valid("json");
      const author = authorOf(c);
      // Calls may come as soon as it is bought: everything they need is there before, and taken back if it is not to be had.
      const directory = ports.directory(application);
      const isNew = (await directory.get("number", number)) === undefined;
      if (isNew) await directory.put("number", { id: number, label: "LiveKit" }, author);
      const known = await provisioned(ports, application);
      const answer = known.ok ? await ports.phoneNumbers.buy(number, known.value.ruleId) : no("not_offered" as const);
      if (!answer.ok) {
        if (isNew) await forget(application, number, author);
        throw refused(answer.refusal, number);
      }
      ports.log("info", "number.bought", { application, by: byWhom(c) });
      return c.json({ number }, 201);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: `${path}/{number}`,
      operationId: "releasePhoneNumber",
      tags,
      summary: "Give a number back",
      description:
        "To LiveKit; from then on somebody else may have it. It is no longer among the application's numbers.",
      ...guard(ports, "numbers.buy"),
      request: { params: z.object({ application: applicationId, number: e164 }) },
      responses: { 204: { description: "It is given back." }, ...problems(400, 401, 403, 404, 409, 502) },
    }),
    async (c) => {
      const { application, number } = c.req.valid("param");
      const ruleId = await ports.dispatchRule(application);
      const answer = ruleId === undefined ? undefined : await ports.phoneNumbers.release(number, ruleId);
      if (answer === undefined) throw refused("refused", number);
      if (!answer.ok) throw refused(answer.refusal, number);
      await forget(application, number, authorOf(c));
      ports.log("info", "number.released", { application, by: byWhom(c) });
      return c.body(null, 204);
    },
  );

  async function forget(application: ApplicationId, number: string, author: Author): Promise<void> {
    await ports.directory(application).remove("number", number, author);
    await provisioned(ports, application);
  }
}
