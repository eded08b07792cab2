/** Who is signed in here. The token lives as long as the tab (a reload keeps it); the names are remembered for the next time. */
import { signal } from "@preact/signals";
import { openSession, type HttpRefusal } from "../lib/http.ts";
import { remembered } from "../lib/remember.ts";

const inThisTab = (): Storage => sessionStorage;

export const application = remembered("application", "callcenter");
export const operatorName = remembered("operator", "");
/** Empty while nobody is signed in. */
export const token = remembered("token", "", inThisTab);
/** The application the token was given for; a second tab may have changed the remembered one since. */
const tokensApplication = remembered("token.application", "", inThisTab);

/** This tab's name for the server: it outlives a reload. */
const tab = remembered("tab", crypto.randomUUID(), inThisTab);
export const tabName = (): string => tab.peek();
export function renameTab(): string {
  tab.value = crypto.randomUUID();
  return tab.peek();
}

export type SignInState = "idle" | "busy" | "ended" | HttpRefusal;
export const signInState = signal<SignInState>("idle");

export async function signIn(asApplication: string, operator: string, password: string): Promise<void> {
  signInState.value = "busy";
  const answer = await openSession(asApplication, operator, password);
  if (!answer.ok) {
    signInState.value = answer.refusal;
    return;
  }
  application.value = asApplication;
  operatorName.value = operator;
  tokensApplication.value = asApplication;
  signInState.value = "idle";
  token.value = answer.value.token;
}

/** Forgets the token: by the operator's wish (`idle`), or because the server no longer takes it (`ended`). */
export function forget(why: "idle" | "ended"): void {
  signInState.value = why;
  token.value = "";
}

export const signedInTo = (): string => tokensApplication.peek() || application.peek();
