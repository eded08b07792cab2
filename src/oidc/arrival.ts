/** Who it is that comes from a company's sign-in, by the claims that were verified and the rules that were set up. */
import type { Arrival, IdentityProvider } from "../directory/identityProviders.ts";
import type { OperatorId } from "../words/index.ts";
import { as } from "../words/index.ts";
import type { Claims } from "./client.ts";

/** The form of a person's id; `key` is the admin key in timelines. */
const idForm = /^(?!key$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const longestName = 100;

/** Undefined: they are not let in, whoever they are. `browser`: the hash of what only the browser that began has. */
export function arrivalOf(provider: IdentityProvider, claims: Claims, browser: string): Arrival | undefined {
  const address = verifiedAddress(claims);
  const domain = address?.slice(address.lastIndexOf("@") + 1);
  if (provider.emailDomains.length > 0 && (domain === undefined || !provider.emailDomains.includes(domain)))
    return undefined;
  const says = ([claim, wanted]: [string, string]): boolean => valuesOf(claims[claim]).includes(wanted);
  if (!Object.entries(provider.requiredClaims).every(says)) return undefined;

  const byUsername = text(claims["preferred_username"]);
  const id = provider.personBy === "username" ? byUsername : address?.slice(0, address.lastIndexOf("@"));
  const name = text(claims["name"]) ?? byUsername ?? address ?? String(claims["sub"]);
  const groups = valuesOf(claims[provider.groupsClaim]);
  return {
    provider: provider.id,
    issuer: provider.issuer,
    subject: String(claims["sub"]),
    sid: text(claims["sid"]) ?? null,
    personId: id !== undefined && idForm.test(id) ? as<OperatorId>(id) : null,
    name: name.slice(0, longestName),
    role: provider.roles.find(({ group }) => groups.includes(group))?.role ?? null,
    strong: isStrong(provider, claims),
    browser,
  };
}

function isStrong({ secondFactor: { trusted, amr, acr } }: IdentityProvider, claims: Claims): boolean {
  if (trusted !== "claims") return trusted === "always";
  return (
    valuesOf(claims["amr"]).some((value) => amr.includes(value)) ||
    valuesOf(claims["acr"]).some((value) => acr.includes(value))
  );
}

/** In small letters. An address that the provider has not verified is no address. */
function verifiedAddress(claims: Claims): string | undefined {
  const address = text(claims["email"])?.toLowerCase();
  return claims["email_verified"] === true && address?.includes("@") === true ? address : undefined;
}

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** Of a claim that is one value or a list. */
const valuesOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((one: unknown) =>
    typeof one === "string" || typeof one === "number" || typeof one === "boolean" ? [String(one)] : [],
  );
