/** Which ports are free, asked by trying to listen on them. */
import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import { type Ports, portSetting } from "./settings.ts";
import { Trouble } from "./trouble.ts";

type Transport = "tcp" | "udp";

const transports: Readonly<Record<keyof Ports, readonly Transport[]>> = {
  http: ["tcp"],
  sip: ["udp", "tcp"],
  sipApi: ["tcp"],
  livekit: ["tcp"],
  livekitUdp: ["udp"],
};

const host = "127.0.0.1";

/** @throws Trouble naming the port, and the setting that moves it, when somebody else has it */
export async function assertFree(ports: Ports, needed: readonly (keyof Ports)[]): Promise<void> {
  const numbers = new Map<number, keyof Ports>();
  for (const which of needed) {
    const port = ports[which];
    const same = numbers.get(port);
    if (same !== undefined && transports[same].some((transport) => transports[which].includes(transport))) {
      throw new Trouble(`${portSetting[same]} and ${portSetting[which]} are both ${port}: move one of them.`);
    }
    numbers.set(port, which);
    for (const transport of transports[which]) {
      const held = await hold(port, transport);
      if (held === undefined) {
        throw new Trouble(
          `Port ${port}/${transport} is in use by another program. Stop it, or choose another port with ${portSetting[which]}.`,
        );
      }
      await held.release();
    }
  }
}

/** A set of ports that were all free a moment ago. */
export async function freePorts(): Promise<Ports> {
  const held: Held[] = [];
  const find = async (which: keyof Ports): Promise<number> => {
    for (;;) {
      const first = await hold(0, transports[which][0] ?? "tcp");
      if (first === undefined) continue;
      held.push(first);
      const others = await Promise.all(transports[which].slice(1).map((transport) => hold(first.port, transport)));
      held.push(...others.filter((other) => other !== undefined));
      if (others.every((other) => other !== undefined)) return first.port;
    }
  };
  const ports = {
    http: await find("http"),
    sip: await find("sip"),
    sipApi: await find("sipApi"),
    livekit: await find("livekit"),
    livekitUdp: await find("livekitUdp"),
  };
  // Held together until all are found, so that no two are the same.
  await Promise.all(held.map((one) => one.release()));
  return ports;
}

interface Held {
  readonly port: number;
  release(): Promise<void>;
}

/** Listens on the port (0: on any); undefined when that is not possible. */
function hold(port: number, transport: Transport): Promise<Held | undefined> {
  return new Promise((resolve) => {
    if (transport === "tcp") {
      const server = createServer();
      const release = (): Promise<void> => new Promise((closed) => server.close(() => closed()));
      server.once("error", () => resolve(undefined));
      server.listen({ port, host, exclusive: true }, () => {
        const address = server.address();
        resolve(typeof address === "object" && address !== null ? { port: address.port, release } : undefined);
      });
    } else {
      const socket = createSocket("udp4");
      const release = (): Promise<void> => new Promise((closed) => socket.close(() => closed()));
      socket.once("error", () => resolve(undefined));
      socket.bind({ port, address: host, exclusive: true }, () => resolve({ port: socket.address().port, release }));
    }
  });
}
