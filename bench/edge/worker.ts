/**
 * The production edge app with a meter around its actors. What one actor (or the app) asks of another is counted where it is asked,
 * so that an actor's calls of its own methods do not count; alarms and socket messages are counted where they arrive.
 */
import * as production from "acd:production";
import type { ActorClass, ActorContext, Env, Namespace, Stub } from "acd:production";
import { add, meterPath, noCounts } from "./counts.ts";

let counts = noCounts();

/** What the actor that is running just now was woken by; its rows are put down to that. */
let cause = "afterwards";

const classOf = {
  CALL: "CallActor",
  QUEUE: "QueueActor",
  OPERATOR: "OperatorActor",
  DIAL: "DialActor",
  DIRECTORY: "DirectoryActor",
  LEDGER: "LedgerActor",
  LEDGER_MONTH: "LedgerMonthActor",
  LIVE: "LiveActor",
  WEBHOOK: "WebhookActor",
  SOUND: "SoundActor",
  SCHEDULES: "ScheduleActor",
  MEDIA: "MediaActor",
  PATROL: "PatrolActor",
} as const;

type Storage = ActorContext["storage"];

function metered(actor: string, Production: ActorClass): ActorClass {
  class Metered extends Production {
    /** Held, because a wrapper that nobody holds may be collected and made anew, without the counting. */
    readonly storage: Storage;
    readonly sql: Storage["sql"];
    readonly kv: Storage["kv"];

    constructor(ctx: ActorContext, env: Env) {
      const { storage } = ctx;
      const { sql, kv } = storage;
      countRows(actor, storage, sql, kv);
      super(ctx, asking(env));
      this.storage = storage;
      this.sql = sql;
      this.kv = kv;
    }
  }
  for (const name of Object.getOwnPropertyNames(Production.prototype)) {
    const method: unknown = Reflect.get(Production.prototype, name);
    if (name === "constructor" || typeof method !== "function") continue;
    Object.defineProperty(Metered.prototype, name, {
      configurable: true,
      writable: true,
      value(this: object, ...args: unknown[]): unknown {
        if (name === "alarm") add(counts.requests, actor, "alarm");
        if (name === "webSocketMessage") add(counts.messages, actor, kindOf(args[1]));
        const before = cause;
        cause = name === "webSocketMessage" ? `socket(${kindOf(args[1])})` : asked(name, args);
        try {
          return Reflect.apply(method, this, args) as unknown;
        } finally {
          cause = before;
        }
      },
    });
  }
  return Metered;
}

function countRows(actor: string, storage: Storage, sql: Storage["sql"], kv: Storage["kv"]): void {
  const exec = sql.exec.bind(sql);
  const [put, remove] = [kv.put.bind(kv), kv.delete.bind(kv)];
  const [setAlarm, deleteAlarm] = [storage.setAlarm.bind(storage), storage.deleteAlarm.bind(storage)];
  replace(sql, "exec", (query: string, ...bindings: unknown[]) => {
    const cursor = exec(query, ...bindings);
    if (cursor.rowsWritten > 0) add(counts.rows, actor, `${cause}: ${statement(query)}`, cursor.rowsWritten);
    return cursor;
  });
  replace(kv, "put", (key: string, value: unknown) => {
    add(counts.rows, actor, `${cause}: put ${key}`);
    put(key, value);
  });
  replace(kv, "delete", (key: string) => {
    add(counts.rows, actor, `${cause}: delete ${key}`);
    return remove(key);
  });
  replace(storage, "setAlarm", (at: number | Date) => {
    add(counts.rows, actor, `${cause}: alarm`);
    return setAlarm(at);
  });
  replace(storage, "deleteAlarm", () => {
    add(counts.rows, actor, `${cause}: alarm deleted`);
    return deleteAlarm();
  });
}

function replace(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
}

/** The bindings, with every question to an actor counted. */
function asking(env: Env): Env {
  const bindings: Record<string, Namespace> = { ...env };
  for (const [binding, actor] of Object.entries(classOf)) {
    const namespace = env[binding];
    if (namespace !== undefined)
      bindings[binding] = { getByName: (name) => countedStub(actor, namespace.getByName(name)) };
  }
  return bindings;
}

function countedStub(actor: string, stub: Stub): Stub {
  return new Proxy(stub, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof name !== "string" || typeof member !== "function") return member;
      return (...args: unknown[]): unknown => {
        add(counts.requests, actor, asked(name, args));
        return Reflect.apply(member, target, args) as unknown;
      };
    },
  });
}

/** `tell(caller.joined)`: the method, and the type of what it was given. */
function asked(method: string, [first]: unknown[]): string {
  const type = typeof first === "object" && first !== null && "type" in first ? String(first.type) : undefined;
  return type === undefined || method === "fetch" ? method : `${method}(${type})`;
}

const kindOf = (message: unknown): string => /"type":"([\w.]+)"/.exec(String(message))?.[1] ?? "?";

/** `INSERT call`: what is done to which table. */
function statement(query: string): string {
  const [, verb = "?"] = /^\s*(\w+)/.exec(query) ?? [];
  const [, table = "?"] = /\b(?:INTO|FROM|TABLE|INDEX|UPDATE)\s+(\w+)/i.exec(query) ?? [];
  return `${verb} ${table}`;
}

export const CallActor = metered(classOf.CALL, production.CallActor);
export const QueueActor = metered(classOf.QUEUE, production.QueueActor);
export const OperatorActor = metered(classOf.OPERATOR, production.OperatorActor);
export const DialActor = metered(classOf.DIAL, production.DialActor);
export const DirectoryActor = metered(classOf.DIRECTORY, production.DirectoryActor);
export const LedgerActor = metered(classOf.LEDGER, production.LedgerActor);
export const LedgerMonthActor = metered(classOf.LEDGER_MONTH, production.LedgerMonthActor);
export const MediaActor = metered(classOf.MEDIA, production.MediaActor);
export const LiveActor = metered(classOf.LIVE, production.LiveActor);
export const WebhookActor = metered(classOf.WEBHOOK, production.WebhookActor);
export const SoundActor = metered(classOf.SOUND, production.SoundActor);
export const ScheduleActor = metered(classOf.SCHEDULES, production.ScheduleActor);
export const PatrolActor = metered(classOf.PATROL, production.PatrolActor);

export default {
  fetch(request: Request, env: Env): Response | Promise<Response> {
    if (new URL(request.url).pathname !== meterPath) return production.default.fetch(request, asking(env));
    const read = Response.json(counts);
    if (request.method === "DELETE") counts = noCounts();
    return read;
  },
};
