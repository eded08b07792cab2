import { describe, expect, it } from "vitest";
import { journalTurnStore, type Wrapping } from "../../../src/kernel/index.ts";
import { database } from "../../http/database.ts";
import { testLedger } from "../../support/seal.ts";

const place = { application: "callcenter", kind: "turns", id: "Q" };
const wrapping: Wrapping = {
  wrap: (text) => testLedger.seal.sealBytes(text, place),
  unwrap: (kept) => (kept instanceof Uint8Array ? testLedger.seal.openBytes(kept, place) : String(kept)),
};
const entry = JSON.stringify({ caller: "+79161234567" });

describe("the journal of an actor with rows, sealed", () => {
  it("[P9] reads back what it wrote, from the ring and from the table, and nothing of it stands on disk", () => {
    const { sql, atomically } = database();
    const store = journalTurnStore(sql, atomically, wrapping);
    store.save('{"core":"+79161234567"}', new Map([["entry/1", entry]]));
    store.archive("moments", 1, '["+79161234567"]');
    for (let turn = 0; turn < 2_100; turn++) store.save(`{"turn":${turn}}`, new Map([["entry/2", entry]]));
    const tables = ["slot", "item", "archive"].flatMap((table) => sql.exec(`SELECT * FROM ${table}`).toArray());
    const texts = tables
      .flatMap((row) => Object.values(row))
      .map((value) => Buffer.from(value instanceof Uint8Array ? value : String(value)).toString("latin1"));
    expect(texts.join("\n")).not.toContain("9161234567");
    const again = journalTurnStore(sql, atomically, wrapping);
    expect(again.load()).toEqual({
      core: '{"turn":2099}',
      rows: new Map([
        ["entry/1", entry],
        ["entry/2", entry],
      ]),
    });
    expect(again.archived("moments")).toEqual(['["+79161234567"]']);
  });

  it("[P9] reads what an older version has written as it is", () => {
    const { sql, atomically } = database();
    journalTurnStore(sql, atomically).save("{}", new Map([["entry/1", entry]]));
    const store = journalTurnStore(sql, atomically, wrapping);
    expect(store.load()).toEqual({ core: "{}", rows: new Map([["entry/1", entry]]) });
    store.save('{"next":1}', new Map());
    expect(journalTurnStore(sql, atomically, wrapping).load()?.core).toBe('{"next":1}');
  });
});
