import { describe, expect, it } from "vitest";
import { run } from "../../clients/cli/run.ts";
import { as, type SoundId } from "../../src/words/index.ts";
import { adminKey, app, world, type World } from "./world.ts";

/** Runs a command against the app in this process. */
async function acd(w: World, args: string, { files = {}, hasKey = true, json = true } = {}) {
  const [out, err]: [string[], string[]] = [[], []];
  const written = new Map<string, Uint8Array>();
  const words = args.match(/'[^']*'|\S+/g)?.map((word) => word.replaceAll("'", "")) ?? [];
  const code = await run(json ? [...words, "--json"] : words, {
    url: "http://acd.test",
    key: hasKey ? adminKey : undefined,
    application: app,
    width: 40,
    print: (line) => void out.push(line),
    complain: (line) => void err.push(line),
    read: async (file) => (files as Record<string, string>)[file] ?? "",
    bytes: async (file) => new TextEncoder().encode((files as Record<string, string>)[file]),
    write: async (file, bytes) => void written.set(file, bytes),
    fetch: async (input, init) => w.api.fetch(new Request(input, init)),
  });
  const text = out.join("\n");
  return { code, text, written, err: err.join("\n"), body: () => JSON.parse(text) as Record<string, unknown> };
}

describe("the command line", () => {
  it("[A77] lists, reads, puts, changes and deletes", async () => {
    const w = world();
    await w.furnish();
    const files = { "sales.json": '{"name": "Sales", "skillGroups": ["Support"]}' };
    expect((await acd(w, "queues put Sales sales.json", { files })).body()).toMatchObject({ id: "Sales" });
    const set = await acd(w, 'queues set Sales ringTime=30000 name=Sellers skillGroups=["Support"]');
    expect(set.body()).toMatchObject({ name: "Sellers", ringTime: 30_000, skillGroups: ["Support"] });
    expect((await acd(w, "queues get Sales")).body()).toMatchObject({ name: "Sellers" });
    expect(JSON.parse((await acd(w, "skill-groups uses Support")).text)).toContainEqual(
      expect.objectContaining({ kind: "queue", id: "Sales" }),
    );
    const list = await acd(w, "queues list", { json: false });
    expect(list.text.split("\n")).toEqual([
      "id         name        skillGroups",
      "MainQueue  Main queue  Support",
      "Sales      Sellers     Support",
    ]);
    expect(await acd(w, "queues delete Sales")).toMatchObject({ code: 0, text: "Sales is gone." });
    expect((await acd(w, "roles list", { json: false })).text).toBe("(none)");
  });

  it("[A77] says which file is not there, and which formats there are", async () => {
    const w = world();
    await w.furnish();
    const missing = Object.assign(new Error("ENOENT: no such file or directory, open 'x.wav'"), { path: "x.wav" });
    const files = {
      get "x.wav"(): string {
        throw missing;
      },
    };
    expect(await acd(w, "sounds upload x.wav --as X", { files })).toMatchObject({
      code: 1,
      err: "The file x.wav cannot be read or written: no such file or directory.",
    });
    const report = await acd(w, "report queues --format pdf --out x.pdf");
    expect([report.code, report.err.split("\n")[0]]).toEqual([2, "--format is json, csv, xlsx or parquet."]);
  });

  it("[A77] takes an application out and puts it in, tried first", async () => {
    const w = world();
    await w.furnish();
    const taken = (await acd(w, "export")).text;
    const files = { "all.json": taken };
    const plan = await acd(w, "import all.json --dry-run", { files });
    expect([plan.code, plan.body()]).toMatchObject([0, { dryRun: true }]);
    expect((await acd(w, "import all.json", { files })).code).toBe(0);
    expect((await acd(w, "report queues --from 2026-11-01T00:00:00Z --csv")).text).toMatch(/^[a-z]+,/i);
    expect((await acd(w, "calls list", { json: false })).text).toBe("(none)");
  });

  it("[A77] uploads a sound, and publishes a scenario that plays it", async () => {
    const w = world();
    await w.furnish();
    const files = { "hello.WAV": "RIFF____WAVE", "sales.json": '{"name": "Sales", "settings": {"music": "Tune"}}' };
    const uploaded = await acd(w, "sounds upload hello.WAV --as Tune --use music", { files });
    expect(uploaded.body()).toMatchObject({ id: "Tune", use: "music", state: "converting" });
    expect((await acd(w, "sounds upload hello.WAV --as Tune", { files })).body()).toMatchObject({ use: "music" });
    expect((await acd(w, "sounds upload hello.flac --as Tune", { files })).code).toBe(2);
    const made = w.sound(app, as<SoundId>("Tune"));
    const upload = made.book.next(w.state.now)?.upload ?? "";
    await made.converted(upload, new TextEncoder().encode("OggS"), { duration: 1_000, loudness: -23 });
    const heard = await acd(w, "sounds hear Tune --out tune.ogg");
    expect([heard.text, [...heard.written.keys()]]).toEqual(["tune.ogg: 4 bytes.", ["tune.ogg"]]);
    expect((await acd(w, "scenarios put Sales sales.json", { files })).code).toBe(0);
    const published = await acd(w, "scenarios publish Sales --note 'First of all'");
    expect(published.body()).toMatchObject({ published: { version: 1, note: "First of all" } });
    expect(JSON.parse((await acd(w, "scenarios versions Sales")).text)).toMatchObject([{ version: 1 }]);
    expect((await acd(w, "scenarios publish Sales --of 7")).code).toBe(1);
  });

  it("[A77] puts a report into a file, of whatever format", async () => {
    const w = world();
    await w.furnish();
    const report = (more: string) => acd(w, `report queues --from 2026-11-01T00:00:00Z ${more}`);
    for (const [format, beginning] of [
      ["xlsx", "PK"],
      ["parquet", "PAR1"],
      ["csv", "from,until,queue,"],
      ["json", "{"],
    ] as const) {
      const { code, written } = await report(`--format ${format} --out a.file`);
      expect([code, new TextDecoder().decode(written.get("a.file")).slice(0, beginning.length)]).toEqual([
        0,
        beginning,
      ]);
    }
    const daily = {
      name: "Daily",
      report: "queues",
      period: { of: "yesterday" },
      when: { every: "day", at: "08:00" },
      timeZone: "UTC",
      emails: ["anna@example.com"],
    };
    await acd(w, "report-schedules put Daily daily.json", { files: { "daily.json": JSON.stringify(daily) } });
    expect((await acd(w, "report-schedules state Daily")).body()).toMatchObject({ stopped: null, runs: [] });
    expect(await report("--format xlsx")).toMatchObject({ code: 2, err: expect.stringContaining("--out") });
  });

  it("[A77] says what is wrong and what would be right, by its exit code too", async () => {
    const w = world();
    await w.furnish();
    const missing = await acd(w, "queues get Nowhere");
    expect([missing.code, missing.text, missing.err]).toEqual([1, "", expect.stringContaining('no queue "Nowhere"')]);
    const field = await acd(w, "queues set MainQueue ringTime=1");
    expect([field.code, field.err]).toEqual([1, expect.stringContaining("ringTime")]);
    for (const [args, says] of [
      ["queues", "list, get, put"],
      ["quues list", 'no "quues"'],
      ["queues get", "which one"],
      ["queues put Sales broken.json", "not JSON"],
      ["queues set MainQueue ringTime", "name=value"],
      ["rules state InboundCalls", "have a state"],
      ["queues list --colour red", "--colour"],
      ["calls dance", "list, get, tail and do"],
    ] as const) {
      const { code, err } = await acd(w, args, { files: { "broken.json": "{" } });
      expect([args, code, err]).toEqual([args, 2, expect.stringContaining(says)]);
      expect(err).toContain("--help");
    }
    const keyless = await acd(w, "queues list", { hasKey: false });
    expect([keyless.code, keyless.err]).toEqual([2, expect.stringContaining("ACD_KEY")]);
    expect((await acd(w, "help")).text).toContain("./acd calls tail");
  });
});
