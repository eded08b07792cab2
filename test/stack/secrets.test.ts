import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadSecrets } from "../../stack/steps/secrets.ts";
import { temporaryFolder } from "./fixtures/folder.ts";

describe("secrets", () => {
  it("[S6] are made at the first start and found at the second", () => {
    const folder = temporaryFolder();
    const first = loadSecrets(folder, {});
    const second = loadSecrets(folder, {});
    expect(second.secrets).toEqual(first.secrets);
    expect([first.newPasswords, second.newPasswords]).toEqual([true, false]);
    expect(new Set(Object.values(first.secrets.passwords)).size).toBe(4);
    expect(first.secrets.livekitSecret.length).toBeGreaterThanOrEqual(32);
  });

  it("[S6] lie in a file that only its owner can read", () => {
    const folder = temporaryFolder();
    loadSecrets(folder, {});
    expect(statSync(join(folder, "secrets.json")).mode & 0o777).toBe(0o600);
  });

  it("[S6] that are preset are used and not written down", () => {
    const folder = temporaryFolder();
    const { secrets } = loadSecrets(folder, { adminKey: "preset-key", secret: "preset-secret" });
    expect(secrets).toMatchObject({ adminKey: "preset-key", secret: "preset-secret" });
    expect(readFileSync(join(folder, "secrets.json"), "utf8")).not.toContain("preset");
  });

  it("[S6] the key that seals comes into a file of an older version, once", () => {
    const folder = temporaryFolder();
    const path = join(folder, "secrets.json");
    const { sealKey: _, ...older } = loadSecrets(folder, {}).secrets;
    writeFileSync(path, JSON.stringify(older));
    const first = loadSecrets(folder, {});
    expect(first.newPasswords).toBe(false);
    expect(first.secrets).toEqual({ ...older, sealKey: expect.stringMatching(/^[\w-]{43}$/) as string });
    expect(loadSecrets(folder, {})).toEqual(first);
  });

  it("[S6] a preset demo password becomes everybody's, once", () => {
    const folder = temporaryFolder();
    loadSecrets(folder, {});
    const preset = loadSecrets(folder, { demoPassword: "letmein" });
    expect(preset.newPasswords).toBe(true);
    expect(new Set(Object.values(preset.secrets.passwords))).toEqual(new Set(["letmein"]));
    expect(loadSecrets(folder, {})).toEqual({ secrets: preset.secrets, newPasswords: false });
  });

  it("[S6] that cannot be read stop the start instead of being replaced", () => {
    const folder = temporaryFolder();
    const path = join(folder, "secrets.json");
    writeFileSync(path, "{}");
    expect(() => loadSecrets(folder, {})).toThrow(/cannot be read/);
    expect(readFileSync(path, "utf8")).toBe("{}");
  });
});
