/** Companies' own sign-in (OpenID Connect), as the directory knows it: what is asked of their claims, and which person is whom there. */
import type { Sql } from "../kernel/index.ts";
import type { Place } from "../sealed/index.ts";
import type { RoleName, Scope } from "../rights/index.ts";
import type { ApplicationId, IdentityProviderId, Instant, OperatorId, SkillGroupId } from "../words/index.ts";

/** A company's sign-in. Its secret is kept sealed and never shown. */
export interface IdentityProvider {
  readonly id: IdentityProviderId;
  /** On the button: "Sign in with …". */
  readonly name: string;
  readonly enabled: boolean;
  readonly issuer: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** From which claim a person's id here comes: `preferred_username`, or what stands before the @ of a verified e-mail address. */
  readonly personBy: "username" | "email";
  /** Whether somebody who is here already is who comes with their id for the first time. */
  readonly linkExisting: boolean;
  /** The domains of e-mail addresses that are let in, each address verified; none: all, whatever their address. */
  readonly emailDomains: readonly string[];
  /** What the claims must say: of each the text, or one that is among its values. */
  readonly requiredClaims: Readonly<Record<string, string>>;
  /** As what somebody is taken in who is not here yet. Null: they are not. */
  readonly provision: Provision | null;
  /** The claim that lists somebody's groups. */
  readonly groupsClaim: string;
  /** Which role a group has, the first that fits. None: the provider has no say in roles. */
  readonly roles: readonly { readonly group: string; readonly role: RoleName }[];
  readonly secondFactor: FactorTrust;
  /** Whether a client secret is kept; without one there is PKCE alone. */
  readonly hasSecret: boolean;
}

export interface Provision {
  readonly role: RoleName;
  readonly scope: Scope;
  readonly skillGroups: readonly SkillGroupId[];
}

/** When the company's sign-in counts as both factors: always, or when its `amr` or `acr` says one of these. */
export interface FactorTrust {
  readonly trusted: "never" | "always" | "claims";
  readonly amr: readonly string[];
  readonly acr: readonly string[];
}

/** Who comes from a provider, as its token says; kept while the browser is on its way. */
export interface Arrival {
  readonly provider: IdentityProviderId;
  readonly issuer: string;
  readonly subject: string;
  /** The provider's session, for when it says that it is over. */
  readonly sid: string | null;
  /** The id that they have or would have here. Null: the claims have none that could be one. */
  readonly personId: OperatorId | null;
  readonly name: string;
  /** By their groups. Null: these have no say, or give none. */
  readonly role: RoleName | null;
  /** Whether they count as having shown two factors. */
  readonly strong: boolean;
  /** The hash of what only the browser that began has. */
  readonly browser: string;
}

export const personOfIdentity = (
  sql: Sql,
  { provider, issuer, subject }: Pick<Arrival, "provider" | "issuer" | "subject">,
): OperatorId | undefined =>
  sql
    .exec("SELECT person FROM identity WHERE provider = ? AND issuer = ? AND subject = ?", provider, issuer, subject)
    .toArray()
    .map((row) => row["person"] as OperatorId)[0]; // as it was written

/** Whether a person is somebody at this provider already: nobody else becomes them. */
export const isSomebodyAt = (sql: Sql, provider: IdentityProviderId, issuer: string, person: OperatorId): boolean =>
  sql
    .exec("SELECT 1 FROM identity WHERE provider = ? AND issuer = ? AND person = ?", provider, issuer, person)
    .toArray().length > 0;

/** Whom somebody here is at a provider. */
export interface Identity {
  readonly provider: IdentityProviderId;
  readonly issuer: string;
  readonly subject: string;
  readonly madeAt: Instant;
  readonly lastUsedAt: Instant;
}

export const identitiesOf = (sql: Sql, person: OperatorId): Identity[] =>
  sql
    .exec("SELECT * FROM identity WHERE person = ? ORDER BY provider, made, subject", person)
    .toArray()
    .map((row) => ({
      provider: row["provider"] as IdentityProviderId, // as it was written
      issuer: String(row["issuer"]),
      subject: String(row["subject"]),
      madeAt: Number(row["made"]),
      lastUsedAt: Number(row["last_used"]),
    }));

/** False: they are nobody there. */
export const forgetIdentity = (sql: Sql, person: OperatorId, provider: IdentityProviderId): boolean =>
  sql.exec("DELETE FROM identity WHERE person = ? AND provider = ? RETURNING subject", person, provider).toArray()
    .length > 0;

export function noteIdentity(
  sql: Sql,
  { provider, issuer, subject }: Pick<Arrival, "provider" | "issuer" | "subject">,
  person: OperatorId,
  now: Instant,
): void {
  sql.exec(
    `INSERT INTO identity (provider, issuer, subject, person, made, last_used) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET last_used = excluded.last_used`,
    provider,
    issuer,
    subject,
    person,
    now,
    now,
  );
}

/** What a client's secret is sealed for. */
export const sealedFor = (application: ApplicationId, id: IdentityProviderId): Place => ({
  application,
  kind: "identityProvider.secret",
  id,
});

/** Undefined: there is no such provider, or it has no secret. */
export const sealedSecretOf = (sql: Sql, provider: IdentityProviderId): string | undefined =>
  sql
    .exec("SELECT client_secret FROM identity_provider WHERE id = ? AND client_secret IS NOT NULL", provider)
    .toArray()
    .map((row) => String(row["client_secret"]))[0];

/** What a provider says is over: a session of its own, or all of somebody's there. */
export interface ProviderEnd {
  readonly issuer: string;
  readonly subject: string | undefined;
  readonly sid: string | undefined;
  /** The hash of what is different in each such message, and until when it might come again. */
  readonly hash: string;
  readonly ends: Instant;
}
