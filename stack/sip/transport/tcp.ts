import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { Socket } from "node:net";
import { MessageSplitter } from "../message/split.ts";
import type { Flow, Listen, Place, Receive, Transport } from "./transport.ts";

/** Longer without a byte, and with no keep-alive, a connection is taken to be forgotten. */
const idleTimeout = 10 * 60_000;
/** More at once than any one machine's phones need; the rest are turned away. */
const maxConnections = 2_000;

/** Binds the TCP port; rejects when it is taken. */
export async function listenTcp(listen: Listen, receive: Receive): Promise<Transport> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => adopt(socket, placeOf(socket)));
  server.maxConnections = maxConnections;
  server.listen(listen.port, listen.host);
  await once(server, "listening");
  const address = server.address();
  const local: Place = {
    address: listen.advertised,
    port: typeof address === "object" && address !== null ? address.port : listen.port,
  };

  function adopt(socket: Socket, remote: Place, lost?: () => void): Flow {
    sockets.add(socket);
    const flow: Flow = {
      transport: "TCP",
      remote,
      local,
      reliable: true,
      send(bytes, to = remote) {
        if (socket.writable) socket.write(bytes);
        else flowTo(to).send(bytes); // RFC 3261 §18.2.2: a closed connection is opened again
      },
    };
    const splitter = new MessageSplitter();
    socket.setNoDelay(true);
    socket.setTimeout(idleTimeout, () => socket.destroy());
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      sockets.delete(socket);
      lost?.();
    });
    socket.on("data", (chunk: Buffer) => {
      for (const part of splitter.push(chunk)) {
        if (part.kind === "message") receive(part.bytes, flow);
        else if (part.kind === "ping") socket.write("\r\n");
        else socket.destroy();
      }
    });
    return flow;
  }

  const flowTo = (place: Place, lost?: () => void): Flow =>
    adopt(connect({ host: place.address, port: place.port }), place, lost);
  return {
    flowTo,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroySoon();
      }),
  };
}

const placeOf = (socket: Socket): Place => ({ address: socket.remoteAddress ?? "", port: socket.remotePort ?? 0 });
