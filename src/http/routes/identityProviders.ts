/** Companies' own sign-in, as administrators set it up. */
import { sealedFor } from "../../directory/identityProviders.ts";
import type { Api } from "../api.ts";
import * as fields from "../fields/index.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import { grantOfProvider, wrongProvider } from "../providerRules.ts";
import { collection } from "./resources.ts";

export function identityProviderRoutes(api: Api, ports: Ports): void {
  collection(api, ports, {
    kind: "identityProvider",
    path: "identity-providers",
    name: "IdentityProvider",
    names: "IdentityProviders",
    one: "identity provider",
    tag: "Identity providers",
    rights: { read: "roles.read", write: "roles.write" },
    about:
      "A company's own sign-in (OpenID Connect): people of the application sign in there. For those who may do everything; whoever came in by one is out when it is deleted, disabled or given another issuer or client.",
    id: fields.identityProviderId,
    body: fields.identityProviderBody,
    resource: fields.identityProvider,
    filters: { name: fields.partOf("the name") },
    draft: (id, { clientSecret, ...body }, application) => {
      const errors = wrongProvider(body, (field) => field, ports.settings.localWebhooks);
      if (errors.length > 0)
        throw new Problem("invalid", errors.length === 1 ? "One field is wrong." : "Some fields are wrong.", {
          errors,
        });
      const place = sealedFor(application, id);
      return { id, ...body, ...(clientSecret !== undefined && { sealedSecret: ports.seal.seal(clientSecret, place) }) };
    },
    grant: () => grantOfProvider,
  });
}
