import { beforeEach, describe, expect, it } from "vitest";
import type { MailOutcome } from "../../../src/mail/port.ts";
import type { Message } from "../../../src/mail/message.ts";
import type { ReportReady } from "../../../src/protocol/webhook.ts";
import { usualTerms } from "../../../src/reports/metrics.ts";
import type { ReportQuery } from "../../../src/reports/query.ts";
import type { Grant } from "../../../src/rights/index.ts";
import { ScheduleBook } from "../../../src/schedules/book.ts";
import { perform } from "../../../src/schedules/perform.ts";
import type { ScheduleSettings } from "../../../src/schedules/settings.ts";
import {
  as,
  minutes,
  type ApplicationId,
  type QueueId,
  type ReportScheduleId,
  type WebhookId,
} from "../../../src/words/index.ts";
import { database } from "../../http/database.ts";

const id = as<ReportScheduleId>("Daily");
const day = minutes(24 * 60);
/** A Monday, 08:00 in Moscow. */
const due = Date.parse("2026-11-23T05:00:00Z");
const usual: ScheduleSettings = {
  name: "Очереди за день",
  report: "queues",
  query: usualTerms,
  period: { of: "yesterday" },
  when: { every: "day", at: "08:00" },
  timeZone: "Europe/Moscow",
  format: "csv",
  emails: ["anna@example.com", "boris@example.com"],
  webhooks: [as<WebhookId>("crm")],
  language: "ru",
  enabled: true,
};
const mayAll: Grant = { rights: ["reports.read", "schedules.write"], scope: null };

describe("reports that are sent again and again", () => {
  let book: ScheduleBook;
  let sent: Omit<Message, "from">[];
  let posted: ReportReady[];
  let asked: ReportQuery[];
  /** What the mail server says to each address; what is not said is that it takes it. */
  let answers: Record<string, MailOutcome>;
  let surroundings: Parameters<typeof perform>[1];
  let revision = 0;

  const put = (more: Partial<ScheduleSettings> = {}, now = due - day, author: string | null = "anna") => {
    const settings = { ...usual, ...more };
    book.configure({ type: "schedule.configured", at: now, revision: ++revision, id, author, settings }, now);
  };

  /** What the alarm does. Answers how many attempts were made. */
  async function run(now: number): Promise<number> {
    book.begin(now);
    for (let made = 0; ; made += 1) {
      const attempt = book.next(now, 0);
      if (attempt === undefined) return made;
      book.note(attempt, await perform(attempt, { ...surroundings, now }), now);
    }
  }

  const state = () => book.state(id);
  const last = () => state()?.runs[0];

  beforeEach(() => {
    const { sql, atomically } = database();
    book = new ScheduleBook(sql, atomically);
    [sent, posted, asked, answers] = [[], [], [], {}];
    surroundings = {
      application: as<ApplicationId>("callcenter"),
      now: 0,
      grantOf: async () => mayAll,
      count: async (query) => {
        asked.push(query);
        return [{ interval: 0, key: "Main", tally: { sums: { offered: 12, answered: 12 }, peaks: {}, waits: {} } }];
      },
      people: async () => [],
      mail: async (message) => {
        sent.push(message);
        return answers[message.to] ?? { sent: true };
      },
      receiverOf: () => ({
        takeReport: async (report) => {
          posted.push(report);
          return true;
        },
      }),
    };
  });

  it("[G6] what is due is made once and sent to each alone, with its most important figures and the file", async () => {
    put();
    expect(book.due()).toBe(due);
    expect(await run(due - 1)).toBe(0);
    expect(await run(due)).toBe(1);
    expect(await run(due)).toBe(0);
    expect(book.due()).toBe(due + day);
    expect(asked[0]).toMatchObject({ by: "queue", bounds: [due - minutes(32 * 60), due - minutes(8 * 60)] });
    expect(sent.map(({ to, subject }) => [to, subject.split(":")[0]])).toEqual([
      ["anna@example.com", "Очереди за день"],
      ["boris@example.com", "Очереди за день"],
    ]);
    const [{ text, html, attachment, id: messageId } = { text: "", html: "", attachment: undefined, id: "" }] = sent;
    expect(text).toContain("Поступило: 12\n");
    expect(html).toContain('<th align="left">Поступило</th><td align="right">12</td>');
    expect(attachment?.name).toBe("2026-11-22_queues.csv");
    expect(new TextDecoder().decode(attachment?.bytes)).toContain(",Main,12,12,");
    expect(messageId).toBe("callcenter.Daily_20261123T050000Z.0@acd");
    expect(posted).toMatchObject([
      {
        run: "Daily_20261123T050000Z",
        schedule: "Daily",
        path: expect.stringMatching(
          /^\/v1\/applications\/callcenter\/reports\/queues\?from=\d+&until=\d+&timeZone=Europe%2FMoscow&/,
        ),
        body: { total: { offered: 12 } },
      },
    ]);
    expect(state()).toMatchObject({
      nextRunAt: due + day,
      stopped: null,
      runs: [{ state: "done", tries: 1, problem: null, askedBy: null, dueAt: due, nextTryAt: null }],
    });
  });

  it("[G5] what was missed is made up for once, about the time that the last of it meant", async () => {
    put();
    expect(await run(due + 3 * day + minutes(10))).toBe(1);
    expect(last()).toMatchObject({ dueAt: due + 3 * day, until: due + 3 * day - minutes(8 * 60) });
    expect(state()?.nextRunAt).toBe(due + 4 * day);
  });

  it("[G7] who has not got it is tried again, with the same id, and the others are not sent it twice; after a day it is given up", async () => {
    put();
    answers["boris@example.com"] = { sent: false, problem: "unreachable", forGood: false };
    await run(due);
    expect(last()).toMatchObject({
      state: "waiting",
      deliveries: [
        { state: "done" },
        { to: "boris@example.com", state: "waiting", problem: "unreachable" },
        { state: "done" },
      ],
    });
    const next = last()?.nextTryAt ?? 0;
    expect(next - due).toBe(5_000);
    expect(await run(next - 1)).toBe(0);
    answers = {};
    expect(await run(next)).toBe(1);
    expect(sent.map(({ to }) => to)).toEqual(["anna@example.com", "boris@example.com", "boris@example.com"]);
    expect(sent[2]?.id).toBe(sent[1]?.id);
    expect(posted).toHaveLength(1);
    expect(last()).toMatchObject({ state: "done", tries: 2 });

    answers["anna@example.com"] = { sent: false, problem: "timeout", forGood: false };
    const again = due + day;
    const second = () => state()?.runs.find(({ dueAt }) => dueAt === again);
    for (let now: number | null | undefined = again; now != null; now = second()?.nextTryAt) await run(now);
    expect(second()).toMatchObject({
      state: "failed",
      nextTryAt: null,
      deliveries: [{ state: "failed", problem: "timeout" }, { state: "done" }, { state: "done" }],
    });
    expect((second()?.lastTryAt ?? 0) - again).toBe(day);
  });

  it("[G7] what is refused for good, and a webhook that is none, are not tried again; e-mail that is not set up may be tomorrow", async () => {
    answers["anna@example.com"] = { sent: false, problem: "refused", forGood: true };
    surroundings = { ...surroundings, receiverOf: () => ({ takeReport: async () => false }) };
    put({ emails: ["anna@example.com"] });
    await run(due);
    expect(last()).toMatchObject({
      state: "failed",
      deliveries: [
        { problem: "refused", state: "failed" },
        { problem: "noWebhook", state: "failed" },
      ],
    });
    surroundings = { ...surroundings, mail: undefined };
    await run(due + day);
    expect(last()).toMatchObject({ state: "waiting", deliveries: [{ problem: "noMail" }, { problem: "noWebhook" }] });
  });

  it("[G7] an attempt that took the process with it counts, and is made again later", async () => {
    put();
    book.begin(due);
    expect(book.next(due, 0)).toMatchObject({ id: "Daily_20261123T050000Z" });
    expect(await run(due)).toBe(0);
    expect(await run(due + 5_000)).toBe(1);
    expect(last()).toMatchObject({ state: "done", tries: 2 });
    // Again and again, to the last.
    book.runNow(id, "Daily_x", "anna", due + minutes(1));
    const again = () => state()?.runs.find((one) => one.id === "Daily_x");
    for (let now = again()?.nextTryAt; now != null; now = again()?.nextTryAt) book.next(now, 0);
    expect(again()).toMatchObject({ state: "waiting", nextTryAt: null });
    expect(book.runNow(id, "Daily_y", "anna", due + minutes(1) + day)).toBe("asked");
    book.begin(due + minutes(2) + day);
    expect(again()).toMatchObject({ state: "failed", problem: "fault" });
  });

  it("[G8] it is made with what its author may do and see then", async () => {
    surroundings = { ...surroundings, grantOf: async () => ({ ...mayAll, scope: { queues: [as<QueueId>("Main")] } }) };
    put();
    await run(due);
    expect(asked[0]?.queues).toEqual(["Main"]);
    put({ query: { ...usualTerms, queue: as<QueueId>("Other") } });
    await run(due + day);
    expect(asked[1]?.queues).toEqual([]);
  });

  it("[G8] without its author, or once they may not any more, it stops and says why, until somebody puts it again or has it run", async () => {
    put();
    for (const [grant, because] of [
      [undefined, "author_gone"],
      [{ rights: ["schedules.write"], scope: null }, "no_right"],
      [{ rights: ["reports.read"], scope: null }, "no_right"],
    ] as const) {
      surroundings = { ...surroundings, grantOf: async () => grant };
      put({ name: because });
      await run(due);
      expect(state()).toMatchObject({
        nextRunAt: null,
        stopped: { at: due, because },
        runs: [{ state: "failed", problem: because }],
      });
      expect(await run(due + 9 * day)).toBe(0);
      expect(sent).toEqual([]);
      expect(book.runNow(id, `run-${because}-${String(grant?.rights)}`, "boss", due)).toBe("asked");
      await run(due);
      expect(state()?.stopped).not.toBeNull();
      book.configure(
        { type: "schedule.configured", at: 0, revision: ++revision, id, author: null, settings: undefined },
        0,
      );
    }
    surroundings = { ...surroundings, grantOf: async () => undefined };
    put();
    await run(due);
    surroundings = { ...surroundings, grantOf: async () => mayAll };
    book.runNow(id, "now", "boss", due + 1);
    await run(due + 1);
    expect(state()).toMatchObject({
      stopped: null,
      nextRunAt: due + day,
      runs: [{ askedBy: "boss", state: "done" }, {}],
    });
  });

  it("[G9] asked for now it is made now, once for each id, also while it is disabled", async () => {
    put({ enabled: false });
    expect(state()?.nextRunAt).toBeNull();
    const now = due + minutes(90);
    for (const _ of [1, 2]) expect(book.runNow(id, "Daily_x", "anna", now)).toBe("asked");
    expect(book.runNow(id, "Daily_y", "anna", now)).toBe("busy");
    expect(await run(now)).toBe(1);
    expect(last()).toMatchObject({ id: "Daily_x", dueAt: now, askedBy: "anna", state: "done" });
    expect(book.runNow(as<ReportScheduleId>("Other"), "x", "anna", now)).toBe("unknown");
    expect(book.runNow(id, "Daily_y", "anna", now)).toBe("asked");
  });

  it("[G9] put again it is due when it was, unless that has changed; disabled it sends nothing that waited; removed it is forgotten", async () => {
    put({}, due - minutes(1));
    put({ name: "Other" }, due + minutes(1));
    expect(book.due()).toBe(due);
    put({ when: { every: "day", at: "09:00" } }, due + minutes(2));
    expect(book.due()).toBe(due + minutes(60));
    answers["anna@example.com"] = { sent: false, problem: "timeout", forGood: false };
    await run(due + minutes(60));
    put({ enabled: false });
    expect(last()).toMatchObject({ state: "failed", problem: "disabled" });
    expect(book.due()).toBeUndefined();
    const removed = { type: "schedule.configured", at: 0, id, author: null, settings: undefined } as const;
    book.configure({ ...removed, revision: ++revision }, 0);
    expect(state()).toBeUndefined();
    // What comes late changes nothing.
    book.configure({ ...removed, revision: 1, settings: usual }, 0);
    expect(state()).toBeUndefined();
  });

  it("[G6] what is too large is said to be; of a long report webhooks are told where it is; twenty runs are kept", async () => {
    const parts = Array.from({ length: 9_000 }, (_, n) => ({
      interval: 0,
      key: `q${n}`,
      tally: { sums: { offered: 1 }, peaks: {}, waits: {} },
    }));
    surroundings = { ...surroundings, count: async () => parts };
    put({ format: "xlsx" });
    await run(due);
    expect(last()).toMatchObject({ state: "failed", problem: "too_large" });
    put({ emails: [] });
    await run(due + day);
    surroundings = { ...surroundings, count: async () => [] };
    for (let n = 2; n <= 25; n += 1) await run(due + n * day);
    expect(posted[0]).toMatchObject({ body: null, path: expect.stringContaining("/reports/queues?") });
    expect(state()?.runs).toHaveLength(20);
  });
});
