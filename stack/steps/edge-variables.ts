/** What the edge app is told by its surroundings. On Cloudflare the same names are variables and secrets (wrangler.toml). */
export interface EdgeVariables extends Readonly<Record<string, string>> {
  /** LiveKit's server API, http or https. */
  readonly LIVEKIT_URL: string;
  /** Where browsers and media workers connect, ws or wss. */
  readonly LIVEKIT_WS_URL: string;
  /** The SIP API: LiveKit's own, or the local gateway's. */
  readonly LIVEKIT_SIP_URL: string;
  readonly LIVEKIT_API_KEY: string;
  readonly LIVEKIT_API_SECRET: string;
  readonly ACD_ADMIN_KEY: string;
  readonly ACD_SECRET: string;
  readonly ACD_MEDIA_SECRET: string;
  /** Seals what must not lie about readable: the newest key, and after it with commas those that may be needed to open. */
  readonly ACD_SEAL_KEY: string;
  /** The application of whoever does not name one. */
  readonly ACD_APPLICATION: string;
  readonly ACD_LANGUAGE: string;
  /** The host that telephones dial, shown on the pages; empty: the pages' own. */
  readonly ACD_SIP_HOST: string;
  /** Milliseconds between two rounds of the patrol; empty: as usual. */
  readonly ACD_PATROL_EVERY: string;
  /** Not empty: webhooks may post to this machine, by http as well, and identity providers be on it. */
  readonly ACD_LOCAL_WEBHOOKS: string;
  /** Where people reach the pages; empty: wherever a request says that it goes. */
  readonly ACD_ORIGIN: string;
  /** The server that takes e-mail, `smtps://user:password@host`; empty: none is sent. */
  readonly ACD_SMTP_URL: string;
  /** Who sends it. */
  readonly ACD_MAIL_FROM: string;
}

export const httpForm = (url: string): string => url.replace(/^ws/, "http");
export const webSocketForm = (url: string): string => url.replace(/^http/, "ws");
