/** The connection over which we receive. The server offers, whenever there is something new for us; we answer. */
import { SessionDescription } from "@livekit/protocol";
import { type DataChannel, PeerConnection, RtcpReceivingSession, type Track } from "node-datachannel";
import type { Duration } from "../../src/words/index.ts";
import { Candidates, listen, type PeerHandlers, watch } from "./peer.ts";
import type { OpusPacket } from "./room.ts";
import { readRtp } from "./rtp.ts";
import { opusOnly, tracksByMid, withReachableCandidates } from "./sdp.ts";
import type { Signal } from "./signal.ts";

/** A check that reaches the server before our answer has been taken in is dropped, and the next comes only 200 ms later. */
const headStart: Duration = 10;

export class Subscriber {
  readonly #signal: Signal;
  readonly #signallingIsLocal: boolean;
  readonly #connection: PeerConnection;
  readonly #candidates: Candidates;
  readonly #listeners: ReadonlyMap<string, (packet: OpusPacket) => void>;
  /** Kept so that the native objects live as long as the connection. */
  readonly #kept: (Track | DataChannel | RtcpReceivingSession)[] = [];
  /** The server uses a media line again for another track once the first is gone. */
  #tracks: ReadonlyMap<string, string> = new Map();
  /** The offer that waits for our answer. */
  #offerId: number | undefined;

  /** `listeners`: who wants which track's packets, by track sid; read at every packet. */
  constructor(
    signal: Signal,
    signallingIsLocal: boolean,
    listeners: ReadonlyMap<string, (packet: OpusPacket) => void>,
    handlers: PeerHandlers,
  ) {
    this.#signal = signal;
    this.#signallingIsLocal = signallingIsLocal;
    this.#listeners = listeners;
    this.#connection = new PeerConnection("subscriber", {
      iceServers: [],
      // The first offer is often of data channels alone, and media could not be added to such a connection later.
      forceMediaTransport: true,
    });
    this.#candidates = new Candidates(this.#connection, signallingIsLocal);
    watch(this.#connection, handlers);
    this.#connection.onLocalDescription(() => this.#answer());
    this.#connection.onGatheringStateChange(() => this.#answer());
    this.#connection.onDataChannel((channel) => {
      this.#kept.push(channel);
      listen(channel, handlers);
      handlers.channel(channel.getLabel());
    });
    this.#connection.onTrack((track) => this.#hear(track));
  }

  offered(offer: SessionDescription): void {
    this.#offerId = offer.id;
    this.#tracks = tracksByMid(offer.sdp);
    this.#connection.setRemoteDescription(opusOnly(offer.sdp), "offer");
  }

  candidate(init: string): void {
    this.#candidates.add(init);
  }

  close(): void {
    this.#candidates.close();
    this.#connection.close();
  }

  /** Answers once our addresses are known, which takes about a millisecond; then our side may begin to check the server's. */
  #answer(): void {
    const description = this.#connection.localDescription();
    if (
      this.#offerId === undefined ||
      description?.type !== "answer" ||
      this.#connection.gatheringState() !== "complete"
    )
      return;
    const sdp = withReachableCandidates(description.sdp, this.#signallingIsLocal);
    this.#signal.send({ case: "answer", value: new SessionDescription({ type: "answer", sdp, id: this.#offerId }) });
    this.#offerId = undefined;
    setTimeout(() => this.#candidates.ready(), headStart);
  }

  #hear(track: Track): void {
    const reports = new RtcpReceivingSession(); // answers the server's sender reports, so that it can tell how well we hear
    track.setMediaHandler(reports);
    this.#kept.push(track, reports);
    const mid = track.mid();
    track.onMessage((message) => {
      const listener = this.#listeners.get(this.#tracks.get(mid) ?? "");
      const packet = listener === undefined ? undefined : readRtp(message);
      if (packet !== undefined) listener?.(packet);
    });
  }
}
