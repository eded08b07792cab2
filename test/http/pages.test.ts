import { beforeEach, describe, expect, it } from "vitest";
import type { World } from "./world.ts";
import { world } from "./world.ts";

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly security?: unknown[];
  readonly tags?: string[];
  readonly parameters?: { readonly name: string; readonly in: string }[];
  readonly responses: Record<
    string,
    { readonly description: string; readonly content?: Record<string, { readonly schema: unknown }> }
  >;
}

describe("the description of the API", () => {
  let operations: { readonly at: string; readonly operation: Operation }[];
  let document: Record<string, unknown>;

  beforeEach(async () => {
    document = (await world().ask("GET", "/openapi.json")).body;
    operations = Object.entries(document["paths"] as Record<string, Record<string, Operation>>).flatMap(
      ([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({ at: `${method} ${path}`, operation })),
    );
  });

  it("[A23] is OpenAPI 3.1, and every reference in it leads somewhere", () => {
    expect(document["openapi"]).toBe("3.1.0");
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => String(path));
    expect(references.length).toBeGreaterThan(20);
    for (const reference of references) {
      const found = reference
        .split("/")
        .reduce<unknown>((place, key) => (place as Record<string, unknown> | undefined)?.[key], document);
      expect(found, reference).toBeDefined();
    }
  });

  it("[A23] every route has a summary, a tag and described answers, and its errors are problems", () => {
    expect(operations.length).toBeGreaterThan(28);
    const names = operations.map(({ operation }) => operation.operationId);
    expect(
      names.filter((name, index) => names.indexOf(name) !== index || !/^[a-z][A-Za-z]+$/.test(name ?? "")),
    ).toEqual([]);
    for (const { at, operation } of operations) {
      expect(operation.summary, at).toMatch(/^[A-Z]/);
      expect(operation.tags, at).toHaveLength(1);
      expect(
        Object.keys(operation.responses).some((status) => /^(?:2|302$)/.test(status)),
        at,
      ).toBe(true);
      const answers = Object.entries(operation.responses);
      for (const [status, { description }] of answers) expect(description, `${at} ${status}`).toBeTruthy();
      for (const [status, { content }] of answers.filter(([status]) => status >= "400")) {
        expect(content, `${at} ${status}`).toEqual({
          "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
        });
      }
    }
    for (const { at, operation } of operations.filter(({ operation }) => operation.security !== undefined)) {
      expect(operation.responses, at).toHaveProperty("401");
    }
  });

  it("[A23] only these are open to everyone", () => {
    expect(
      operations
        .filter(({ operation }) => operation.security === undefined)
        .map(({ at }) => at)
        .toSorted(),
    ).toEqual([
      "get /v1/applications/{application}/sign-in",
      "get /v1/applications/{application}/sign-in/{provider}",
      "get /v1/applications/{application}/sign-in/{provider}/callback",
      "get /v1/public",
      "post /v1/applications/{application}/passkeys/challenge",
      "post /v1/applications/{application}/sessions",
      "post /v1/applications/{application}/sessions/passkey",
      "post /v1/applications/{application}/sessions/refresh",
      "post /v1/applications/{application}/sign-in/session",
      "post /v1/applications/{application}/sign-in/{provider}/logout",
      "post /v1/applications/{application}/web-calls",
    ]);
  });

  it("[A23] every parameter of a path is described, and every body has an example", () => {
    for (const { at, operation } of operations) {
      const named = [...at.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name));
      const described = (operation.parameters ?? [])
        .filter((parameter) => parameter.in === "path")
        .map(({ name }) => name);
      expect(described.toSorted(), at).toEqual(named.toSorted());
    }
    const schemas = (document["components"] as { schemas: Record<string, { example?: unknown }> }).schemas;
    for (const [name, schema] of Object.entries(schemas).filter(([name]) => name.endsWith("Body")))
      expect(schema.example, name).toBeDefined();
  });

  it("[A24] /docs shows every route and field, from us alone and without scripts", async () => {
    const { status, text, headers } = await world().ask("GET", "/docs");
    expect(status).toBe(200);
    expect(headers.get("content-type")).toContain("text/html");
    for (const { at } of operations) expect(text).toContain(`<code>${at.slice(at.indexOf(" ") + 1)}</code>`);
    expect(text).toContain("ringTime");
    // Addresses in examples are text: nothing is loaded from there, and nothing leads there.
    expect(text).not.toMatch(/<script|(?:src|href|action)=["']?https?:|url\(/);
    expect(text).not.toContain("[object Object]");
    expect((await world().ask("GET", "/docs.css")).headers.get("content-type")).toContain("text/css");
  });
});

describe("pages", () => {
  let w: World;
  beforeEach(() => {
    w = world();
  });

  it.each([
    ["/", "/index.html"],
    ["/operator", "/operator.html"],
    ["/supervisor", "/supervisor.html"],
    ["/admin", "/admin.html"],
    ["/call", "/call.html"],
  ])("[A25] %s is %s, and may load nothing from elsewhere", async (address, file) => {
    const { status, text, headers } = await w.ask("GET", address);
    expect(status).toBe(200);
    expect(text).toBe(`this is ${file}`);
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(headers.get("cache-control")).toBe("no-cache");
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self' ws://127.0.0.1:7880 http://127.0.0.1:7880;");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("permissions-policy")).toContain("microphone=(self)");
  });

  it("[A25] what has its hash in its name is kept for ever, and has its type", async () => {
    const { headers } = await w.ask("GET", "/assets/main-abc123.js");
    expect(headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(headers.get("cache-control")).toContain("immutable");
    expect((await w.ask("GET", "/favicon.svg")).headers.get("content-type")).toBe("image/svg+xml");
  });

  it("[A25] Cloudflare's asset service leads to names without .html: they are followed", async () => {
    const cloudflare = world({
      assets: async (request) => {
        const { pathname } = new URL(request.url);
        if (pathname === "/operator.html")
          return new Response(null, { status: 307, headers: { location: "/operator" } });
        return pathname === "/operator" ? new Response("the page") : new Response(null, { status: 404 });
      },
    });
    expect((await cloudflare.ask("GET", "/operator")).text).toBe("the page");
  });

  it.each(["/assets/../worker.js", "/assets/nothing.js", "/secrets.json", "/.env", "/operator.html", "/operator/"])(
    "[A25] there is nothing at %s",
    async (address) => {
      const { status, headers } = await w.ask("GET", address);
      expect(status).toBe(404);
      expect(headers.get("content-type")).toBe("application/problem+json");
    },
  );

  it("[A25] LiveKit Cloud may send a page on to a host of its region", async () => {
    const cloud = world();
    const settings = {
      ...cloud.ports.settings,
      liveKit: { ...cloud.ports.settings.liveKit, wsUrl: "wss://project.livekit.cloud" },
    };
    const { headers } = await world({ settings }).ask("GET", "/call");
    expect(headers.get("content-security-policy")).toContain(
      "wss://project.livekit.cloud https://project.livekit.cloud wss://*.livekit.cloud https://*.livekit.cloud",
    );
  });
});

describe("health", () => {
  it("[A26] /healthz answers whatever else does", async () => {
    const w = world();
    w.state.liveKitAnswers = false;
    expect(await w.ask("GET", "/healthz")).toMatchObject({ status: 200, text: "ok" });
  });

  it("[A26] /readyz says what is missing", async () => {
    const w = world();
    expect(await w.ask("GET", "/readyz")).toMatchObject({
      status: 200,
      body: { ready: true, storage: "ok", liveKit: "ok", mediaWorkers: "ok", patrol: "ok" },
    });
    w.state.liveKitAnswers = false;
    w.state.mediaWorkers = [];
    expect(await w.ask("GET", "/readyz")).toMatchObject({
      status: 503,
      body: { ready: false, liveKit: "failed", mediaWorkers: "failed", storage: "ok" },
    });
  });

  it("[A27] /metrics are in Prometheus' form", async () => {
    const w = world();
    await w.ask("GET", "/healthz");
    await w.ask("GET", "/nothing");
    const { text, headers } = await w.ask("GET", "/metrics");
    expect(headers.get("content-type")).toContain("text/plain; version=0.0.4");
    expect(text).toContain('acd_http_requests_total{class="2xx"} 1');
    expect(text).toContain('acd_http_requests_total{class="4xx"} 1');
    expect(text).toContain("acd_patrol_rounds_total 7");
    expect(text).toContain("acd_media_workers 1");
    for (const line of text.trimEnd().split("\n"))
      expect(line).toMatch(/^(# (HELP|TYPE) acd_\w+ .+|acd_\w+(\{\w+="[\w ]+"\})? \d+)$/);
  });
});
