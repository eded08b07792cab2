import type { SipMessage } from "./message.ts";

/** Message → bytes. Content-Length is always written and always right; line ends inside a value cannot smuggle in a header. */
export function toBytes(message: SipMessage): Uint8Array {
  const start =
    message.kind === "request"
      ? `${message.method} ${message.uri} ${message.version}`
      : `${message.version} ${message.status} ${oneLine(message.reason)}`;
  const lines = message.headers
    .filter(([name]) => name.toLowerCase() !== "content-length")
    .map(([name, value]) => `${oneLine(name)}: ${oneLine(value)}`);
  const head = [start, ...lines, `Content-Length: ${message.body.length}`, "", ""].join("\r\n");
  return Buffer.concat([Buffer.from(head), message.body]);
}

const oneLine = (value: string): string => value.replaceAll(/[\r\n]+/g, " ");
