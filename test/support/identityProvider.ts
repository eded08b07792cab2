/** A real OpenID provider on this machine, and a browser that signs in there. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";

export interface Account {
  readonly [claim: string]: unknown;
}

export interface CompanySignIn {
  readonly issuer: string;
  readonly accounts: Map<string, Account>;
  /** Goes where a sign-in begins, signs in as `login`, and answers where the provider leads back to. */
  signIn(there: string, login: string): Promise<string>;
  /** The browser that has signed in goes where one signs out, says yes, and is led back to there. */
  signOut(there: string): Promise<string>;
  /** Whether that browser is signed in at the provider. */
  isSignedIn(): boolean;
  stop(): Promise<void>;
}

export const clientSecret = "what the call centre and the company know";

export async function startIdentityProvider(redirectUri: string): Promise<CompanySignIn> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const accounts = new Map<string, Account>();
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "acd",
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        post_logout_redirect_uris: [new URL("/operator", redirectUri).href],
      },
    ],
    claims: { openid: ["sub"], profile: ["name", "preferred_username", "groups"], email: ["email", "email_verified"] },
    cookies: { keys: ["for tests"] },
    features: { devInteractions: { enabled: true } },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...accounts.get(id) }) }),
  });
  server.on("request", provider.callback());

  /** One browser's cookies. */
  const cookies = new Map<string, string>();
  async function ask(url: string, form?: Record<string, string>): Promise<Response> {
    const answer = await fetch(url, {
      redirect: "manual",
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
    });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === "") cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  }

  return {
    issuer,
    accounts,
    signIn: async (there, login) => {
      cookies.clear();
      let url = there;
      for (let steps = 0; steps < 12; steps++) {
        const answer = await ask(url);
        const location = answer.headers.get("location");
        if (location !== null) {
          url = new URL(location, url).href;
          if (!url.startsWith(issuer)) return url;
          continue;
        }
        const page = await answer.text();
        const [, prompt] = /name="prompt" value="(\w+)"/.exec(page) ?? [];
        if (prompt === undefined)
          throw new Error(`the provider says: ${page.replaceAll(/<[^>]+>/g, " ").slice(0, 500)}`);
        const next = await ask(url, prompt === "login" ? { prompt, login, password: "any" } : { prompt });
        url = new URL(next.headers.get("location") ?? "", url).href;
        if (!url.startsWith(issuer)) return url;
      }
      throw new Error("the provider leads nowhere");
    },
    signOut: async (there) => {
      const page = await (await ask(there)).text();
      const [, xsrf] = /name="xsrf" value="(\w+)"/.exec(page) ?? [];
      if (xsrf === undefined) throw new Error(`the provider says: ${page.replaceAll(/<[^>]+>/g, " ").slice(0, 500)}`);
      const answer = await ask(`${issuer}/session/end/confirm`, { xsrf, logout: "yes" });
      return answer.headers.get("location") ?? "";
    },
    isSignedIn: () => cookies.has("_session"),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
