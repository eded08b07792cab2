/**
 * The open consoles (browser tabs) of one operator. They hibernate with the actor, so what must be known of each stands in its attachment.
 * One of them is the lead: only it rings and carries audio.
 */
import { consoleSubprotocol, type ToConsole } from "../src/protocol/console.ts";
import type { Duration, Instant } from "../src/words/index.ts";

/** The session that a tab was opened with. */
interface ConsoleSession {
  readonly id: string;
  /** When it ends by itself. */
  readonly until: Instant;
}

interface Attachment {
  /** The browser's own name for the tab: it survives a reload. */
  readonly tab: string;
  readonly session: ConsoleSession;
  readonly openedAt: Instant;
  /** When it was made the lead; 0 if it never was. */
  readonly leadAt: Instant;
}

/**
 * A browser pings every 5 s, also in a tab that nobody looks at (see web/lib/socket.ts, web/lib/steadyTimers.ts); one that has not for this
 * long is asleep or cut off.
 */
const silentAfter: Duration = 20_000;

/** Close codes of our own: the person was signed out (4401, after HTTP); the same tab has a newer connection; nothing was heard any more. */
const signedOutCode = 4401;
const replacedCode = 4402;
const silentCode = 4408;

export class Consoles {
  readonly #ctx: DurableObjectState;

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  accept(tab: string, session: ConsoleSession): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    const now = Date.now();
    const before = this.#open();
    // A reload may come before the old connection's end is noticed: the tab keeps what it was.
    const same = before.find((socket) => attachmentOf(socket).tab === tab);
    const leadAt = same !== undefined ? attachmentOf(same).leadAt : before.length === 0 ? now : 0;
    same?.close(replacedCode, "replaced");
    this.#ctx.acceptWebSocket(server);
    server.serializeAttachment({ tab, session, openedAt: now, leadAt } satisfies Attachment);
    return new Response(null, {
      status: 101,
      webSocket: client,
      headers: { "Sec-WebSocket-Protocol": consoleSubprotocol },
    });
  }

  /** Is anybody there: open and heard of lately? */
  get present(): boolean {
    return this.#open().some((socket) => !this.#isSilent(socket));
  }

  /** Lets go of those that have fallen asleep: what is said to them meanwhile is not news when they wake up, and they connect again. */
  dropSilent(): void {
    for (const socket of this.#open()) if (this.#isSilent(socket)) socket.close(silentCode, "silent");
  }

  isLead(socket: WebSocket): boolean {
    return this.#lead() === socket;
  }

  makeLead(socket: WebSocket): void {
    socket.serializeAttachment({ ...attachmentOf(socket), leadAt: Date.now() } satisfies Attachment);
  }

  /** Says something to every console, each being told whether it is the lead. */
  broadcast(message: (lead: boolean) => ToConsole): void {
    const lead = this.#lead();
    for (const socket of this.#open()) send(socket, message(socket === lead));
  }

  close(): void {
    for (const socket of this.#open()) socket.close(signedOutCode, "signed out");
  }

  /** Closes those that were opened with one of these sessions. */
  closeOf(sessions: readonly string[]): void {
    for (const socket of this.#open()) {
      if (sessions.includes(attachmentOf(socket).session.id)) socket.close(signedOutCode, "signed out");
    }
  }

  /** Closes those whose sessions are over. */
  dropExpired(): void {
    for (const socket of this.#open()) {
      if (attachmentOf(socket).session.until <= Date.now()) socket.close(signedOutCode, "signed out");
    }
  }

  #lead(): WebSocket | undefined {
    const open = this.#open();
    const awake = open.filter((socket) => !this.#isSilent(socket));
    return (awake.length > 0 ? awake : open).toSorted((a, b) => {
      const [first, second] = [attachmentOf(a), attachmentOf(b)];
      return second.leadAt - first.leadAt || first.openedAt - second.openedAt;
    })[0];
  }

  #open(): WebSocket[] {
    return this.#ctx.getWebSockets().filter(({ readyState }) => readyState === WebSocket.OPEN);
  }

  #isSilent(socket: WebSocket): boolean {
    const heard = this.#ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? attachmentOf(socket).openedAt;
    return Date.now() - heard > silentAfter;
  }
}

export function send(socket: WebSocket, message: ToConsole): void {
  try {
    socket.send(JSON.stringify(message));
  } catch {
    // Closing: its `webSocketClose` follows.
  }
}

const attachmentOf = (socket: WebSocket): Attachment => socket.deserializeAttachment() as Attachment; // written by accept above
