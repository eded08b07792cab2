import { describe, expect, it } from "vitest";
import { acd, AcdProblem, type Queue } from "../../clients/typescript/src/index.ts";
import { adminKey, app, world, type World } from "./world.ts";

/** A client of the app in this process; `between` may answer in its place. */
function clientOf(w: World, between: (request: Request) => Response | undefined = () => undefined) {
  const requests: Request[] = [];
  const send = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    requests.push(request.clone());
    return between(request) ?? w.api.fetch(request);
  };
  const client = acd({ url: "http://acd.test", token: adminKey, application: app, fetch: send });
  return { client, requests };
}

describe("the TypeScript client", () => {
  it("[A76] reads, changes only what nobody else has changed, and says what is wrong", async () => {
    const w = world();
    await w.furnish();
    const { client } = clientOf(w);
    const { body, etag } = await client.getQueue({ id: "MainQueue" });
    expect(body.name).toBe("Main queue");
    const changed = await client.patchQueue({ id: "MainQueue", body: { ringTime: 30_000 }, ifMatch: etag ?? "" });
    expect(changed.body.ringTime).toBe(30_000);
    const stale = client.patchQueue({ id: "MainQueue", body: { ringTime: 10_000 }, ifMatch: etag ?? "" });
    await expect(stale).rejects.toMatchObject({ status: 412, type: "urn:acd:problem:precondition-failed" });
    const wrong = client.putQueue({ id: "Second", body: { name: "Second", skillGroups: ["Nobody"] } });
    const problem: unknown = await wrong.catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(AcdProblem);
    expect((problem as AcdProblem).errors[0]).toMatchObject({ field: "skillGroups.0" });
    expect(String(problem)).toContain("Create the skill group first");
  });

  it("[A76] goes through a list of several pages", async () => {
    const w = world();
    await w.furnish();
    const { client, requests } = clientOf(w);
    for (let n = 1; n <= 5; n += 1) await client.putSkillGroup({ id: `Group${n}`, body: { name: `Group ${n}` } });
    requests.length = 0;
    const ids: string[] = [];
    for await (const { id } of client.every(client.listSkillGroups, { limit: 2 })) ids.push(id);
    expect(ids).toEqual(["Group1", "Group2", "Group3", "Group4", "Group5", "Support"]);
    expect(requests).toHaveLength(3);
  });

  it("[A76] tries again what may be sent twice, and a POST with the same key", async () => {
    const w = world();
    await w.furnish();
    let failures = 0;
    const { client, requests } = clientOf(w, () => {
      failures += 1;
      if (failures === 1) throw new TypeError("the network is gone");
      return failures === 2 ? new Response(null, { status: 503, headers: { "retry-after": "0" } }) : undefined;
    });
    const queue: Queue = (await client.getQueue({ id: "MainQueue" })).body;
    expect([queue.id, requests.length]).toEqual(["MainQueue", 3]);
    failures = 0;
    requests.length = 0;
    await client.commandCall({ id: "c_1", body: { do: "end" } }).catch(() => undefined);
    const keys = requests.map(({ headers }) => headers.get("idempotency-key"));
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    failures = 0;
    // Nothing says that signing in may be done twice.
    await expect(client.signIn({ body: { operator: "anna", password: "x" } })).rejects.toThrow("network");
  });

  it("[A76] follows what goes on past a lost connection, from where it was, until it ends", async () => {
    const w = world();
    await w.furnish();
    const event = (seq: string): string => {
      const frame = { type: seq === "e-1" ? "snapshot" : "delta", seq, items: [], changed: [], gone: [] };
      return `event: ${frame.type}\nid: ${seq}\ndata: ${JSON.stringify(frame)}\n\n`;
    };
    const texts = [
      `retry: 2000\n\n${event("e-1")}: still here\n\n${event("e-2")}event: del`,
      `${event("e-3")}event: end\ndata: {}\n\n`,
    ];
    const { client, requests } = clientOf(w, () => new Response(texts.shift()));
    const seen: string[] = [];
    for await (const { seq } of client.follow({ kinds: ["queue"], queues: ["MainQueue", "Second"] })) seen.push(seq);
    expect(seen).toEqual(["e-1", "e-2", "e-3"]);
    expect(requests.map(({ headers }) => headers.get("last-event-id"))).toEqual([null, "e-2"]);
    expect(requests[0]?.url).toContain("kinds=queue&queues=MainQueue%2CSecond");
  });
});
