/** Who may come in: by password, by passkey, from a company's own sign-in. Runs within the transactions of the book that it belongs to. */
import type { Author, Deed } from "../audit/index.ts";
import type { Sql } from "../kernel/index.ts";
import type { Instant, OperatorId } from "../words/index.ts";
import { minutes } from "../words/index.ts";
import {
  isSomebodyAt,
  noteIdentity,
  personOfIdentity,
  type Arrival,
  type IdentityProvider,
} from "./identityProviders.ts";
import { afterFailure, failuresForgottenAfter, type Failures } from "./lockout.ts";
import { keepOnce, takeOnce } from "./oneTime.ts";
import { countOn, passkeyOf } from "./passkeys.ts";
import { sameSecret } from "./password.ts";
import type { Draft, Person, Proof, SignIn } from "./resources.ts";
import { checkFactor, secondFactorOf, type Keeping } from "./secondFactor.ts";
import { openSession, standing, type Means, type NewSession } from "./sessions.ts";
import { countRefused, settle } from "./trail.ts";

/** What of the book it needs. */
export interface Within {
  readonly sql: Sql;
  readonly keeping: Keeping;
  tell(author: Author, now: Instant, deed: Deed): void;
  person(id: string): Person | undefined;
  provider(id: string): IdentityProvider | undefined;
  /** False: it names what is not there. */
  putPerson(draft: Draft<"person">, author: Author, now: Instant): boolean;
}

/** That somebody who is signed in is who they were when they signed in. */
export interface ProofAgain {
  /** Of the password. Without it the session must have been opened a moment ago. */
  readonly hash?: string | undefined;
  readonly code?: string | undefined;
}

export type Proven =
  | { readonly is: "proven" }
  | { readonly is: "wrong" | "code_needed" | "wrong_code" }
  /** Without a password: they signed in too long ago. */
  | { readonly is: "stale" }
  | { readonly is: "locked"; readonly until: Instant };

/** What comes with a ticket. */
export interface TicketProof {
  /** The hash of what only the browser that began has. */
  readonly browser: string;
  readonly code?: string | undefined;
}

/** So long signing in speaks for itself. */
const freshFor = minutes(5);
/** For so long a ticket of a provider's sign-in waits for the code of the second factor. */
const ticketFor = minutes(5);

/** How a session was come by. */
interface CameBy {
  readonly means: Means;
  /** Two factors were shown, or what counts as such. */
  readonly strong: boolean;
  readonly providerSession?: string | null;
}

export class Entrance {
  readonly #within: Within;

  constructor(within: Within) {
    this.#within = within;
  }

  byPassword(id: string, { hash, code }: Proof, opened: NewSession, from: string | null, now: Instant): SignIn {
    const { sql } = this.#within;
    const person = this.#within.person(id);
    const refused = (because: string): void => countRefused(sql, { person: person?.id, from, because }, now);
    const until = lockedUntil(sql, id);
    if (until > now) {
      refused("locked");
      return { ok: false, refusal: "locked", until };
    }
    if (person === undefined || !isPassword(sql, id, hash)) {
      refused("wrong");
      this.failed(id, from, now);
      return { ok: false, refusal: "wrong" };
    }
    const refusal = this.#refusalOfCode(person.id, code, from, now);
    if (refusal !== undefined) return refusal;
    return this.#open(person, opened, { means: "password", strong: false }, from, now);
  }

  /** Its signature has been checked. What it signed has been used up. */
  byPasskey(id: string, counter: number, opened: NewSession, from: string | null, now: Instant): SignIn {
    const { sql } = this.#within;
    const passkey = passkeyOf(sql, id);
    const person = passkey && this.#within.person(passkey.person);
    if (passkey === undefined || person === undefined) return { ok: false, refusal: "wrong" };
    if (!countOn(sql, passkey, counter, now)) {
      countRefused(sql, { person: person.id, from, because: "passkey copied" }, now);
      return { ok: false, refusal: "wrong" };
    }
    return this.#open(person, opened, { means: `passkey:${id}`, strong: true }, from, now);
  }

  /** Takes the ticket that a provider's sign-in has ended with; without the code that it needs, the ticket stays. */
  byTicket(
    hash: string,
    { browser, code }: TicketProof,
    opened: NewSession,
    from: string | null,
    now: Instant,
  ): SignIn {
    const { sql } = this.#within;
    const data = takeOnce(sql, "provider.ticket", hash, now);
    const arrival = data === undefined ? undefined : (JSON.parse(data) as Arrival); // as the HTTP side has kept it
    if (arrival === undefined || !sameSecret(arrival.browser, browser)) return { ok: false, refusal: "wrong" };
    const provider = this.#within.provider(arrival.provider);
    if (provider?.enabled !== true || provider.issuer !== arrival.issuer) return { ok: false, refusal: "wrong" };
    const person = this.#arrived(arrival, provider, now);
    if (person === undefined) {
      countRefused(sql, { person: undefined, from, because: `not known to ${arrival.provider}` }, now);
      return { ok: false, refusal: "unknown" };
    }
    if (!arrival.strong) {
      const until = lockedUntil(sql, person.id);
      const refusal: SignIn | undefined =
        until > now ? { ok: false, refusal: "locked", until } : this.#refusalOfCode(person.id, code, from, now);
      if (refusal !== undefined) {
        keepOnce(sql, { use: "provider.ticket", hash, data: JSON.stringify(arrival), ends: now + ticketFor }, now);
        return refusal;
      }
    }
    if (personOfIdentity(sql, arrival) === undefined) {
      const what = `operator/${person.id}`;
      this.#within.tell({ by: person.id, from }, now, {
        action: "identity.linked",
        what,
        detail: { provider: provider.id },
      });
    }
    noteIdentity(sql, arrival, person.id, now);
    const means: CameBy = {
      means: `provider:${arrival.provider}`,
      strong: arrival.strong,
      providerSession: arrival.sid,
    };
    return this.#open(person, opened, means, from, now);
  }

  /** Before something is changed about how somebody signs in: whoever finds an open browser is not to shut its owner out. */
  prove(person: OperatorId, { hash, code }: ProofAgain, session: string, from: string | null, now: Instant): Proven {
    const { sql } = this.#within;
    if (hash === undefined) {
      const openedAt = standing(sql, session, now)?.openedAt ?? 0;
      return { is: openedAt + freshFor > now ? "proven" : "stale" };
    }
    const until = lockedUntil(sql, person);
    if (until > now) return { is: "locked", until };
    if (!isPassword(sql, person, hash)) {
      this.failed(person, from, now);
      return { is: "wrong" };
    }
    const checked = checkFactor(sql, this.#within.keeping, person, code, now);
    if (checked === "needed") return { is: "code_needed" };
    if (checked === "wrong") {
      this.failed(person, from, now);
      return { is: "wrong_code" };
    }
    return { is: "proven" };
  }

  /** One more wrong password or code for this name. */
  failed(id: string, from: string | null, now: Instant): void {
    const { sql } = this.#within;
    sql.exec("DELETE FROM sign_in_failure WHERE last < ?", now - failuresForgottenAfter);
    const { count, last, lockedUntil } = afterFailure(failuresOf(sql, id), now);
    sql.exec(
      "INSERT OR REPLACE INTO sign_in_failure (person, count, last, locked_until) VALUES (?, ?, ?, ?)",
      id,
      count,
      last,
      lockedUntil,
    );
    if (lockedUntil <= now || this.#within.person(id) === undefined) return;
    settle(sql, now, id);
    const locked = { action: "operator.locked", what: `operator/${id}`, detail: { until: lockedUntil } };
    this.#within.tell({ by: null, from }, now, locked);
  }

  /** Undefined: the code is right, or there need not be one. */
  #refusalOfCode(
    person: OperatorId,
    code: string | undefined,
    from: string | null,
    now: Instant,
  ): (SignIn & { readonly ok: false }) | undefined {
    const { sql } = this.#within;
    const checked = checkFactor(sql, this.#within.keeping, person, code, now);
    const refused = (because: string): void => countRefused(sql, { person, from, because }, now);
    if (checked === "needed") {
      refused("code needed");
      return { ok: false, refusal: "code_needed" };
    }
    if (checked === "wrong") {
      refused("wrong code");
      this.failed(person, from, now);
      return { ok: false, refusal: "wrong_code" };
    }
    if (checked === "recovery")
      this.#within.tell({ by: person, from }, now, {
        action: "secondFactor.recovered",
        what: `operator/${person}`,
        detail: {},
      });
    return undefined;
  }

  #open(
    { id, name, role }: Person,
    opened: NewSession,
    { means, strong, providerSession = null }: CameBy,
    from: string | null,
    now: Instant,
  ): SignIn {
    const { sql } = this.#within;
    const epoch = epochOf(sql, id) ?? 0;
    sql.exec("DELETE FROM sign_in_failure WHERE person = ?", id);
    settle(sql, now, id);
    const endsAt = openSession(sql, opened, { person: id, epoch, from, means, strong, providerSession }, now);
    this.#within.tell({ by: id, from }, now, {
      action: "session.opened",
      what: `session/${opened.id}`,
      detail: { person: id, ...(means !== "password" && { means }) },
    });
    const { on, demanded } = secondFactorOf(sql, id);
    const secondFactor = on || strong ? "on" : demanded ? "missing" : "off";
    return { ok: true, person: { id, name, role, epoch }, endsAt, secondFactor };
  }

  /** The person whom somebody is here, found, linked or taken in; with the role that their groups give. */
  #arrived(arrival: Arrival, provider: IdentityProvider, now: Instant): Person | undefined {
    const { sql } = this.#within;
    const known = personOfIdentity(sql, arrival);
    const id = known ?? arrival.personId ?? undefined;
    if (id === undefined) return undefined;
    const here = this.#within.person(id);
    const mayLink = provider.linkExisting && !isSomebodyAt(sql, arrival.provider, arrival.issuer, id);
    if (here !== undefined && known === undefined && !mayLink) return undefined;
    const { provision, roles } = provider;
    const role = arrival.role ?? provision?.role;
    if (here !== undefined && roles.length === 0) return here;
    if (role === undefined || (here === undefined && provision === null)) return undefined;
    if (role === here?.role) return here;
    const own = { skills: {}, queueOrder: [], ringTime: null, wrapUpMode: null, wrapUp: null };
    const { canSignIn: _, ...draft } = here ?? {
      ...own,
      name: arrival.name,
      scope: null,
      skillGroups: [],
      ...provision,
      canSignIn: false,
    };
    const isPut = this.#within.putPerson({ ...draft, id, role }, { by: `provider:${provider.id}`, from: null }, now);
    return isPut ? this.#within.person(id) : undefined;
  }
}

/** Of the password; undefined: nobody bears that name, or they have none. */
export function secretOf(sql: Sql, id: string): { salt: string; hash: string } | undefined {
  const [row] = sql.exec("SELECT salt, hash FROM person WHERE id = ? AND hash IS NOT NULL", id).toArray();
  return row && { salt: String(row["salt"]), hash: String(row["hash"]) };
}

/** Whether it is the hash of their password; where there is none nothing is. */
export function isPassword(sql: Sql, id: string, hash: string): boolean {
  const secret = secretOf(sql, id);
  return secret !== undefined && sameSecret(secret.hash, hash);
}

/** Undefined: there is no such person. */
export const epochOf = (sql: Sql, id: string): number | undefined =>
  sql
    .exec("SELECT epoch FROM person WHERE id = ?", id)
    .toArray()
    .map((row) => Number(row["epoch"]))[0];

/** Until when no password or code is looked at for this name; 0: they are. */
export const lockedUntil = (sql: Sql, id: string): Instant => failuresOf(sql, id)?.lockedUntil ?? 0;

function failuresOf(sql: Sql, id: string): Failures | undefined {
  const [row] = sql.exec("SELECT count, last, locked_until FROM sign_in_failure WHERE person = ?", id).toArray();
  return row && { count: Number(row["count"]), last: Number(row["last"]), lockedUntil: Number(row["locked_until"]) };
}
