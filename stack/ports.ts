/** Which ports are free, asked by trying to listen on them. */
import { randomInt } from "node:crypto";
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
    const { port, holds } = await findFree(transports[which]);
    held.push(...holds);
    return port;
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

/** A port that was free a moment ago, for TCP and for UDP. */
export async function freePort(): Promise<number> {
  const { port, holds } = await findFree(["tcp", "udp"]);
  await Promise.all(holds.map((one) => one.release()));
  return port;
}

/**
 * Below those that systems give to whoever does not ask for a certain one (Linux from 32768, RFC 6335 from 49152): such a port is taken by somebody's next
 * connection as soon as it is let go, and whoever was to listen there finds it in use.
 */
const [lowest, highest] = [12_000, 26_000];

async function findFree(wanted: readonly Transport[]): Promise<{ readonly port: number; readonly holds: Held[] }> {
  for (;;) {
    const port = randomInt(lowest, highest);
    const holds = (await Promise.all(wanted.map((transport) => hold(port, transport)))).filter(
      (one) => one !== undefined,
    );
    if (holds.length === wanted.length) return { port, holds };
    await Promise.all(holds.map((one) => one.release()));
  }
}

interface Held {
  release(): Promise<void>;
}

/** Listens on the port; undefined when that is not possible. */
function hold(port: number, transport: Transport): Promise<Held | undefined> {
  return new Promise((resolve) => {
    if (transport === "tcp") {
      const server = createServer();
      const release = (): Promise<void> => new Promise((closed) => server.close(() => closed()));
      server.once("error", () => resolve(undefined));
      server.listen({ port, host, exclusive: true }, () => resolve({ release }));
    } else {
      const socket = createSocket("udp4");
      const release = (): Promise<void> => new Promise((closed) => socket.close(() => closed()));
      socket.once("error", () => resolve(undefined));
      socket.bind({ port, address: host, exclusive: true }, () => resolve({ release }));
    }
  });
}
