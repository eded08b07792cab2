/** Sending the caller into a queue: which there are is asked when somebody wants to know. */
import { computed, signal } from "@preact/signals";
import { as, type Answer, type CallId, type QueueId } from "../../src/words/index.ts";
import { readTransferTargets, type HttpRefusal, type TransferTarget } from "../lib/http.ts";
import { signedInTo, tokenNow } from "./account.ts";
import { lead, press, view } from "./desk.ts";

/** The call for which it was asked. */
const asked = signal<CallId | undefined>(undefined);
/** Undefined until the server has answered. */
export const targets = signal<Answer<readonly TransferTarget[], HttpRefusal> | undefined>(undefined);

/** The call that may be transferred: both hear each other, and this is the tab that carries it. */
const callInHand = computed(() => {
  const call = view.value?.call;
  return lead.value && call?.connectedAt !== undefined ? call : undefined;
});
export const mayTransfer = computed(() => callInHand.value !== undefined);
/** Closes by itself when the call is over. */
export const transferOpen = computed(() => asked.value !== undefined && asked.value === callInHand.value?.callId);

export function openTransfer(): void {
  const call = callInHand.peek();
  if (!call) return;
  asked.value = call.callId;
  targets.value = undefined;
  void readTransferTargets(signedInTo(), tokenNow()).then((answer) => (targets.value = answer));
}

export function closeTransfer(): void {
  asked.value = undefined;
}

export function transferTo(queueId: string): void {
  const callId = asked.peek();
  closeTransfer();
  if (callId !== undefined) {
    void press({ type: "transfer", callId, transfer: { queueId: as<QueueId>(queueId) } });
  }
}
