import { isIPv6 } from "node:net";
import { parseUri } from "./values.ts";
import type { Place } from "./reply.ts";

/** An address as it stands in a URI or a Via: IPv6 in brackets. */
export const hostText = (address: string): string => (isIPv6(address) ? `[${address}]` : address);

/** Where a URI points, or `otherwise` when it is not one that can be sent to. */
export function placeOf(uri: string, otherwise: Place): Place {
  const parsed = parseUri(uri);
  if (parsed === undefined || parsed.host === "") return otherwise;
  return { address: parsed.host.replace(/^\[(.*)\]$/, "$1"), port: parsed.port ?? 5060 };
}
