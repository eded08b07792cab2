/** The second factor of people: a secret that an authenticator app shares, and codes for the day on which the telephone is lost. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Sql } from "../kernel/index.ts";
import type { RoleName } from "../rights/index.ts";
import type { Instant, OperatorId } from "../words/index.ts";
import type { Place, Seal } from "../sealed/index.ts";
import { stepOf } from "./totp.ts";

export interface SecondFactor {
  readonly on: boolean;
  /** Whether the person's role demands it: without it they may do nothing but set it up. */
  readonly demanded: boolean;
  readonly recoveryCodes: number;
}

/** What is asked of it. */
export type FactorChange =
  /** With the password once more: whoever finds an open browser is not to shut its owner out. Null: it has been proven otherwise. `secret`: Base32. */
  | { readonly do: "begin"; readonly hash: string | null; readonly secret: string }
  | { readonly do: "confirm"; readonly code: string; readonly recoveryCodes: readonly string[] }
  | { readonly do: "end"; readonly code: string }
  /** By somebody else, who need not prove anything. */
  | { readonly do: "remove" };

export type FactorAnswer =
  | { readonly is: "done" }
  /** The password or the code. */
  | { readonly is: "wrong" }
  | { readonly is: "on" }
  | { readonly is: "off" }
  | { readonly is: "locked"; readonly until: Instant };

/** Which roles must have one. */
export interface SignInRules {
  readonly secondFactor: readonly RoleName[];
}

/** What secrets are sealed with, each for its person. */
export interface Keeping {
  readonly seal: Seal;
  readonly application: string;
}

const placeOf = ({ application }: Keeping, id: string): Place => ({ application, kind: "secondFactor.secret", id });

/** Seals what was written before anything was sealed, or with a key that is to be replaced. */
export function sealFactors(sql: Sql, keeping: Keeping): void {
  for (const row of sql.exec("SELECT person, secret FROM second_factor").toArray()) {
    const [person, kept] = [String(row["person"]), String(row["secret"])];
    const place = placeOf(keeping, person);
    const isSealed = kept.includes("."); // in Base32 there are none
    if (isSealed && !keeping.seal.isOld(kept)) continue;
    const secret = isSealed ? opened(keeping.seal, kept, place) : kept;
    if (secret !== undefined)
      sql.exec("UPDATE second_factor SET secret = ? WHERE person = ?", keeping.seal.seal(secret, place), person);
  }
}

/** Undefined: its key is not here. Whose secret it is cannot sign in; everybody else's calls go on. */
function opened(seal: Seal, kept: string, place: Place): string | undefined {
  try {
    return seal.open(kept, place);
  } catch {
    return undefined;
  }
}

const rowOf = (sql: Sql, person: string) =>
  sql.exec("SELECT secret, confirmed, step FROM second_factor WHERE person = ?", person).toArray()[0];

export const isOn = (sql: Sql, person: string): boolean => (rowOf(sql, person)?.["confirmed"] ?? null) !== null;

export const isDemanded = (sql: Sql, person: string): boolean =>
  sql.exec("SELECT 1 FROM second_factor_demand JOIN person USING (role) WHERE person.id = ?", person).toArray().length >
  0;

export const secondFactorOf = (sql: Sql, person: OperatorId): SecondFactor => ({
  on: isOn(sql, person),
  demanded: isDemanded(sql, person),
  recoveryCodes: sql.exec("SELECT 1 FROM recovery_code WHERE person = ?", person).toArray().length,
});

/** Puts a new secret in the place of one that was never confirmed. */
export function beginFactor(sql: Sql, keeping: Keeping, person: OperatorId, secret: string): void {
  const sealed = keeping.seal.seal(secret, placeOf(keeping, person));
  sql.exec("INSERT OR REPLACE INTO second_factor (person, secret, step) VALUES (?, ?, -1)", person, sealed);
}

/** False: the code is wrong, or there is nothing to confirm. */
export function confirmFactor(
  sql: Sql,
  keeping: Keeping,
  person: OperatorId,
  { code, recoveryCodes }: { readonly code: string; readonly recoveryCodes: readonly string[] },
  now: Instant,
): boolean {
  if (!takeCode(sql, keeping, person, code, now)) return false;
  sql.exec("UPDATE second_factor SET confirmed = ? WHERE person = ?", now, person);
  for (const one of recoveryCodes)
    sql.exec("INSERT INTO recovery_code (person, hash) VALUES (?, ?)", person, hashOfCode(one));
  return true;
}

export function removeFactor(sql: Sql, person: string): void {
  sql.exec("DELETE FROM second_factor WHERE person = ?", person);
  sql.exec("DELETE FROM recovery_code WHERE person = ?", person);
}

/** `right`: it has been used up by that; `recovery`: it was one of the codes for that. */
export type Checked = "off" | "needed" | "wrong" | "right" | "recovery";

export function checkFactor(
  sql: Sql,
  keeping: Keeping,
  person: OperatorId,
  code: string | undefined,
  now: Instant,
): Checked {
  if (!isOn(sql, person)) return "off";
  if (code === undefined) return "needed";
  if (takeCode(sql, keeping, person, code, now)) return "right";
  const used = sql
    .exec("DELETE FROM recovery_code WHERE person = ? AND hash = ? RETURNING hash", person, hashOfCode(code))
    .toArray();
  return used.length > 0 ? "recovery" : "wrong";
}

function takeCode(sql: Sql, keeping: Keeping, person: OperatorId, code: string, now: Instant): boolean {
  const row = rowOf(sql, person);
  const secret = row && keeping.seal.open(String(row["secret"]), placeOf(keeping, person));
  const at = secret && stepOf(secret, code.replaceAll(/\s/g, ""), now, Number(row["step"]));
  if (typeof at !== "number") return false;
  sql.exec("UPDATE second_factor SET step = ? WHERE person = ?", at, person);
  return true;
}

/** However it is typed. 80 random bits cannot be guessed from their hash, as the secrets of API keys. */
const hashOfCode = (code: string): string =>
  bytesToHex(sha256(utf8ToBytes(code.toLowerCase().replaceAll(/[^0-9a-z]/g, ""))));

export const signInRules = (sql: Sql): SignInRules => ({
  secondFactor: sql
    .exec("SELECT role FROM second_factor_demand ORDER BY role")
    .toArray()
    .map((row) => row["role"] as RoleName), // as it was put
});

export function putSignInRules(sql: Sql, { secondFactor }: SignInRules): void {
  sql.exec("DELETE FROM second_factor_demand");
  for (const role of new Set(secondFactor)) sql.exec("INSERT INTO second_factor_demand (role) VALUES (?)", role);
}
