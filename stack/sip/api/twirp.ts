/** Twirp over HTTP, as LiveKit's SDKs and `lk` speak it: JSON (either case of names) and protobuf. */
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { TokenVerifier } from "livekit-server-sdk";
import { log } from "../log.ts";

/** The codes of the Twirp specification that are used here, with their HTTP status. */
const statusOf = {
  bad_route: 404,
  invalid_argument: 400,
  malformed: 400,
  failed_precondition: 412,
  not_found: 404,
  unauthenticated: 401,
  permission_denied: 403,
  resource_exhausted: 429,
  canceled: 408,
  deadline_exceeded: 408,
  aborted: 409,
  unimplemented: 501,
  internal: 500,
} as const;

export type TwirpCode = keyof typeof statusOf;

/** A refusal in Twirp's terms; what a method throws to say no. */
export class TwirpError extends Error {
  override readonly name = "TwirpError";
  readonly code: TwirpCode;
  readonly meta: Readonly<Record<string, string>> | undefined;

  constructor(code: TwirpCode, message: string, meta?: Readonly<Record<string, string>>) {
    super(message);
    this.code = code;
    this.meta = meta;
  }
}

/** The part of a protobuf message class that is needed to read one. */
export interface MessageType<Request> {
  fromBinary(bytes: Uint8Array): Request;
  fromJsonString(json: string, options: { ignoreUnknownFields: boolean }): Request;
}

export interface MessageOut {
  toBinary(): Uint8Array;
  toJsonString(options: { useProtoFieldName: boolean; emitDefaultValues: boolean }): string;
}

/** What a token must allow: to set up trunks and rules, or to place calls. */
type Grant = "admin" | "call";

/** One remote procedure: reads its request from either encoding and runs. */
export interface Procedure {
  readonly grant: Grant;
  run(body: Uint8Array, json: boolean): Promise<MessageOut>;
}

export const procedure = <Request>(
  type: MessageType<Request>,
  run: (request: Request) => MessageOut | Promise<MessageOut>,
  grant: Grant = "admin",
): Procedure => ({
  grant,
  async run(body, json) {
    let request: Request;
    try {
      request = json
        ? type.fromJsonString(Buffer.from(body).toString("utf8"), { ignoreUnknownFields: true })
        : type.fromBinary(body);
    } catch (error) {
      throw new TwirpError("malformed", `the request could not be read: ${messageOf(error)}`);
    }
    return run(request);
  },
});

export interface Service {
  /** `livekit.SIP`. */
  readonly name: string;
  readonly procedures: Readonly<Record<string, Procedure>>;
}

const maxBodyBytes = 1 << 20;

/** A server for one service, whose callers must show a token with the grant `sip.admin`, or `sip.call` where calls are placed. */
export function twirpServer(service: Service, apiKey: string, apiSecret: string): Server {
  const verifier = new TokenVerifier(apiKey, apiSecret);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, path, method = ""] = /^\/twirp\/([^/]+)\/([A-Za-z]+)$/.exec(request.url ?? "") ?? [];
    const found = Object.hasOwn(service.procedures, method) ? service.procedures[method] : undefined;
    if (request.method !== "POST" || path !== service.name || found === undefined) {
      throw new TwirpError("bad_route", `no handler for ${request.method} ${request.url}`);
    }
    await authorise(request.headers.authorization, found.grant);
    const type = request.headers["content-type"]?.split(";")[0]?.trim();
    if (type !== "application/json" && type !== "application/protobuf") {
      throw new TwirpError("bad_route", `unexpected Content-Type: ${type}`);
    }
    const json = type === "application/json";
    const result = await found.run(await readBody(request), json);
    response.writeHead(200, { "content-type": type });
    response.end(json ? result.toJsonString({ useProtoFieldName: true, emitDefaultValues: true }) : result.toBinary());
    log("api.done", { method });
  }

  async function authorise(header: string | undefined, grant: Grant): Promise<void> {
    const token = /^Bearer\s+(.+)$/i.exec(header ?? "")?.[1] ?? "";
    const claims = await verifier.verify(token).catch(() => undefined);
    if (claims?.sip?.[grant] !== true) throw new TwirpError("unauthenticated", "permissions denied");
  }

  return createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      const refusal = error instanceof TwirpError ? error : new TwirpError("internal", messageOf(error));
      log("api.refused", { path: request.url, code: refusal.code, message: refusal.message });
      if (!response.headersSent) response.writeHead(statusOf[refusal.code], { "content-type": "application/json" });
      response.end(JSON.stringify({ code: refusal.code, msg: refusal.message, meta: refusal.meta }));
    });
  });
}

async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk as Uint8Array); // a request without an encoding gives bytes
    length += bytes.length;
    if (length <= maxBodyBytes) chunks.push(bytes); // the rest is read and dropped: a connection cut short could not be answered
  }
  if (length > maxBodyBytes) throw new TwirpError("malformed", "the request is too long");
  return Buffer.concat(chunks);
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
