/** How the call turned out: which words there are is asked when somebody wants to say it. */
import { computed, signal } from "@preact/signals";
import type { CallView, WrapUpView } from "../../src/protocol/console.ts";
import { as, type Answer, type CallId, type DispositionId } from "../../src/words/index.ts";
import { readDispositionChoices, type DispositionChoice, type HttpRefusal } from "../lib/http.ts";
import { signedInTo, tokenNow } from "./account.ts";
import { lead, press, view } from "./desk.ts";

/** The call of which it is being said. */
const asked = signal<CallId | undefined>(undefined);
/** Undefined until the server has answered. */
export const choices = signal<Answer<readonly DispositionChoice[], HttpRefusal> | undefined>(undefined);
/** What is looked for, chosen and written, and not sent yet. */
export const search = signal("");
export const chosen = signal<string | null>(null);
export const written = signal("");

/** The talk that goes on, or is being wrapped up, of which it may be said. */
const talk = computed((): CallView | WrapUpView | undefined => {
  const call = view.value?.call;
  const told = call?.connectedAt === undefined ? view.value?.wrapUp : call;
  return lead.value && told?.queueId !== undefined ? told : undefined;
});
export const mayDispose = computed(() => talk.value !== undefined);
/** Closes by itself when the wrap-up is over. */
export const dispositionOpen = computed(() => asked.value !== undefined && asked.value === talk.value?.callId);

/** Those that have what is looked for in their names or headings. */
export const found = computed((): readonly DispositionChoice[] => {
  const wanted = search.value.trim().toLowerCase();
  const all = choices.value?.ok ? choices.value.value : [];
  return all.filter(({ name, group }) => `${group ?? ""} ${name}`.toLowerCase().includes(wanted));
});

export function openDisposition(): void {
  const now = talk.peek();
  if (now?.queueId === undefined) return;
  asked.value = now.callId;
  search.value = "";
  chosen.value = now.disposed?.disposition?.id ?? null;
  written.value = now.disposed?.note ?? "";
  askForChoices();
}

export function askForChoices(): void {
  const queueId = talk.peek()?.queueId;
  if (queueId === undefined) return;
  choices.value = undefined;
  void readDispositionChoices(signedInTo(), tokenNow(), queueId).then((answer) => (choices.value = answer));
}

export function closeDisposition(): void {
  asked.value = undefined;
}

/** Again: none. */
export function choose(dispositionId: string): void {
  chosen.value = chosen.peek() === dispositionId ? null : dispositionId;
}

export function saveDisposition(): void {
  const callId = asked.peek();
  closeDisposition();
  if (callId === undefined) return;
  const id = chosen.peek();
  const dispositionId = id === null ? null : as<DispositionId>(id);
  void press({ type: "setDisposition", callId, dispositionId, note: written.peek().trim() });
}
