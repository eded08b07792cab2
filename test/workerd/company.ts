/** A company's sign-in, in Node, where the Internet would be. Whoever redeems a code gets a token with that as its nonce: the test knows it. */
import { jwt, newSigningKey, publicJwk } from "../support/jwt.ts";

export const issuer = "https://login.test";
const key = newSigningKey("company");

export async function company(request: Request): Promise<Response> {
  switch (new URL(request.url).pathname) {
    case "/.well-known/openid-configuration":
      return Response.json({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
      });
    case "/keys":
      return Response.json({ keys: [publicJwk(key)] });
    case "/token": {
      const form = new URLSearchParams(await request.text());
      const now = Math.floor(Date.now() / 1_000);
      const claims = { iss: issuer, aud: "acd", sub: "1", iat: now, exp: now + 60, nonce: form.get("code") };
      const idToken = jwt({ ...claims, preferred_username: "boris", name: "Boris" }, key);
      return Response.json({ access_token: "x", token_type: "bearer", id_token: idToken });
    }
    default:
      return new Response(null, { status: 404 });
  }
}
