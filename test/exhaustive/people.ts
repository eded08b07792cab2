/** What people may do in a state, whether it makes sense or not: what changes nothing is no step. */
import { as, type CallId, type OfferId, type OperatorId } from "../../src/words/index.ts";
import type { Centre } from "./centre.ts";

export interface Option {
  readonly input: number;
  /** Counts as leaving (see Scope). */
  readonly leaves: boolean;
}

const at = 0;

export function optionsOfOperator({ operators }: Centre, which: number, state: number): Option[] {
  const operator = operators[which];
  if (operator === undefined) return [];
  const { offer, standing } = operator.view(state);
  const free = (input: number): Option => ({ input, leaves: false });
  const leaves = (input: number): Option => ({ input, leaves: true });
  const options = [
    free(operator.happening({ type: "goReady", at })),
    ...(standing === "gone" || standing === "away" ? [free(operator.happening({ type: "link.up", at }))] : []),
    leaves(operator.happening({ type: "pause", at, reason: "dnd" })),
    leaves(operator.happening({ type: "signOut", at })),
    leaves(operator.happening({ type: "link.down", at })),
  ];
  if (offer === undefined) return options;
  const offerId = as<OfferId>(offer.offerId);
  return [
    ...options,
    free(operator.happening({ type: "accept", at, offerId })),
    free(operator.happening({ type: "decline", at, offerId })),
    free(operator.happening({ type: "hangUp", at, callId: as<CallId>(offer.callId) })),
  ];
}

export function optionsOfCall({ calls, scope }: Centre, which: number, state: number): Option[] {
  const call = calls[which];
  if (call === undefined) return [];
  const { partner, over, expected } = call.view(state);
  if (over || expected) return [];
  const left = call.happening({ type: "caller.left", at, sid: call.name, reason: "" });
  if (partner?.sid === undefined) {
    const key = call.happening({ type: "digit", at, digit: "1" });
    return [left, ...(scope.phonings > 0 ? [key] : [])].map((input) => ({ input, leaves: false }));
  }
  const { operatorId, sid } = partner;
  // The browser loses the room, and is back in it.
  const lost = call.happening({ type: "operator.left", at, operatorId: as<OperatorId>(operatorId), sid, reason: "" });
  const back = call.happening({ type: "operator.audible", at, operatorId: as<OperatorId>(operatorId), sid: `${sid}+` });
  return [
    { input: left, leaves: false },
    { input: lost, leaves: true },
    ...(sid.endsWith("+") ? [] : [{ input: back, leaves: false }]),
  ];
}
