import { beforeEach, describe, expect, it } from "vitest";
import { patience } from "../../../src/webhooks/backOff.ts";
import { longestKept, secretOverlap, WebhookBook, type Outcome } from "../../../src/webhooks/book.ts";
import type { Happened, WebhookSettings } from "../../../src/protocol/webhook.ts";
import { minutes, seconds, type Instant } from "../../../src/words/index.ts";
import { database } from "../../http/database.ts";
import { seeded } from "../../support/chance.ts";

const taken: Outcome = { taken: true, status: 204 };
const refused: Outcome = { taken: false, problem: "refused", status: 500 };

const happened = (seq: number, at: Instant = seq): Happened => ({
  seq,
  id: `msg_${seq}`,
  at,
  data: { type: "webhook.test", by: "key" },
});
const settings = (more: Partial<WebhookSettings> = {}): WebhookSettings => ({
  revision: 1,
  url: "https://example.com/",
  enabled: true,
  numbers: "masked",
  ...more,
});
const configured = (revision: number, more: Partial<WebhookSettings> | undefined = {}) => ({
  type: "webhook.configured" as const,
  at: 0,
  revision,
  settings: settings({ revision, ...more }),
});

describe("a webhook", () => {
  let db: ReturnType<typeof database>;
  let book: WebhookBook;
  let now: Instant;
  const states = () =>
    book
      .deliveries({ limit: 100 }, now)
      .items.map(({ id, state }) => `${id} ${state}`)
      .toReversed();
  /** One attempt with this outcome, as soon as it is due. Returns what was attempted. */
  function attempt(outcome: Outcome): string | undefined {
    now = Math.max(now, book.due(now) ?? now);
    const next = book.next(now);
    if (next !== undefined) book.note(next, outcome, now, 0);
    return next?.id;
  }

  beforeEach(() => {
    db = database();
    book = new WebhookBook(db.sql, db.atomically);
    now = 1_000;
    book.configure(configured(1));
    book.newSecret("whsec_1", now);
  });

  it("[A83] sends one after the other; what was not taken holds up those behind it", () => {
    expect(book.take([happened(1), happened(2)], now)).toBe(2);
    expect(attempt(refused)).toBe("msg_1");
    expect(book.next(now)).toBeUndefined();
    expect(book.due(now)).toBe(now + seconds(5));
    expect([attempt(taken), attempt(taken), attempt(taken)]).toEqual(["msg_1", "msg_2", undefined]);
    expect(book.deliveries({ limit: 1 }, now)).toMatchObject({
      items: [{ id: "msg_2", state: "delivered", tries: 1, lastStatus: 204, problem: null, nextTryAt: null }],
      waiting: 0,
      failed: 0,
      dropped: 0,
      hasSecret: true,
    });
  });

  it("[A83] what is told again, or late, is known already", () => {
    book.take([happened(1), happened(2)], now);
    expect(book.take([happened(1)], now)).toBe(2);
    expect(book.take([happened(1), happened(2), happened(5)], now)).toBe(5);
    expect(states()).toEqual(["msg_1 waiting", "msg_2 waiting", "msg_5 waiting"]);
  });

  it("[A83] what has failed for a day is set aside, and the next goes on", () => {
    book.take([happened(1), happened(2)], now);
    const start = now;
    let tries = 0;
    while (states()[0] === "msg_1 waiting") tries += attempt(refused) === "msg_1" ? 1 : 0;
    expect(now).toBe(start + patience);
    expect(tries).toBe(19);
    expect(attempt(taken)).toBe("msg_2");
    expect(states()).toEqual(["msg_1 failed", "msg_2 delivered"]);
    expect(book.untold()).toBeUndefined();
    expect(book.deliveries({ limit: 10, state: "failed" }, now).items.map(({ id }) => id)).toEqual(["msg_1"]);
  });

  it("[A85] is disabled when nothing has been taken for a day and it is not for the sake of one message, until it is enabled again", () => {
    book.take([happened(1), happened(2)], now);
    while (states()[0] === "msg_1 waiting") attempt(refused);
    expect(attempt(refused)).toBe("msg_2");
    expect(book.untold()).toEqual({ at: now, because: "failing", revision: 1 });
    expect(book.due(now)).toBe(now);
    book.told(1);
    expect(book.next(now + minutes(60))).toBeUndefined();
    expect(states()).toEqual(["msg_1 failed", "msg_2 waiting"]);
    book.configure(configured(2));
    expect(attempt(refused)).toBe("msg_2");
    expect(book.untold()).toBeUndefined();
    expect(attempt(taken)).toBe("msg_2");
  });

  it("[A85] 410 disables it at once; a message that waits is kept", () => {
    book.take([happened(1)], now);
    attempt({ taken: false, problem: "refused", status: 410 });
    expect(book.untold()).toMatchObject({ because: "gone" });
    // Somebody has changed it meanwhile: that the old settings were no good is of no interest any more.
    book.configure(configured(2, { url: "https://example.com/new" }));
    expect(book.untold()).toBeUndefined();
    expect(attempt(taken)).toBe("msg_1");
  });

  it("[A81] nothing is sent before there is a secret; an old one is good for a day, and no more than two are", () => {
    book = new WebhookBook(...fresh());
    book.configure(configured(1));
    book.take([happened(1)], now);
    expect(book.next(now)).toBeUndefined();
    expect(book.deliveries({ limit: 1 }, now).hasSecret).toBe(false);
    expect(book.newSecret("whsec_1", now)).toBeUndefined();
    expect(book.next(now)?.secrets).toEqual(["whsec_1"]);
    expect(book.newSecret("whsec_2", now)).toBe(now + secretOverlap);
    expect(book.next(now)?.secrets).toEqual(["whsec_2", "whsec_1"]);
    expect(book.next(now + secretOverlap)?.secrets).toEqual(["whsec_2"]);
    book.newSecret("whsec_3", now + 1);
    book.keepSecrets((secret) => (secret === "whsec_3" ? null : `sealed ${secret}`));
    expect(book.next(now + 2)?.secrets).toEqual(["whsec_3", "sealed whsec_2"]);
    book.keepSecrets((secret) => secret.replace("sealed ", ""));
    expect(book.next(now + 2)?.secrets).toEqual(["whsec_3", "whsec_2"]);
  });

  const fresh = () => {
    const { sql, atomically } = database();
    return [sql, atomically] as const;
  };

  it("[A86] puts messages that are through in again, behind the others, with their ids and in their order", () => {
    book.take([happened(1), happened(2), happened(3), happened(4)], now);
    for (let n = 0; n < 3; n += 1) attempt(taken);
    expect(book.replay({ since: 2 })).toBe(2);
    expect(states()).toEqual(["msg_1 delivered", "msg_4 waiting", "msg_2 waiting", "msg_3 waiting"]);
    expect(book.replay({ ids: ["msg_1", "msg_2", "msg_none"] })).toBe(1);
    expect([attempt(taken), attempt(taken), attempt(taken), attempt(taken)]).toEqual([
      "msg_4",
      "msg_2",
      "msg_3",
      "msg_1",
    ]);
  });

  it("[A86] shows messages page by page, the newest first", () => {
    book.take(
      [1, 2, 3].map((seq) => happened(seq)),
      now,
    );
    const first = book.deliveries({ limit: 2 }, now);
    expect(first.items.map(({ id }) => id)).toEqual(["msg_3", "msg_2"]);
    const second = book.deliveries({ limit: 2, after: first.next }, now);
    expect(second.items.map(({ id }) => id)).toEqual(["msg_1"]);
    expect(second.next).toBeUndefined();
  });

  it("[A85] keeps so many for so long: those that are through go first, and what goes unsent is counted", () => {
    book = new WebhookBook(db.sql, db.atomically, 3);
    book.take([happened(1), happened(2)], now);
    attempt(taken);
    book.take([happened(3), happened(4)], now);
    expect(states()).toEqual(["msg_2 waiting", "msg_3 waiting", "msg_4 waiting"]);
    book.take([happened(5)], now);
    expect(states()).toEqual(["msg_3 waiting", "msg_4 waiting", "msg_5 waiting"]);
    expect(book.deliveries({ limit: 1 }, now).dropped).toBe(1);
    book.configure(configured(2, { enabled: false }));
    expect(book.due(now)).toBe(now + longestKept);
    book.prune(now + longestKept);
    expect(book.deliveries({ limit: 1 }, now)).toMatchObject({ items: [], dropped: 4 });
  });

  it("[A85] removed, it forgets everything, and takes nothing that comes late", () => {
    book.take([happened(1)], now);
    book.configure({ ...configured(3), settings: undefined });
    book.configure(configured(2));
    expect(book.take([happened(2)], now)).toBeUndefined();
    expect(book.deliveries({ limit: 9 }, now)).toMatchObject({ items: [], hasSecret: false });
    book.configure(configured(4));
    expect(book.take([happened(3)], now)).toBe(3);
  });
});

class Crash extends Error {}

describe("a webhook whose host dies at any moment", () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))(
    "[A83] loses nothing, repeats no id for another message, and keeps the order (seed %i)",
    (seed) => {
      const chance = seeded(seed);
      const { sql, atomically } = database();
      // A transaction that a crash meets before its end has not happened; one that it meets after has, and nobody was told.
      const fragile = <T>(work: () => T): T => {
        const when = chance();
        const result = atomically(() => {
          const done = work();
          if (when < 0.05) throw new Crash("before");
          return done;
        });
        if (when > 0.95) throw new Crash("after");
        return result;
      };
      let book = new WebhookBook(sql, fragile);
      let now = 0;
      const step = <T>(work: () => T): T | undefined => {
        try {
          return work();
        } catch (error) {
          if (!(error instanceof Crash)) throw error;
          book = new WebhookBook(sql, fragile);
          return undefined;
        }
      };
      const told: Happened[] = [];
      /** What the ledger knows to have been taken. */
      let acknowledged = 0;
      const received: string[] = [];
      const configure = () => step(() => book.configure(configured(1)));
      const sign = () => step(() => book.newSecret("whsec_1", now));
      configure();
      for (let n = 0; n < 3; n += 1) configure();
      sign();
      if (!book.deliveries({ limit: 1 }, now).hasSecret) sign();
      for (let turn = 0; turn < 400; turn += 1) {
        const lot = chance();
        now += Math.floor(chance() * seconds(4));
        if (lot < 0.25 && turn < 250) told.push(happened(told.length * 2 + 1, now));
        else if (lot < 0.5) {
          // Sometimes all of it again, sometimes a part.
          const from = chance() < 0.2 ? 0 : acknowledged;
          const batch = told.filter(({ seq }) => seq > from).slice(0, 1 + Math.floor(chance() * 4));
          acknowledged = Math.max(acknowledged, step(() => book.take(batch, now)) ?? 0);
        } else {
          const attempt = step(() => book.next(now));
          if (attempt === undefined) continue;
          const arrives = chance() < 0.7;
          if (arrives) received.push(attempt.id);
          // The receiver's answer may be lost although the message was not; so may we, before we noted it.
          const answered = arrives && chance() < 0.9;
          step(() => book.note(attempt, answered ? taken : refused, now, chance()));
        }
      }
      for (let n = 0; n < 2_000 && new Set(received).size < told.length; n += 1) {
        const batch = told.filter(({ seq }) => seq > acknowledged);
        acknowledged = Math.max(acknowledged, step(() => book.take(batch, now)) ?? 0);
        now += minutes(1);
        const attempt = step(() => book.next(now));
        if (attempt === undefined) continue;
        received.push(attempt.id);
        step(() => book.note(attempt, taken, now, 0));
      }
      expect(told.length).toBeGreaterThan(20);
      // Each once, in order, if repetitions of the last one are passed over.
      expect(received.filter((id, index) => id !== received[index - 1])).toEqual(told.map(({ id }) => id));
    },
  );
});
