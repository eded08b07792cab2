/** An e-mail as it travels (RFC 5322, MIME). Every part is base64, whose lines neither begin with a dot nor are too long. */
import type { Instant } from "../words/index.ts";

export interface Message {
  /** Without angle brackets. The same for every attempt, so that a receiver may drop what it has. */
  readonly id: string;
  readonly at: Instant;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachment?: Attachment | undefined;
}

export interface Attachment {
  /** Letters, digits, dots, hyphens and underscores. */
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

const lineEnd = "\r\n";
/** As MIME wants it (RFC 2045 §6.8). */
const base64Line = 76;
/** An encoded word has 75 characters at most (RFC 2047 §2), twelve of which say that it is one. */
const bytesInWord = 45;

/** Lines end in CRLF, the last one included. */
export function written({ id, at, from, to, subject, text, html, attachment }: Message): string {
  // Made of the id: the same message again is the same text. Base64 has no hyphens, so that none of the parts can end it.
  const [mixed, alternative] = [`mixed-${id}`, `alternative-${id}`].map((name) => name.replaceAll(/[^\w-]/g, "-"));
  const part = (type: string, bytes: Uint8Array, more: readonly string[] = []): string =>
    [`Content-Type: ${type}`, "Content-Transfer-Encoding: base64", ...more, "", ...base64Lines(bytes)].join(lineEnd);
  const utf8 = new TextEncoder();
  return [
    `Message-ID: <${id}>`,
    `Date: ${dateOf(at)}`,
    `From: <${from}>`,
    `To: <${to}>`,
    `Subject: ${encodedWords(subject)}`,
    // Nobody is away from a machine (RFC 3834).
    "Auto-Submitted: auto-generated",
    "MIME-Version: 1.0",
    `Content-Type: multipart/mixed; boundary="${mixed}"`,
    "",
    `--${mixed}`,
    `Content-Type: multipart/alternative; boundary="${alternative}"`,
    "",
    `--${alternative}`,
    part("text/plain; charset=utf-8", utf8.encode(text)),
    `--${alternative}`,
    part("text/html; charset=utf-8", utf8.encode(html)),
    `--${alternative}--`,
    ...(attachment === undefined
      ? []
      : [
          `--${mixed}`,
          part(attachment.type, attachment.bytes, [`Content-Disposition: attachment; filename="${attachment.name}"`]),
        ]),
    `--${mixed}--`,
    "",
  ].join(lineEnd);
}

/** `Mon, 23 Nov 2026 20:00:00 +0000`. */
const dateOf = (at: Instant): string => new Date(at).toUTCString().replace("GMT", "+0000");

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

const base64Lines = (bytes: Uint8Array): string[] => base64(bytes).match(new RegExp(`.{1,${base64Line}}`, "g")) ?? [];

/** Any text in a header, which knows ASCII only: no letter of it is divided, and nothing in it begins a line of its own. */
function encodedWords(text: string): string {
  if (/^[ -~]{0,60}$/.test(text) && !text.includes("=?")) return text;
  const words: string[] = [];
  let letters = "";
  const utf8 = new TextEncoder();
  const close = (): void => void words.push(`=?utf-8?B?${base64(utf8.encode(letters))}?=`);
  for (const letter of text) {
    if (utf8.encode(letters + letter).length > bytesInWord) {
      close();
      letters = "";
    }
    letters += letter;
  }
  close();
  return words.join(`${lineEnd} `);
}
