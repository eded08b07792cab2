/** What goes on, as it is followed over the real runtime: actors that report, streams that end when their reader may not look on any more. */
import { exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { LiveFrame, LiveItem } from "../../src/protocol/live.ts";
import { minutes, type Instant } from "../../src/words/index.ts";
import { call, directory, operator } from "./actors.ts";

const origin = "http://acd.test";
const application = "livecentre";
const at = `${origin}/v1/applications/${application}`;
// The worker's own entry point, as `src/worker.ts` exports it.
const worker = (exports as unknown as { default: Fetcher }).default;
const adminKey = "an-admin-key-for-tests";

/** What is looked at of the API's answers. */
interface Answer {
  readonly key?: string;
  readonly token?: string;
  readonly items?: readonly unknown[];
}

async function admin(method: string, path: string, body?: object): Promise<Answer> {
  const answer = await worker.fetch(at + path, {
    method,
    headers: { authorization: `Bearer ${adminKey}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  expect(answer.ok, text).toBe(true);
  return (text === "" ? {} : JSON.parse(text)) as Answer;
}

/** Reads a stream of events; what its frames come to is in `items`. */
class Stream {
  readonly items = new Map<string, LiveItem>();
  readonly frames: LiveFrame[] = [];
  ended = false;
  /** All that has come. */
  text = "";
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  #rest = "";

  async open(token: string, { query = "", last = "" } = {}): Promise<number> {
    const answer = await worker.fetch(`${at}/live${query}`, {
      headers: { authorization: `Bearer ${token}`, ...(last !== "" && { "last-event-id": last }) },
    });
    if (answer.status !== 200) {
      await answer.text();
      return answer.status;
    }
    expect(answer.headers.get("content-type")).toContain("text/event-stream");
    this.#reader = answer.body?.getReader();
    return answer.status;
  }

  /** Reads on until it is so. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      const isOver = await this.#read();
      if (isOver) return expect(isSo(), JSON.stringify([...this.items.values()])).toBe(true);
    }
  }

  /** Reads on until there is no more. */
  async untilClosed(): Promise<void> {
    let isOver = false;
    while (!isOver) isOver = await this.#read();
  }

  async leave(): Promise<void> {
    await this.#reader?.cancel();
  }

  /** True: there is no more. */
  async #read(): Promise<boolean> {
    const { value, done } = (await this.#reader?.read()) ?? { done: true, value: undefined };
    if (done) return true;
    const text = new TextDecoder().decode(value);
    this.text += text;
    this.#rest += text;
    const events = this.#rest.split("\n\n");
    this.#rest = events.pop() ?? "";
    for (const event of events) this.#take(event);
    return false;
  }

  #take(event: string): void {
    if (event.startsWith("event: end")) this.ended = true;
    const data = /^data: (.*)$/m.exec(event)?.[1];
    if (data === undefined || this.ended) return;
    const frame = JSON.parse(data) as LiveFrame;
    expect(event).toContain(`id: ${frame.seq}\n`);
    this.frames.push(frame);
    take(this.items, frame);
  }
}

function take(items: Map<string, LiveItem>, frame: LiveFrame): void {
  if (frame.type === "snapshot") items.clear();
  for (const item of frame.type === "snapshot" ? frame.items : frame.changed)
    items.set(`${item.kind}/${item.id}`, item);
  if (frame.type === "delta") for (const { kind, id } of frame.gone) items.delete(`${kind}/${id}`);
}

/** A caller is in the line of a queue. */
async function callsIn(id: string, queueId: string): Promise<void> {
  const now: Instant = Date.now();
  const route = {
    application,
    number: "+74951234567",
    rule: "All",
    scenario: "ACD",
    queueId,
    priority: 50,
    needs: [],
    language: "ru",
    announceEvery: minutes(1),
  };
  const actor = call(`${application}/${id}`);
  await actor.tell({
    type: "caller.joined",
    at: now,
    application,
    callId: id,
    room: `call-${application}_+7916_${id}`,
    channel: "phone",
    sid: "PA_1",
    from: "+79161234567",
    to: "+74951234567",
    route,
  } as never); // the brands exist only for the compiler
  await actor.tell({ type: "media.active", at: now, worker: "w_1" } as never); // likewise
}

beforeAll(async () => {
  await admin("PUT", "", { name: "Live centre" });
  for (const group of ["Sales", "Support"]) {
    await admin("PUT", `/skill-groups/${group}`, { name: group });
    await admin("PUT", `/queues/${group}`, { name: group, skillGroups: [group], admission: "always" });
  }
  await admin("PUT", "/operators/anna", { name: "Anna", skillGroups: ["Sales"], password: "password of anna" });
  await admin("PUT", "/operators/boris", { name: "Boris", skillGroups: ["Support"], password: "password of boris" });
}, 60_000);

describe("what goes on, live", { timeout: 30_000 }, () => {
  it("[A72] is told at once and then as it changes; who comes back is told what they missed", async () => {
    const stream = new Stream();
    await stream.open(adminKey);
    await stream.until(() => stream.items.size === 4);
    expect(stream.items.get("operator/anna")).toMatchObject({ status: "Offline", queues: ["Sales"] });
    expect(stream.items.get("queue/Sales")).toMatchObject({ waiting: 0, waitingSince: null });
    await callsIn("c_live1", "Sales");
    await stream.until(() => stream.items.has("call/c_live1"));
    expect(stream.items.get("call/c_live1")).toMatchObject({
      state: "waiting",
      queueId: "Sales",
      caller: "+79161234567",
    });
    await stream.until(() => (stream.items.get("queue/Sales") as { waiting?: number }).waiting === 1);
    const last = stream.frames.at(-1)?.seq ?? "";
    await stream.leave();

    await callsIn("c_live2", "Support");
    const back = new Stream();
    await back.open(adminKey, { last });
    await back.until(() => back.items.has("call/c_live2"));
    expect(back.frames.map(({ type }) => type)).not.toContain("snapshot");
    await back.leave();
  });

  it("[A72] a new queue and a new person are shown without anybody coming again, and somebody removed is gone", async () => {
    const stream = new Stream();
    await stream.open(adminKey, { query: "?kinds=queue,operator" });
    await admin("PUT", "/operators/vera", { name: "Vera", skillGroups: ["Sales"] });
    await stream.until(() => stream.items.has("operator/vera"));
    await admin("DELETE", "/operators/vera");
    await stream.until(() => !stream.items.has("operator/vera"));
    await stream.leave();
  });

  it("[A73] a key of one queue sees that queue only, and the stream ends when the key is revoked", async () => {
    const { key = "" } = await admin("POST", "/keys", {
      name: "Wallboard",
      rights: ["queues.watch", "operators.watch"],
      scope: { queues: ["Sales"] },
    });
    const stream = new Stream();
    await stream.open(key);
    await stream.until(() => stream.frames.length > 0);
    expect([...stream.items.keys()]).toEqual(["queue/Sales", "operator/anna"]);
    const [, id] = /^acd_[^_]+_([^_]+)_/.exec(key) ?? [];
    await admin("DELETE", `/keys/${id}`);
    await stream.until(() => stream.ended);
  });

  it("[A73] nobody without the right, and nobody of another application, is let in", async () => {
    const { key = "" } = await admin("POST", "/keys", { name: "No queues", rights: ["calls.read"] });
    expect(await new Stream().open(key)).toBe(403);
    expect(await new Stream().open("nonsense")).toBe(401);
  });

  it("[A120] asked once, it tells what there is and ends; with `since` only what has changed", async () => {
    const stream = new Stream();
    await stream.open(adminKey, { query: "?once=true" });
    await stream.until(() => stream.ended);
    expect(stream.frames.map(({ type }) => type)).toEqual(["snapshot"]);
    expect(stream.items.has("queue/Sales")).toBe(true);
    const since = stream.frames[0]?.seq ?? "";
    await callsIn("c_once", "Sales");
    const changed = new Stream();
    await changed.open(adminKey, { query: `?since=${since}` });
    await changed.until(() => changed.items.has("call/c_once"));
    const again = new Stream();
    await again.open(adminKey, { query: `?once=true&since=${since}` });
    await again.until(() => again.ended);
    expect(again.frames).toMatchObject([{ type: "delta" }]);
    expect(again.items.has("call/c_once")).toBe(true);
    await changed.leave();
  });

  it("[A120] over a WebSocket the one frame is followed by 1000", async () => {
    const { webSocket: socket } = await worker.fetch(`${at}/live/socket?once=true`, {
      headers: { upgrade: "websocket", "sec-websocket-protocol": `acd.live.v1, ${adminKey}` },
    });
    const heard: string[] = [];
    const closed = new Promise<number>((resolve) => socket?.addEventListener("close", ({ code }) => resolve(code)));
    socket?.addEventListener("message", ({ data }) => {
      const { type, seq } = JSON.parse(String(data)) as LiveFrame;
      heard.push(type);
      socket.send(JSON.stringify({ seq }));
    });
    socket?.accept();
    expect(await closed).toBe(1000);
    expect(heard).toEqual(["snapshot"]);
  });

  describe("whose right to whole numbers comes and goes", () => {
    const rights = ["queues.watch", "operators.watch", "calls.read"];
    const call = { caller: "+79161234567" };
    const masked = { caller: "+7••••••••67" };
    const mayNow = (...more: readonly string[]) =>
      admin("PUT", "/roles/Lead", { name: "Lead", rights: [...rights, ...more] });
    const shownTo = async (name: string) => (await admin("GET", `/audit?action=numbers.shown&by=${name}`)).items ?? [];

    /** A token of somebody who has the role. */
    async function signIn(operator: string): Promise<string> {
      const password = `password of ${operator}`;
      await admin("PUT", `/operators/${operator}`, { name: operator, role: "Lead", skillGroups: [], password });
      const { token = "" } = await admin("POST", "/sessions", { operator, password });
      return token;
    }

    it("[U27] the stream closes before it shows one; who comes again is written down, and told everything anew", async () => {
      await mayNow();
      const token = await signIn("lead1");
      await callsIn("c_sealed", "Sales");
      const [stream, queues] = [new Stream(), new Stream()];
      await stream.open(token);
      await queues.open(token, { query: "?kinds=queue,operator" });
      await stream.until(() => stream.items.has("call/c_sealed"));
      await queues.until(() => queues.items.has("queue/Sales"));
      expect(stream.items.get("call/c_sealed")).toMatchObject(masked);

      await mayNow("numbers.unmask");
      await stream.untilClosed();
      expect(stream.ended).toBe(false);
      expect(stream.text).not.toContain("9161234567");
      expect(await shownTo("lead1")).toEqual([]);

      const back = new Stream();
      await back.open(token, { last: stream.frames.at(-1)?.seq });
      expect(await shownTo("lead1")).toMatchObject([{ what: `/v1/applications/${application}/live` }]);
      await back.until(() => back.frames.length > 0);
      expect(back.frames[0]).toMatchObject({ type: "snapshot" });
      expect(back.items.get("call/c_sealed")).toMatchObject(call);

      await mayNow();
      await back.until(() => (back.items.get("call/c_sealed") as typeof call).caller === masked.caller);
      expect(back.frames.map(({ type }) => type)).toEqual(["snapshot", "snapshot"]);
      await back.leave();
      // Who is shown no calls is not troubled.
      await admin("PUT", "/skill-groups/Late", { name: "Late" });
      await admin("PUT", "/queues/Late", { name: "Late", skillGroups: ["Late"], admission: "always" });
      await queues.until(() => queues.items.has("queue/Late"));
      await queues.leave();
    });

    it("[U27] a WebSocket is closed with 4205", async () => {
      await mayNow();
      const token = await signIn("lead2");
      const { webSocket: socket } = await worker.fetch(`${at}/live/socket`, {
        headers: { upgrade: "websocket", "sec-websocket-protocol": `acd.live.v1, ${token}` },
      });
      const closed = new Promise<number>((resolve) => socket?.addEventListener("close", ({ code }) => resolve(code)));
      const opened = new Promise((resolve) => socket?.addEventListener("message", resolve));
      socket?.accept();
      await opened;
      await mayNow("numbers.unmask");
      expect(await closed).toBe(4205);
      expect(await shownTo("lead2")).toEqual([]);
    });
  });

  it("[A74] over a WebSocket no more than four frames are under way, and what is held back is told as one", async () => {
    const { webSocket: socket, status } = await worker.fetch(`${at}/live/socket?kinds=operator`, {
      headers: { upgrade: "websocket", "sec-websocket-protocol": `acd.live.v1, ${adminKey}` },
    });
    expect(status).toBe(101);
    const frames: LiveFrame[] = [];
    const items = new Map<string, LiveItem>();
    let arrived: (() => void) | undefined;
    socket?.addEventListener("message", ({ data }) => {
      const frame = JSON.parse(String(data)) as LiveFrame;
      frames.push(frame);
      take(items, frame);
      arrived?.();
    });
    socket?.accept();
    const until = async (isSo: () => boolean): Promise<void> => {
      while (!isSo()) await new Promise<void>((resolve) => (arrived = resolve));
    };
    await until(() => frames.length === 1);
    // Each change of the profile is one of the operator: they are reported at most four times a second.
    const rename = async (name: string): Promise<void> => {
      await admin("PUT", "/operators/boris", { name, skillGroups: ["Support"] });
      expect((await operator(`${application}/boris`).read())?.name).toBe(name);
    };
    for (const name of ["B1", "B2", "B3"]) {
      await rename(name);
      await until(() => (items.get("operator/boris") as { name?: string }).name === name);
    }
    expect(frames).toHaveLength(4);
    for (const name of ["B4", "B5", "B6"]) await rename(name);
    expect(await directory(`${application}/directory`).get("person", "boris")).toMatchObject({ name: "B6" });
    expect(frames).toHaveLength(4);
    socket?.send(JSON.stringify({ seq: frames.at(-1)?.seq }));
    await until(() => (items.get("operator/boris") as { name?: string }).name === "B6");
    socket?.close();
  });
});
