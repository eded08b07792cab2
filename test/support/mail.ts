/** A mail server on this machine that is not ours, and what it has been sent. */
import { once } from "node:events";
import { connect as connectTcp, type AddressInfo, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { simpleParser, type ParsedMail } from "mailparser";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import type { Connect, Connection } from "../../src/mail/smtp.ts";

export interface Arrived {
  readonly from: string;
  readonly to: readonly string[];
  readonly secure: boolean;
  readonly user: string | undefined;
  readonly mail: ParsedMail;
}

export interface MailServer {
  readonly port: number;
  readonly arrived: Arrived[];
  readonly close: () => Promise<void>;
}

/** Takes the password `right pässword` only. */
export async function mailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const arrived: Arrived[] = [];
  const server = new SMTPServer({
    authOptional: true,
    onAuth: ({ username, password }, _, done) =>
      password === "right pässword" ? done(null, { user: username }) : done(new Error("wrong")),
    onData: (stream, session, done) => {
      simpleParser(stream).then(
        (mail) => {
          const { mailFrom, rcptTo } = session.envelope;
          arrived.push({
            from: mailFrom === false ? "" : mailFrom.address,
            to: rcptTo.map(({ address }) => address),
            secure: session.secure,
            user: session.user,
            mail,
          });
          done();
        },
        (error: unknown) => done(error instanceof Error ? error : new Error("unreadable")),
      );
    },
    ...options,
  });
  server.on("error", () => undefined);
  const listening = server.listen(0, "127.0.0.1");
  await once(listening, "listening");
  return {
    port: (listening.address() as AddressInfo).port,
    arrived,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  };
}

/** As Workers connect, by Node's sockets; takes any certificate. */
export const connectByNode: Connect = ({ host, port, security }) =>
  connectionOf(security === "tls" ? connectTls({ host, port, rejectUnauthorized: false }) : connectTcp({ host, port }));

function connectionOf(socket: Socket): Connection {
  const readable = new ReadableStream<Uint8Array>({
    start: (stream) => {
      socket.on("data", (bytes: Buffer) => stream.enqueue(new Uint8Array(bytes)));
      socket.once("close", () => {
        try {
          stream.close();
        } catch {
          // It was closed from our side.
        }
      });
      socket.on("error", () => socket.destroy());
    },
  });
  const writable = new WritableStream<Uint8Array>({
    write: (bytes) =>
      new Promise((resolve, reject) => {
        socket.write(bytes, (error) => (error == null ? resolve() : reject(error)));
      }),
  });
  return {
    readable,
    writable,
    startTls: () => {
      socket.removeAllListeners("data");
      return connectionOf(connectTls({ socket, rejectUnauthorized: false }));
    },
    close: async () => void socket.destroy(),
  };
}
