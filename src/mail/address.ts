/** Addresses of people, and of the server that takes e-mail for them. */

/**
 * As far as reports are sent: one name, one host, nothing that could end a line or a command. Addresses in other letters than ASCII take an
 * extension of SMTP that not every server has.
 */
export const isEmail = (text: string): boolean =>
  text.length <= 254 &&
  /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(
    text,
  );

export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** `tls`: from the first byte on; `starttls`: before anything is said, or not at all; `none`: never, for a server on this machine. */
  readonly security: "tls" | "starttls" | "none";
  readonly user?: { readonly name: string; readonly password: string } | undefined;
}

export interface MailSettings {
  readonly server: SmtpServer;
  /** Who sends. */
  readonly from: string;
}

const local = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * `smtps://user:password@host` (TLS, port 465) or `smtp://user:password@host` (STARTTLS, port 587); user and password percent-encoded.
 * `smtp://127.0.0.1:25?tls=no`: without, to this machine only. Undefined: it is none of these.
 */
export function smtpServerOf(address: string): SmtpServer | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, hostname, port, username, password, searchParams, pathname } = new URL(address);
  if (hostname === "" || !["", "/"].includes(pathname)) return undefined;
  const isOpen = searchParams.get("tls") === "no";
  if (isOpen && !(protocol === "smtp:" && local.has(hostname))) return undefined;
  const user =
    username === "" ? undefined : { name: decodeURIComponent(username), password: decodeURIComponent(password) };
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  if (protocol === "smtps:") return { host, port: Number(port || 465), security: "tls", user };
  if (protocol !== "smtp:") return undefined;
  return { host, port: Number(port || 587), security: isOpen ? "none" : "starttls", user };
}

/** Undefined: e-mail is not set up. */
export function mailSettingsOf(url: string | undefined, from: string | undefined): MailSettings | undefined {
  const server = url === undefined ? undefined : smtpServerOf(url);
  return server === undefined || from === undefined || !isEmail(from) ? undefined : { server, from };
}
