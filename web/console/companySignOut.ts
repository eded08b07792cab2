/** Whoever came in at their company may sign out there as well: there, and back to the sign-in page. */
import { effect, signal } from "@preact/signals";
import { readOwnSession } from "../lib/http.ts";
import { remembered } from "../lib/remember.ts";
import { byCompany, session, signedInTo, tokenNow } from "./account.ts";

interface Company {
  readonly name: string;
  readonly signOutAt: string;
}

/** Undefined: the session is of no company's sign-in, or one cannot sign out there from here. */
export const company = signal<Company | undefined>(undefined);
/** Whether they want to sign out there, too. */
export const alsoThere = signal(false);
/** From where one has just come back; empty: from nowhere. */
export const backFrom = signal("");

/** What the way back is known by: a link from elsewhere is not to say that somebody has signed out. */
const state = remembered("leaving.state", "", () => sessionStorage);
const name = remembered("leaving.company", "", () => sessionStorage);

// What is known stays when the session is over: then it is needed.
effect(() => {
  const id = session.value;
  if (id === "") return;
  backFrom.value = "";
  alsoThere.value = false;
  company.value = undefined;
  if (byCompany.peek()) void look(id);
});

async function look(id: string): Promise<void> {
  const answer = await readOwnSession(signedInTo(), tokenNow());
  if (session.peek() !== id || !answer.ok) return;
  const found = answer.value.company;
  if (found !== null && found.signOutAt !== null) company.value = { name: found.name, signOutAt: found.signOutAt };
}

/** After signing out here. */
export function leaveForCompany(): void {
  const there = company.peek();
  if (!alsoThere.peek() || there === undefined) return;
  state.value = new URL(there.signOutAt).searchParams.get("state") ?? "";
  name.value = there.name;
  location.assign(there.signOutAt);
}

/** What the company has put into the address is taken off it, if it is what it was given. */
export function comeBackFromCompany(): void {
  const came = new URLSearchParams(location.search).get("state");
  if (came === null || came === "" || came !== state.peek()) return;
  backFrom.value = name.peek();
  state.value = "";
  name.value = "";
  history.replaceState(null, "", location.pathname + location.hash);
}
