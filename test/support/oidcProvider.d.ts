/** What the tests need of a package that comes without types. */
declare module "oidc-provider" {
  import type { RequestListener } from "node:http";

  interface Configuration {
    readonly clients: readonly object[];
    readonly claims: Readonly<Record<string, readonly string[]>>;
    readonly cookies: { readonly keys: readonly string[] };
    readonly features: Readonly<Record<string, { readonly enabled: boolean }>>;
    findAccount(context: unknown, id: string): { readonly accountId: string; claims(): object };
  }

  export class Provider {
    constructor(issuer: string, configuration: Configuration);
    callback(): RequestListener;
  }
}
