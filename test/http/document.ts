/** The API's own description, read by tests: what it promises of each route, and whether an answer keeps to it. */
import { Ajv2020 } from "ajv/dist/2020.js";
import type { World } from "./world.ts";

export type Json = Readonly<Record<string, unknown>>;

export interface Operation {
  /** `get`, `put`, … */
  readonly method: string;
  /** `/v1/applications/{application}/queues/{id}` */
  readonly path: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema?: Json;
  }[];
  /** By its type. */
  readonly bodies: Readonly<Record<string, Json>>;
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}

export interface Document {
  readonly raw: Json;
  readonly operations: readonly Operation[];
}

export async function documentOf(w: World): Promise<Document> {
  return documentFrom((await w.ask("GET", "/openapi.json")).body);
}

export function documentFrom(raw: Json): Document {
  const operations = Object.entries(raw["paths"] as Record<string, Record<string, Json>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method,
      path,
      parameters: (operation["parameters"] ?? []) as Operation["parameters"],
      bodies: Object.fromEntries(
        Object.entries(
          (operation["requestBody"] as { content?: Record<string, { schema: Json }> } | undefined)?.content ?? {},
        ).map(([type, { schema }]) => [type, schema]),
      ),
      responses: operation["responses"] as Operation["responses"],
    })),
  );
  return { raw, operations };
}

/** What a reference leads to, or the schema itself. */
export function resolved({ raw }: Document, schema: Json): Json {
  const reference = schema["$ref"];
  if (typeof reference !== "string") return schema;
  const found = reference
    .slice(2)
    .split("/")
    .reduce<unknown>((place, key) => (place as Json | undefined)?.[key], raw);
  return (found ?? {}) as Json;
}

/** Says what is wrong with an answer, by the document; undefined: nothing. */
export function judge(document: Document) {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ $id: "https://api.test/document", ...document.raw });
  const pointer = (...parts: string[]): string =>
    parts.map((part) => `/${part.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
  return (
    { method, path, responses }: Operation,
    answer: { readonly status: number; readonly headers: Headers; readonly text: string },
  ): string | undefined => {
    const { status, headers, text } = answer;
    const promised = responses[String(status)];
    if (promised === undefined) return `${status} is not documented: ${text.slice(0, 200)}`;
    const type = (headers.get("content-type") ?? "").split(";")[0] ?? "";
    if (promised.content === undefined) return text === "" ? undefined : `${status} has a body`;
    if (!(type in promised.content)) return `${status} is of type "${type}"`;
    if (!/[/+]json$/.test(type)) return undefined;
    const place = pointer("paths", path, method, "responses", String(status), "content", type, "schema");
    const validate =
      ajv.getSchema(`https://api.test/document#${encodeURI(place)}`) ??
      ajv.compile({ $ref: `https://api.test/document#${encodeURI(place)}` });
    return validate(JSON.parse(text)) === true
      ? undefined
      : `${status}: ${ajv.errorsText(validate.errors)}: ${text.slice(0, 300)}`;
  };
}
