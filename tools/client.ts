/** Writes the TypeScript client's types and methods from the description of the API. */

type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: boolean | Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly description?: string;
};

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly required?: boolean;
  readonly schema?: Schema;
  readonly description?: string;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content & { readonly required?: boolean };
  readonly responses: Readonly<Record<string, Content>>;
}

export interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const head = `// Made from the description of the API (/openapi.json). Do not change it by hand: see README.md.
import type { Answer, Route } from "./route.ts";

/** Sends a request and reads its answer; throws \`AcdProblem\` for what the API refuses. */
export type Send = <Body>(route: Route, input: object) => Promise<Answer<Body>>;
`;

export function clientFrom({ paths, components }: Description): string {
  const types = Object.entries(components.schemas).map(
    ([name, schema]) => `${comment(schema.description, "")}export type ${name} = ${typeOf(schema, "")};`,
  );
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  // A stream is not an answer: the client follows it by a method of its own.
  const methods = operations.filter(({ operation }) => answerOf(operation)?.stream !== true).map(methodFrom);
  return `${head}\n${types.join("\n\n")}\n\n/** One method for each operation. */\nexport const operations = (send: Send) => ({\n${methods.join("\n\n")}\n});\n`;
}

function methodFrom({
  path,
  method,
  operation,
}: {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}): string {
  const { operationId, summary, parameters = [], requestBody } = operation;
  const takes = parameters.filter(({ in: place }) => place === "path" || place === "query");
  const headers = parameters.filter(({ in: place }) => place === "header").map(({ name }) => name.toLowerCase());
  const bodies = Object.entries(requestBody?.content ?? {});
  const [bodyType, body] = bodies[0] ?? [];
  const members = [
    ...takes.map(({ name, required, schema, description }) => {
      // The client knows its application.
      const optional = required !== true || name === "application";
      return `${comment(description ?? schema?.description, "      ")}      ${nameOf(name)}${optional ? "?" : ""}: ${typeOf(schema ?? {}, "      ")};\n`;
    }),
    ...(body === undefined
      ? []
      : [
          `      body: ${body.schema?.format === "binary" ? "Uint8Array<ArrayBuffer>" : typeOf(body.schema ?? {}, "      ")};\n`,
        ]),
    ...(bodies.length > 1
      ? [`      /** Of the body. */\n      contentType: ${bodies.map(([type]) => JSON.stringify(type)).join(" | ")};\n`]
      : []),
    ...(headers.includes("if-match")
      ? ['      /** The `etag` that it must still have; "*": that it must exist. */\n      ifMatch?: string;\n']
      : []),
    ...(headers.includes("if-none-match") ? ["      ifNoneMatch?: string;\n"] : []),
    ...(headers.includes("idempotency-key")
      ? [
          "      /** Unless given, one is made for each call, so that trying again does nothing twice. */\n      idempotencyKey?: string;\n",
        ]
      : []),
  ];
  const needed = members.some((member) => !/^ *(\/\*\*.*\n *)*[^\s:?]+\?:/.test(member));
  const route = {
    method: method.toUpperCase(),
    path,
    query: takes.filter(({ in: place }) => place === "query").map(({ name }) => name),
    ...(bodyType !== undefined && { type: bodyType }),
    ...(headers.includes("idempotency-key") && { once: true }),
  };
  const answer = answerOf(operation)?.type ?? "undefined";
  const input = `input: {\n${members.join("")}    }${needed ? "" : " = {}"}`;
  return `  /** ${summary}. */\n  ${operationId}: (\n    ${input},\n  ) => send<${answer}>(${JSON.stringify(route)}, input),`;
}

/** Of the first answer that is none of refusal. */
function answerOf({ responses }: Operation): { readonly type: string; readonly stream: boolean } | undefined {
  const types = new Set<string>();
  let stream = false;
  for (const [status, { content }] of Object.entries(responses)) {
    if (!status.startsWith("2")) continue;
    for (const [type, { schema }] of Object.entries(content ?? {})) {
      stream ||= type === "text/event-stream";
      types.add(
        type === "application/json"
          ? typeOf(schema ?? {}, "  ")
          : schema?.format === "binary"
            ? "Uint8Array"
            : "string",
      );
    }
  }
  return types.size === 0 ? undefined : { type: [...types].join(" | "), stream };
}

function typeOf(schema: Schema, indent: string): string {
  const { $ref, enum: values, anyOf, oneOf, allOf, properties, items, additionalProperties } = schema;
  if ($ref !== undefined) return $ref.slice($ref.lastIndexOf("/") + 1);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (values !== undefined) return values.map((value) => JSON.stringify(value)).join(" | ");
  const either = anyOf ?? oneOf;
  if (either !== undefined) return either.map((part) => typeOf(part, indent)).join(" | ");
  if (allOf !== undefined) return allOf.map((part) => typeOf(part, indent)).join(" & ");
  const kinds = [schema.type ?? []].flat();
  if (kinds.length > 1) return kinds.map((type) => typeOf({ ...schema, type }, indent)).join(" | ");
  switch (kinds[0]) {
    case "string":
      return "string";
    case "number":
    case "integer":
      return "number";
    case "boolean":
      return "boolean";
    case "null":
      return "null";
    case "array":
      return `readonly (${typeOf(items ?? {}, indent)})[]`;
    case "object":
      if (properties !== undefined) return objectOf(schema, indent);
      return `{ readonly [key: string]: ${typeof additionalProperties === "object" ? typeOf(additionalProperties, indent) : "unknown"} }`;
    default:
      return "unknown";
  }
}

function objectOf({ properties = {}, required = [] }: Schema, indent: string): string {
  const inner = `${indent}  `;
  const members = Object.entries(properties).map(
    ([name, schema]) =>
      `${comment(schema.description, inner)}${inner}readonly ${nameOf(name)}${required.includes(name) ? "" : "?"}: ${typeOf(schema, inner)};\n`,
  );
  return members.length === 0 ? "Record<string, never>" : `{\n${members.join("")}${indent}}`;
}

const comment = (text: string | undefined, indent: string): string =>
  text === undefined ? "" : `${indent}/** ${text.replaceAll("*/", "*\\/")} */\n`;

const nameOf = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name));
