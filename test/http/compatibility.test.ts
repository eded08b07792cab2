/** Who was written against the last released API goes on working. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { takenAway } from "../../tools/compatible.ts";
import type { Json } from "./document.ts";
import { world } from "./world.ts";

const body = (schema: object) => ({ requestBody: { required: true, content: { "application/json": { schema } } } });
const answer = (schema: object, status = 200) => ({
  responses: { [status]: { description: "x", content: { "application/json": { schema } } } },
});
const route = (operation: object, more: object = {}) => ({ paths: { "/v1/x": { put: { ...operation } } }, ...more });
const object = (properties: object, required: string[] = [], more: object = {}) => ({
  type: "object",
  properties,
  required,
  ...more,
});
const text = { type: "string" };

describe("the API as it was released", () => {
  it("[A51] nothing of it has been taken away", async () => {
    const released = JSON.parse(readFileSync(`${import.meta.dirname}/../../docs/openapi/v1.json`, "utf8")) as Json;
    expect(takenAway(released, (await world().ask("GET", "/openapi.json")).body)).toEqual([]);
  });

  it.each<[string, Json, Json]>([
    ["PUT /v1/x is gone", route(answer(text)), { paths: {} }],
    ["the answer 200 is gone", route(answer(text)), route(answer(text, 201))],
    ["answer 200.a is gone", route(answer(object({ a: text }))), route(answer(object({})))],
    ["answer 200.a may be missing now", route(answer(object({ a: text }, ["a"]))), route(answer(object({ a: text })))],
    [
      "answer 200.a may now be of type null",
      route(answer(object({ a: text }))),
      route(answer(object({ a: { type: ["string", "null"] } }))),
    ],
    ["body.a is demanded", route(body(object({}))), route(body(object({ a: text }, ["a"])))],
    [
      "body.a is taken no more",
      route(body(object({ a: text }))),
      route(body(object({}, [], { additionalProperties: false }))),
    ],
    [
      "body.a may be of type null no more",
      route(body(object({ a: { type: ["string", "null"] } }))),
      route(body(object({ a: text }))),
    ],
    [
      "body.a may be x no more",
      route(body(object({ a: { enum: ["x", "y"] } }))),
      route(body(object({ a: { enum: ["y"] } }))),
    ],
    [
      "body.a: minimum has been raised",
      route(body(object({ a: { minimum: 1 } }))),
      route(body(object({ a: { minimum: 2 } }))),
    ],
    [
      "body.a: maxLength has been lowered",
      route(body(object({ a: text }))),
      route(body(object({ a: { ...text, maxLength: 9 } }))),
    ],
    ["query parameter q is gone", route({ parameters: [{ in: "query", name: "q" }] }), route({})],
    ["query parameter q is demanded", route({}), route({ parameters: [{ in: "query", name: "q", required: true }] })],
    ["a body is demanded", route({}), route(body(text))],
    [
      "body[].a is demanded",
      route(body({ type: "array", items: { $ref: "#/components/schemas/A" } }), {
        components: { schemas: { A: object({}) } },
      }),
      route(body({ type: "array", items: { $ref: "#/components/schemas/B" } }), {
        components: { schemas: { B: object({ a: text }, ["a"]) } },
      }),
    ],
  ])("[A51] it would be noticed: %s", (fault, older, newer) => {
    expect(takenAway(older, newer)).toEqual([expect.stringContaining(fault)]);
    expect(takenAway(older, older)).toEqual([]);
  });

  it("[A51] what is added takes nothing away", () => {
    const older = route({ ...body(object({ a: text }, ["a"])), ...answer(object({ a: text })) });
    const newer = {
      paths: {
        "/v1/x": {
          put: {
            ...body(object({ a: text, b: text }, [])),
            ...answer(object({ a: text, b: text }, ["b"])),
            parameters: [{ in: "query", name: "q" }],
          },
          get: {},
        },
        "/v1/y": { get: {} },
      },
    };
    expect(takenAway(older, newer)).toEqual([]);
  });
});
