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

/** A number or a name as it stands before the @ of a URI (RFC 3261 §25.1, `user`). */
export const userText = (user: string): string =>
  user.replaceAll(/[^A-Za-z0-9\-_.!~*'()&=+$,;?/]/gu, (char) =>
    [...Buffer.from(char)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join(""),
  );

/** A display name as it stands before an address. */
export const quotedText = (name: string): string => `"${name.replaceAll(/["\\]/g, "\\$&")}"`;
