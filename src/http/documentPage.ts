/** /docs: the API on one page, made from its description alone. No script, nothing from other hosts. */
import { html, raw } from "hono/html";
import { meanings } from "./problem.ts";

type Json = Readonly<Record<string, unknown>>;

interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly unknown[];
  readonly "x-right"?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema?: Json;
    readonly description?: string;
  }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema?: Json }> };
  readonly responses: Record<
    string,
    { readonly description: string; readonly content?: Record<string, { readonly schema?: Json }> }
  >;
}

export interface ApiDescription {
  readonly info: { readonly title: string; readonly description?: string };
  readonly paths?: Readonly<Record<string, unknown>>;
  readonly "x-rights": Readonly<Record<string, string>>;
  readonly "x-roles": Readonly<Record<string, readonly string[]>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> };
}

type Markup = ReturnType<typeof html>;

export function documentPage({ info, paths = {}, components, ...more }: ApiDescription): Markup {
  const roles = Object.entries(more["x-roles"]);
  const routes = Object.entries(paths).flatMap(
    ([path, methods]) =>
      Object.entries(methods as Record<string, Operation>).map(([method, operation]) => ({ path, method, operation })), // OpenAPI's own form
  );
  const byTag = Map.groupBy(routes, ({ operation }) => operation.tags?.[0] ?? "Other");
  return html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${info.title}: HTTP API</title>
      <link rel="stylesheet" href="/docs.css" />
      <header>
        <h1>${info.title}: HTTP API</h1>
        <p>${marked(info.description ?? "")}</p>
        <p>For programs: <a href="/openapi.json">/openapi.json</a></p>
        <nav>
          ${[...byTag.keys()].map((tag) => html`<a href="#${anchor(tag)}">${tag}</a> `)}<a href="#rights">Rights</a>
          <a href="#errors">Errors</a>
          <a href="#fields">Fields</a>
        </nav>
      </header>
      <main>
        ${[...byTag].map(
          ([tag, members]) =>
            html`<section id="${anchor(tag)}">
              <h2>${tag}</h2>
              ${members.map(operationBlock)}
            </section>`,
        )}
        <section id="rights">
          <h2>Rights</h2>
          <table>
            <tr>
              <th scope="col">Right</th>
              <th scope="col">Allows to</th>
              <th scope="col">In the roles</th>
            </tr>
            ${Object.entries(more["x-rights"]).map(
              ([right, meaning]) =>
                html`<tr>
                  <th scope="row"><code>${right}</code></th>
                  <td>${marked(meaning)}</td>
                  <td>
                    ${roles
                      .filter(([, rights]) => rights.includes(right))
                      .map(([role]) => role)
                      .join(", ")}
                  </td>
                </tr>`,
            )}
          </table>
        </section>
        <section id="errors">
          <h2>Errors</h2>
          <p>Every error is a <a href="#schema-Problem">Problem</a>.</p>
          <table>
            ${Object.entries(meanings).map(
              ([status, meaning]) =>
                html`<tr>
                  <th scope="row">${status}</th>
                  <td>${marked(meaning)}</td>
                </tr>`,
            )}
          </table>
        </section>
        <section id="fields">
          <h2>Fields</h2>
          ${Object.entries(components?.schemas ?? {}).map(
            ([name, schema]) =>
              html`<article id="schema-${name}">
                <h3>${name}</h3>
                ${fieldTable(schema as Json)}
              </article>`, // likewise
          )}
        </section>
      </main>
    </html>`;
}

function operationBlock({ path, method, operation }: { path: string; method: string; operation: Operation }): Markup {
  const answers = Object.entries(operation.responses).filter(([status]) => status < "400");
  const errors = Object.keys(operation.responses).filter((status) => status >= "400");
  const body = operation.requestBody?.content["application/json"]?.schema;
  return html`<article>
    <h3><span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code></h3>
    <p>
      <strong>${operation.summary ?? ""}.</strong> ${marked(operation.description ?? "")}
      ${operation.security === undefined ? html`<em>Open to everyone.</em>` : neededBlock(operation["x-right"])}
    </p>
    ${
      (operation.parameters ?? []).length === 0
        ? ""
        : html`<table>
            <caption>
              Parameters
            </caption>
            ${(operation.parameters ?? []).map(
              (parameter) =>
                html`<tr>
                  <th scope="row"><code>${parameter.name}</code></th>
                  <td>${parameter.in}${parameter.required === true ? ", required" : ""}</td>
                  <td>${marked(parameter.description ?? "")}</td>
                </tr>`,
            )}
          </table>`
    }
    ${body === undefined ? "" : html`<p>Body: ${typeOf(body)}</p>`}
    <table>
      <caption>
        Answers
      </caption>
      ${answers.map(
        ([status, { description, content }]) =>
          html`<tr>
            <th scope="row">${status}</th>
            <td>${marked(description)}</td>
            <td>${typeOf(Object.values(content ?? {})[0]?.schema)}</td>
          </tr>`,
      )}
    </table>
    <p><a href="#errors">Errors</a>: ${errors.join(" · ")}</p>
  </article>`;
}

/** What a route asks for beyond a bearer that is good. */
function neededBlock(right: string | undefined): Markup | string {
  if (right === undefined) return "";
  if (right === "adminKey") return html`<em>Needs the admin key.</em>`;
  return html`<em
    >Needs <a href="#rights"><code>${right}</code></a
    >.</em
  >`;
}

function fieldTable(schema: Json): Markup {
  const fields = Object.entries((schema["properties"] ?? {}) as Record<string, Json>);
  const required = new Set((schema["required"] ?? []) as string[]);
  const example = schema["example"];
  return html`<p>${marked(text(schema["description"]))}</p>
    ${
      fields.length === 0
        ? ""
        : html`<table>
            ${fields.map(
              ([name, field]) =>
                html`<tr>
                  <th scope="row"><code>${name}</code></th>
                  <td>${typeOf(field)}${required.has(name) ? ", required" : ""}</td>
                  <td>${marked(text(field["description"]))}</td>
                </tr>`,
            )}
          </table>`
    }
    ${example === undefined ? "" : html`<pre>${JSON.stringify(example, null, 2)}</pre>`}`;
}

function typeOf(schema: Json | undefined): Markup | string {
  if (schema === undefined) return "";
  const reference = schema["$ref"];
  if (typeof reference === "string") {
    const name = reference.slice(reference.lastIndexOf("/") + 1);
    return html`<a href="#schema-${name}">${name}</a>`;
  }
  if (Array.isArray(schema["enum"])) return schema["enum"].map(String).join(" · ");
  if (schema["type"] === "array") return html`list of ${typeOf(schema["items"] as Json)}`;
  return [schema["type"] ?? "object"].flat().map(String).join(" or ");
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const anchor = (tag: string): string => tag.toLowerCase().replaceAll(/\W+/g, "-");

/** Text with \`code\` in it. Everything is escaped before it becomes markup. */
function marked(words: string): ReturnType<typeof raw> {
  const escaped = words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return raw(escaped.replaceAll(/`([^`]+)`/g, "<code>$1</code>"));
}

export const documentStyle = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; --line: color-mix(in srgb, currentColor 18%, transparent); }
body { margin: 0 auto; max-width: 62rem; padding: 2rem 1.25rem 4rem; }
nav a { margin-right: 0.75rem; }
section { margin-top: 3rem; }
article { border-top: 1px solid var(--line); padding: 1rem 0; }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
code, pre { font: 0.9em ui-monospace, monospace; }
pre { overflow: auto; padding: 0.75rem; border: 1px solid var(--line); border-radius: 6px; }
table { border-collapse: collapse; width: 100%; margin: 0.75rem 0; }
caption { text-align: left; font-weight: 600; padding: 0.25rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.75rem 0.3rem 0; border-bottom: 1px solid var(--line); font-weight: 400; }
.method { display: inline-block; min-width: 4rem; font-weight: 700; }
.get { color: light-dark(#0b6b3a, #6fd39c); } .put { color: light-dark(#8a5a00, #e8b65a); }
.post { color: light-dark(#0b4fa0, #7fb4ff); } .delete { color: light-dark(#a11d1d, #ff8f8f); }
`;
