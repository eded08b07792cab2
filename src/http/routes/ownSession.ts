/** The session that one asks with: what it is, and where whoever signs out of it may sign out beside. */
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { SessionSeen } from "../../directory/sessions.ts";
import { OidcFault, type OidcClient } from "../../oidc/client.ts";
import { toBase64Url } from "../../sealed/base64Url.ts";
import { as, type ApplicationId, type IdentityProviderId } from "../../words/index.ts";
import { guardOwn } from "../access.ts";
import type { Api } from "../api.ts";
import { applicationId, identityProviderId } from "../fields/basics.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";
import { siteOf } from "../site.ts";
import { seen } from "./sessions.ts";

const company = z
  .object({
    id: identityProviderId,
    name: z.string(),
    signOutAt: z.string().nullable().meta({
      description:
        "Where a browser signs out there as well (OpenID Connect RP-Initiated Logout), after signing out here: it leads back to the console, with the `state` that stands in it. Null: the company offers nothing of the kind, or cannot be asked just now.",
    }),
  })
  .meta({ id: "SessionsCompany" });

const ownSession = seen
  .extend({
    company: company.nullable().meta({ description: "At whose sign-in it was opened; null: at none." }),
  })
  .meta({ id: "OwnSession" });

export function ownSessionRoutes(api: Api, ports: Ports, oidc: OidcClient): void {
  api.openapi(
    createRoute({
      method: "get",
      path: "/v1/applications/{application}/sessions/current",
      operationId: "getCurrentSession",
      tags: ["Sessions"],
      summary: "Read the session that this is asked with",
      description:
        "With the company at whose sign-in it was opened, and where one signs out there. A key is no session.",
      ...guardOwn(ports),
      request: { params: z.object({ application: applicationId }) },
      responses: {
        200: { description: "The session.", content: { "application/json": { schema: ownSession } } },
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) => {
      const { application } = c.req.valid("param");
      const { person } = c.get("bearer");
      const credential = c.get("credential");
      const id = credential?.kind === "session" ? credential.session.id : undefined;
      const found = (await ports.directory(application).sessions(person)).find((session) => session.id === id);
      if (found === undefined) throw new Problem("not-found", "You ask with a key, or the session has just ended.");
      const { person: operator, ...session } = found;
      const returnTo = `${siteOf(ports, c.req.raw).origin}/operator`;
      return c.json(
        { ...session, operator, current: true, company: await companyOf(application, found, returnTo) },
        200,
      );
    },
  );

  async function companyOf(application: ApplicationId, { id, means }: SessionSeen, returnTo: string) {
    const [kind, name = ""] = means.split(":");
    if (kind !== "provider") return null;
    const directory = ports.directory(application);
    const provider = await directory.get("identityProvider", as<IdentityProviderId>(name));
    if (provider === undefined) return null;
    const state = toBase64Url(ports.random(16));
    const sid = await directory.providerSession(id);
    const signOutAt = await oidc.signOutAt(provider, { returnTo, state, sid }).catch((error: unknown) => {
      if (!(error instanceof OidcFault)) throw error;
      ports.log("warn", "provider.refused", { application, provider: provider.id, because: error.because });
      return undefined;
    });
    return { id: provider.id, name: provider.name, signOutAt: signOutAt ?? null };
  }
}
