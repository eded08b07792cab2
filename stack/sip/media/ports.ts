/** Pairs of UDP ports for media: an even one for RTP and the next for RTCP (RFC 3550 §11). */
import { createSocket } from "node:dgram";
import type { Socket } from "node:dgram";
import { once } from "node:events";
import { isIPv6 } from "node:net";

export interface PortPair {
  readonly rtp: Socket;
  /** Bound so that reports sent to it are received and not bounced; nothing reads them. */
  readonly rtcp: Socket;
}

export class RtpPorts {
  readonly #host: string;
  readonly #first: number;
  readonly #pairs: number;
  #at = 0;

  /** @param from @param to the range, both ends included */
  constructor(host: string, from: number, to: number) {
    this.#host = host;
    this.#first = from + (from % 2);
    this.#pairs = Math.floor((to + 1 - this.#first) / 2);
  }

  /** A free pair; undefined when all are in use. Goes round the range, so that a late packet of an ended call does not meet the next. */
  async open(): Promise<PortPair | undefined> {
    for (let tried = 0; tried < this.#pairs; tried += 1) {
      const port = this.#first + 2 * this.#at;
      this.#at = (this.#at + 1) % this.#pairs;
      const rtp = await this.#bind(port);
      if (rtp === undefined) continue;
      const rtcp = await this.#bind(port + 1);
      if (rtcp !== undefined) return { rtp, rtcp };
      rtp.close();
    }
    return undefined;
  }

  async #bind(port: number): Promise<Socket | undefined> {
    const socket = createSocket(isIPv6(this.#host) ? "udp6" : "udp4");
    socket.bind(port, this.#host);
    try {
      await once(socket, "listening");
      socket.on("error", ignore); // an ICMP answer to something sent: the media timeout judges
      return socket;
    } catch {
      socket.close();
      return undefined;
    }
  }
}

const ignore = (): void => undefined;

/** Gives a pair back. */
export function closePorts(pair: PortPair): void {
  for (const socket of [pair.rtp, pair.rtcp]) {
    socket.removeAllListeners("message");
    socket.close();
  }
}
