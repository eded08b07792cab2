/** What moves, replaces or presets parts of the local stack: the environment, parsed once. */
import { resolve } from "node:path";
import { type Duration, type Language, languages } from "../src/words/index.ts";
import { isEmail, smtpServerOf } from "../src/mail/address.ts";
import { Trouble } from "./trouble.ts";

export interface Settings {
  /** The project's root. */
  readonly project: string;
  /** The state folder: secrets, the actors' database, logs. */
  readonly data: string;
  readonly ports: Ports;
  /** An existing LiveKit, whose own SIP service takes the calls; undefined: both are started here. */
  readonly livekit: ExistingLivekit | undefined;
  readonly presets: Presets;
  readonly mediaWorkers: number;
  /** Whether the demo call centre is set up where it is missing. */
  readonly demo: boolean;
  /** What serves the edge app: workerd as on a server, or `wrangler dev` as on a developer's desk. */
  readonly runtime: "workerd" | "wrangler";
  readonly app: AppSettings;
}

/** What the edge app is told as it is. */
export interface AppSettings {
  /** The application of whoever does not name one. */
  readonly application: string;
  /** The language of the pages until a person chooses. */
  readonly language: Language;
  /** The host, and port if it is not 5060, that telephones dial; shown on the pages. */
  readonly sipHost: string | undefined;
  /** Between two looks for calls whose webhooks were lost; undefined: as usual. */
  readonly patrolEvery: Duration | undefined;
  /** Where people reach the pages, as `https://acd.example.com`; undefined: wherever a request says that it goes. */
  readonly origin: string | undefined;
  /** Whether webhooks may post to this machine. */
  readonly localWebhooks: boolean;
  /** What takes e-mail, and who sends it. */
  readonly mail?: { readonly url: string; readonly from: string } | undefined;
}

export interface Ports {
  readonly http: number;
  readonly sip: number;
  /** The SIP gateway's own HTTP API, the counterpart of LiveKit's SIP service. */
  readonly sipApi: number;
  readonly livekit: number;
  readonly livekitUdp: number;
}

export interface ExistingLivekit {
  readonly url: string;
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** Secrets that are given rather than made. */
export interface Presets {
  readonly adminKey?: string | undefined;
  readonly secret?: string | undefined;
  readonly mediaSecret?: string | undefined;
  readonly sealKey?: string | undefined;
  readonly demoPassword?: string | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment variable that moves a port, for messages that say so. */
export const portSetting = {
  http: "PORT",
  sip: "SIP_PORT",
  sipApi: "SIP_API_PORT",
  livekit: "LIVEKIT_PORT",
  livekitUdp: "LIVEKIT_UDP_PORT",
} as const satisfies Record<keyof Ports, string>;

const usualPorts: Ports = { http: 8787, sip: 5060, sipApi: 5070, livekit: 7880, livekitUdp: 7882 };

/** @throws Trouble when a setting cannot be what it says. */
export function readSettings(environment: Environment, project = resolve(import.meta.dirname, "..")): Settings {
  const given = (name: string): string | undefined => environment[name]?.trim() || undefined;
  const port = (which: keyof Ports): number =>
    wholeNumber(portSetting[which], given(portSetting[which]), usualPorts[which], 1, 65_535);
  return {
    project,
    data: resolve(project, given("ACD_DATA") ?? ".acd"),
    ports: {
      http: port("http"),
      sip: port("sip"),
      sipApi: port("sipApi"),
      livekit: port("livekit"),
      livekitUdp: port("livekitUdp"),
    },
    livekit: existingLivekit(given),
    presets: {
      adminKey: given("ACD_ADMIN_KEY"),
      secret: atLeast("ACD_SECRET", 32, given("ACD_SECRET")),
      mediaSecret: given("ACD_MEDIA_SECRET"),
      sealKey: sealKeys(given("ACD_SEAL_KEY")),
      demoPassword: atLeast("ACD_DEMO_PASSWORD", 8, given("ACD_DEMO_PASSWORD")),
    },
    mediaWorkers: wholeNumber("ACD_MEDIA_WORKERS", given("ACD_MEDIA_WORKERS"), 1, 1, 64),
    demo: oneOf("ACD_DEMO", given("ACD_DEMO") ?? "yes", ["yes", "no"]) === "yes",
    runtime: oneOf("ACD_RUNTIME", given("ACD_RUNTIME") ?? "workerd", ["workerd", "wrangler"]),
    app: {
      application: given("ACD_APPLICATION") ?? "callcenter",
      language: oneOf("ACD_LANGUAGE", given("ACD_LANGUAGE") ?? "ru", languages),
      sipHost: given("ACD_SIP_HOST"),
      patrolEvery: wholeNumber("ACD_PATROL_EVERY", given("ACD_PATROL_EVERY"), undefined, 1_000, 3_600_000),
      origin: originIn("ACD_ORIGIN", given("ACD_ORIGIN")),
      localWebhooks: oneOf("ACD_LOCAL_WEBHOOKS", given("ACD_LOCAL_WEBHOOKS") ?? "no", ["yes", "no"]) === "yes",
      mail: mailIn(given("ACD_SMTP_URL"), given("ACD_MAIL_FROM")),
    },
  };
}

/** Looked at here as well, so that a mistake is told at the start and not by the first request. */
function sealKeys(text: string | undefined): string | undefined {
  if (text === undefined || text.split(",").every((key) => /^[\w-]{43}$/.test(key.trim()))) return text;
  throw new Trouble("ACD_SEAL_KEY is 32 random bytes as base64url, or several with commas between, the newest first.");
}

/** Neither is said again where they are wrong: there is a password in one of them. */
function mailIn(url: string | undefined, from: string | undefined): { url: string; from: string } | undefined {
  if (url === undefined && from === undefined) return undefined;
  if (url === undefined || smtpServerOf(url) === undefined)
    throw new Trouble("ACD_SMTP_URL is smtps://user:password@host or smtp://user:password@host (STARTTLS).");
  if (from === undefined || !isEmail(from)) throw new Trouble("ACD_MAIL_FROM is the address that e-mail comes from.");
  return { url, from };
}

function existingLivekit(given: (name: string) => string | undefined): ExistingLivekit | undefined {
  const url = given("LIVEKIT_URL");
  if (url === undefined) return undefined;
  if (!/^(ws|http)s?:\/\/[^/]/.test(url))
    throw new Trouble("LIVEKIT_URL must start with wss://, https://, ws:// or http://.");
  const apiKey = given("LIVEKIT_API_KEY");
  const apiSecret = given("LIVEKIT_API_SECRET");
  if (apiKey === undefined || apiSecret === undefined) {
    throw new Trouble(
      "LIVEKIT_URL names an existing LiveKit: LIVEKIT_API_KEY and LIVEKIT_API_SECRET are needed with it.",
    );
  }
  return { url: url.replace(/\/+$/, ""), apiKey, apiSecret };
}

function wholeNumber<Usual extends number | undefined>(
  name: string,
  text: string | undefined,
  usual: Usual,
  least: number,
  most: number,
): number | Usual {
  if (text === undefined) return usual;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new Trouble(`${name} must be a whole number from ${least} to ${most}, not "${text}".`);
  }
  return value;
}

function oneOf<Choice extends string>(name: string, text: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((one) => one === text);
  if (choice === undefined) throw new Trouble(`${name} is one of ${choices.join(", ")}, not "${text}".`);
  return choice;
}

function atLeast(name: string, length: number, text: string | undefined): string | undefined {
  if (text !== undefined && text.length < length) throw new Trouble(`${name} needs ${length} characters or more.`);
  return text;
}

/** Scheme and host, and nothing behind them. */
function originIn(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const origin = URL.canParse(text) ? new URL(text).origin : "";
  if (!/^https?:/.test(origin) || text.replace(/\/$/, "") !== origin)
    throw new Trouble(`${name} is scheme and host, as https://acd.example.com, not "${text}".`);
  return origin;
}
