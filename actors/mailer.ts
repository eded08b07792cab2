/** E-mail over the platform's own sockets. On Cloudflare port 25 cannot be reached: mail servers take mail of their own people on 465 and 587. */
import { connect } from "cloudflare:sockets";
import { mailSettingsOf } from "../src/mail/address.ts";
import type { SendMail } from "../src/mail/port.ts";
import { sendMail, type Connect, type Connection } from "../src/mail/smtp.ts";

export interface MailEnv {
  /** `smtps://user:password@host`, `smtp://user:password@host`. */
  readonly ACD_SMTP_URL?: string;
  /** Who sends. */
  readonly ACD_MAIL_FROM?: string;
}

/** Undefined: e-mail is not set up. */
export function mailer({ ACD_SMTP_URL, ACD_MAIL_FROM }: MailEnv): SendMail | undefined {
  const settings = mailSettingsOf(ACD_SMTP_URL, ACD_MAIL_FROM);
  return settings && ((message) => sendMail(bySocket, settings, message));
}

const transports = { tls: "on", starttls: "starttls", none: "off" } as const;

const bySocket: Connect = ({ host, port, security }) =>
  connectionOf(connect({ hostname: host, port }, { secureTransport: transports[security], allowHalfOpen: false }));

function connectionOf(socket: Socket): Connection {
  // Whether it could be opened, and that it is over, is noticed by reading.
  socket.opened.catch(() => undefined);
  socket.closed.catch(() => undefined);
  return {
    readable: socket.readable as ReadableStream<Uint8Array>, // bytes, which the platform's types do not say
    writable: socket.writable,
    startTls: () => connectionOf(socket.startTls()),
    close: () => socket.close(),
  };
}
