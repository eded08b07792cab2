/** The HTTP side with real directories and ledgers on node:sqlite; of the living actors, what they were told is written down. */
import { createHash, randomBytes } from "node:crypto";
import { replay } from "../../src/call/replay.ts";
import { DirectoryBook } from "../../src/directory/book.ts";
import type { Directory } from "../../src/directory/port.ts";
import { deliverPushes } from "../../src/directory/pushes.ts";
import { createApp } from "../../src/http/app.ts";
import type { Ports } from "../../src/http/ports.ts";
import { LedgerBook } from "../../src/ledger/book.ts";
import { atOnce } from "../../src/ledger/slices.ts";
import type { Ledger } from "../../src/ledger/port.ts";
import type { PhonedFact } from "../../src/protocol/callback.ts";
import type { CallCommand } from "../../src/protocol/command.ts";
import type { CallPort, ForcedStatus, MediaWorkerEntry } from "../../src/protocol/actors.ts";
import type { OperatorSummary, QueueView } from "../../src/protocol/views.ts";
import type { CallRecord, Moment } from "../../src/protocol/record.ts";
import { concerns } from "../../src/queue/timeline.ts";
import { LiveKitFault } from "../../src/livekit/fault.ts";
import type { Carrier } from "../../src/livekit/outboundTrunk.ts";
import type { Provisioned } from "../../src/livekit/provisioning.ts";
import { SoundBook } from "../../src/sounds/book.ts";
import type { SoundStore } from "../../src/sounds/port.ts";
import { ScheduleBook } from "../../src/schedules/book.ts";
import type { Schedules } from "../../src/schedules/port.ts";
import { WebhookBook } from "../../src/webhooks/book.ts";
import type { Webhook } from "../../src/webhooks/port.ts";
import { as, no, yes } from "../../src/words/index.ts";
import type { ApplicationId, MediaWorkerId, SoundId } from "../../src/words/index.ts";
import { database } from "./database.ts";
import { sealOf } from "../../src/sealed/index.ts";
import { testLedger, testSealKey } from "../support/seal.ts";

export const adminKey = "an-admin-key-for-tests";
export const mediaSecret = "a-media-secret-for-tests";
export const app = as<ApplicationId>("callcenter");
export const liveKit = {
  url: "http://127.0.0.1:7880",
  wsUrl: "ws://127.0.0.1:7880",
  sipUrl: "http://127.0.0.1:5070",
  apiKey: "devkey",
  apiSecret: "a-secret-for-tests-that-is-32-chars",
};

export interface Told {
  readonly call: string;
  readonly fact: Parameters<CallPort["tell"]>[0];
}

export function world(more: Partial<Ports> = {}) {
  const directories = new Map<string, Directory>();
  const directoryBooks = new Map<string, DirectoryBook>();
  const ledgers = new Map<string, ReturnType<typeof newLedger>>();
  const sounds = new Map<string, SoundStore & { readonly book: SoundBook }>();
  const scheduleBooks = new Map<string, Schedules & { readonly book: ScheduleBook }>();
  const webhooks = new Map<string, Webhook & { readonly book: WebhookBook }>();
  const told: Told[] = [];
  const dialled: { readonly dial: string; readonly fact: PhonedFact }[] = [];
  const logged: string[] = [];
  const state = {
    now: Date.parse("2026-11-23T08:00:00Z"),
    /** What the living actors would say. */
    calls: new Map<string, CallRecord>(),
    queues: new Map<string, QueueView>(),
    timelines: new Map<string, readonly Moment[]>(),
    operators: new Map<string, OperatorSummary>(),
    mediaWorkers: [{ worker: as<MediaWorkerId>("w_1"), calls: 0, capacity: 500, seenAt: 0 }] as MediaWorkerEntry[],
    callsRefuse: false,
    /** As after their process has died. */
    actorsAway: false,
    liveKitAnswers: true,
    handedOver: [] as string[],
    forced: [] as ({ readonly operator: string } & ForcedStatus)[],
    commanded: [] as { readonly call: string; readonly by: string; readonly command: CallCommand }[],
    routesAsked: 0,
    soldNumbers: [
      {
        number: "+14155550100",
        country: "US",
        areaCode: "415",
        type: "local" as const,
        locality: "San Francisco",
        region: "CA",
        status: "active" as const,
      },
    ],
    bought: [] as string[],
    /** Whether what is told of somebody who is phoned is for whoever phones them. */
    dialsTake: true,
    /** By which carrier LiveKit places calls, by application. */
    carriers: new Map<ApplicationId, Carrier>(),
  };

  const once = <T>(map: Map<string, T>, key: string, make: () => T): T => {
    const made = map.get(key) ?? make();
    map.set(key, made);
    return made;
  };

  const ports: Ports = {
    settings: {
      liveKit,
      adminKey,
      secret: "a-session-secret-of-32-characters!",
      mediaSecret,
      defaultApplication: app,
      language: "ru",
      sipHost: "127.0.0.1:5060",
      localWebhooks: false,
      mail: true,
    },
    now: () => state.now,
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    pulse: async () => undefined,
    seal: sealOf(testSealKey),
    internet: async () => new Response(null, { status: 404 }),
    log: (level, event, fields) => void logged.push(JSON.stringify({ level, event, ...fields })),
    root: directory("_"),
    directory: (application) => directory(application),
    ledger,
    webhook,
    schedules,
    call: (application, call) => ({
      tell: async (fact) => {
        if (state.callsRefuse) throw new Error("the call does not answer");
        told.push({ call: `${application}/${call}`, fact });
      },
      read: async () => state.calls.get(call),
      force: async (by, command) => {
        state.commanded.push({ call, by, command });
        const record = state.calls.get(call);
        if (record === undefined) return no("not_waiting");
        return command.do === "transfer" && record.connectedAt === undefined ? no("not_talking") : yes("done");
      },
    }),
    dial: (application, dial) => ({
      tell: async (fact) => {
        dialled.push({ dial: `${application}/${dial}`, fact });
        return state.dialsTake;
      },
    }),
    replay,
    queue: (_, queue) => ({
      read: async () => {
        if (state.actorsAway) throw Object.assign(new Error("Network connection lost."), { retryable: true });
        return state.queues.get(queue);
      },
      timeline: async ({ callId, before = Number.POSITIVE_INFINITY, limit }) =>
        (state.timelines.get(queue) ?? [])
          .filter((moment) => moment.seq < before && (callId === undefined || concerns(moment, callId)))
          .slice(-limit)
          .toReversed(),
    }),
    operator: (_, operator) => ({
      read: async () => state.operators.get(operator),
      force: async (forced) => {
        const view = state.operators.get(operator);
        if (view === undefined) return no("signed_out");
        state.forced.push({ operator, ...forced });
        return yes({ ...view, status: forced.status });
      },
    }),
    sound,
    mediaWorkers: async () => state.mediaWorkers,
    patrol: {
      ensure: async () => undefined,
      counters: async () => ({ rounds: 7, looks: 3, callersFound: 1, roomsMissed: 2, failures: 0 }),
    },
    rooms: {
      ping: async () => {
        if (!state.liveKitAnswers) throw new Error("no answer");
      },
    },
    outboundTrunks: {
      ensure: async (application, carrier, numbers) => {
        if (numbers.length === 0) return no("no_numbers");
        if (!state.liveKitAnswers) throw new LiveKitFault("set up the placing of calls", new Error("no answer"));
        state.carriers.set(application, carrier);
        return yes({ trunkId: `ST_out_${application}` });
      },
      remove: async (application) => {
        if (!state.liveKitAnswers) throw new LiveKitFault("end the placing of calls", new Error("no answer"));
        state.carriers.delete(application);
      },
    },
    dispatchRule: async (application) => `SDR_${application}`,
    phoneNumbers: {
      search: async () => yes(state.soldNumbers),
      list: async () => yes(state.soldNumbers.filter(({ number }) => state.bought.includes(number))),
      buy: async (number) => {
        if (!state.soldNumbers.some((sold) => sold.number === number)) return no("refused");
        state.bought.push(number);
        return yes(undefined);
      },
      release: async (number) => {
        if (!state.bought.includes(number)) return no("refused");
        state.bought = state.bought.filter((other) => other !== number);
        return yes(undefined);
      },
    },
    provisionSip: async (application, numbers) =>
      numbers.length === 0
        ? no("no_numbers")
        : yes({
            trunkId: `ST_${application}`,
            ruleId: `SDR_${application}`,
            changes: ["trunk created", "rule created"],
          } satisfies Provisioned),
    sockets: {
      media: async (_, worker) => handOver(`media ${worker}`),
      live: async (_, application) => handOver(`live ${application}`, "text/event-stream"),
      console: async (_, { application, person }) => handOver(`console ${application}/${person}`),
    },
    assets: async (request) => asset(new URL(request.url).pathname),
    ...more,
  };

  function ledger(application: ApplicationId): Ledger & { readonly book: LedgerBook } {
    return once(ledgers, application, newLedger);
  }

  /** As its actor, without the alarm: whoever plays a media worker asks the book what is next. */
  function sound(application: ApplicationId, id: SoundId): SoundStore & { readonly book: SoundBook } {
    return once(sounds, `${application}/${id}`, () => {
      const { sql, atomically } = database();
      const book = new SoundBook(sql, atomically);
      const tellDirectory = async (): Promise<void> => {
        const news = book.untold();
        if (news === undefined) return;
        if (await directory(application).soundHeard(id, news)) book.told(news);
        else book.removed(state.now);
      };
      return {
        book,
        tell: async ({ at }) => book.removed(at),
        lost: async (upload) => book.lost(upload, state.now),
        begin: async (upload, type, use) => book.begin(upload, type, use, state.now),
        append: async (upload, seq, bytes) => book.append(upload, seq, bytes),
        finish: async (upload) => {
          book.finish(upload, state.now);
          await tellDirectory();
        },
        abandon: async (upload) => book.abandon(upload),
        uploaded: async (upload, seq) => book.uploaded(upload, seq, state.now),
        converted: async (upload, bytes, made) => {
          const hash = createHash("sha256").update(bytes).digest("hex");
          const taken = book.converted(upload, bytes, hash, made, state.now);
          await tellDirectory();
          return taken;
        },
        refused: async (upload, because) => {
          book.refused(upload, because);
          await tellDirectory();
        },
        audio: async (hash) => book.audio(hash),
      };
    });
  }

  function webhook(application: ApplicationId, id: string): Webhook & { readonly book: WebhookBook } {
    return once(webhooks, `${application}/${id}`, () => {
      const { sql, atomically } = database();
      const book = new WebhookBook(sql, atomically);
      return {
        book,
        tell: async (fact) => book.configure(fact),
        take: async (happened) => book.take(happened, state.now),
        newSecret: async (secret) => book.newSecret(secret, state.now),
        sendTest: async (id, by) => book.addTest(id, by, state.now),
        deliveries: async (wanted) => book.deliveries(wanted, state.now),
        takeReport: async (report, at) => book.addReport(report, at, state.now),
        replay: async (wanted) => book.replay(wanted),
      };
    });
  }

  function schedules(application: ApplicationId): Schedules & { readonly book: ScheduleBook } {
    return once(scheduleBooks, application, () => {
      const { sql, atomically } = database();
      const book = new ScheduleBook(sql, atomically);
      return {
        book,
        tell: async (fact) => book.configure(fact, state.now),
        state: async (id) => book.state(id),
        runNow: async (id, run, by) => book.runNow(id, run, by, state.now),
      };
    });
  }

  function handOver(to: string, type?: string): Response {
    state.handedOver.push(to);
    const headers = { "x-handed-to": to, ...(type !== undefined && { "content-type": type }) };
    return new Response(null, { status: 200, headers }); // outside a Worker no Response can be a 101
  }

  function directory(application: string): Directory {
    return once(directories, application, () => {
      const { sql, atomically } = database();
      const book = new DirectoryBook(sql, atomically, as<ApplicationId>(application), sealOf(testSealKey));
      directoryBooks.set(application, book);
      const nobody = { tell: async () => undefined };
      /** What webhooks and the ledger are told of changes; of the living actors here is none. */
      const told = async <T>(answer: T): Promise<T> => {
        const mine = as<ApplicationId>(application);
        await deliverPushes(
          sql,
          {
            queue: () => nobody,
            operator: () => nobody,
            webhook: (id) => webhook(mine, id),
            sound: (id) => sound(mine, id),
            schedules: () => schedules(mine),
            ledger: () => ledger(mine),
          },
          () => state.now,
        );
        return answer;
      };
      return {
        put: async (kind, draft, author, expected) => told(book.put(kind, draft, author, state.now, expected)),
        read: async (kind, id) => book.read(kind, id),
        page: async (kind, wanted) => book.page(kind, wanted),
        uses: async (kind, id) => book.uses(kind, id),
        beginAnswer: async (slot, asked) => book.beginAnswer(slot, asked, state.now),
        endAnswer: async (slot, answer) => book.endAnswer(slot, answer),
        takeOut: async () => book.takeOut(),
        takeIn: async (whole, how, author) => told(book.takeIn(whole, how, author, state.now)),
        get: async (kind, id) => book.get(kind, id),
        list: async (kind) => book.list(kind),
        remove: async (kind, id, author, expected) => told(book.remove(kind, id, author, state.now, expected)),
        route: async (number) => {
          state.routesAsked += 1;
          return book.route(number);
        },
        disableWebhook: async (id, revision, disabled) => told(book.disableWebhook(id, revision, disabled, state.now)),
        publish: async (id, what, author, expected) => told(book.publish(id, what, author, state.now, expected)),
        versions: async (id, before, limit) => book.versions(id, before, limit),
        version: async (id, version) => book.version(id, version),
        soundHeard: async (id, news) => book.soundHeard(id, news, state.now),
        override: async (id, open, author) => book.override(id, open, author, state.now),
        saltOf: async (id) => book.saltOf(id),
        signIn: async (id, proof, opened, from) => book.signIn(id, proof, opened, from, state.now),
        signInByPasskey: async (id, counter, opened, from) =>
          book.signInByPasskey(id, counter, opened, from, state.now),
        signInByTicket: async (hash, shown, opened, from) => book.signInByTicket(hash, shown, opened, from, state.now),
        keepOnce: async (what) => book.keepOnce(what, state.now),
        takeOnce: async (use, hash) => book.takeOnce(use, hash, state.now),
        prove: async (person, proof, session, from) => book.prove(person, proof, session, from, state.now),
        passkeys: async (person) => book.passkeys(person),
        passkey: async (id) => book.passkey(id),
        addPasskey: async (passkey, author) => book.addPasskey(passkey, author, state.now),
        removePasskey: async (person, id, author) => book.removePasskey(person, id, author, state.now),
        sealedSecretOf: async (provider) => book.sealedSecretOf(provider),
        identities: async (person) => book.identities(person),
        unlink: async (person, provider, author) => book.unlink(person, provider, author, state.now),
        providerEnded: async (provider, ended) => book.providerEnded(provider, ended, state.now),
        renew: async (refresh, next, from) => book.renew(refresh, next, from, state.now),
        sessions: async (person) => book.sessions(person, state.now),
        providerSession: async (id) => book.providerSession(id),
        signOut: async (wanted, author) => book.signOut(wanted, author, state.now),
        admits: async (session) => book.admits(session, state.now),
        secondFactor: async (person) => book.secondFactor(person),
        changeSecondFactor: async (person, change, author) =>
          book.changeSecondFactor(person, change, author, state.now),
        retention: async () => book.retention(),
        putRetention: async (retention, author, only) => told(book.putRetention(retention, author, state.now, only)),
        outbound: async () => book.outbound(),
        putOutbound: async (outbound, author, only) => book.putOutbound(outbound, author, state.now, only),
        signInRules: async () => book.signInRules(),
        putSignInRules: async (rules, author, only) => book.putSignInRules(rules, author, state.now, only),
        admitsToConsole: async (session) => book.admitsToConsole(session, state.now),
        queuesOf: async (kind, resource) => book.queuesOf(kind, resource),
        keys: async () => book.keys(),
        addKey: async (key, hash, author) => book.addKey(key, hash, author, state.now),
        revokeKey: async (id, author) => book.revokeKey(id, author, state.now),
        grantOf: async (name) => book.grantOf(name, state.now),
        note: async (deed, author) => book.note(deed, author, state.now),
        audit: async (wanted) => book.audit(wanted, state.now),
        auditHead: async () => book.auditHead(state.now),
        watch: async () => undefined,
        admitsKey: async (id, hash) => book.admitsKey(id, hash, state.now),
        dispositionsOf: async (queue) => book.dispositionsOf(queue),
        mediaWorkers: async () => book.mediaWorkers(state.now),
        mediaWorkerSeen: async (worker) => book.mediaWorkerSeen(worker),
        mediaWorkerGone: async (worker) => book.mediaWorkerGone(worker),
      };
    });
  }

  const api = createApp(ports);

  /** A request; an object as body is sent as JSON. Without `as` it comes from nobody. */
  async function ask(
    method: string,
    path: string,
    { as: bearer, body, headers = {} }: { as?: string; body?: unknown; headers?: Record<string, string> } = {},
  ) {
    const response = await api.request(path, {
      method,
      headers: {
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /[/+]json/.test(response.headers.get("content-type") ?? "");
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
    };
  }

  const admin = (method: string, path: string, body?: unknown) =>
    ask(method, path, { as: adminKey, ...(body !== undefined && { body }) });

  /** The demo's application: one of everything. Without passwords unless somebody is to sign in: hashing one takes its time. */
  async function furnish({ passwords = false } = {}): Promise<void> {
    const password = (text: string) => (passwords ? { password: text } : {});
    const at = `/v1/applications/${app}`;
    const all: [string, object][] = [
      [at, { name: "Call centre", language: "ru" }],
      [`${at}/skill-groups/Support`, { name: "Support" }],
      [`${at}/queues/MainQueue`, { name: "Main queue", skillGroups: ["Support"] }],
      [
        `${at}/operators/operator1`,
        { name: "Operator 1", role: "operator", skillGroups: ["Support"], ...password("password of one") },
      ],
      [`${at}/operators/supervisor1`, { name: "Supervisor 1", role: "supervisor", ...password("password of super") }],
      [`${at}/operators/admin`, { name: "Admin", role: "admin", ...password("password of admin") }],
      [`${at}/numbers/${encodeURIComponent("+74951234567")}`, { label: "Main line" }],
      [`${at}/rules/InboundCalls`, { mask: "+74951234567", scenario: "ACD", queue: "MainQueue" }],
    ];
    for (const [path, body] of all) {
      const { status, text } = await admin("PUT", path, body);
      if (status !== 201) throw new Error(`PUT ${path}: ${status} ${text}`);
    }
  }

  async function signIn(operator: string, password: string): Promise<string> {
    const { body } = await ask("POST", `/v1/applications/${app}/sessions`, { body: { operator, password } });
    return String(body["token"]);
  }

  /** An API key with these rights, made with the admin key. */
  async function key(
    rights: readonly string[],
    { of = app, ...more }: { of?: string; scope?: object } = {},
  ): Promise<string> {
    const { status, body, text } = await admin("POST", `/v1/applications/${of}/keys`, {
      name: "A key",
      rights,
      ...more,
    });
    if (status !== 201) throw new Error(text);
    return String(body["key"]);
  }

  /** As the directory's alarm does, when its time has come. */
  const forget = (application: ApplicationId): boolean => directoryBooks.get(application)?.forget(state.now) ?? false;

  return {
    forget,
    api,
    ports,
    ledger,
    webhook,
    schedules,
    sound,
    state,
    told,
    dialled,
    logged,
    ask,
    admin,
    furnish,
    signIn,
    key,
  };
}

export type World = ReturnType<typeof world>;

function newLedger(): Ledger & { readonly book: LedgerBook } {
  const { sql, atomically } = database();
  const book = new LedgerBook(sql, atomically, testLedger);
  return {
    book,
    tell: async (fact) => book.tell(fact),
    work: async (work) => book.work(work),
    live: async () => book.live(),
    read: async (callId) => book.read(callId),
    open: async (json) => book.open(json),
    findCaller: async (number) => atOnce(book.findCaller(number, Date.now())),
    eraseCaller: async (number) => atOnce(book.eraseCaller(number, Date.now())),
    lastTalk: async (number) => book.lastTalk(number),
    kept: async (callId) => book.kept(callId),
    callbacks: async (callId) => book.callbacks(callId),
    disposals: async (calls) => book.disposals(calls),
    list: async (query) => book.list(query),
    report: async (query) => book.report(query),
    health: async () => book.health(),
  };
}

/** As workerd's disk service answers: a file's name or nothing, and no idea of types. */
function asset(path: string): Response {
  const files = new Set([
    "/index.html",
    "/operator.html",
    "/call.html",
    "/supervisor.html",
    "/admin.html",
    "/assets/main-abc123.js",
    "/favicon.svg",
  ]);
  return files.has(path)
    ? new Response(`this is ${path}`, { headers: { "content-type": "application/octet-stream" } })
    : new Response(null, { status: 404 });
}
