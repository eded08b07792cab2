/** A report by e-mail from the built edge app, in the real runtime and over its sockets, to a mail server of this machine that is not ours. */
import { Workbook } from "@cj-tech-master/excelts";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Miniflare } from "miniflare";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { mailServer, type MailServer } from "../support/mail.ts";
import { adminKey, startMiniflare } from "../support/miniflare.ts";

let disk: string;
let server: MailServer;
let host: Miniflare;
let output: string;

async function start(smtp: string): Promise<void> {
  host = await startMiniflare({
    disk,
    bindings: { ACD_SMTP_URL: smtp, ACD_MAIL_FROM: "acd@example.com" },
    said: (text) => (output += text),
  });
}

async function api(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const answer = await host.dispatchFetch(`http://acd/v1/applications/shop${path}`, {
    method,
    headers: { Authorization: `Bearer ${adminKey}`, "Content-Type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  expect(answer.ok, text).toBe(true);
  return JSON.parse(text) as Record<string, unknown>;
}

/** Sets a schedule up and has it run. Answers with the id of the run. */
async function run(): Promise<string> {
  await api("PUT", "", { name: "Shop", language: "en" });
  await api("PUT", "/report-schedules/Daily", {
    name: "Очереди за день",
    report: "queues",
    period: { of: "yesterday" },
    when: { every: "day", at: "08:00" },
    timeZone: "Europe/Moscow",
    emails: ["anna@example.com", "nobody@example.com"],
  });
  // The directory tells the schedules of it in its own time.
  return vi.waitFor(async () => String((await api("POST", "/report-schedules/Daily/run", {}))["id"]), 10_000);
}

const lastRun = async () =>
  ((await api("GET", "/report-schedules/Daily/state"))["runs"] as Record<string, unknown>[])[0] ?? {};

describe("a report by e-mail", { timeout: 60_000 }, () => {
  beforeEach(async () => {
    output = "";
    disk = await mkdtemp(join(tmpdir(), "mail-"));
    server = await mailServer({
      allowInsecureAuth: true,
      onRcptTo: ({ address }, _, done) =>
        address.startsWith("nobody") ? done(Object.assign(new Error("no"), { responseCode: 550 })) : done(),
    });
  });
  afterEach(async () => {
    await host.dispose();
    await server.close();
    await rm(disk, { recursive: true, force: true });
  });

  it("[G1] [G6] arrives, signed in, with a workbook; who is not known is said to be, and no address is in the log", async () => {
    await start(`smtp://acd:right%20p%C3%A4ssword@127.0.0.1:${server.port}?tls=no`);
    const id = await run();
    await vi.waitFor(async () => expect((await lastRun())["state"]).toBe("failed"), 20_000);
    expect(await lastRun()).toMatchObject({
      id,
      tries: 1,
      deliveries: [
        { to: "anna@example.com", state: "done", problem: null },
        { to: "nobody@example.com", state: "failed", problem: "refused" },
      ],
    });
    expect(server.arrived).toMatchObject([
      { from: "acd@example.com", to: ["anna@example.com"], user: "acd", mail: { messageId: `<shop.${id}.0@acd>` } },
    ]);
    const [{ mail } = { mail: undefined }] = server.arrived;
    expect(mail?.subject).toMatch(/^Очереди за день: /);
    expect(mail?.text).toContain("Поступило: 0");
    const book = new Workbook();
    await book.xlsx.load(Uint8Array.from(mail?.attachments[0]?.content ?? []));
    expect(book.worksheets.map(({ name }) => name)).toEqual(["queues", "definitions"]);
    const day = "from=2026-11-01T00:00:00Z&until=2026-11-02T00:00:00Z";
    const url = `http://acd/v1/applications/shop/reports/queues?${day}&format=parquet`;
    const parquet = await host.dispatchFetch(url, { headers: { Authorization: `Bearer ${adminKey}` } });
    expect((await parquet.text()).slice(0, 4)).toBe("PAR1");
    expect(output).toContain('"report.failed"');
    expect(output).not.toMatch(/anna@|nobody@|p.ssword/);
  });

  it("[G2] a server whose certificate nobody vouches for is told nothing", async () => {
    await start(`smtp://acd:right%20p%C3%A4ssword@127.0.0.1:${server.port}`);
    await run();
    await vi.waitFor(async () => expect((await lastRun())["lastTryAt"]).not.toBeNull(), 20_000);
    await vi.waitFor(
      async () =>
        expect(await lastRun()).toMatchObject({
          state: "waiting",
          deliveries: [{ problem: "unreachable" }, { problem: "unreachable" }],
        }),
      20_000,
    );
    expect(server.arrived).toEqual([]);
  });
});
