/**
 * Our side of a company's sign-in: OpenID Connect's authorization code flow with PKCE, state and nonce. What the provider says of itself is remembered
 * for a while, in this isolate; its keys for minutes, and looked at again when a token names one that is not among them.
 */
import * as oauth from "oauth4webapi";
import type { IdentityProvider } from "../directory/identityProviders.ts";
import { whyUnreachable } from "../webhooks/address.ts";
import type { Duration, Instant } from "../words/index.ts";
import { minutes, seconds } from "../words/index.ts";

export interface OidcPorts {
  readonly internet: (url: string, init: RequestInit) => Promise<Response>;
  readonly now: () => Instant;
  /** Providers may be on this machine, by http as well. */
  readonly local: boolean;
}

/** What a sign-in that has been begun is to be finished with. */
export interface Flow {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly redirectUri: string;
}

/** What a sign-out there is to know. */
export interface Leaving {
  /** Where it leads back to, registered with the provider. */
  readonly returnTo: string;
  /** Comes back with the browser. */
  readonly state: string;
  /** What the provider calls its own session; null: it has not said. */
  readonly sid: string | null;
}

export type Client = Pick<IdentityProvider, "issuer" | "clientId">;
export type Claims = Readonly<Record<string, unknown>>;

/** Why it did not come off: the provider does not answer as one, it refused, or what it said is not to be believed. */
export class OidcFault extends Error {
  readonly because: "unreachable" | "denied" | "invalid";

  constructor(because: OidcFault["because"], cause: unknown) {
    super(`the identity provider's part of a sign-in: ${because}`, { cause });
    this.name = "OidcFault";
    this.because = because;
  }
}

const answersWithin: Duration = seconds(10);
const describedFor: Duration = minutes(60);
/** Clocks differ by so much. */
const toleranceSeconds = 30;

interface Asked {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: URLSearchParams | undefined;
}

export class OidcClient {
  readonly #ports: OidcPorts;
  readonly #described = new Map<string, { readonly server: oauth.AuthorizationServer; readonly until: Instant }>();

  constructor(ports: OidcPorts) {
    this.#ports = ports;
  }

  /** Where the browser is to be sent. @throws OidcFault */
  async begin(
    client: Client,
    scopes: readonly string[],
    { state, nonce, verifier, redirectUri }: Flow,
  ): Promise<string> {
    const { authorization_endpoint: endpoint } = await this.describe(client.issuer);
    if (endpoint === undefined) throw new OidcFault("unreachable", "no authorization endpoint");
    const url = this.#leadTo(endpoint);
    const asked = {
      client_id: client.clientId,
      redirect_uri: redirectUri,
      response_type: "code",
      scope: scopes.join(" "),
      state,
      nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    };
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
    return url.href;
  }

  /** What the provider says of whoever comes back from there. @throws OidcFault */
  async finish(client: Client, secret: string | undefined, came: URLSearchParams, flow: Flow): Promise<Claims> {
    const server = await this.describe(client.issuer);
    const us = this.#us(client);
    const options = this.#options(client.issuer);
    try {
      const parameters = oauth.validateAuthResponse(server, us, came, flow.state);
      const authentication = authenticationBy(secret, server);
      const answer = await oauth.authorizationCodeGrantRequest(
        server,
        us,
        authentication,
        parameters,
        flow.redirectUri,
        flow.verifier,
        options,
      );
      const tokens = await oauth.processAuthorizationCodeResponse(server, us, answer, {
        expectedNonce: flow.nonce,
        requireIdToken: true,
      });
      // TLS would do (OpenID Connect Core, 3.1.3.7), and a proxy that opens it would not be noticed.
      await oauth.validateApplicationLevelSignature(server, answer, options);
      const claims = oauth.getValidatedIdTokenClaims(tokens);
      if (claims === undefined) throw new OidcFault("invalid", "no ID token");
      if (server.userinfo_endpoint === undefined) return claims;
      // Names, addresses and groups may be told there only. What the signed token says goes before it.
      const more = await oauth.userInfoRequest(server, us, tokens.access_token, options);
      return { ...(await oauth.processUserInfoResponse(server, us, claims.sub, more)), ...claims };
    } catch (error) {
      if (error instanceof OidcFault) throw error;
      throw new OidcFault(error instanceof oauth.AuthorizationResponseError ? "denied" : "invalid", error);
    }
  }

  /**
   * Where somebody who signs out here is sent to sign out there as well (OpenID Connect RP-Initiated Logout 1.0, 2). `client_id` says who we are and
   * so where the way back may lead to, `logout_hint` which session is meant: the ID token, which would say both, need not be kept for it. Undefined:
   * the provider offers nothing of the kind. @throws OidcFault
   */
  async signOutAt(client: Client, { returnTo, state, sid }: Leaving): Promise<string | undefined> {
    const { end_session_endpoint: endpoint } = await this.describe(client.issuer);
    if (endpoint === undefined) return undefined;
    const url = this.#leadTo(endpoint);
    url.hash = "";
    url.searchParams.set("client_id", client.clientId);
    if (sid !== null) url.searchParams.set("logout_hint", sid);
    url.searchParams.set("post_logout_redirect_uri", returnTo);
    url.searchParams.set("state", state);
    return url.href;
  }

  /** The provider's keys as they are now. @throws OidcFault */
  async keys(issuer: string): Promise<readonly object[]> {
    const { jwks_uri: address } = await this.describe(issuer);
    try {
      const answer = await this.#fetch(address ?? "", { headers: { accept: "application/json" }, redirect: "manual" });
      const body: unknown = await answer.json();
      const keys = typeof body === "object" && body !== null && "keys" in body ? body.keys : undefined;
      if (!answer.ok || !Array.isArray(keys)) throw new TypeError("these are no keys");
      return keys.filter((key: unknown) => typeof key === "object" && key !== null);
    } catch (error) {
      throw new OidcFault("unreachable", error);
    }
  }

  /** @throws OidcFault */
  async describe(issuer: string): Promise<oauth.AuthorizationServer> {
    const known = this.#described.get(issuer);
    if (known !== undefined && known.until > this.#ports.now()) return known.server;
    try {
      const url = new URL(issuer);
      const answer = await oauth.discoveryRequest(url, { ...this.#options(issuer), algorithm: "oidc" });
      const server = await oauth.processDiscoveryResponse(url, answer);
      this.#described.set(issuer, { server, until: this.#ports.now() + describedFor });
      return server;
    } catch (error) {
      throw new OidcFault("unreachable", error);
    }
  }

  /** What a browser is sent to keeps to the rules for what we ask ourselves. */
  #leadTo(endpoint: string): URL {
    const why = whyUnreachable(endpoint, { local: this.#ports.local });
    if (why !== undefined) throw new OidcFault("unreachable", `leads to an address that may not be: ${why}`);
    return new URL(endpoint);
  }

  #us({ clientId }: Client): oauth.Client {
    // The library reads this machine's clock; ours is the ports'.
    const skew = Math.round((this.#ports.now() - Date.now()) / 1_000);
    return { client_id: clientId, [oauth.clockSkew]: skew, [oauth.clockTolerance]: toleranceSeconds };
  }

  #options(issuer: string) {
    return {
      [oauth.customFetch]: (url: string, { method, headers, body }: Asked) =>
        this.#fetch(url, { method, headers, redirect: "manual", ...(body !== undefined && { body }) }),
      [oauth.allowInsecureRequests]: this.#ports.local && issuer.startsWith("http:"),
    };
  }

  /** Looked at each time: a provider's description of itself may name whatever address it likes. */
  async #fetch(url: string, init: RequestInit): Promise<Response> {
    const why = whyUnreachable(url, { local: this.#ports.local });
    if (why !== undefined) throw new TypeError(`the provider names an address that may not be asked: ${why}`);
    const tooLate = new AbortController();
    const timer = setTimeout(() => tooLate.abort(), answersWithin);
    try {
      const answer = await this.#ports.internet(url, { ...init, signal: tooLate.signal });
      const { status, headers } = answer;
      // Whole, before the time is up.
      return new Response(await answer.arrayBuffer(), { status, headers });
    } finally {
      clearTimeout(timer);
    }
  }
}

function authenticationBy(secret: string | undefined, server: oauth.AuthorizationServer): oauth.ClientAuth {
  if (secret === undefined) return oauth.None();
  const methods = server.token_endpoint_auth_methods_supported;
  // Basic is what holds where nothing is said (OpenID Connect Discovery, 3).
  return methods === undefined || methods.includes("client_secret_basic")
    ? oauth.ClientSecretBasic(secret)
    : oauth.ClientSecretPost(secret);
}
