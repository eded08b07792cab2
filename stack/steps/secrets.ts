/** Keys and passwords: made at first start, kept in one file that only its owner can read. */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { Presets } from "../settings.ts";
import { Trouble } from "../trouble.ts";
import { demoPeople, type DemoPerson } from "./demo-people.ts";

const secretsFile = z.object({
  livekitKey: z.string().min(1),
  livekitSecret: z.string().min(32),
  /** The administrator's key for the HTTP API. */
  adminKey: z.string().min(1),
  /** Signs operators' session tokens. */
  secret: z.string().min(1),
  /** What media workers show to sign on. */
  mediaSecret: z.string().min(1),
  /** Seals what must not lie about readable. Files of older versions have none. */
  sealKey: z.string().min(1).optional(),
  passwords: z.record(z.string(), z.string().min(1)),
});

export type Secrets = z.infer<typeof secretsFile> & {
  readonly sealKey: string;
  readonly passwords: Readonly<Record<DemoPerson, string>>;
};

/**
 * Presets win over what the file holds. A preset key is not written down; a preset demo password is,
 * because the people whose password it became keep it after the preset is gone.
 * @returns also whether the demo passwords are new, so that people who exist already must be given them
 */
export function loadSecrets(folder: string, presets: Presets): { secrets: Secrets; newPasswords: boolean } {
  const path = join(folder, "secrets.json");
  const kept = existsSync(path) ? read(path) : undefined;
  const passwords = Object.fromEntries(
    demoPeople.map(({ id }) => [id, presets.demoPassword ?? kept?.passwords[id] ?? password()]),
  ) as Record<DemoPerson, string>; // one entry for each person, by construction
  const made = kept ?? makeSecrets();
  const own: Secrets = { ...made, sealKey: made.sealKey ?? key(), passwords };
  const newPasswords = demoPeople.some(({ id }) => kept?.passwords[id] !== passwords[id]);
  if (newPasswords || kept?.sealKey === undefined) write(path, own);
  return {
    newPasswords,
    secrets: {
      ...own,
      adminKey: presets.adminKey ?? own.adminKey,
      secret: presets.secret ?? own.secret,
      mediaSecret: presets.mediaSecret ?? own.mediaSecret,
      sealKey: presets.sealKey ?? own.sealKey,
    },
  };
}

const key = (): string => randomBytes(32).toString("base64url");

function makeSecrets(): Omit<Secrets, "passwords"> {
  return {
    livekitKey: `acd${randomBytes(6).toString("hex")}`,
    livekitSecret: key(),
    adminKey: key(),
    secret: key(),
    mediaSecret: key(),
    sealKey: key(),
  };
}

/** Twelve characters that can be read out and typed: no 0/O, no 1/l/I. */
function password(): string {
  const letters = "abcdefghijkmnpqrstuvwxyz23456789"; // 32 of them: every byte's lower five bits pick one evenly
  const text = [...randomBytes(12)].map((byte) => letters[byte & 31]).join("");
  return text.replace(/(.{4})(?!$)/g, "$1-");
}

function read(path: string): Omit<Secrets, "sealKey"> & { readonly sealKey?: string | undefined } {
  try {
    return secretsFile.parse(JSON.parse(readFileSync(path, "utf8"))) as Secrets; // people that are missing get a password above
  } catch {
    throw new Trouble(
      `${path} cannot be read. Restore it from a backup; without it, the demo logins and keys are lost.`,
    );
  }
}

/** Whole or not at all: a crash in the middle of writing must not cost the keys. */
function write(path: string, secrets: Secrets): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
