/** The wire a test phone speaks SIP over. The grammar is shared with the gateway; transactions are the phone's own affair. */
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect } from "node:net";
import type { SipMessage } from "../../../stack/sip/message/message.ts";
import { parseMessage } from "../../../stack/sip/message/parse.ts";
import { toBytes } from "../../../stack/sip/message/serialise.ts";
import { MessageSplitter } from "../../../stack/sip/message/split.ts";

export interface SipLine {
  readonly transport: "UDP" | "TCP";
  readonly port: number;
  send(message: SipMessage): void;
  close(): void;
}

/** Opens a line to a server on this machine. */
export const openSipLine = (
  transport: "UDP" | "TCP",
  server: { readonly host: string; readonly port: number },
  receive: (message: SipMessage) => void,
): Promise<SipLine> => (transport === "UDP" ? overUdp(server, receive) : overTcp(server, receive));

async function overUdp(
  server: { host: string; port: number },
  receive: (message: SipMessage) => void,
): Promise<SipLine> {
  const socket = createSocket("udp4");
  socket.on("message", (bytes) => {
    const message = parseMessage(bytes);
    if (message !== undefined) receive(message);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    transport: "UDP",
    port: socket.address().port,
    send: (message) => socket.send(toBytes(message), server.port, server.host),
    close: () => socket.close(),
  };
}

async function overTcp(
  server: { host: string; port: number },
  receive: (message: SipMessage) => void,
): Promise<SipLine> {
  const socket = connect(server);
  await once(socket, "connect");
  const splitter = new MessageSplitter();
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk: Buffer) => {
    for (const part of splitter.push(chunk)) {
      const message = part.kind === "message" ? parseMessage(part.bytes) : undefined;
      if (message !== undefined) receive(message);
    }
  });
  return {
    transport: "TCP",
    port: socket.localPort ?? 0,
    send: (message) => socket.write(toBytes(message)),
    close: () => socket.destroy(),
  };
}
