/** The description of the API, for programs (/openapi.json) and for people (/docs). Made from the routes themselves. */
import { builtInRoles, rights } from "../../rights/index.ts";
import type { Api } from "../api.ts";
import { documentPage, documentStyle } from "../documentPage.ts";
import { pageHeaders } from "../pageHeaders.ts";

const extensions = { "x-rights": rights, "x-roles": builtInRoles };

const about = {
  openapi: "3.1.0",
  info: {
    title: "ACD",
    version: "1",
    description:
      "The HTTP API of the call centre. Times are in milliseconds; moments are milliseconds since 1970 (UTC). Errors are problem+json (RFC 9457). " +
      "Every request carries `Authorization: Bearer` with the admin key, an API key or a session token, except where none is asked for. Unknown fields are refused by name. " +
      "Each route names the right that it needs (`x-right`); what the rights mean stands under `x-rights`.",
    license: { name: "MIT", identifier: "MIT" },
  },
  ...extensions,
};

export function documentRoutes(api: Api): void {
  api.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
    description: "The admin key, an API key, or a session token from signing in.",
  });
  // Made at the first request, when every route has been added; from then on it stays as it is.
  let made: ReturnType<Api["getOpenAPI31Document"]> | undefined;
  const document = () => (made ??= api.getOpenAPI31Document(about));

  api.get("/openapi.json", (c) => c.json(document()));
  api.get("/docs", (c) => c.html(documentPage({ ...document(), ...extensions }), 200, pageHeaders()));
  api.get("/docs.css", (c) => c.body(documentStyle, 200, { "content-type": "text/css; charset=utf-8" }));
}
