/** Signing in at a company's identity provider: there, back, and the session that comes of it. */
import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import * as z from "zod";
import { sealedFor, type IdentityProvider } from "../../directory/identityProviders.ts";
import { arrivalOf } from "../../oidc/arrival.ts";
import { OidcFault, type Flow, type OidcClient } from "../../oidc/client.ts";
import { readLogoutToken } from "../../oidc/logout.ts";
import { toBase64Url } from "../../sealed/base64Url.ts";
import type { ApplicationId, Duration, IdentityProviderId } from "../../words/index.ts";
import { minutes } from "../../words/index.ts";
import { addressOf, type AppEnv } from "../access.ts";
import { hashOfKey } from "../apiKey.ts";
import type { Api } from "../api.ts";
import type { Counters } from "../counters.ts";
import { applicationId, identityProviderId } from "../fields/basics.ts";
import { limiter } from "../limit.ts";
import { begun, open } from "../openings.ts";
import type { Ports } from "../ports.ts";
import { Problem, problems } from "../problem.ts";
import { siteOf } from "../site.ts";

const tags = ["Sessions"];
const of = "/v1/applications/{application}/sign-in";
const params = z.object({ application: applicationId });
const ofProvider = params.extend({ provider: identityProviderId });
const json = <S extends z.ZodType>(schema: S) => ({ content: { "application/json": { schema } } });

/** For so long somebody may be away at the provider. */
const awayFor: Duration = minutes(15);
/** The page takes its ticket at once. */
const ticketFor: Duration = minutes(1);
const cookie = "acd-sign-in";

/** What is kept of a sign-in that has begun. */
interface Begun extends Flow {
  readonly provider: IdentityProviderId;
  /** The hash of the cookie. */
  readonly browser: string;
}

const redirect = {
  302: {
    description: "On to there.",
    headers: z.object({ location: z.string().meta({ description: "Where the browser goes." }) }),
  },
};

/** What the page is told when it comes to nothing. */
type Failure = "unreachable" | "denied" | "invalid" | "expired" | "notAllowed";

export function providerSignInRoutes(api: Api, ports: Ports, counters: Counters, oidc: OidcClient): void {
  // There, back, and in: three requests for each sign-in, and a whole office may come from one address.
  const check = limiter({ perAddress: 120, unaddressed: 2_400 });
  // By the provider's servers, at the end of a shift.
  const checkLogout = limiter({ perAddress: 600, unaddressed: 6_000 });
  const random = (): string => toBase64Url(ports.random(32));

  /** Throws 404 for one that is not enabled, as for one that there is not. */
  async function enabled(application: ApplicationId, id: IdentityProviderId): Promise<IdentityProvider> {
    const provider = await ports.directory(application).get("identityProvider", id);
    if (provider?.enabled !== true) throw new Problem("not-found", "There is no such sign-in.");
    return provider;
  }

  function back(c: Context<AppEnv>, application: ApplicationId, said: Readonly<Record<string, string>>): Response {
    // After the #: what is there no server and no log is told.
    const fragment = new URLSearchParams({ ...said, application });
    return c.redirect(`${siteOf(ports, c.req.raw).origin}/operator#${fragment.toString()}`, 302);
  }

  function failed(c: Context<AppEnv>, application: ApplicationId, provider: string, because: Failure): Response {
    counters.count("sign_ins_total", { result: `provider_${because}` });
    ports.log("warn", "provider.refused", { application, provider, because });
    return back(c, application, { "sign-in-failed": because });
  }

  api.openapi(
    createRoute({
      method: "get",
      path: of,
      operationId: "listSignIns",
      tags,
      summary: "See where one may sign in beside here",
      description: "The identity providers that are enabled: for the sign-in page, and open to everyone.",
      request: { params },
      responses: {
        200: {
          description: "By id.",
          ...json(
            z
              .object({ items: z.array(z.object({ id: identityProviderId, name: z.string() })) })
              .meta({ id: "SignIns", example: { items: [{ id: "company", name: "Company" }] } }),
          ),
        },
        ...problems(400),
      },
    }),
    async (c) => {
      const providers = await ports.directory(c.req.valid("param").application).list("identityProvider");
      const items = providers.filter(({ enabled }) => enabled).map(({ id, name }) => ({ id, name }));
      return c.json({ items }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: `${of}/{provider}`,
      operationId: "beginProviderSignIn",
      tags,
      summary: "Go to a company's sign-in",
      description:
        "For browsers: leads to the provider (OpenID Connect, authorization code with PKCE), which leads back to `…/callback`, and that to the console.",
      request: { params: ofProvider },
      responses: { ...redirect, ...problems(400, 404, 429) },
    }),
    async (c) => {
      check(c.req.raw, ports.now());
      const { application, provider: id } = c.req.valid("param");
      const provider = await enabled(application, id);
      const { origin } = siteOf(ports, c.req.raw);
      const base = `/v1/applications/${application}/sign-in`;
      const shown = random();
      const flow: Begun = {
        provider: id,
        state: random(),
        nonce: random(),
        verifier: random(),
        redirectUri: `${origin}${base}/${id}/callback`,
        browser: await hashOfKey(shown),
      };
      const there = await oidc.begin(provider, provider.scopes, flow).catch((error: unknown) => error);
      if (typeof there !== "string") return failed(c, application, id, becauseOf(there));
      await ports.directory(application).keepOnce({
        use: "provider.begun",
        hash: await hashOfKey(flow.state),
        data: JSON.stringify(flow),
        ends: ports.now() + awayFor,
      });
      setCookie(c, cookie, shown, {
        path: base,
        httpOnly: true,
        // The way back is from another site, by a link.
        sameSite: "Lax",
        secure: origin.startsWith("https:"),
        maxAge: awayFor / 1_000,
      });
      return c.redirect(there, 302);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: `${of}/{provider}/callback`,
      operationId: "endProviderSignIn",
      tags,
      summary: "Come back from a company's sign-in",
      description:
        "Where the provider sends the browser to. Register this address there. It leads on to the console with a ticket that serves once, within a minute, and only in the browser that began.",
      request: {
        params: ofProvider,
        query: z.object({
          state: z.string().max(1_000).optional(),
          code: z.string().max(10_000).optional(),
          error: z.string().max(1_000).optional(),
        }),
      },
      responses: { ...redirect, ...problems(400, 404, 429) },
    }),
    async (c) => {
      check(c.req.raw, ports.now());
      const { application, provider: id } = c.req.valid("param");
      const provider = await enabled(application, id);
      const directory = ports.directory(application);
      const state = c.req.valid("query").state ?? "";
      const data = await directory.takeOnce("provider.begun", await hashOfKey(state));
      const flow = data === undefined ? undefined : (JSON.parse(data) as Begun); // as it was kept above
      const browser = await hashOfKey(getCookie(c, cookie) ?? "");
      if (flow?.provider !== id || flow.browser !== browser) return failed(c, application, id, "expired");
      const sealed = await directory.sealedSecretOf(id);
      const secret = sealed === undefined ? undefined : ports.seal.open(sealed, sealedFor(application, id));
      const came = new URL(c.req.url).searchParams;
      const claims = await oidc.finish(provider, secret, came, flow).catch((error: unknown) => error);
      if (!isClaims(claims)) return failed(c, application, id, becauseOf(claims));
      const arrival = arrivalOf(provider, claims, browser);
      if (arrival === undefined) return failed(c, application, id, "notAllowed");
      const ticket = random();
      await directory.keepOnce({
        use: "provider.ticket",
        hash: await hashOfKey(ticket),
        data: JSON.stringify(arrival),
        ends: ports.now() + ticketFor,
      });
      return back(c, application, { "sign-in": ticket });
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: `${of}/session`,
      operationId: "signInWithTicket",
      tags,
      summary: "Sign in with a ticket",
      description:
        "With what the way back from a company's sign-in has ended with, from the same browser. Where that sign-in does not count as both factors, who has a second factor gives its code as well; the ticket then waits for it.",
      request: {
        params,
        body: {
          required: true,
          ...json(
            z
              .strictObject({ ticket: z.string().max(200), code: z.string().max(40).optional() })
              .meta({ id: "TicketSignIn", example: { ticket: "a ticket" } }),
          ),
        },
      },
      responses: { 201: { description: "Signed in.", ...json(begun) }, ...problems(400, 401, 403, 413, 415, 422, 429) },
    }),
    async (c) => {
      check(c.req.raw, ports.now());
      const { application } = c.req.valid("param");
      const { ticket, code } = c.req.valid("json");
      const [hash, browser] = await Promise.all([hashOfKey(ticket), hashOfKey(getCookie(c, cookie) ?? "")]);
      const answer = await open(ports, counters, application, "This took too long. Sign in again.", (session) =>
        ports.directory(application).signInByTicket(hash, { browser, code }, session, addressOf(c.req.raw)),
      );
      deleteCookie(c, cookie, { path: `/v1/applications/${application}/sign-in` });
      return c.json(answer, 201);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: `${of}/{provider}/logout`,
      operationId: "providerLogout",
      tags,
      summary: "Be told that somebody has signed out at the provider",
      description:
        "OpenID Connect's back-channel logout: the sessions that came of the provider's session, or all of that person's that came of it, are over, and their consoles closed.",
      request: {
        params: ofProvider,
        body: {
          required: true,
          content: {
            "application/x-www-form-urlencoded": {
              schema: z.object({ logout_token: z.string().min(1).max(20_000) }).meta({ id: "ProviderLogout" }),
            },
          },
        },
      },
      responses: { 200: { description: "They are over." }, ...problems(400, 404, 413, 415, 422, 429, 502) },
    }),
    async (c) => {
      checkLogout(c.req.raw, ports.now());
      const { application, provider: id } = c.req.valid("param");
      const provider = await enabled(application, id);
      const keys = await oidc.keys(provider.issuer).catch(() => undefined);
      if (keys === undefined) throw new Problem("provider-unavailable", "The provider's keys could not be read.");
      const said = await readLogoutToken(c.req.valid("form").logout_token, keys, provider, ports.now());
      if (said === undefined) throw new Problem("unreadable", "This is no logout token for us, or not any longer.");
      const { subject, sid, token, ends } = said;
      const hash = await hashOfKey(JSON.stringify([id, provider.issuer, token]));
      const ended = await ports
        .directory(application)
        .providerEnded(id, { issuer: provider.issuer, subject, sid, hash, ends });
      ports.log("info", "provider.logout", { application, provider: id, sessions: ended });
      return c.body(null, 200);
    },
  );
}

const becauseOf = (error: unknown): Failure => {
  if (error instanceof OidcFault) return error.because;
  throw error;
};

/** The claims, and not the fault that came in their place. */
const isClaims = (found: unknown): found is Readonly<Record<string, unknown>> =>
  typeof found === "object" && found !== null && !(found instanceof Error);
