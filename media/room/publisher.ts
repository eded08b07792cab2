/** The connection over which we send: our Opus stream and our data. We offer, the server answers. */
import { randomUUID } from "node:crypto";
import {
  AddTrackRequest,
  SessionDescription,
  type TrackPublishedResponse,
  type TrackSource,
  TrackType,
} from "@livekit/protocol";
import { Audio, type DataChannel, PeerConnection, type Track } from "node-datachannel";
import { Candidates, listen, lossyLabel, type PeerHandlers, reliableLabel, watch } from "./peer.ts";
import { JoinError, type Publication } from "./room.ts";
import { opusPayloadType, RtpStream } from "./rtp.ts";
import { withoutCandidates } from "./sdp.ts";
import type { Signal } from "./signal.ts";

export class Publisher {
  readonly #signal: Signal;
  readonly #connection: PeerConnection;
  readonly #candidates: Candidates;
  readonly #reliable: DataChannel;
  readonly #lossy: DataChannel;
  readonly #tracks: Track[] = [];
  readonly #awaited = new Map<string, (sid: string) => void>();
  readonly #closed = Promise.withResolvers<never>();
  #waiting: Uint8Array[] | undefined = [];
  #offerPending = false;
  #offerAgain = false;

  constructor(signal: Signal, signallingIsLocal: boolean, handlers: PeerHandlers) {
    this.#signal = signal;
    this.#closed.promise.catch(() => undefined); // only those who wait to publish care
    this.#connection = new PeerConnection("publisher", {
      iceServers: [],
      disableAutoNegotiation: true,
      // A connection that starts with data alone could otherwise not carry media later.
      forceMediaTransport: true,
    });
    this.#candidates = new Candidates(this.#connection, signallingIsLocal);
    watch(this.#connection, handlers);
    this.#connection.onLocalDescription((sdp, type) => {
      signal.send({ case: "offer", value: new SessionDescription({ type, sdp: withoutCandidates(sdp) }) });
    });
    this.#reliable = this.#connection.createDataChannel(reliableLabel);
    this.#lossy = this.#connection.createDataChannel(lossyLabel, { unordered: true, maxRetransmits: 0 });
    listen(this.#reliable, handlers);
    this.#lossy.onOpen(() => handlers.channel(lossyLabel));
    this.#reliable.onOpen(() => {
      handlers.channel(reliableLabel);
      const waiting = this.#waiting ?? [];
      this.#waiting = undefined;
      for (const bytes of waiting) this.sendData(bytes);
    });
  }

  /** Puts what we have to send on offer, after any offer that is still unanswered. */
  negotiate(): void {
    if (this.#offerPending) {
      this.#offerAgain = true;
      return;
    }
    this.#offerPending = true;
    this.#connection.setLocalDescription("offer");
  }

  answered(answer: SessionDescription): void {
    this.#connection.setRemoteDescription(answer.sdp, "answer");
    this.#candidates.ready();
    this.#offerPending = false;
    if (!this.#offerAgain) return;
    this.#offerAgain = false;
    this.negotiate();
  }

  candidate(init: string): void {
    this.#candidates.add(init);
  }

  taken(response: TrackPublishedResponse): void {
    this.#awaited.get(response.cid)?.(response.track?.sid ?? "");
    this.#awaited.delete(response.cid);
  }

  /** Rejects with {@link JoinError} when the room is left or lost first. */
  async publish(options: { readonly name: string; readonly source: TrackSource }): Promise<Publication> {
    const cid = randomUUID();
    const accepted = new Promise<string>((resolve) => this.#awaited.set(cid, resolve));
    const ssrc = Math.floor(Math.random() * 0xffff_fffe) + 1;
    const audio = new Audio(`audio${this.#tracks.length}`, "SendOnly");
    audio.addOpusCodec(opusPayloadType);
    audio.addSSRC(ssrc, cid, cid, cid);
    const track = this.#connection.addTrack(audio);
    this.#tracks.push(track);
    const open = new Promise<void>((resolve) => track.onOpen(resolve));
    this.#signal.send({
      case: "addTrack",
      value: new AddTrackRequest({
        cid,
        name: options.name,
        type: TrackType.AUDIO,
        source: options.source,
        disableDtx: true,
        disableRed: true,
      }),
    });
    this.negotiate();
    const [sid] = await Promise.race([Promise.all([accepted, open]), this.#closed.promise]);
    const stream = new RtpStream(ssrc, (packet) => {
      try {
        track.sendMessageBinary(packet);
      } catch {
        // The far end has closed the track; `closed` is about to be reported.
      }
    });
    return { sid, send: (frame, skipped = 0) => stream.send(frame, skipped) };
  }

  sendData(bytes: Uint8Array): void {
    if (this.#waiting !== undefined) this.#waiting.push(bytes);
    else if (this.#reliable.isOpen()) this.#reliable.sendMessageBinary(bytes);
  }

  close(): void {
    this.#closed.reject(new JoinError("the room was left"));
    this.#candidates.close();
    this.#reliable.close();
    this.#lossy.close();
    this.#connection.close();
  }
}
