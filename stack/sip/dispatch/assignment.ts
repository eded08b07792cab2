/** What a matched call gets: room, identity, name, attributes (`EvaluateDispatchRule` in livekit/protocol). */
import { createHash } from "node:crypto";
import type { RoomConfiguration, SIPDispatchRuleInfo, SIPInboundTrunkInfo } from "@livekit/protocol";
import { SIPHeaderOptions } from "@livekit/protocol";
import type { Duration } from "../../../src/words/index.ts";
import { minutes, seconds } from "../../../src/words/index.ts";
import type { Arrival } from "./arrival.ts";
import { newId } from "./ids.ts";

export interface Assignment {
  readonly room: string;
  readonly identity: string;
  readonly name: string;
  readonly metadata: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly roomPreset: string;
  readonly roomConfig: RoomConfiguration | undefined;
  /** Put on the 200. */
  readonly headers: Readonly<Record<string, string>>;
  readonly headersToAttributes: Readonly<Record<string, string>>;
  readonly attributesToHeaders: Readonly<Record<string, string>>;
  readonly includeHeaders: SIPHeaderOptions;
  readonly ringingTimeout: Duration;
  readonly maxCallDuration: Duration;
  /** How long the caller may be silent on the wire once their first packet has come. */
  readonly mediaTimeout: Duration;
}

/** LiveKit SIP's, for calls of both directions. */
export const defaultRingingTimeout = minutes(3);
const longestCall: Duration = 24 * minutes(60);
export const defaultMediaTimeout = seconds(15);

export function assign(
  callId: string,
  call: Arrival,
  trunk: SIPInboundTrunkInfo | undefined,
  rule: SIPDispatchRuleInfo,
): Assignment {
  const from = rule.hidePhoneNumber ? lastDigits(call.from.user) : call.from.user;
  return {
    room: roomName(rule, from, call.to.user),
    identity: `sip_${rule.hidePhoneNumber ? shortHash(call.from.user) : from}`,
    name: `Phone ${from}`,
    metadata: rule.metadata,
    attributes: {
      ...rule.attributes,
      "sip.callID": callId,
      "sip.trunkID": trunk?.sipTrunkId ?? "",
      "sip.ruleID": rule.sipDispatchRuleId,
      ...(rule.hidePhoneNumber
        ? {}
        : {
            "sip.phoneNumber": call.from.user,
            "sip.hostname": call.from.host,
            "sip.trunkPhoneNumber": call.to.user,
          }),
    },
    roomPreset: rule.roomPreset,
    roomConfig: rule.roomConfig,
    headers: trunk?.headers ?? {},
    headersToAttributes: trunk?.headersToAttributes ?? {},
    attributesToHeaders: trunk?.attributesToHeaders ?? {},
    includeHeaders: trunk?.includeHeaders ?? SIPHeaderOptions.SIP_NO_HEADERS,
    ringingTimeout: milliseconds(trunk?.ringingTimeout) || defaultRingingTimeout,
    maxCallDuration: callDuration(trunk?.maxCallDuration),
    mediaTimeout:
      milliseconds(rule.media?.mediaTimeout) || milliseconds(trunk?.media?.mediaTimeout) || defaultMediaTimeout,
  };
}

function roomName(rule: SIPDispatchRuleInfo, from: string, to: string): string {
  const kind = rule.rule?.rule;
  switch (kind?.case) {
    case "dispatchRuleIndividual":
      return joined(kind.value.roomPrefix, from, kind.value.noRandomness ? "" : newId(""));
    case "dispatchRuleCallee":
      return joined(kind.value.roomPrefix, to, kind.value.randomize ? newId("") : "");
    default:
      return kind?.value?.roomName ?? "";
  }
}

const joined = (prefix: string, number: string, random: string): string =>
  (prefix === "" ? "" : `${prefix}_`) + number + (random === "" ? "" : `_${random}`);

const lastDigits = (number: string): string => number.slice(number.length <= 4 ? -1 : -4);

const shortHash = (number: string): string => createHash("sha256").update(number).digest("hex").slice(0, 16);

/** As LiveKit writes durations; nought when none is given. */
export const milliseconds = (duration: SIPInboundTrunkInfo["ringingTimeout"]): Duration =>
  duration === undefined ? 0 : Number(duration.seconds) * 1_000 + duration.nanos / 1_000_000;

/** How long a call may last: what is asked for, within a day. */
export function callDuration(asked: SIPInboundTrunkInfo["maxCallDuration"]): Duration {
  const max = milliseconds(asked);
  return max > 0 ? Math.min(max, longestCall) : longestCall;
}
