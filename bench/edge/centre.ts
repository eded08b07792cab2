/** The edge app as it is served on a machine of one's own (workerd, state on disk), with the meter around it and a call centre set up in it. */
import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build as bundle } from "esbuild";
import * as z from "zod";
import { adminClient } from "../../stack/steps/admin-client.ts";
import { build } from "../../stack/steps/build.ts";
import { workerdChildren, workerdInOne } from "../../stack/steps/edge.ts";
import { claimStateFolder } from "../../stack/steps/state-folder.ts";
import { Supervisor } from "../../stack/supervisor.ts";
import { lastLines } from "../../stack/log-file.ts";
import type { Duration } from "../../src/words/index.ts";
import { Announcer } from "./announcer.ts";
import { Callers } from "./callers.ts";
import { meterPath, type Counts } from "./counts.ts";
import { LiveKit } from "./livekit.ts";
import { application, number, operatorName, password, queue } from "./names.ts";
import { Operator } from "./operator.ts";
import { processorTime, type ProcessorTimes } from "../measure/processor.ts";

const project = join(import.meta.dirname, "../..");
const ports = { edge: 26_000, liveKit: 26_001 };
const url = `http://127.0.0.1:${ports.edge}`;
const keys = { apiKey: "bench", apiSecret: "a-secret-of-the-bench-with-32-chars" };
const adminKey = "the-administrators-key-of-the-bench";
const mediaSecret = "the-media-workers-secret-of-the-bench";
const group = "Everyone";

export interface Centre {
  readonly callers: Callers;
  readonly operators: readonly Operator[];
  /** How long an operator has after a call before calls come again; for calls that are offered from now on. */
  wrapUp(length: Duration): Promise<void>;
  /** Asks the API, with the admin key, below the application's address. @returns the status */
  ask(method: string, path: string, body?: object): Promise<number>;
  /** Counting begins anew. */
  resetCounts(): Promise<void>;
  /** What was counted; only of a metered centre. */
  counts(): Promise<Counts>;
  /** How many calls have ended, by outcome, and how many are still alive. */
  outcomes(): Promise<Readonly<Record<string, number>>>;
  /** What each of the edge app's processes has had of the processors so far; nothing where the system does not tell. */
  processors(): ProcessorTimes;
  /** What went wrong so far, in words; empty when nothing did. Some of it may have healed since. */
  troubles(): readonly string[];
  close(): Promise<void>;
}

export interface CentreSetup {
  readonly operators: number;
  /** With the meter around its actors, and in one process, so that it sees everything. It costs a sixth of the processor's time, so nothing is timed with it. */
  readonly metered?: boolean;
  /** Where its state lies. */
  readonly folder?: string;
}

export async function openCentre({
  operators: operatorCount,
  metered = false,
  folder: parent = tmpdir(),
}: CentreSetup): Promise<Centre> {
  const path = await mkdtemp(join(parent, "acd-bench-"));
  const folder = await claimStateFolder(path);
  const died: string[] = [];
  const supervisor = new Supervisor({
    runFolder: folder.run,
    logFolder: folder.logs,
    tell: (line) => void died.push(line),
  });
  const liveKit = new LiveKit(`${url}/livekit/webhook`, keys);
  const closing: (() => void)[] = [() => liveKit.close()];
  // workerd told to end waits for its sockets to close: for one whose bench is being ended that is too long.
  const interrupted = (): never => {
    for (const name of Object.keys(supervisor.pids())) supervisor.signal(name, "SIGKILL");
    rmSync(path, { recursive: true, force: true });
    process.exit(143);
  };
  process.once("SIGTERM", interrupted).once("SIGINT", interrupted);
  const close = async (): Promise<void> => {
    for (const end of closing) end();
    await supervisor.stop();
    folder.release();
    await rm(path, { recursive: true, force: true });
  };
  try {
    const built = await build(project);
    const worker = metered ? await withMeter(built.worker, join(path, "metered.js")) : built.worker;
    await liveKit.listen(ports.liveKit);
    const variables = {
      LIVEKIT_URL: `http://127.0.0.1:${ports.liveKit}`,
      LIVEKIT_WS_URL: `ws://127.0.0.1:${ports.liveKit}`,
      LIVEKIT_SIP_URL: `http://127.0.0.1:${ports.liveKit}`,
      LIVEKIT_API_KEY: keys.apiKey,
      LIVEKIT_API_SECRET: keys.apiSecret,
      ACD_ADMIN_KEY: adminKey,
      ACD_SECRET: "signs-the-sessions-of-the-bench-only",
      ACD_MEDIA_SECRET: mediaSecret,
      ACD_SEAL_KEY: "c2VhbHMtd2hhdC1pcy1rZXB0LW9mLXRoZS1iZW5jaC4",
      ACD_APPLICATION: application,
      ACD_LANGUAGE: "ru",
      ACD_SIP_HOST: "",
      ACD_PATROL_EVERY: "",
      ACD_LOCAL_WEBHOOKS: "",
      ACD_ORIGIN: "",
      ACD_SMTP_URL: "",
      ACD_MAIL_FROM: "",
    };
    const setup = { project, built: { ...built, worker }, folder, port: ports.edge, variables };
    for (const child of metered ? [workerdInOne(setup)] : workerdChildren(setup)) await supervisor.start(child);

    const api = adminClient(url, adminKey);
    const base = `/applications/${application}`;
    const wrapUp = (length: Duration): Promise<void> =>
      api.put(`${base}/queues/${queue}`, { name: queue, skillGroups: [group], wrapUp: length, capacity: 10_000 });
    await api.put(base, { name: "Bench", language: "ru" });
    await api.put(`${base}/skill-groups/${group}`, { name: group });
    await wrapUp(0);
    await api.put(`${base}/numbers/${encodeURIComponent(number)}`, { label: "" });
    await api.put(`${base}/rules/All`, { mask: number, queue });

    const announcer = await Announcer.signOn(url.replace("http", "ws"), mediaSecret, liveKit);
    closing.push(() => announcer.close());
    const operators: Operator[] = [];
    for (let index = 1; index <= operatorCount; index += 1) {
      const name = operatorName(index);
      await api.put(`${base}/operators/${name}`, { name, skillGroups: [group], password });
      const operator = await Operator.signIn(url, name, liveKit);
      operators.push(operator);
      closing.push(() => operator.close());
    }
    // Everything is there; this also sets the patrol walking, as a load balancer's asking would.
    const ready = await fetch(`${url}/readyz`);
    if (!ready.ok) throw new Error(`The edge app is not ready: ${await ready.text()}`);

    const readCounts = async (method: "GET" | "DELETE"): Promise<Counts> => {
      const response = await fetch(url + meterPath, { method });
      const counts = (await response.json()) as Counts; // our own meter's
      return { ...counts, messages: { ...counts.messages, ...announcer.said } };
    };
    return {
      callers: new Callers(liveKit),
      operators,
      wrapUp,
      async ask(method, path, body) {
        const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
        const response = await fetch(`${url}/v1${base}${path}`, {
          method,
          headers: { authorization: `Bearer ${adminKey}`, ...(body && { "content-type": type }) },
          ...(body && { body: JSON.stringify(body) }),
        });
        await response.arrayBuffer();
        return response.status;
      },
      counts: () => readCounts("GET"),
      async resetCounts() {
        await readCounts("DELETE");
        announcer.said = {};
      },
      processors() {
        const times = Object.entries(supervisor.pids()).map(([name, pid]) => [name, processorTime(pid)] as const);
        return Object.fromEntries(times.flatMap(([name, time]) => (time === undefined ? [] : [[name, time]])));
      },
      outcomes: () => outcomesOf(`${url}/v1${base}/calls`),
      troubles() {
        const refused = operators.reduce((sum, operator) => sum + operator.refusals, 0);
        const log = Object.keys(supervisor.pids())
          .flatMap((name) => lastLines(join(folder.logs, `${name}.log`), 10_000).split("\n"))
          .filter((line) => /"level":"(warn|error)"|uncaught|exception/i.test(line));
        return [
          ...died,
          ...(liveKit.failures > 0 ? [`${liveKit.failures} webhooks were not taken`] : []),
          ...(refused > 0 ? [`${refused} commands of operators were refused`] : []),
          ...(log.length > 0 ? [`${log.length} lines of trouble in the log, the first: ${log[0]}`] : []),
        ];
      },
      close,
    };
  } catch (fault) {
    await close();
    throw fault;
  }
}

/** The app with the meter around it, bundled into a file. */
async function withMeter(production: string, outfile: string): Promise<string> {
  await bundle({
    entryPoints: [join(import.meta.dirname, "worker.ts")],
    outfile,
    bundle: true,
    format: "esm",
    target: "es2022",
    keepNames: true,
    alias: { "acd:production": production },
    external: ["cloudflare:*", "node:*"],
    logLevel: "silent",
  });
  return outfile;
}

const page = z.object({ items: z.array(z.object({ outcome: z.string().optional() })), next: z.string().optional() });

async function outcomesOf(address: string): Promise<Record<string, number>> {
  const outcomes: Record<string, number> = {};
  for (let cursor: string | undefined = ""; cursor !== undefined;) {
    const after: string = cursor === "" ? "" : `&cursor=${cursor}`;
    const response = await fetch(`${address}?limit=200${after}`, { headers: { authorization: `Bearer ${adminKey}` } });
    const { items, next } = page.parse(await response.json());
    for (const { outcome = "alive" } of items) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    cursor = next;
  }
  return outcomes;
}
