/** Changes of the directory, as its audit log tells of them. */
import type { Deed, Detail } from "../audit/index.ts";
import type { ApiKey, Kind, Resources } from "./resources.ts";
import { fieldsChanged } from "./exchange.ts";

/** A resource before and after, by its kind. */
export type Change = {
  [K in Kind]: {
    readonly kind: K;
    readonly before: Resources[K] | undefined;
    readonly after: Resources[K] | undefined;
    /** Or the secret of an identity provider. */
    readonly newPassword: boolean;
  };
}[Kind];

/** With the fields that have become different, as they were and as they are. */
export function deedOf({ kind, before, after, newPassword }: Change): Deed {
  // As the API calls them.
  const named = kind === "person" ? "operator" : kind;
  const what = `${named}/${(after ?? before)?.id ?? ""}`;
  const password = newPassword ? { [kind === "person" ? "password" : "secret"]: "new" } : {};
  if (after === undefined) return { action: `${named}.removed`, what, detail: { before: told(before) } };
  if (before === undefined) return { action: `${named}.created`, what, detail: { after: told(after), ...password } };
  const fields = fieldsChanged(before, after);
  return {
    action: `${named}.changed`,
    what,
    detail: { before: told(before, fields), after: told(after, fields), ...password },
  };
}

export const keyMade = ({ id, name, rights, scope, expiresAt }: ApiKey): Deed => ({
  action: "key.made",
  what: `key/${id}`,
  detail: { name, rights, scope, expiresAt },
});

export const keyRevoked = ({ id, name }: ApiKey): Deed => ({
  action: "key.revoked",
  what: `key/${id}`,
  detail: { name },
});

/** What nobody is to read in a log that is kept for years, should a kind of resource ever show it. */
const secret = /password|secret|token|hash/i;

function told(resource: object = {}, only?: readonly string[]): Detail {
  const fields = Object.entries(resource).filter(([field]) => only?.includes(field) ?? true);
  return Object.fromEntries(
    fields.map(([field, value]: [string, unknown]) => [
      field,
      secret.test(field) && typeof value === "string" ? "•" : value,
    ]),
  );
}
