/** Companies' own sign-in. */
import * as z from "zod";
import { given, identityProviderId, name, roleName, skillGroupId } from "./basics.ts";
import { scope } from "./people.ts";

const shortText = z.string().min(1).max(200);

export const identityProviderBody = z
  .strictObject({
    name: name.meta({ description: "On the button of the sign-in page: Sign in with …" }),
    enabled: z.boolean().default(true).meta({ description: "Whoever came in by it is out when it no longer is." }),
    issuer: z.string().min(1).max(500).meta({
      description:
        "The provider, as its tokens call it; `<issuer>/.well-known/openid-configuration` is read. https, on the Internet.",
      example: "https://login.example.com/realms/company",
    }),
    clientId: shortText.meta({ description: "What this call centre is called there.", example: "acd" }),
    clientSecret: z.string().min(1).max(500).optional().meta({
      description: "Kept sealed and never shown. Left out: it stays; where there is none, PKCE has to do.",
      example: "kept elsewhere",
    }),
    scopes: z
      .array(z.string().regex(/^[\x21\x23-\x5B\x5D-\x7E]{1,100}$/))
      .max(20)
      .refine((scopes) => scopes.includes("openid"), "Name `openid` as well.")
      .default(["openid", "profile", "email"])
      .meta({ description: "What is asked for." }),
    personBy: z.enum(["username", "email"]).default("username").meta({
      description:
        "From which claim somebody's id here comes when they come for the first time: `preferred_username`, or what stands before the @ of a verified address in one of `emailDomains`. Afterwards they are known by the provider's `sub`.",
    }),
    linkExisting: z.boolean().default(false).meta({
      description:
        "Whether somebody who is here already is who comes with that id for the first time: only for a provider in which nobody chooses their own name.",
    }),
    emailDomains: z
      .array(z.string().regex(/^[a-z0-9.-]{1,253}$/, "Write it as `example.com`."))
      .max(100)
      .default([])
      .meta({ description: "Only verified addresses of these are let in; none: all, whatever their address." }),
    requiredClaims: z
      .record(shortText, shortText)
      .default({})
      .meta({ description: "What the token must say; of a list, what must be in it." }),
    provision: z
      .strictObject({
        role: roleName,
        scope: scope.default(null),
        skillGroups: z.array(skillGroupId).max(100).default([]),
      })
      .nullable()
      .default(null)
      .meta({ description: "As what somebody is taken in who is not here yet. Null: they are not." }),
    groupsClaim: shortText.default("groups").meta({ description: "The claim that lists somebody's groups." }),
    roles: z
      .array(z.strictObject({ group: shortText, role: roleName }))
      .max(100)
      .default([])
      .meta({
        description:
          "Which role a group has; the first that fits is theirs, at each sign-in. Who is in none of them has that of `provision`, and without one is not let in. Empty: groups have no say.",
      }),
    secondFactor: z
      .strictObject({
        trusted: z.enum(["never", "always", "claims"]),
        amr: z.array(shortText).max(20).default([]),
        acr: z.array(shortText).max(20).default([]),
      })
      .default({ trusted: "never", amr: [], acr: [] })
      .meta({
        description:
          "Whether coming from there counts as both factors: `always`, or when the token's `amr` or `acr` says one of these (`claims`). Where it does not, the code of one's own second factor is asked for.",
      }),
  })
  .meta({
    id: "IdentityProviderBody",
    example: { name: "Company", issuer: "https://login.example.com/realms/company", clientId: "acd" },
  });

export const identityProvider = given(identityProviderId, identityProviderBody.omit({ clientSecret: true }))
  .extend({ hasSecret: z.boolean().meta({ description: "Whether a client secret is kept." }) })
  .meta({ id: "IdentityProvider" });
