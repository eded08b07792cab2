import type { Message } from "./message.ts";

/**
 * Why a message was not taken. `refused`: the server said no; `signIn`: it did not take name and password; `noTls`: it offers no encryption;
 * `unreachable`: there was no connection, or it broke off; `timeout`: no answer in time.
 */
export type MailProblem = "refused" | "signIn" | "noTls" | "unreachable" | "timeout";

/** `forGood`: the server says that it would be no use to try again. */
export type MailOutcome =
  | { readonly sent: true }
  | { readonly sent: false; readonly problem: MailProblem; readonly forGood: boolean };

/** Never rejects. */
export type SendMail = (message: Omit<Message, "from">) => Promise<MailOutcome>;
