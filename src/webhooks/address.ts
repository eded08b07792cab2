/**
 * Whether an address may be posted to. Whoever sets a webhook up chooses it, and must not reach what only we can: our own machine, its network, the
 * metadata service of a cloud. Names that resolve to such an address cannot be told apart here: docs/decisions/0021-webhooks.md says who keeps those out.
 */

export type Unreachable = "not_a_url" | "not_https" | "credentials" | "inside";

/** `local`: this machine may be posted to, by http as well, which is for trying things out. Undefined: it may be posted to. */
export function whyUnreachable(text: string, { local }: { readonly local: boolean }): Unreachable | undefined {
  // The parser of the platform that will make the request: it turns every spelling of an IPv4 address into the one with dots.
  if (!URL.canParse(text)) return "not_a_url";
  const { protocol, hostname, username, password } = new URL(text);
  if (protocol !== "https:" && protocol !== "http:") return "not_https";
  if (username !== "" || password !== "") return "credentials";
  const own = isLoopback(hostname);
  if (own && local) return undefined;
  if (own || isInside(hostname)) return "inside";
  return protocol === "https:" ? undefined : "not_https";
}

function isLoopback(host: string): boolean {
  const name = bare(host);
  if (name === "localhost" || name.endsWith(".localhost")) return true;
  return wordsOf(host)?.join(":") === "0:0:0:0:0:0:0:1" || ipv4Of(host)?.[0] === 127;
}

/** IANA's registries of special addresses: what is not for everybody on the Internet. Prefix and its length. */
const insideV4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
  // Azure's metadata service has an address like any other.
  ["168.63.129.16", 32],
];

/** Names that only some network knows, the metadata services of clouds among them. A name without a dot is such a one as well. */
const insideNames = [
  "localhost",
  "local",
  "localdomain",
  "internal",
  "intranet",
  "lan",
  "home",
  "corp",
  "private",
  "home.arpa",
];

function isInside(host: string): boolean {
  const v4 = ipv4Of(host);
  if (v4 !== undefined) return insideV4.some(([prefix, length]) => isWithin(v4, prefix, length));
  if (host.startsWith("[")) return !isGlobalV6(host);
  const name = bare(host);
  return !name.includes(".") || insideNames.some((inside) => name === inside || name.endsWith(`.${inside}`));
}

/** Of IPv6 only 2000::/3 is routed on the Internet, and not all of it is for hosts; what holds an IPv4 address was looked at as that. */
function isGlobalV6(host: string): boolean {
  const [first = 0, second = 0] = wordsOf(host) ?? [];
  if (first >> 13 !== 1) return false;
  // 2001::/23 (Teredo, ORCHID, benchmarking), 2001:db8::/32, 2002::/16 (6to4), 3fff::/20 (documentation).
  if (first === 0x2001 && (second < 0x200 || second === 0xdb8)) return false;
  return first !== 0x2002 && !(first === 0x3fff && second < 0x1000);
}

const bare = (host: string): string => host.replace(/\.$/, "").toLowerCase();

/** The four numbers of an address, also of one that an IPv6 address holds: mapped, compatible, translated (NAT64). */
function ipv4Of(host: string): readonly number[] | undefined {
  const dotted = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\.?$/.exec(host);
  if (dotted !== null) return dotted.slice(1).map(Number);
  const words = wordsOf(host);
  if (words === undefined) return undefined;
  const prefix = words.slice(0, 6).join(":");
  // ::/128 and ::1 are none of these.
  const compatible = prefix === "0:0:0:0:0:0" && (words[6] ?? 0) > 0;
  const holds = compatible || ["0:0:0:0:0:65535", "0:0:0:0:65535:0", "100:65435:0:0:0:0"].includes(prefix);
  return holds ? words.slice(6).flatMap((word) => [word >> 8, word & 255]) : undefined;
}

/** The eight words of an IPv6 address in brackets, as the URL parser writes it. */
function wordsOf(host: string): readonly number[] | undefined {
  const address = /^\[([0-9a-f:]+)\]$/.exec(host)?.[1];
  if (address === undefined) return undefined;
  const [head = "", tail] = address.split("::");
  const numbers = (part: string): number[] =>
    part === "" ? [] : part.split(":").map((word) => Number.parseInt(word, 16));
  const [before, after] = [numbers(head), numbers(tail ?? "")];
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
}

function isWithin(address: readonly number[], prefix: string, length: number): boolean {
  const bits = (parts: readonly number[]): number => parts.reduce((sum, part) => sum * 256 + part, 0);
  const size = 2 ** (32 - length);
  return Math.floor(bits(address) / size) === Math.floor(bits(prefix.split(".").map(Number)) / size);
}
