/** Thousands of requests as nobody should send them, made from the API's own description. */
import { describe, expect, it } from "vitest";
import type { CallRecord } from "../../src/protocol/record.ts";
import { as } from "../../src/words/index.ts";
import type { CallId, RoomName } from "../../src/words/index.ts";
import type { Document, Json, Operation } from "./document.ts";
import { documentOf, judge, resolved } from "./document.ts";
import { seeded } from "../support/chance.ts";
import { adminKey, app, world } from "./world.ts";

const seeds = [1, 2, 3, 108];
const requestsOfEach = 1_000;

function lots(seed: number) {
  const next = seeded(seed);
  const upTo = (end: number): number => Math.floor(next() * end);
  return {
    chance: (share: number): boolean => next() < share,
    upTo,
    // The list is never empty where this is asked.
    one: <T>(of: readonly T[]): T => of[upTo(of.length)] as T,
  };
}
type Lots = ReturnType<typeof lots>;

const oddStrings = [
  "",
  " ",
  "\u0000",
  "\uD800",
  "\u202Eevil",
  "👩‍👩‍👧",
  "очередь",
  "__proto__",
  "constructor",
  "toString",
  "../../etc/passwd",
  "%00%ff%",
  "'; DROP TABLE queue; --",
  "<script>alert(1)</script>",
  "NaN",
  "-0",
  "1e309",
  "true",
  "null",
  "[]",
  "*",
  "+",
  "x".repeat(300),
  "9".repeat(400),
];
const odd: readonly unknown[] = [
  ...oddStrings,
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER + 2,
  [],
  {},
  [[[[]]]],
  { __proto__: null, constructor: 1 },
];
const ids = ["callcenter", "MainQueue", "Support", "operator1", "InboundCalls", "Office", "+74951234567", "c_1", "New"];
const oddBodies = [
  "",
  "{",
  "null",
  "[]",
  '"text"',
  "0",
  "1e999",
  '{"a":1}{"b":2}',
  '{"__proto__":{"name":"x"}}',
  '{"name":"x","name":1}',
  "[".repeat(20_000),
  `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`,
  `{"name":"${"x".repeat(70_000)}"}`,
  "\uFEFF{}",
  "name=x",
];
const oddHeaders: readonly [string, string][] = [
  ["if-match", "*"],
  ["if-match", '"1"'],
  ["if-match", "1"],
  ["if-none-match", '"", W/"x", "9007199254740993"'],
  ["if-none-match", "*"],
  ["idempotency-key", "short"],
  ["idempotency-key", "a-key-of-sixteen-characters-or-more"],
  ["content-length", "5"],
  ["accept", "text/csv"],
  ["accept", "\u00ff"],
  ["cf-connecting-ip", "::1"],
  ["origin", "https://elsewhere.example"],
];

/** What fits a schema, more or less. */
function fitting(document: Document, schema: Json, lot: Lots, depth = 0): unknown {
  const here = resolved(document, schema);
  if (here["example"] !== undefined && lot.chance(0.5)) return here["example"];
  if ("const" in here) return here["const"];
  if (Array.isArray(here["enum"])) return lot.one<unknown>(here["enum"]);
  const choices = here["anyOf"] ?? here["oneOf"] ?? here["allOf"];
  if (Array.isArray(choices)) return fitting(document, lot.one(choices as Json[]), lot, depth);
  const type = lot.one([here["type"]].flat());
  switch (type) {
    case "string":
      return lot.chance(0.6) ? lot.one(ids) : lot.one(oddStrings);
    case "integer":
    case "number":
      return lot.one([here["minimum"], here["maximum"], here["default"], 1, 5_000, 30_000].filter(Number.isFinite));
    case "boolean":
      return lot.chance(0.5);
    case "array":
      return depth > 4
        ? []
        : Array.from({ length: lot.upTo(3) }, () => fitting(document, (here["items"] ?? {}) as Json, lot, depth + 1));
    case "object": {
      if (depth > 4) return {};
      const fields = Object.entries((here["properties"] ?? {}) as Record<string, Json>);
      const required = (here["required"] ?? []) as string[];
      return Object.fromEntries(
        fields
          .filter(([name]) => name !== "password" && (required.includes(name) || lot.chance(0.4)))
          .map(([name, field]) => [name, fitting(document, field, lot, depth + 1)]),
      );
    }
    default:
      return lot.one(odd);
  }
}

/** Something in it is not as it should be. */
function spoiled(value: unknown, lot: Lots): unknown {
  if (lot.chance(0.2) || typeof value !== "object" || value === null) return lot.one(odd);
  if (Array.isArray(value))
    return lot.chance(0.3)
      ? [...(value as unknown[]), lot.one(odd)]
      : value.map((one) => (lot.chance(0.5) ? spoiled(one, lot) : one));
  const fields = Object.entries(value);
  if (fields.length === 0 || lot.chance(0.3)) return { ...value, [lot.one(oddStrings)]: lot.one(odd) };
  const [name, field] = lot.one(fields);
  if (lot.chance(0.3)) return Object.fromEntries(fields.filter(([other]) => other !== name));
  return { ...value, [name]: spoiled(field, lot) };
}

function requestFor(document: Document, { method, path, parameters, bodies }: Operation, lot: Lots) {
  const text = (schema: Json | undefined): string => {
    const value = lot.chance(0.7) && schema !== undefined ? fitting(document, schema, lot) : lot.one(odd);
    return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  };
  const at = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const known = name === "application" ? "callcenter" : lot.one(ids);
    return encodeURIComponent((lot.chance(0.9) ? known : lot.one(oddStrings)).toWellFormed());
  });
  const query = parameters
    .filter((parameter) => parameter.in === "query" && lot.chance(parameter.required === true ? 0.9 : 0.3))
    .map(({ name, schema }) => `${name}=${encodeURIComponent(text(schema).toWellFormed())}`);
  if (lot.chance(0.05)) query.push(lot.one(["colour=red", "limit=", "limit=1&limit=2", "%", "a[b]=c"]));
  const headers = new Headers();
  if (lot.chance(0.95)) headers.set("authorization", `Bearer ${adminKey}`);
  else if (lot.chance(0.5))
    headers.set("authorization", lot.one(["Bearer", "Bearer x.y.z", "Basic YTpi", "Bearer acd_callcenter_1_2", "x"]));
  if (lot.chance(0.2)) headers.set(...lot.one(oddHeaders));
  const [declared] = Object.keys(bodies);
  let body: string | undefined;
  if (declared !== undefined) {
    const good = fitting(document, bodies[declared] ?? {}, lot);
    body = lot.chance(0.15) ? lot.one(oddBodies) : (JSON.stringify(lot.chance(0.5) ? spoiled(good, lot) : good) ?? "");
    const type = lot.chance(0.93)
      ? declared
      : lot.one([
          "text/plain",
          "application/xml",
          "",
          "application/json; charset=utf-16",
          "multipart/form-data",
          "*/*",
        ]);
    if (type !== "") headers.set("content-type", type);
  }
  const init = { method: method.toUpperCase(), headers, ...(body !== undefined && { body }) };
  return { at: query.length === 0 ? at : `${at}?${query.join("&")}`, init };
}

async function furnished() {
  const w = world();
  await w.furnish();
  await w.admin("PUT", `/v1/applications/${app}/hours/Office`, { name: "Office", timeZone: "Europe/Moscow" });
  const call: CallRecord = {
    callId: as<CallId>("c_1"),
    room: as<RoomName>("callcenter_r"),
    channel: "phone",
    from: "+79161234567",
    to: "+74951234567",
    startedAt: 1_000,
    timeline: [{ seq: 1, at: 1_000, what: "arrived" }],
  };
  await w.ports.ledger(app).tell({ type: "call.started", call });
  w.state.calls.set("c_1", call);
  return w;
}

describe("requests as nobody should send them", () => {
  it.each(seeds)(
    "[A50] are refused as documented and break nothing (seed %i)",
    async (seed) => {
      const lot = lots(seed);
      let w = await furnished();
      const document = await documentOf(w);
      const wrong = judge(document);
      const seen = new Map<number, number>();
      for (let sent = 0; sent < requestsOfEach; sent++) {
        // What was deleted and filled meanwhile comes anew.
        if (sent % 100 === 99) w = await furnished();
        const operation = lot.one(document.operations);
        const { at, init } = requestFor(document, operation, lot);
        const response = await w.api.request(at, init);
        const { status, headers } = response;
        const text = await response.text();
        seen.set(status, (seen.get(status) ?? 0) + 1);
        // An address of which a part was made empty, or a path of its own, is another address.
        const elsewhere = (status === 404 || status === 405) && text.includes('"urn:acd:problem:');
        const fault = elsewhere ? undefined : wrong(operation, { status, headers, text });
        expect(
          { fault, isFault: status >= 500 },
          `${init.method} ${at} ${init.body?.slice(0, 500) ?? ""}\n${text}`,
        ).toEqual({
          fault: undefined,
          isFault: false,
        });
      }
      // It is worth something only if much gets through.
      for (const status of [200, 201, 400, 404, 415, 422])
        expect(seen.get(status) ?? 0, String(status)).toBeGreaterThan(3);
    },
    60_000,
  );

  it("[A50] an answer that is not as documented would be noticed", async () => {
    const w = await furnished();
    const document = await documentOf(w);
    const list = document.operations.find(({ method, path }) => method === "get" && path.endsWith("/queues"));
    if (list === undefined) throw new Error("there is no such route");
    const good = await w.admin("GET", `/v1/applications/${app}/queues`);
    const wrong = judge(document);
    expect(wrong(list, good)).toBeUndefined();
    expect(wrong(list, { ...good, text: good.text.replace('"ringTime":20000', '"ringTime":"long"') })).toContain(
      "ringTime",
    );
    expect(wrong(list, { ...good, text: "{}" })).toContain("items");
    expect(wrong(list, { ...good, status: 418 })).toContain("not documented");
    expect(wrong(list, { ...good, headers: new Headers({ "content-type": "text/html" }) })).toContain("text/html");
  });

  it("[A50] methods that an address does not know are refused with those that it does", async () => {
    const w = await furnished();
    const { operations } = await documentOf(w);
    for (const path of new Set(operations.map(({ path }) => path))) {
      const at = path.replaceAll("{application}", app).replaceAll(/\{\w+\}/g, "x");
      // An id may read as another address: `/sessions/refresh`.
      const fits = (other: string) => new RegExp(`^${other.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(at);
      const known = operations.filter((operation) => fits(operation.path)).map(({ method }) => method);
      for (const method of ["get", "put", "post", "patch", "delete", "trace2"].filter((one) => !known.includes(one))) {
        const { status, headers } = await w.ask(method.toUpperCase(), at, { as: adminKey });
        expect(status, `${method} ${path}`).toBe(405);
        for (const one of known) expect(headers.get("allow"), path).toContain(one.toUpperCase());
      }
    }
  });
});
