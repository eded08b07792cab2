/** What happens to an INVITE before it is a call: which trunk, is the caller who they say, which rule. */
import { maskNumber } from "../../src/words/index.ts";
import { InboundCall } from "./call/inbound.ts";
import type { CallSurroundings } from "./call/leg.ts";
import type { Challenges } from "./digest.ts";
import type { Arrival } from "./dispatch/arrival.ts";
import { assign } from "./dispatch/assignment.ts";
import { newId } from "./dispatch/ids.ts";
import { matchRule } from "./dispatch/rule.ts";
import type { DispatchStore } from "./dispatch/store.ts";
import { matchTrunk } from "./dispatch/trunk.ts";
import { log } from "./log.ts";
import type { HeaderField } from "./message/message.ts";
import { reply } from "./message/reply.ts";
import { nameAddressOf } from "./message/values.ts";
import type { TakeCall } from "./server.ts";
import type { InviteTransaction } from "./transaction/server.ts";

/** A call, to whoever stops the gateway. */
export interface OngoingCall {
  shutDown(): void;
}

/** LiveKit SIP's realm when a trunk has none. */
const defaultRealm = "LiveKit";

export function reception(
  store: DispatchStore,
  challenges: Challenges,
  calls: Set<OngoingCall>,
  surroundings: CallSurroundings,
): TakeCall {
  return (transaction, layer, over) => {
    const { request } = transaction;
    const arrival = arrivalOf(transaction);
    const callId = newId("SCL_");
    const refuse = (status: number, reason: string, extra: readonly HeaderField[] = []): undefined => {
      transaction.respond(reply(request, status, reason, { tag: callId, headers: extra }));
      log("call.refused", { call: callId, status, reason, ...whose(arrival) });
    };

    const matched = matchTrunk(store.trunks, arrival);
    if (!matched.ok) return refuse(503, "Several trunks have this number");
    const trunk = matched.value;
    if (trunk !== undefined && trunk.authUsername !== "" && trunk.authPassword !== "") {
      const judgement = challenges.judge(request, {
        username: trunk.authUsername,
        password: trunk.authPassword,
        realm: trunk.authRealm || defaultRealm,
      });
      if (judgement.kind === "challenge")
        return refuse(407, "Unauthorized", [["Proxy-Authenticate", judgement.header]]);
      if (judgement.kind === "wrong") return refuse(401, "Unauthorized");
    }
    const rule = matchRule(store.rules, trunk, arrival);
    // LiveKit SIP answers nothing at all here, so that scanners learn nothing, and its callers ring until they give up.
    // On the machine of one developer a reason is worth more.
    if (rule === undefined) return refuse(404, "No such number");

    log("call.arrived", { call: callId, ...whose(arrival) });
    const assignment = assign(callId, arrival, trunk, rule);
    const call = new InboundCall(callId, transaction, layer, assignment, surroundings, {
      callOver: () => calls.delete(call),
      dialogOver: () => over(callId),
    });
    calls.add(call);
    queueMicrotask(() => void call.run()); // the dialog must be known before it can be over
    return call.dialog;
  };
}

function arrivalOf({ request, flow }: InviteTransaction): Arrival {
  const from = nameAddressOf(request, "From")?.uri;
  const to = nameAddressOf(request, "To")?.uri;
  return {
    from: { user: from?.user ?? "", host: from?.host ?? "" },
    to: { user: to?.user ?? "" },
    sourceAddress: flow.remote.address,
  };
}

const whose = ({ from, to }: Arrival): { from: string; to: string } => ({
  from: maskNumber(from.user),
  to: maskNumber(to.user),
});
