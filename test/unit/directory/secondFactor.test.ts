import { describe, expect, it } from "vitest";
import { DirectoryBook } from "../../../src/directory/book.ts";
import { codeOf, stepAt } from "../../../src/directory/totp.ts";
import { usualOperator } from "../../../src/protocol/settings.ts";
import { sealOf } from "../../../src/sealed/index.ts";
import { as, type ApplicationId, type OperatorId } from "../../../src/words/index.ts";
import { database } from "../../http/database.ts";
import { newSealKey } from "../../support/seal.ts";

const app = as<ApplicationId>("callcenter");
const anna = as<OperatorId>("anna");
const boss = { by: "boss", from: null };
const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const password = { salt: "c2FsdA==", hash: "aGFzaA==" };

describe("the secret of a second factor", () => {
  const { sql, atomically } = database();
  const [old, fresh] = [newSealKey(), newSealKey()];
  const bookWith = (key: string) => new DirectoryBook(sql, atomically, app, sealOf(key));
  const kept = () => String(sql.exec("SELECT secret FROM second_factor").toArray()[0]?.["secret"]);
  let now = 1_000_000_000;
  /** Whether the code of the moment is taken. */
  const opens = (book: DirectoryBook) => {
    now += 60_000;
    const proof = { hash: password.hash, code: codeOf(secret, stepAt(now)) };
    return book.signIn(anna, proof, { id: `s${now}`, refresh: `r${now}` }, null, now).ok;
  };

  it("[U18] lies sealed, each for its person", () => {
    const book = bookWith(old);
    book.put("application", { id: app, name: "Call centre", language: "ru" }, boss, now);
    const own = { role: "operator", scope: null, skillGroups: [], queueOrder: [] } as const;
    book.put("person", { ...usualOperator, ...own, id: anna, name: "Anna", password }, boss, now);
    book.changeSecondFactor(anna, { do: "begin", hash: password.hash, secret }, boss, now);
    book.changeSecondFactor(anna, { do: "confirm", code: codeOf(secret, stepAt(now)), recoveryCodes: [] }, boss, now);
    expect(kept()).toMatch(/^s1\./);
    expect(kept()).not.toContain(secret);
    expect(opens(book)).toBe(true);
  });

  it("[U18] one that was written down before is sealed by who reads the directory next", () => {
    sql.exec("UPDATE second_factor SET secret = ?", secret);
    expect(opens(bookWith(old))).toBe(true);
    expect(kept()).toMatch(/^s1\./);
  });

  it("[U18] one that was sealed with the key before is sealed with the new one", () => {
    const before = kept();
    expect(opens(bookWith(`${fresh},${old}`))).toBe(true);
    expect(kept()).not.toBe(before);
    expect(opens(bookWith(fresh))).toBe(true);
  });

  it("[U18] without its key nothing is taken for right, and the rest of the directory is read", () => {
    const book = bookWith(newSealKey());
    expect(book.get("person", anna)).toMatchObject({ name: "Anna" });
    expect(() => opens(book)).toThrow("ACD_SEAL_KEY");
  });
});
