/**
 * Sets LiveKit's telephony up for placing calls: one outbound trunk for an application. Repeatable: found by its name, changed only where it differs.
 * What the carrier's password is only LiveKit knows afterwards.
 */
import { ListUpdate, SIPOutboundTrunkUpdate, SIPTransport } from "@livekit/protocol";
import { SipClient } from "livekit-server-sdk";
import type { Outbound } from "../protocol/outbound.ts";
import type { Answer, ApplicationId } from "../words/index.ts";
import { no, yes } from "../words/index.ts";
import type { LiveKitConnection } from "./connection.ts";
import { LiveKitFault } from "./fault.ts";
import { hasNoSip, nameFor, withTimeout, type ProvisionRefusal } from "./provisioning.ts";

export interface Carrier extends Pick<Outbound, "address" | "transport" | "username"> {
  /** Undefined: the one that LiveKit has stays. */
  readonly password: string | undefined;
}

export interface OutboundTrunks {
  /** `numbers`: of the application's; a trunk without any is none to LiveKit. */
  ensure(
    application: ApplicationId,
    carrier: Carrier,
    numbers: readonly string[],
  ): Promise<Answer<{ readonly trunkId: string }, ProvisionRefusal>>;
  /** One that is not there is as good as removed. */
  remove(application: ApplicationId): Promise<void>;
}

const transportOf = {
  auto: SIPTransport.SIP_TRANSPORT_AUTO,
  udp: SIPTransport.SIP_TRANSPORT_UDP,
  tcp: SIPTransport.SIP_TRANSPORT_TCP,
  tls: SIPTransport.SIP_TRANSPORT_TLS,
} as const satisfies Record<Outbound["transport"], SIPTransport>;

export function outboundTrunks(connection: LiveKitConnection, requestTimeoutSeconds = 10): OutboundTrunks {
  const sip = new SipClient(connection.sipUrl, connection.apiKey, connection.apiSecret, {
    requestTimeout: requestTimeoutSeconds,
  });
  const trunkOf = async (application: ApplicationId) =>
    (await sip.listSipOutboundTrunk()).find(({ name }) => name === nameFor(application));

  return {
    async ensure(application, carrier, numbers) {
      if (numbers.length === 0) return no("no_numbers");
      const { address, username, password } = carrier;
      const transport = transportOf[carrier.transport];
      const sorted = numbers.toSorted();
      try {
        const existing = await trunkOf(application);
        if (existing === undefined) {
          const { sipTrunkId } = await sip.createSipOutboundTrunk(nameFor(application), address, sorted, {
            transport,
            authUsername: username,
            authPassword: password ?? "",
            media: withTimeout(undefined),
          });
          return yes({ trunkId: sipTrunkId });
        }
        const isSame =
          password === undefined &&
          existing.address === address &&
          existing.transport === transport &&
          existing.authUsername === username &&
          existing.numbers.toSorted().join() === sorted.join();
        // Field by field: LiveKit may not show the password, and a trunk put anew would lose it.
        if (!isSame) {
          const changed = {
            address,
            transport,
            numbers: new ListUpdate({ set: sorted }),
            authUsername: username,
            // Without a name there is nothing to prove.
            ...((password !== undefined || username === "") && { authPassword: password ?? "" }),
          };
          await sip.updateSipOutboundTrunkFields(existing.sipTrunkId, new SIPOutboundTrunkUpdate(changed));
        }
        return yes({ trunkId: existing.sipTrunkId });
      } catch (cause) {
        if (hasNoSip(cause)) return no("no_sip_service");
        throw new LiveKitFault("set up the placing of calls", cause);
      }
    },

    async remove(application) {
      try {
        const existing = await trunkOf(application);
        if (existing !== undefined) await sip.deleteSipTrunk(existing.sipTrunkId);
      } catch (cause) {
        if (!hasNoSip(cause)) throw new LiveKitFault("end the placing of calls", cause);
      }
    },
  };
}
