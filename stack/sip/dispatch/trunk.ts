/** Which trunk a call belongs to, by the rules of LiveKit (`MatchTrunkDetailed` in livekit/protocol). */
import { BlockList, isIP, isIPv6 } from "node:net";
import type { SIPInboundTrunkInfo } from "@livekit/protocol";
import type { Answer } from "../../../src/words/index.ts";
import { no, yes } from "../../../src/words/index.ts";
import type { Arrival } from "./arrival.ts";
import { sameNumber } from "./number.ts";

/**
 * The trunk that has the called number; failing that, the one without numbers, which stands for all of them.
 * `ambiguous`: two would do, and LiveKit takes neither.
 */
export function matchTrunk(
  trunks: readonly SIPInboundTrunkInfo[],
  call: Arrival,
): Answer<SIPInboundTrunkInfo | undefined, "ambiguous"> {
  const open = trunks.filter(
    (trunk) =>
      (trunk.allowedNumbers.length === 0 || trunk.allowedNumbers.some((each) => sameNumber(each, call.from.user))) &&
      addressAllowed(call, trunk.allowedAddresses),
  );
  const specific = open.filter((trunk) => trunk.numbers.some((number) => sameNumber(number, call.to.user)));
  const candidates = specific.length > 0 ? specific : open.filter((trunk) => trunk.numbers.length === 0);
  return candidates.length > 1 ? no("ambiguous") : yes(candidates[0]);
}

/** An entry is an address, a network or a host name; one that is none of these is skipped, and if none is left everybody may call. */
function addressAllowed(call: Arrival, entries: readonly string[]): boolean {
  const valid = entries.filter((entry) => !/[()+*;,\s]|:\/\//.test(entry));
  if (valid.length === 0) return true;
  return valid.some((entry) => entry === call.from.host || inNetwork(call.sourceAddress, entry));
}

function inNetwork(address: string, entry: string): boolean {
  const [network = "", bits] = entry.split("/");
  if (isIP(network) === 0 || isIP(address) === 0) return false;
  const list = new BlockList();
  const family = isIPv6(network) ? "ipv6" : "ipv4";
  const prefix = Number(bits ?? (family === "ipv6" ? 128 : 32));
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > (family === "ipv6" ? 128 : 32)) return false;
  list.addSubnet(network, prefix, family);
  return list.check(address, isIPv6(address) ? "ipv6" : "ipv4");
}
