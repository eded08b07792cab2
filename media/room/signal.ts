/**
 * LiveKit's signalling connection: protobuf messages over one WebSocket (`GET /rtc`), kept honest by pings.
 * Facts about the wire come from livekit/protocol `livekit_rtc.proto` and livekit/livekit `pkg/service/rtcservice.go`.
 */
import { Ping, SignalRequest, SignalResponse } from "@livekit/protocol";
import { WebSocket } from "ws";
import type { Duration } from "../../src/words/index.ts";

export type Incoming = SignalResponse["message"];
export type Outgoing = SignalRequest["message"];

export interface Signal {
  send(message: Outgoing): void;
  /** Starts pinging; without a pong within `timeout` the connection counts as lost. */
  keepAlive(interval: Duration, timeout: Duration): void;
  /** Closes; resolves when the socket is gone, at the latest after half a second. Safe to repeat. */
  close(): Promise<void>;
}

export interface SignalHandlers {
  message(message: Incoming): void;
  /** The connection is gone (or never came about) without our doing. Called once. */
  lost(detail: string): void;
}

/**
 * `sdk=js`: the server announces a published track when its description arrives; for the Go SDK it waits for the first packet.
 * `auto_subscribe=0`: nobody's audio is sent to us unless asked for.
 */
const query = "auto_subscribe=0&adaptive_stream=0&protocol=16&sdk=js&version=2.15.0";
const goodbyeWait: Duration = 500;

export function openSignal(url: string, token: string, timeout: Duration, on: SignalHandlers): Signal {
  const address = `${url.replace(/^http/, "ws").replace(/\/+$/, "")}/rtc?${query}`;
  const socket = new WebSocket(address, {
    // In a header rather than in the address, so that it shows up in no access log.
    headers: { authorization: `Bearer ${token}` },
    handshakeTimeout: timeout,
    perMessageDeflate: false,
    maxPayload: 4 << 20,
  });
  socket.binaryType = "nodebuffer";
  let over = false;
  let pinging: NodeJS.Timeout | undefined;
  let heardAt = performance.now();

  const lose = (detail: string): void => {
    if (over) return;
    over = true;
    clearInterval(pinging);
    socket.terminate();
    on.lost(detail);
  };

  socket.on("message", (data: Buffer, isBinary) => {
    if (over || !isBinary) return;
    heardAt = performance.now();
    let response: SignalResponse;
    try {
      response = SignalResponse.fromBinary(data);
    } catch {
      return; // a message of a protocol newer than ours
    }
    on.message(response.message);
  });
  socket.on("unexpected-response", (_request, response) => lose(`HTTP ${response.statusCode}`));
  socket.on("error", (error) => lose(error.message));
  socket.on("close", (code) => lose(`socket closed (${code})`));

  return {
    send(message) {
      if (socket.readyState === WebSocket.OPEN) socket.send(new SignalRequest({ message }).toBinary());
    },
    keepAlive(interval, patience) {
      heardAt = performance.now();
      clearInterval(pinging);
      pinging = setInterval(() => {
        if (performance.now() - heardAt > patience) return lose("no pong");
        this.send({ case: "pingReq", value: new Ping({ timestamp: BigInt(Date.now()) }) });
      }, interval);
    },
    close() {
      over = true;
      clearInterval(pinging);
      if (socket.readyState === WebSocket.CLOSED) return Promise.resolve();
      return new Promise((resolve) => {
        const impatience = setTimeout(() => socket.terminate(), goodbyeWait);
        socket.once("close", () => {
          clearTimeout(impatience);
          resolve();
        });
        socket.close();
      });
    },
  };
}
