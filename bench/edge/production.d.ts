/** What the meter needs to know of the built edge app (dist/worker.js), which is bundled with it under this name, unaltered. */
declare module "acd:production" {
  export interface Sql {
    exec(query: string, ...bindings: unknown[]): { readonly rowsWritten: number };
  }

  export interface Values {
    put(key: string, value: unknown): void;
    delete(key: string): boolean;
  }

  export interface ActorStorage {
    readonly sql: Sql;
    readonly kv: Values;
    setAlarm(at: number | Date): Promise<void>;
    deleteAlarm(): Promise<void>;
  }

  export interface ActorContext {
    readonly storage: ActorStorage;
  }

  /** An actor as others see it: methods, each of which can be called from afar. */
  export type Stub = Readonly<Record<string, unknown>>;

  export interface Namespace {
    getByName(name: string): Stub;
  }

  export type Env = Readonly<Record<string, Namespace>>;

  export type ActorClass = new (ctx: ActorContext, env: Env) => object;

  export const CallActor: ActorClass;
  export const DialActor: ActorClass;
  export const DirectoryActor: ActorClass;
  export const LedgerActor: ActorClass;
  export const LedgerMonthActor: ActorClass;
  export const MediaActor: ActorClass;
  export const OperatorActor: ActorClass;
  export const LiveActor: ActorClass;
  export const WebhookActor: ActorClass;
  export const SoundActor: ActorClass;
  export const ScheduleActor: ActorClass;
  export const PatrolActor: ActorClass;
  export const QueueActor: ActorClass;

  const app: { fetch(request: Request, env: Env): Promise<Response> };
  export default app;
}
