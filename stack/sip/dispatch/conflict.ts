/** What LiveKit refuses to store, because a call could not be told where to go (`ValidateTrunksIter`, `DispatchRuleValidator` in livekit/protocol). */
import type { SIPDispatchRuleInfo, SIPInboundTrunkInfo } from "@livekit/protocol";
import { normaliseNumber } from "./number.ts";

/** Why these trunks cannot stand side by side, in LiveKit's words; undefined when they can. */
export function trunkConflict(trunks: readonly SIPInboundTrunkInfo[]): string | undefined {
  const taken = new Map<string, SIPInboundTrunkInfo>();
  for (const trunk of trunks) {
    for (const number of normalised(trunk.numbers)) {
      for (const caller of normalised(trunk.allowedNumbers)) {
        const key = JSON.stringify([number, caller]);
        const other = taken.get(key);
        if (other !== undefined && other !== trunk) {
          const which = caller === "" ? "without AllowedNumbers set" : `and AllowedNumber "${caller}"`;
          return `Conflicting inbound SIP Trunks: "${idOf(trunk.sipTrunkId)}" and "${idOf(other.sipTrunkId)}", using the same number(s) ${JSON.stringify(trunk.numbers)} ${which}`;
        }
        taken.set(key, trunk);
      }
    }
  }
  return undefined;
}

/** Likewise for dispatch rules. */
export function ruleConflict(rules: readonly SIPDispatchRuleInfo[]): string | undefined {
  const taken = new Map<string, SIPDispatchRuleInfo>();
  for (const rule of rules) {
    for (const trunk of orAny(rule.trunkIds)) {
      for (const caller of normalised(rule.inboundNumbers)) {
        for (const number of normalised(rule.numbers)) {
          const key = JSON.stringify([trunk, caller, number]);
          const other = taken.get(key);
          if (other !== undefined && other !== rule) {
            return `Dispatch rule for the same trunk, inbound number, number, and PIN combination already exists in dispatch rule "${idOf(other.sipDispatchRuleId)}" "${other.name}"`;
          }
          taken.set(key, rule);
        }
      }
    }
  }
  return undefined;
}

/** An empty list means "any", and collides only with another that means any. */
const orAny = (values: readonly string[]): readonly string[] => (values.length === 0 ? [""] : values);
const normalised = (numbers: readonly string[]): readonly string[] => orAny([...new Set(numbers.map(normaliseNumber))]);
const idOf = (id: string): string => (id === "" ? "<new>" : id);
