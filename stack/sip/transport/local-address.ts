import { createSocket } from "node:dgram";
import { once } from "node:events";
import { isIPv6 } from "node:net";

/**
 * The address of this machine to write into Contact and SDP. For a wildcard listener it is the one the routing table
 * would send from towards the network at large; nothing is sent to find out.
 */
export async function advertisedAddress(host: string): Promise<string> {
  if (host !== "0.0.0.0" && host !== "::") return host;
  const socket = createSocket(isIPv6(host) ? "udp6" : "udp4");
  try {
    socket.connect(9, isIPv6(host) ? "2001:db8::1" : "192.0.2.1"); // documentation addresses (RFC 5737, RFC 3849)
    await once(socket, "connect");
    return socket.address().address;
  } catch {
    return isIPv6(host) ? "::1" : "127.0.0.1"; // a machine with no network talks to itself
  } finally {
    socket.close();
  }
}
