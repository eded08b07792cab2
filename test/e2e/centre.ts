/** A whole call centre for an end-to-end test: the real stack, its administrator, and people to call and be called. */
import { dial, type DialOptions, type PhoneCall } from "../support/phone.ts";
import { TestOperator, type OperatorOptions } from "../support/operator.ts";
import { startStack, type TestStack, type TestStackOptions } from "../support/stack.ts";

export interface CallSummary {
  readonly callId: string;
  /** Absent while the call lives. */
  readonly outcome?: string;
  readonly endedBy?: string;
  readonly timeline: readonly {
    readonly seq: number;
    readonly at: number;
    readonly what: string;
    readonly detail?: Record<string, unknown>;
  }[];
  readonly [field: string]: unknown;
}

export const demoNumber = "+74951234567";

export class Centre {
  readonly stack: TestStack;
  readonly #calls: PhoneCall[] = [];
  readonly #operators: TestOperator[] = [];

  private constructor(stack: TestStack) {
    this.stack = stack;
  }

  static async open(options: TestStackOptions = {}): Promise<Centre> {
    return new Centre(await startStack({ patrolEvery: 2_000, ...options }));
  }

  async close(): Promise<void> {
    for (const call of this.#calls) call.vanish();
    for (const operator of this.#operators) operator.close();
    await this.stack.stop();
  }

  /** Everyone leaves; resolves when the centre is empty. */
  async clear(): Promise<void> {
    for (const operator of this.#operators.splice(0)) {
      await operator.command({ type: "signOut", atOnce: true }).catch(() => undefined);
      operator.close();
    }
    for (const call of this.#calls.splice(0)) call.vanish();
  }

  async dial(options: Partial<DialOptions> = {}): Promise<PhoneCall> {
    const call = await dial({ to: demoNumber, server: { host: "127.0.0.1", port: this.stack.sipPort }, ...options });
    this.#calls.push(call);
    return call;
  }

  async signIn(id: "operator1" | "operator2", options?: OperatorOptions): Promise<TestOperator> {
    const operator = await TestOperator.signIn(this.stack, id, this.stack.passwords[id], options);
    this.#operators.push(operator);
    return operator;
  }

  async signInAs(id: string, password: string, options?: OperatorOptions): Promise<TestOperator> {
    const operator = await TestOperator.signIn(this.stack, id, password, options);
    this.#operators.push(operator);
    return operator;
  }

  /** The administrator's HTTP API. Fails on anything but success. */
  async admin<Answer = unknown>(
    method: "GET" | "PUT" | "POST" | "DELETE",
    path: string,
    body?: object,
  ): Promise<Answer> {
    const response = await fetch(`${this.stack.url}/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.stack.adminKey}`, "Content-Type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as Answer; // the caller knows the route
  }

  /** Changes some fields of a resource and leaves the others. */
  async change(path: string, fields: object): Promise<void> {
    const { id: _, ...body } = await this.admin<Record<string, unknown>>("GET", path);
    await this.admin("PUT", path, { ...body, ...fields });
  }

  /** The newest calls, with their timelines. */
  async calls(): Promise<CallSummary[]> {
    const { items } = await this.admin<{ items: { callId: string }[] }>(
      "GET",
      "/applications/callcenter/calls?limit=100",
    );
    return Promise.all(
      items.map(({ callId }) => this.admin<CallSummary>("GET", `/applications/callcenter/calls/${callId}`)),
    );
  }

  /** The newest call, when it is as wanted. */
  async call(wanted: (call: CallSummary) => boolean, within = 5_000): Promise<CallSummary> {
    return eventually(async () => {
      const [newest] = await this.calls().catch(() => []); // the edge app may be down just now
      return newest !== undefined && wanted(newest) ? newest : undefined;
    }, within);
  }

  async queue(id = "MainQueue"): Promise<{
    waiting: number;
    offered: number;
    operators: Record<string, number>;
    entries: { callId: string; place: number }[];
  }> {
    return this.admin("GET", `/applications/callcenter/queues/${id}/state`);
  }
}

/** Tries until there is something, or time is up. */
export async function eventually<T>(look: () => Promise<T | undefined>, within = 5_000): Promise<T> {
  const end = Date.now() + within;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`It did not come about within ${within} ms.`);
    await pause(50);
  }
}

export const pause = (time: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, time));
