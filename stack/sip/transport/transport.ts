/**
 * How SIP messages come and go. A flow is the path one message came by, and by which its answer goes back.
 */
import type { Place } from "../message/reply.ts";

export type { Place };

export interface Flow {
  readonly transport: "UDP" | "TCP";
  readonly remote: Place;
  /** The address at which the other side reaches us. */
  readonly local: Place;
  /** Whether the path itself repairs loss; then responses are not retransmitted. */
  readonly reliable: boolean;
  /** Sends to the other side, or over UDP to another place. Failure is silence, as on any network. */
  send(bytes: Uint8Array, to?: Place): void;
}

export interface Transport {
  /**
   * A path to somewhere nothing came from yet.
   * @param lost told when it turns out to lead nowhere, or breaks
   */
  flowTo(place: Place, lost?: () => void): Flow;
  close(): Promise<void>;
}

export type Receive = (bytes: Uint8Array, flow: Flow) => void;

export interface Listen {
  readonly host: string;
  readonly port: number;
  /** What others are told to send to: `host`, unless that is a wildcard. */
  readonly advertised: string;
}
