/** The real stack for a test: the one that `npm start` runs, on free ports, with a state folder of its own. */
import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Duration, Language } from "../../src/words/index.ts";
import { freePorts } from "../../stack/ports.ts";
import { silent } from "../../stack/progress.ts";
import { type ExistingLivekit, type Ports, readSettings } from "../../stack/settings.ts";
import { startStack as start } from "../../stack/stack.ts";
import type { DemoPerson } from "../../stack/steps/demo-people.ts";

/** A process of the stack; `media-2`, `media-3` … when there are more media workers. */
export type Part = "livekit" | "actors" | "front" | "media" | "sip" | `media-${number}`;

export interface TestStack {
  readonly url: string;
  readonly ports: Ports;
  readonly sipPort: number;
  readonly adminKey: string;
  readonly passwords: Readonly<Record<DemoPerson, string>>;
  readonly livekit: ExistingLivekit;
  readonly dataDir: string;
  /** Process ids by part, as of now. */
  pids(): Readonly<Record<string, number>>;
  /** How often a part has been started, the first time included. */
  starts(part: Part): number;
  /** Kills a running part as a crash would. Resolves when it is dead; the supervisor then starts it again by itself. */
  kill9(part: Part): Promise<void>;
  /** What the part has written so far. */
  log(part: Part): string;
  /** Ends everything. A state folder that the test did not choose is removed. */
  stop(): Promise<void>;
}

export interface TestStackOptions {
  readonly ports?: Partial<Ports>;
  readonly language?: Language;
  /** Between two rounds of the patrol. */
  readonly patrolEvery?: Duration;
  /** Kept at the end; for tests that start a second time. */
  readonly dataDir?: string;
  readonly mediaWorkers?: number;
  readonly runtime?: "workerd" | "wrangler";
}

export async function startStack(options: TestStackOptions = {}): Promise<TestStack> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "acd-test-")));
  const discard = async (): Promise<void> => {
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
  };
  const usual = readSettings({ ACD_DATA: dataDir });
  await shareMediaCache(usual.project, dataDir);
  const settings = {
    ...usual,
    ports: { ...(await freePorts()), ...options.ports },
    app: {
      ...usual.app,
      language: options.language ?? usual.app.language,
      patrolEvery: options.patrolEvery,
    },
    mediaWorkers: options.mediaWorkers ?? 1,
    runtime: options.runtime ?? "workerd",
  };
  const stack = await start(settings, { progress: silent, tell: () => undefined }).catch(async (fault: unknown) => {
    await discard();
    throw fault;
  });
  const { supervisor } = stack;
  return {
    url: stack.url,
    ports: stack.ports,
    sipPort: stack.ports.sip,
    adminKey: stack.adminKey,
    passwords: stack.passwords,
    livekit: stack.livekit,
    dataDir,
    pids: () => supervisor.pids(),
    starts: (part) => supervisor.starts(part),
    async kill9(part) {
      const victim = supervisor.pids()[part];
      supervisor.signal(part, "SIGKILL");
      if (victim === undefined) return;
      while (supervisor.pids()[part] === victim) await pause(5);
    },
    log: (part) => readFileSync(join(stack.logFolder, `${part}.log`), "utf8"),
    async stop() {
      await stack.stop();
      await discard();
    },
  };
}

/** Music and phrases are kept by content: made once for all stacks instead of half a minute for each. */
async function shareMediaCache(project: string, dataDir: string): Promise<void> {
  const shared = join(project, ".acd", "media-cache");
  await mkdir(shared, { recursive: true });
  await symlink(shared, join(dataDir, "media-cache")).catch((fault: NodeJS.ErrnoException) => {
    if (fault.code !== "EEXIST") throw fault; // a second start in the same folder
  });
}
