/** What is asked of a company's sign-in before it is kept, whether it comes alone or in a file. */
import type { IdentityProvider } from "../directory/identityProviders.ts";
import { everyRight, type Grant } from "../rights/index.ts";
import { wrongAddress } from "./webhookRules.ts";
import type { FieldProblem } from "./problem.ts";

/** Whoever says whose word is taken for who somebody is can come in as anybody. */
export const grantOfProvider: Grant = { rights: everyRight, scope: null };

type Ruled = Pick<IdentityProvider, "issuer" | "personBy" | "emailDomains" | "secondFactor">;

/** `local`: an issuer on this machine is fine. */
export function wrongProvider(
  { issuer, personBy, emailDomains, secondFactor }: Ruled,
  placeOf: (field: string) => string,
  local: boolean,
): FieldProblem[] {
  const flaws = wrongAddress(issuer, placeOf("issuer"), local);
  if (flaws.length === 0 && /[?#]/.test(issuer))
    flaws.push({
      field: placeOf("issuer"),
      problem: "has a query or a fragment",
      remedy: "Give the issuer as the provider's documentation writes it.",
    });
  // Else boss@anywhere would be who boss@company is.
  if (personBy === "email" && emailDomains.length === 0)
    flaws.push({
      field: placeOf("emailDomains"),
      problem: "is empty",
      remedy: "Name the company's domains: people are told apart by what stands before the @.",
    });
  if (secondFactor.trusted === "claims" && secondFactor.amr.length + secondFactor.acr.length === 0)
    flaws.push({
      field: placeOf("secondFactor"),
      problem: "names neither `amr` nor `acr`",
      remedy: "Name what the provider's token says after two factors, as `mfa`.",
    });
  return flaws;
}
