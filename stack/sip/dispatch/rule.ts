/** Which dispatch rule takes a call, by the rules of LiveKit (`MatchDispatchRuleIter` in livekit/protocol). */
import type { SIPDispatchRuleInfo, SIPInboundTrunkInfo } from "@livekit/protocol";
import type { Arrival } from "./arrival.ts";

/**
 * The best rule for the call: one that names its trunk before one that names none, then by `rank`.
 * The numbers in a rule are compared as they are written, unlike those of a trunk: that is LiveKit's way.
 */
export function matchRule(
  rules: readonly SIPDispatchRuleInfo[],
  trunk: SIPInboundTrunkInfo | undefined,
  call: Arrival,
): SIPDispatchRuleInfo | undefined {
  const fitting = rules
    .filter((rule) => rule.inboundNumbers.length === 0 || rule.inboundNumbers.includes(call.from.user))
    .filter((rule) => rule.numbers.length === 0 || rule.numbers.includes(call.to.user))
    .toSorted((one, other) => rank(one) - rank(other) || compare(roomOf(one), roomOf(other)));
  const ofTrunk = fitting.find((rule) => trunk !== undefined && rule.trunkIds.includes(trunk.sipTrunkId));
  return ofTrunk ?? fitting.find((rule) => rule.trunkIds.length === 0);
}

/** Lower goes first: a fixed room, then one by caller, then one by called number; a rule for certain numbers before one for all. */
function rank(rule: SIPDispatchRuleInfo): number {
  const kinds = ["dispatchRuleDirect", "dispatchRuleIndividual", "dispatchRuleCallee"];
  return (
    kinds.indexOf(rule.rule?.rule.case ?? "") +
    (rule.inboundNumbers.length === 0 ? 1_000 : 0) +
    (rule.numbers.length === 0 ? 1_000 : 0)
  );
}

function roomOf(rule: SIPDispatchRuleInfo): string {
  const kind = rule.rule?.rule;
  switch (kind?.case) {
    case "dispatchRuleDirect":
      return kind.value.roomName;
    case "dispatchRuleIndividual":
    case "dispatchRuleCallee":
      return kind.value.roomPrefix;
    default:
      return "";
  }
}

/** By code points, as Go compares strings. */
const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
