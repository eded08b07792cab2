/**
 * Sets LiveKit's telephony up for an application: one inbound trunk with its numbers, one dispatch rule that gives every call a room of its own.
 * Repeatable: compares, changes only what differs, and never touches what another party has set up.
 */
import {
  RoomConfiguration,
  SIPDispatchRule,
  SIPDispatchRuleInfo,
  SIPInboundTrunkInfo,
  ServerError,
  SipClient,
} from "livekit-server-sdk";
import { SIPMediaConfig } from "@livekit/protocol";
import { roomPrefix } from "../protocol/rooms.ts";
import type { Answer, ApplicationId } from "../words/index.ts";
import { no, yes } from "../words/index.ts";
import type { LiveKitConnection } from "./connection.ts";
import { LiveKitFault } from "./fault.ts";
import { roomConfiguration } from "./tokens.ts";

export interface Provisioned {
  readonly trunkId: string;
  readonly ruleId: string;
  /** What had to be done; empty when all was as it should be. */
  readonly changes: readonly ("trunk created" | "trunk updated" | "rule created" | "rule updated")[];
}

/** `no_sip_service`: this LiveKit has none. `no_numbers`: a trunk without numbers would take everyone's calls. */
export type ProvisionRefusal = "no_sip_service" | "no_numbers";

export type ProvisionSip = (
  application: ApplicationId,
  numbers: readonly string[],
) => Promise<Answer<Provisioned, ProvisionRefusal>>;

/** The carrier's own statement of who calls and whom the call was first meant for; kept as the caller's attributes. */
const headersToAttributes = { "P-Asserted-Identity": "sip.assertedIdentity", Diversion: "sip.diversion" };

/** A caller on hold at their own exchange sends nothing: LiveKit's 15 s would end the call. */
const media = () => SIPMediaConfig.fromJson({ mediaTimeout: "90s" });

export function sipProvisioning(connection: LiveKitConnection, requestTimeoutSeconds = 10): ProvisionSip {
  const sip = new SipClient(connection.sipUrl, connection.apiKey, connection.apiSecret, {
    requestTimeout: requestTimeoutSeconds,
  });

  return async (application, numbers) => {
    if (numbers.length === 0) return no("no_numbers");
    try {
      const changes: Provisioned["changes"][number][] = [];
      const trunk = await ensureTrunk(sip, application, numbers);
      if (trunk.done !== undefined) changes.push(`trunk ${trunk.done}`);
      const rule = await ensureRule(sip, application, trunk.id);
      if (rule.done !== undefined) changes.push(`rule ${rule.done}`);
      return yes({ trunkId: trunk.id, ruleId: rule.id, changes });
    } catch (cause) {
      if (hasNoSip(cause)) return no("no_sip_service");
      throw new LiveKitFault("set up the telephony", cause);
    }
  };
}

/** The dispatch rule of an application; undefined: there is none (yet). */
export type FindRule = (application: ApplicationId) => Promise<string | undefined>;

export function dispatchRuleOf(connection: LiveKitConnection, requestTimeoutSeconds = 10): FindRule {
  const sip = new SipClient(connection.sipUrl, connection.apiKey, connection.apiSecret, {
    requestTimeout: requestTimeoutSeconds,
  });
  return async (application) => {
    try {
      return (await sip.listSipDispatchRule()).find(({ name }) => name === nameFor(application))?.sipDispatchRuleId;
    } catch (cause) {
      if (hasNoSip(cause)) return undefined;
      throw new LiveKitFault("say which dispatch rules there are", cause);
    }
  };
}

interface Ensured {
  readonly id: string;
  readonly done: "created" | "updated" | undefined;
}

/** Of our trunks and rules, by which they are found again. */
export const nameFor = (application: ApplicationId): string => `acd ${application}`;

async function ensureTrunk(sip: SipClient, application: ApplicationId, numbers: readonly string[]): Promise<Ensured> {
  const name = nameFor(application);
  const existing = (await sip.listSipInboundTrunk()).find((trunk) => trunk.name === name);
  // What somebody added by hand (allowed addresses, a password) stays as it is.
  const wanted = new SIPInboundTrunkInfo(existing);
  wanted.name = name;
  wanted.numbers = numbers.toSorted();
  wanted.headersToAttributes = { ...existing?.headersToAttributes, ...headersToAttributes };
  wanted.media = withTimeout(existing?.media);
  if (existing === undefined) {
    const created = await sip.createSipInboundTrunk(name, wanted.numbers, { headersToAttributes, media: media() });
    return { id: created.sipTrunkId, done: "created" };
  }
  if (wanted.equals(existing)) return { id: existing.sipTrunkId, done: undefined };
  await sip.updateSipInboundTrunk(existing.sipTrunkId, wanted);
  return { id: existing.sipTrunkId, done: "updated" };
}

/** A rule without trunk ids would take strangers' calls, so the trunk comes first and the rule never exists without it. */
async function ensureRule(sip: SipClient, application: ApplicationId, trunkId: string): Promise<Ensured> {
  const name = nameFor(application);
  const prefix = roomPrefix(application);
  const existing = (await sip.listSipDispatchRule()).find((rule) => rule.name === name);
  if (existing === undefined) {
    const created = await sip.createSipDispatchRule(
      { type: "individual", roomPrefix: prefix },
      { name, trunkIds: [trunkId], roomConfig: new RoomConfiguration(roomConfiguration) },
    );
    return { id: created.sipDispatchRuleId, done: "created" };
  }
  const wanted = new SIPDispatchRuleInfo(existing);
  wanted.trunkIds = [trunkId];
  wanted.rule = SIPDispatchRule.fromJson({ dispatchRuleIndividual: { roomPrefix: prefix } });
  wanted.roomConfig = Object.assign(existing.roomConfig?.clone() ?? new RoomConfiguration(), roomConfiguration);
  if (wanted.equals(existing)) return { id: existing.sipDispatchRuleId, done: undefined };
  await sip.updateSipDispatchRule(existing.sipDispatchRuleId, wanted);
  return { id: existing.sipDispatchRuleId, done: "updated" };
}

export function withTimeout(existing: SIPMediaConfig | undefined): SIPMediaConfig {
  return Object.assign(existing?.clone() ?? new SIPMediaConfig(), { mediaTimeout: media().mediaTimeout });
}

/** A LiveKit server without Redis says `sip not connected`; one that has never heard of SIP knows no such route. */
export const hasNoSip = (cause: unknown): boolean =>
  cause instanceof ServerError &&
  (cause.message.includes("sip not connected") || cause.code === "bad_route" || cause.status === 404);
