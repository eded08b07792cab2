/**
 * SMTP (RFC 5321) as a client, with STARTTLS (RFC 3207) and AUTH PLAIN or LOGIN (RFC 4954), over whatever opens connections. One message for one
 * person at a time. What the server says goes nowhere: it may quote addresses.
 */
import { seconds, type Duration } from "../words/index.ts";
import type { MailSettings, SmtpServer } from "./address.ts";
import { written, type Message } from "./message.ts";
import type { MailOutcome, MailProblem } from "./port.ts";

/** As the sockets of Workers are. */
export interface Connection {
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<Uint8Array>;
  /** The same line, encrypted from now on; this one is not used any more. */
  readonly startTls: () => Connection;
  readonly close: () => Promise<void>;
}

export type Connect = (server: Pick<SmtpServer, "host" | "port" | "security">) => Connection;

/** For everything, from the first byte to the last. */
const patience: Duration = seconds(60);
/** More of an answer is nothing that SMTP says. */
const longestAnswer = 64 * 1_024;

class Refused extends Error {
  readonly problem: MailProblem;
  readonly forGood: boolean;

  constructor(problem: MailProblem, code: number) {
    super(problem);
    this.problem = problem;
    this.forGood = code >= 500;
  }
}

/** Never rejects. */
export async function sendMail(
  connect: Connect,
  { server, from }: MailSettings,
  message: Omit<Message, "from">,
  within: Duration = patience,
): Promise<MailOutcome> {
  const session = new Session(connect, server);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    session.close();
  }, within);
  try {
    await session.open();
    await session.send(from, message.to, written({ ...message, from }));
    return { sent: true };
  } catch (error) {
    if (isLate) return { sent: false, problem: "timeout", forGood: false };
    if (error instanceof Refused) return { sent: false, problem: error.problem, forGood: error.forGood };
    return { sent: false, problem: "unreachable", forGood: false };
  } finally {
    clearTimeout(timer);
    session.close();
  }
}

class Session {
  readonly #server: SmtpServer;
  #connection: Connection;
  #reader: ReadableStreamDefaultReader<Uint8Array>;
  #writer: WritableStreamDefaultWriter<Uint8Array>;
  /** What has come and has not been read yet. */
  #text = "";
  #utf8 = new TextDecoder();

  constructor(connect: Connect, server: SmtpServer) {
    this.#server = server;
    this.#connection = connect(server);
    this.#reader = this.#connection.readable.getReader();
    this.#writer = this.#connection.writable.getWriter();
    // That it is closed is noticed by reading.
    this.#quiet();
  }

  async open(): Promise<void> {
    const { security, user } = this.#server;
    await this.#answer([220], "refused");
    let can = await this.#ask("EHLO acd", [250], "refused");
    if (security === "starttls") {
      // Not without: whoever sits in between could have left it out of the list.
      if (!/^250[ -]STARTTLS\r?$/im.test(can)) throw new Refused("noTls", 500);
      await this.#ask("STARTTLS", [220], "noTls");
      this.#encrypt();
      can = await this.#ask("EHLO acd", [250], "refused");
    }
    if (user !== undefined) await this.#signIn(user, /^250[ -]AUTH[ =](.*)$/im.exec(can)?.[1] ?? "");
  }

  async send(from: string, to: string, message: string): Promise<void> {
    await this.#ask(`MAIL FROM:<${from}>`, [250], "refused");
    await this.#ask(`RCPT TO:<${to}>`, [250, 251], "refused");
    await this.#ask("DATA", [354], "refused");
    // Every line that begins with a dot gets another one; ours do not, which is no reason to rely on it.
    await this.#write(message.replaceAll(/^\./gm, ".."));
    await this.#ask(".", [250], "refused");
    // Taken is taken, whatever becomes of the farewell.
    await this.#write("QUIT\r\n").catch(() => undefined);
  }

  close(): void {
    // Under workerd this may never settle once the line was encrypted: nobody waits for it.
    this.#connection.close().catch(() => undefined);
    this.#reader.cancel().catch(() => undefined);
  }

  async #signIn({ name, password }: NonNullable<SmtpServer["user"]>, ways: string): Promise<void> {
    const utf8 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
    if (/\bPLAIN\b/i.test(ways) || ways === "") {
      await this.#ask(`AUTH PLAIN ${utf8(`\0${name}\0${password}`)}`, [235], "signIn");
      return;
    }
    await this.#ask("AUTH LOGIN", [334], "signIn");
    await this.#ask(utf8(name), [334], "signIn");
    await this.#ask(utf8(password), [235], "signIn");
  }

  #encrypt(): void {
    // What came unencrypted behind the answer was put there by somebody else (CVE-2011-0411).
    this.#text = "";
    this.#reader.releaseLock();
    this.#writer.releaseLock();
    this.#connection = this.#connection.startTls();
    this.#reader = this.#connection.readable.getReader();
    this.#writer = this.#connection.writable.getWriter();
    this.#quiet();
  }

  async #ask(line: string, expected: readonly number[], problem: MailProblem): Promise<string> {
    await this.#write(`${line}\r\n`);
    return this.#answer(expected, problem);
  }

  async #write(text: string): Promise<void> {
    await this.#writer.write(new TextEncoder().encode(text));
  }

  /** All lines of an answer: each begins with its code, and all but the last have a hyphen behind it. */
  async #answer(expected: readonly number[], problem: MailProblem): Promise<string> {
    for (;;) {
      const whole = /^(?:\d{3}-[^\n]*\n)*(\d{3})(?: [^\n]*|\r?)\n/.exec(this.#text);
      if (whole !== null) {
        this.#text = this.#text.slice(whole[0].length);
        const code = Number(whole[1]);
        if (!expected.includes(code)) throw new Refused(problem, code);
        return whole[0];
      }
      if (this.#text.length > longestAnswer) throw new Error("this is no answer");
      const { value, done } = await this.#reader.read();
      if (done) throw new Error("the line is closed");
      this.#text += this.#utf8.decode(value, { stream: true });
    }
  }

  #quiet(): void {
    this.#reader.closed.catch(() => undefined);
    this.#writer.closed.catch(() => undefined);
  }
}
