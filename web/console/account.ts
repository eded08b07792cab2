/** Who is signed in here. The session lives as long as the tab (a reload keeps it); the names are remembered for the next time. */
import { batch, signal } from "@preact/signals";
import type { Answer, Instant } from "../../src/words/index.ts";
import {
  beginPasskeySignIn,
  openSession,
  openSessionByPasskey,
  openSessionByTicket,
  readSignIns,
  type HttpRefusal,
  type Session,
  type SignInElsewhere,
} from "../lib/http.ts";
import { askPasskey } from "../lib/passkeys.ts";
import { remembered } from "../lib/remember.ts";

const inThisTab = (): Storage => sessionStorage;

export const application = remembered("application", "callcenter");
export const operatorName = remembered("operator", "");
/** Empty while nobody is signed in. It stays the same while its token is renewed. */
export const session = remembered("session", "", inThisTab);
const token = remembered("token", "", inThisTab);
const refreshToken = remembered("token.refresh", "", inThisTab);
/** When the token is to be renewed, by this computer's clock. */
const renewAt = remembered("token.renewAt", "", inThisTab);
/** The application the session is of; a second tab may have changed the remembered one since. */
const sessionsApplication = remembered("session.application", "", inThisTab);

/** Whether a second factor must be set up before anything else; a reload does not forget it. */
const factor = remembered("session.factor", "", inThisTab);
export const factorMissing = {
  get value(): boolean {
    return factor.value === "missing";
  },
  set value(missing: boolean) {
    factor.value = missing ? "missing" : "";
  },
};

/** Whether the session came of a company's sign-in; a reload does not forget it. */
const means = remembered("session.means", "", inThisTab);
export const byCompany = { peek: (): boolean => means.peek() === "company" };

/** Of the time that a token is good for: early enough for a network that is gone for some minutes. */
const renewedAfter = 0.6;

/** What a tab knows of its session. */
export interface Kept {
  readonly session: string;
  readonly token: string;
  readonly refreshToken: string;
  readonly renewAt: string;
}

/** Puts what the server, or another tab of this session, has given in the place of what was. */
export function keep(given: Session | Kept): Kept {
  const due = "renewAt" in given ? given.renewAt : String(Math.round(Date.now() + given.expiresIn * renewedAfter));
  batch(() => {
    token.value = given.token;
    refreshToken.value = given.refreshToken;
    renewAt.value = due;
    session.value = given.session;
  });
  return { session: given.session, token: given.token, refreshToken: given.refreshToken, renewAt: due };
}

export const tokenNow = (): string => token.peek();
export const refreshTokenNow = (): string => refreshToken.peek();
export const renewalDue = (): Instant => Number(renewAt.peek());

/** This tab's name for the server: it outlives a reload. */
const tab = remembered("tab", crypto.randomUUID(), inThisTab);
export const tabName = (): string => tab.peek();
export function renameTab(): string {
  tab.value = crypto.randomUUID();
  return tab.peek();
}

/** Why a company's sign-in came to nothing, as the server says it in the page's address. */
const failures = ["unreachable", "denied", "invalid", "expired", "notAllowed"] as const;
type Failure = `company_${(typeof failures)[number]}`;

/** `code`: one is needed as well; `wrongCode`: it is not right. */
export type SignInState =
  | "idle"
  | "busy"
  | "ended"
  | "code"
  | "wrongCode"
  | "notKnownHere"
  | "noPasskey"
  | Failure
  | HttpRefusal;
export const signInState = signal<SignInState>("idle");
/** Whether a code is asked for. */
export const codeAsked = signal(false);
/** Of a company's sign-in, while it waits for a code. */
export const ticket = signal("");
/** Where one may sign in beside here. */
export const companies = signal<readonly SignInElsewhere[]>([]);

export async function signIn(asApplication: string, operator: string, password: string, code: string): Promise<void> {
  const typed = code === "" ? undefined : code;
  await arrive(asApplication, typed, openSession(asApplication, operator, password, typed));
}

/** With a name the browser looks for that person's passkeys also where it keeps none itself. */
export async function signInWithPasskey(asApplication: string, operator: string): Promise<void> {
  signInState.value = "busy";
  const begun = await beginPasskeySignIn(asApplication, operator);
  if (!begun.ok) return void (signInState.value = begun.refusal);
  const credential = await askPasskey(begun.value);
  if (credential === undefined) return void (signInState.value = "noPasskey");
  const answer = await openSessionByPasskey(asApplication, credential);
  if (!answer.ok && answer.refusal === "wrong") signInState.value = "noPasskey";
  else await arrive(asApplication, undefined, Promise.resolve(answer));
}

/** With the ticket that one has come back with from a company's sign-in. */
export async function signInWithTicket(code: string): Promise<void> {
  const [shown, typed] = [ticket.peek(), code === "" ? undefined : code];
  await arrive(application.peek(), typed, openSessionByTicket(application.peek(), shown, typed), "company");
  if (signInState.peek() !== "code" && signInState.peek() !== "wrongCode") ticket.value = "";
}

async function arrive(
  asApplication: string,
  code: string | undefined,
  asked: Promise<Answer<Session, HttpRefusal | "code" | "notKnownHere">>,
  by: "company" | "" = "",
): Promise<void> {
  signInState.value = "busy";
  const answer = await asked;
  if (!answer.ok) {
    codeAsked.value ||= answer.refusal === "code";
    signInState.value = answer.refusal === "code" && code !== undefined ? "wrongCode" : answer.refusal;
    return;
  }
  codeAsked.value = false;
  factorMissing.value = answer.value.secondFactor === "missing";
  application.value = asApplication;
  operatorName.value = answer.value.operator.id;
  sessionsApplication.value = asApplication;
  means.value = by;
  signInState.value = "idle";
  keep(answer.value);
}

export async function lookForCompanies(asApplication: string): Promise<void> {
  const answer = await readSignIns(asApplication);
  companies.value = answer.ok ? answer.value : [];
}

/** What the way back from a company's sign-in has put behind the address: taken off it at once, so that nobody reads it there. */
export function comeBack(): void {
  const said = new URLSearchParams(location.hash.slice(1));
  const [shown, failure] = [said.get("sign-in"), failures.find((known) => known === said.get("sign-in-failed"))];
  if (shown === null && failure === undefined) return;
  history.replaceState(null, "", location.pathname + location.search);
  application.value = said.get("application") ?? application.peek();
  if (failure !== undefined) signInState.value = `company_${failure}`;
  if (shown === null) return;
  ticket.value = shown;
  void signInWithTicket("");
}

/** Forgets the session: by the operator's wish (`idle`), or because the server no longer takes it (`ended`). */
export function forget(why: "idle" | "ended"): void {
  batch(() => {
    signInState.value = why;
    for (const known of [session, token, refreshToken, renewAt]) known.value = "";
  });
}

export const signedInTo = (): string => sessionsApplication.peek() || application.peek();
