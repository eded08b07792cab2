import { createSocket } from "node:dgram";
import { once } from "node:events";
import { isIPv6 } from "node:net";
import { log } from "../log.ts";
import type { Flow, Listen, Place, Receive, Transport } from "./transport.ts";

/** Large enough for a burst of INVITEs to wait in while the process is busy. */
const receiveBufferBytes = 1 << 20;

/** Binds the UDP port; rejects when it is taken. */
export async function listenUdp(listen: Listen, receive: Receive): Promise<Transport> {
  const socket = createSocket({ type: isIPv6(listen.host) ? "udp6" : "udp4", recvBufferSize: receiveBufferBytes });
  socket.bind(listen.port, listen.host);
  await once(socket, "listening"); // rejects with the socket's first error
  socket.on("error", (error) => log("sip.socket.failed", { transport: "UDP", error: error.message }));

  const local: Place = { address: listen.advertised, port: socket.address().port };
  const flowTo = (remote: Place, lost?: () => void): Flow => ({
    transport: "UDP",
    remote,
    local,
    reliable: false,
    send(bytes, to = remote) {
      socket.send(bytes, to.port, to.address, (error) => error && lost?.()); // otherwise, an unreachable place is silence
    },
  });
  socket.on("message", (bytes, from) => receive(bytes, flowTo({ address: from.address, port: from.port })));
  return {
    flowTo,
    close: () => new Promise((done) => socket.close(() => done())),
  };
}
