/** One's own passkeys: which there are, and what the server or the browser said to the last attempt to change that. */
import { signal } from "@preact/signals";
import {
  addPasskey,
  beginPasskey,
  readPasskeys,
  removePasskey,
  type HttpRefusal,
  type PasskeySeen,
} from "../lib/http.ts";
import { makePasskey } from "../lib/passkeys.ts";
import { signedInTo, tokenNow } from "./account.ts";

/** Undefined: not known yet. */
export const passkeys = signal<readonly PasskeySeen[] | undefined>(undefined);
/** Whether one is being added: it is asked who is there. */
export const adding = signal(false);
export const busy = signal(false);
/** `again`: one signed in too long ago; `known`: this device has one already; `notMade`: the browser made none. */
export const trouble = signal<HttpRefusal | "again" | "known" | "notMade" | undefined>(undefined);

export async function openPasskeys(): Promise<void> {
  passkeys.value = undefined;
  adding.value = false;
  trouble.value = undefined;
  const answer = await readPasskeys(signedInTo(), tokenNow());
  if (answer.ok) passkeys.value = answer.value;
  else trouble.value = answer.refusal;
}

export async function add(name: string, password: string, code: string): Promise<void> {
  busy.value = true;
  trouble.value = await refusalOfAdding(name, password, code);
  busy.value = false;
  if (trouble.peek() === undefined) await openPasskeys();
}

async function refusalOfAdding(name: string, password: string, code: string): Promise<typeof trouble.value> {
  const proof = { ...(password !== "" && { password }), ...(code !== "" && { code }) };
  const begun = await beginPasskey(signedInTo(), tokenNow(), proof);
  if (!begun.ok) return begun.refusal;
  const made = await makePasskey(begun.value);
  if (made === undefined) return "notMade";
  if (made === "known") return "known";
  const added = await addPasskey(signedInTo(), tokenNow(), name, made);
  return added.ok ? undefined : added.refusal;
}

export async function remove(id: string): Promise<void> {
  busy.value = true;
  const answer = await removePasskey(signedInTo(), tokenNow(), id);
  busy.value = false;
  // One that is gone already is what was wanted.
  if (answer.ok || answer.refusal === "unknown") await openPasskeys();
  else trouble.value = answer.refusal;
}
