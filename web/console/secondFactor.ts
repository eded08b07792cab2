/** Setting up a second factor, and ending it: where one is with it, and what the server said. */
import { batch, computed, signal } from "@preact/signals";
import type { Answer } from "../../src/words/index.ts";
import {
  beginSecondFactor,
  confirmSecondFactor,
  endSecondFactor,
  readSecondFactor,
  type HttpRefusal,
} from "../lib/http.ts";
import { factorMissing, session, signedInTo, tokenNow } from "./account.ts";

export type Step =
  | { readonly at: "asking" }
  /** There is none: the password is asked for. */
  | { readonly at: "off" }
  /** The app is to be told the secret, and to show its first code. */
  | { readonly at: "begun"; readonly secret: string; readonly uri: string }
  /** It is on from now: the codes are shown this once. */
  | { readonly at: "confirmed"; readonly codes: readonly string[] }
  | { readonly at: "on"; readonly codesLeft: number };

const opened = signal<Step | undefined>(undefined);
/** Undefined: nobody is at it. Whose role demands one and has none is at it from the beginning. */
export const step = computed<Step | undefined>(() =>
  session.value === "" ? undefined : (opened.value ?? (factorMissing.value ? { at: "off" } : undefined)),
);
export const busy = signal(false);
/** What the server said to the last attempt. */
export const trouble = signal<HttpRefusal | "again" | undefined>(undefined);

export async function openSecondFactor(): Promise<void> {
  trouble.value = undefined;
  opened.value = { at: "asking" };
  const answer = await readSecondFactor(signedInTo(), tokenNow());
  if (opened.peek()?.at !== "asking") return;
  if (!answer.ok) trouble.value = answer.refusal;
  else opened.value = answer.value.on ? { at: "on", codesLeft: answer.value.recoveryCodes } : { at: "off" };
}

/** Whether there must be one before anything else: it may have been demanded, or set up on another device. */
export async function lookForFactor(): Promise<void> {
  const answer = await readSecondFactor(signedInTo(), tokenNow());
  if (answer.ok) factorMissing.value = answer.value.demanded && !answer.value.on;
}

// Also after a reload.
if (factorMissing.value) void lookForFactor();

export function closeSecondFactor(): void {
  opened.value = undefined;
  trouble.value = undefined;
}

export const begin = (password: string): Promise<void> =>
  attempt(beginSecondFactor(signedInTo(), tokenNow(), password), ({ secret, uri }) => ({ at: "begun", secret, uri }));

export const confirm = (code: string): Promise<void> =>
  attempt(confirmSecondFactor(signedInTo(), tokenNow(), code), ({ recoveryCodes }) => {
    factorMissing.value = false;
    return { at: "confirmed", codes: recoveryCodes };
  });

export const end = (code: string): Promise<void> =>
  attempt(endSecondFactor(signedInTo(), tokenNow(), code), () => ({ at: "off" }));

async function attempt<Value>(
  asked: Promise<Answer<Value, HttpRefusal | "again">>,
  next: (value: Value) => Step,
): Promise<void> {
  busy.value = true;
  const answer = await asked;
  busy.value = false;
  trouble.value = answer.ok ? undefined : answer.refusal;
  if (answer.ok) batch(() => (opened.value = next(answer.value)));
}
