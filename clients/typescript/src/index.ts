/** A client of the call centre's HTTP API, for Node 20 and newer, Deno, Workers and browsers. */
import { operations, type Send } from "./generated.ts";
import { follow, type LiveFrame } from "./live.ts";
import { AcdProblem } from "./problem.ts";
import type { Answer, Route } from "./route.ts";

export * from "./generated.ts";
export { AcdProblem } from "./problem.ts";
export type { Answer } from "./route.ts";
export type { LiveFrame, LiveItem } from "./live.ts";

export interface AcdOptions {
  /** Where the call centre is: `https://acd.example.com`. */
  readonly url: string;
  /** The admin key, an API key, or a session token. */
  readonly token?: string;
  /** The application that is meant wherever none is named. */
  readonly application?: string;
  /** In the place of the global one. */
  readonly fetch?: typeof fetch;
}

export type Acd = ReturnType<typeof operations> & {
  /**
   * Everything that a list has, page by page.
   * @example for await (const queue of acd.every(acd.listQueues)) …
   */
  every<Item, Input extends { cursor?: string }>(
    list: (input: Input) => Promise<Answer<{ readonly items: readonly Item[]; readonly next?: string }>>,
    input?: Omit<Input, "cursor">,
  ): AsyncGenerator<Item, void>;
  /** What goes on just now, as it changes; goes on by itself after a lost connection. Ends when the bearer may not look on any more. */
  follow(input?: {
    readonly application?: string;
    readonly kinds?: readonly ("queue" | "operator" | "call")[];
    readonly queues?: readonly string[];
    readonly signal?: AbortSignal;
  }): AsyncGenerator<LiveFrame, void>;
};

/** So often something is tried that failed by no fault of the request. */
const tries = 4;
const firstPause = 250;
/** A server that asks for more patience than this gets its refusal handed on. */
const longestPause = 10_000;

/** Methods resolve to the answer and throw `AcdProblem` for a refusal. What may be sent twice is tried again when the network or the server fails. */
export function acd({ url, token, application, fetch: send = fetch }: AcdOptions): Acd {
  const headers = (): Headers => new Headers(token === undefined ? {} : { authorization: `Bearer ${token}` });

  const ask = async (request: () => Request, mayRepeat: boolean): Promise<Response> => {
    for (let attempt = 1; ; attempt += 1) {
      const last = attempt === tries || !mayRepeat;
      let pause = firstPause * 2 ** (attempt - 1);
      try {
        const response = await send(request());
        const asked = Number(response.headers.get("retry-after") ?? Number.NaN) * 1_000;
        const passes = response.status === 429 || response.status === 502 || response.status === 503;
        if (!Number.isNaN(asked)) pause = asked;
        if (!passes || last || pause > longestPause) return response;
        await response.body?.cancel();
      } catch (error) {
        if (last) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  };

  const sendRoute: Send = async <Body>(route: Route, input: object): Promise<Answer<Body>> => {
    const given = { application, ...dropUndefined(input) } as Readonly<Record<string, Value | undefined>>;
    const sent = headers();
    for (const [name, header] of conditions) if (given[name] !== undefined) sent.set(header, String(given[name]));
    if (route.once === true && !sent.has("idempotency-key")) sent.set("idempotency-key", crypto.randomUUID());
    if (route.type !== undefined) sent.set("content-type", String(given["contentType"] ?? route.type));
    const body = bodyOf(route, given["body"]);
    const request = (): Request =>
      new Request(addressOf(url, route, given), {
        method: route.method,
        headers: sent,
        ...(body !== undefined && { body }),
      });
    const response = await ask(request, route.method !== "POST" || route.once === true);
    return {
      status: response.status,
      body: (await read(response)) as Body,
      etag: response.headers.get("etag") ?? undefined,
    };
  };

  return {
    ...operations(sendRoute),

    async *every(list, input) {
      for (let cursor: string | undefined; ;) {
        const { body } = await list({ ...input, ...(cursor !== undefined && { cursor }) } as Parameters<
          typeof list
        >[0]);
        yield* body.items;
        if (body.next === undefined) return;
        cursor = body.next;
      }
    },

    follow({ signal, kinds, queues, application: of = application } = {}) {
      const query = [...(kinds === undefined ? [] : ["kinds"]), ...(queues === undefined ? [] : ["queues"])];
      const route: Route = { method: "GET", path: "/v1/applications/{application}/live", query };
      const address = addressOf(url, route, { application: of, kinds: kinds?.join(","), queues: queues?.join(",") });
      const open = async (last: string | undefined): Promise<Response> => {
        const sent = headers();
        if (last !== undefined) sent.set("last-event-id", last);
        const response = await send(new Request(address, { headers: sent, ...(signal && { signal }) }));
        if (!response.ok) await read(response);
        return response;
      };
      return follow(open, signal);
    },
  };
}

/** What parameters are. */
type Value = string | number | boolean;

const conditions = [
  ["ifMatch", "if-match"],
  ["ifNoneMatch", "if-none-match"],
  ["idempotencyKey", "idempotency-key"],
] as const;

function addressOf(url: string, { path, query }: Route, given: Readonly<Record<string, Value | undefined>>): URL {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (given[name] === undefined) throw new TypeError(`"${name}" is missing.`);
    return encodeURIComponent(String(given[name]));
  });
  const address = new URL(url.replace(/\/$/, "") + filled);
  for (const name of query) if (given[name] !== undefined) address.searchParams.set(name, String(given[name]));
  return address;
}

function bodyOf({ type }: Route, body: unknown): string | Uint8Array<ArrayBuffer> | undefined {
  if (type === undefined) return undefined;
  if (body instanceof Uint8Array) return new Uint8Array(body);
  return typeof body === "string" && !type.includes("json") ? body : JSON.stringify(body);
}

/** The body of an answer; throws for a refusal. */
async function read(response: Response): Promise<unknown> {
  const type = response.headers.get("content-type") ?? "";
  // A file that is no text.
  if (response.ok && !/^$|^text\/|json/.test(type)) return new Uint8Array(await response.arrayBuffer());
  const text = await response.text();
  const isJson = type.includes("json");
  const body: unknown = text === "" ? undefined : isJson ? JSON.parse(text) : text;
  if (response.ok || response.status === 304) return body;
  throw new AcdProblem(response.status, typeof body === "object" && body !== null ? { ...body } : {});
}

const dropUndefined = (input: object): object =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
