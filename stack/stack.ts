/**
 * The whole call centre on one machine: LiveKit server, edge app, media workers, SIP gateway and demo data,
 * under one supervisor. `npm start` shows it to a person; tests start the same thing on free ports.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Progress } from "./progress.ts";
import { readinessOf } from "./ready.ts";
import type { ExistingLivekit, Ports, Settings } from "./settings.ts";
import { adminClient } from "./steps/admin-client.ts";
import { build } from "./steps/build.ts";
import { provision, setUpDemo } from "./steps/demo.ts";
import type { DemoPerson } from "./steps/demo-people.ts";
import { workerdChildren, wranglerChild } from "./steps/edge.ts";
import { type EdgeVariables, httpForm, webSocketForm } from "./steps/edge-variables.ts";
import { livekitChild } from "./steps/livekit.ts";
import { findLivekitServer } from "./steps/livekit-server.ts";
import { mediaChild } from "./steps/media-worker.ts";
import { loadSecrets, type Secrets } from "./steps/secrets.ts";
import { sipChild } from "./steps/sip-gateway.ts";
import { claimStateFolder, type StateFolder } from "./steps/state-folder.ts";
import { assertFree } from "./ports.ts";
import { Supervisor } from "./supervisor.ts";
import { Trouble } from "./trouble.ts";

export interface Stack {
  /** Of the pages and the API, without a slash at the end. */
  readonly url: string;
  readonly ports: Ports;
  readonly livekit: ExistingLivekit;
  /** False when the LiveKit in use has no SIP service: then callers come by the browser only. */
  readonly reachableByTelephone: boolean;
  readonly adminKey: string;
  readonly passwords: Readonly<Record<DemoPerson, string>>;
  readonly supervisor: Supervisor;
  readonly logFolder: string;
  /** Ends every process and lets go of the state folder. Safe to repeat. */
  stop(): Promise<void>;
}

export interface Audience {
  readonly progress: Progress;
  /** Told what happens after the start: a part that died and was started again. */
  readonly tell: (line: string) => void;
}

/**
 * Starts everything. When anything fails, what was started is ended again.
 * @param stopped aborts a start that is under way
 * @throws Trouble with what a person can do about it
 */
export async function startStack(
  settings: Settings,
  { progress, tell }: Audience,
  stopped?: AbortSignal,
): Promise<Stack> {
  const folder = await progress.step(`State folder ${settings.data}`, () => claimStateFolder(settings.data));
  const supervisor = new Supervisor({ runFolder: folder.run, logFolder: folder.logs, tell });
  const stop = async (): Promise<void> => {
    await supervisor.stop();
    folder.release();
  };
  const onAbort = (): void => void supervisor.stop();
  stopped?.addEventListener("abort", onAbort);
  try {
    const { secrets, newPasswords } = loadSecrets(folder.path, settings.presets);
    const livekit = await startParts(settings, folder, secrets, supervisor, progress);
    const url = `http://127.0.0.1:${settings.ports.http}`;
    const api = adminClient(url, secrets.adminKey);
    if (settings.demo) {
      await progress.step("Demo data", () => setUpDemo({ api, passwords: secrets.passwords, newPasswords }));
    }
    const reachableByTelephone = await progress.step("Telephone numbers", () => provision(api));
    await progress.step("Ready for calls", () => whenReady(url));
    return {
      url,
      ports: settings.ports,
      livekit,
      reachableByTelephone,
      adminKey: secrets.adminKey,
      passwords: secrets.passwords,
      supervisor,
      logFolder: folder.logs,
      stop,
    };
  } catch (fault) {
    await stop();
    throw stopped?.aborted === true ? new Trouble("Stopped before it was up.") : fault;
  } finally {
    stopped?.removeEventListener("abort", onAbort);
  }
}

/** The processes, in the order in which they need each other. */
async function startParts(
  settings: Settings,
  folder: StateFolder,
  secrets: Secrets,
  supervisor: Supervisor,
  progress: Progress,
): Promise<ExistingLivekit> {
  const { ports, project } = settings;
  const local = settings.livekit === undefined;
  await assertFree(ports, local ? ["http", "livekit", "livekitUdp", "sip", "sipApi"] : ["http"]);

  const livekit = settings.livekit ?? {
    url: `ws://127.0.0.1:${ports.livekit}`,
    apiKey: secrets.livekitKey,
    apiSecret: secrets.livekitSecret,
  };
  const built = await progress.step("Edge app and pages built", () => build(project));
  if (local) {
    const server = await progress.step("LiveKit server found", (note) => findLivekitServer(project, note));
    await progress.step("LiveKit server", async () =>
      supervisor.start(
        await livekitChild({ server, ports, key: livekit.apiKey, secret: livekit.apiSecret, folder: folder.app }),
      ),
    );
  }

  const variables: EdgeVariables = {
    LIVEKIT_URL: httpForm(livekit.url),
    LIVEKIT_WS_URL: webSocketForm(livekit.url),
    LIVEKIT_SIP_URL: local ? `http://127.0.0.1:${ports.sipApi}` : httpForm(livekit.url),
    LIVEKIT_API_KEY: livekit.apiKey,
    LIVEKIT_API_SECRET: livekit.apiSecret,
    ACD_ADMIN_KEY: secrets.adminKey,
    ACD_SECRET: secrets.secret,
    ACD_MEDIA_SECRET: secrets.mediaSecret,
    ACD_SEAL_KEY: secrets.sealKey,
    ACD_APPLICATION: settings.app.application,
    ACD_LANGUAGE: settings.app.language,
    ACD_SIP_HOST: settings.app.sipHost ?? (local ? `127.0.0.1:${ports.sip}` : ""),
    ACD_PATROL_EVERY: settings.app.patrolEvery?.toString() ?? "",
    ACD_LOCAL_WEBHOOKS: settings.app.localWebhooks ? "1" : "",
    ACD_ORIGIN: settings.app.origin ?? "",
    ACD_SMTP_URL: settings.app.mail?.url ?? "",
    ACD_MAIL_FROM: settings.app.mail?.from ?? "",
  };
  await progress.step("Edge app", async () => {
    const setup = { project, built, folder, port: ports.http, variables };
    for (const child of settings.runtime === "workerd" ? workerdChildren(setup) : [wranglerChild(setup)])
      await supervisor.start(child);
  });

  await progress.step("Media workers", async (note) => {
    if (!existsSync(join(folder.path, "media-cache"))) note("the hold music is composed once; about fifteen seconds");
    for (let number = 1; number <= settings.mediaWorkers; number++) {
      const edgeUrl = `http://127.0.0.1:${ports.http}`;
      await supervisor.start(mediaChild({ project, data: folder.path, edgeUrl, secret: secrets.mediaSecret, number }));
    }
  });
  if (local) {
    await progress.step("SIP gateway", () =>
      supervisor.start(sipChild({ project, data: folder.path, ports, livekit })),
    );
  }
  return livekit;
}

/** The edge app says so itself: storage answers, it reaches LiveKit, a media worker has signed on, the patrol walks. */
async function whenReady(url: string): Promise<void> {
  for (const start = Date.now(); Date.now() - start < 20_000; await pause(50)) {
    if ((await readinessOf(url).catch(() => undefined))?.ready === true) return;
  }
  throw new Trouble(`The stack runs but is not ready: ${JSON.stringify(await readinessOf(url))}`);
}
