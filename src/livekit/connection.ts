/** How LiveKit is reached. The same key signs our requests, our guests' passes and LiveKit's webhooks. */
export interface LiveKitConnection {
  /** The server API, `http(s)://`. */
  readonly url: string;
  /** Where browsers and media workers connect, `ws(s)://`. */
  readonly wsUrl: string;
  /** The SIP API; the same host as `url` unless the telephony runs beside it. */
  readonly sipUrl: string;
  readonly apiKey: string;
  readonly apiSecret: string;
}
