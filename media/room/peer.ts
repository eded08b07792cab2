/** What the publishing and the subscribing connection have in common. */
import type { DataChannel, PeerConnection } from "node-datachannel";
import { worthTrying } from "./sdp.ts";

/** The channel on which LiveKit carries everything that must arrive. */
export const reliableLabel = "_reliable";
/** LiveKit counts a participant as present only when both channels are open, so this one is opened too. */
export const lossyLabel = "_lossy";

export interface PeerHandlers {
  /** A data channel of this label is open. */
  channel(label: string): void;
  data(bytes: Uint8Array): void;
  /** The media connection has failed for good, or the far end closed it. */
  lost(): void;
}

/** Candidates arrive before or after the description they belong to; this keeps the early ones. */
export class Candidates {
  readonly #connection: PeerConnection;
  readonly #local: boolean;
  #early: { readonly candidate: string; readonly mid: string }[] | undefined = [];
  #closed = false;

  constructor(connection: PeerConnection, signallingIsLocal: boolean) {
    this.#connection = connection;
    this.#local = signallingIsLocal;
  }

  add(init: string): void {
    const candidate = readInit(init);
    if (this.#closed || candidate === undefined || !worthTrying(candidate.candidate, this.#local)) return;
    if (this.#early === undefined) this.#connection.addRemoteCandidate(candidate.candidate, candidate.mid);
    else this.#early.push(candidate);
  }

  /** The remote description is set: from here on candidates can be used as they come. */
  ready(): void {
    if (this.#closed) return;
    for (const { candidate, mid } of this.#early ?? []) this.#connection.addRemoteCandidate(candidate, mid);
    this.#early = undefined;
  }

  /** The connection is about to close and takes no more of them. */
  close(): void {
    this.#closed = true;
  }
}

/** `RTCIceCandidateInit` as JSON, which is how LiveKit sends it. */
function readInit(init: string): { readonly candidate: string; readonly mid: string } | undefined {
  try {
    const value: unknown = JSON.parse(init);
    if (typeof value !== "object" || value === null || !("candidate" in value)) return undefined;
    const { candidate } = value;
    if (typeof candidate !== "string" || candidate === "") return undefined;
    const mid = "sdpMid" in value && typeof value.sdpMid === "string" ? value.sdpMid : "0";
    return { candidate, mid };
  } catch {
    return undefined;
  }
}

export function listen(channel: DataChannel, handlers: PeerHandlers): void {
  if (channel.getLabel() !== reliableLabel) return;
  channel.onMessage((message) => {
    if (typeof message === "string") return;
    handlers.data(message instanceof ArrayBuffer ? new Uint8Array(message) : message);
  });
}

export function watch(connection: PeerConnection, handlers: PeerHandlers): void {
  connection.onStateChange((state) => {
    if (state === "failed" || state === "closed") handlers.lost();
  });
}
