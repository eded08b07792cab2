/** From an order to a call: a seat in the room, then the way to the carrier, then the INVITE. */
import { lookup } from "node:dns/promises";
import { isIPv6 } from "node:net";
import { maskNumber } from "../../src/words/index.ts";
import type { CallSurroundings } from "./call/leg.ts";
import { OutboundCall } from "./call/outbound.ts";
import type { Failure } from "./call/verdict.ts";
import type { Invitation } from "./dialog/calling.ts";
import { CallingDialog } from "./dialog/calling.ts";
import type { Order } from "./dispatch/order.ts";
import { log } from "./log.ts";
import { hostText, placeOf, quotedText, userText } from "./message/host.ts";
import type { OngoingCall } from "./reception.ts";
import type { SipServer } from "./server.ts";
import type { Flow, Transport } from "./transport/transport.ts";

export interface Placed {
  readonly participantSid: string;
  /** Undefined: it was answered. */
  readonly outcome: Promise<Failure | undefined>;
}

/** Resolves once the telephone's seat is taken; rejects when it cannot be. */
export type PlaceCall = (order: Order) => Promise<Placed>;

export function placing(
  server: SipServer,
  transports: Readonly<Record<Flow["transport"], Transport>>,
  calls: Set<OngoingCall>,
  surroundings: CallSurroundings,
): PlaceCall {
  return async (order) => {
    log("call.ordered", { call: order.callId, from: maskNumber(order.ownNumber), to: maskNumber(order.number) });
    const call = new OutboundCall(order, surroundings, () => calls.delete(call));
    calls.add(call);
    const participantSid = await call.enter();
    void dial(call, order);
    return { participantSid, outcome: call.outcome };
  };

  async function dial(call: OutboundCall, order: Order): Promise<void> {
    try {
      const flow = await wayTo(order, () => call.unreachable());
      const dialog = new CallingDialog(invitationOf(order, flow), order.callId, flow, server.layer, call, () =>
        server.drop(order.callId),
      );
      server.keep(dialog);
      call.dial(dialog);
    } catch (error) {
      log("call.astray", { call: order.callId, error: error instanceof Error ? error.message : String(error) });
      call.unreachable();
    }
  }

  /** The name is looked up once: all of one call goes to one place. Rejects when it leads nowhere. */
  async function wayTo(order: Order, lost: () => void): Promise<Flow> {
    const { address, port } = placeOf(`sip:${order.address}`, { address: order.address, port: 5060 });
    const found = await lookup(address, { family: isIPv6(address) ? 6 : 4 });
    return transports[order.transport].flowTo({ address: found.address, port }, lost);
  }
}

function invitationOf(order: Order, { local }: Flow): Invitation {
  const named = order.transportNamed ? `;transport=${order.transport.toLowerCase()}` : "";
  const called = `sip:${userText(order.number)}@${order.address}`;
  const own = `<sip:${userText(order.ownNumber)}@${order.fromHost || hostText(local.address)}>`;
  return {
    uri: `${called}${named}`,
    from: order.displayName === "" ? own : `${quotedText(order.displayName)} ${own}`,
    to: `<${called}>`,
    headers: Object.entries(order.headers),
    credentials: order.credentials,
  };
}
