/** A whole application as a file, taken out and put in. */
import * as fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { usualRetention } from "../../src/protocol/retention.ts";
import type { World } from "./world.ts";
import { world } from "./world.ts";

const at = "/v1/applications/callcenter";

interface File {
  version: number;
  application: { name: string; language: string };
  signInRules?: { secondFactor: string[] };
  retention?: Record<string, number | null>;
  skillGroups: { id: string }[];
  hours: { id: string }[];
  roles: { id: string }[];
  pauseReasons: { id: string }[];
  dispositions: { id: string }[];
  sounds: { id: string }[];
  scenarios: { id: string }[];
  queues: { id: string }[];
  operators: { id: string }[];
  numbers: { id: string }[];
  rules: { id: string }[];
  webhooks: { id: string }[];
  identityProviders: { id: string }[];
  reportSchedules: { id: string }[];
}

const taken = async (w: World, path = at): Promise<File> =>
  (await w.admin("GET", `${path}/export`)).body as unknown as File;

describe("import and export", () => {
  let w: World;
  beforeEach(async () => {
    w = world();
    await w.furnish();
  });

  it("[A45] a file has everything that was put, and nothing secret or of the moment", async () => {
    await w.admin("PUT", `${at}/hours/Office`, { name: "Office", timeZone: "Europe/Moscow" });
    await w.admin("PUT", `${at}/hours/Office/override`, { open: false });
    await w.admin("PUT", `${at}/operators/anna`, { name: "Anna", password: "password of anna" });
    const { body, text, headers } = await w.admin("GET", `${at}/export`);
    expect(headers.get("content-disposition")).toBe('attachment; filename="callcenter.json"');
    expect(body).toMatchObject({
      version: 1,
      application: { name: "Call centre", language: "ru" },
      skillGroups: [{ id: "Support", name: "Support" }],
      hours: [{ id: "Office", timeZone: "Europe/Moscow" }],
      queues: [{ id: "MainQueue", skillGroups: ["Support"], ringTime: 20_000 }],
      operators: [{ id: "admin" }, { id: "anna" }, { id: "operator1" }, { id: "supervisor1" }],
      numbers: [{ id: "+74951234567" }],
      rules: [{ id: "InboundCalls", queue: "MainQueue" }],
    });
    expect(text).not.toMatch(/password|salt|hash|canSignIn|override/);
  });

  it("[A46] what an import will do is told beforehand, and done with the same words", async () => {
    const file = await taken(w);
    await w.admin("PUT", `${at}/queues/MainQueue`, { name: "Renamed", skillGroups: ["Support"], weight: 70 });
    await w.admin("PUT", `${at}/queues/Extra`, { name: "Extra" });
    await w.admin("DELETE", `${at}/numbers/%2B74951234567`);
    const plan = {
      created: [{ kind: "number", id: "+74951234567" }],
      changed: [{ kind: "queue", id: "MainQueue", fields: ["name", "weight"] }],
      removed: [{ kind: "queue", id: "Extra" }],
    };
    const before = await taken(w);
    const tried = await w.admin("POST", `${at}/import?prune=true&dryRun=true`, file);
    expect(tried.status).toBe(200);
    expect(tried.body).toMatchObject({ dryRun: true, ...plan });
    expect(tried.body["unchanged"]).toHaveLength(6);
    expect(await taken(w)).toEqual(before);
    const done = await w.admin("POST", `${at}/import?prune=true`, file);
    expect(done.body).toEqual({ ...tried.body, dryRun: false });
    expect(await taken(w)).toEqual(file);
  });

  it("[A46] without `prune` what the file does not name stays; the application's own name is changed with the rest", async () => {
    const { status, body } = await w.admin("POST", `${at}/import`, {
      version: 1,
      application: { name: "Renamed" },
      skillGroups: [{ id: "Sales", name: "Sales" }],
    });
    expect([status, body]).toEqual([
      200,
      {
        dryRun: false,
        created: [{ kind: "skill group", id: "Sales" }],
        changed: [{ kind: "application", id: "callcenter", fields: ["name"] }],
        unchanged: [],
        removed: [],
      },
    ]);
    expect((await w.admin("GET", `${at}/queues/MainQueue`)).status).toBe(200);
    expect((await w.admin("GET", "/v1/applications")).body).toMatchObject({ items: [{ name: "Renamed" }] });
  });

  it("[A45] [A46] what is said once for the whole application is in the file, and put in where a file says it", async () => {
    const file = await taken(w);
    expect(file).toMatchObject({ signInRules: { secondFactor: [] }, retention: { ...usualRetention } });
    const { application } = file;
    const put = async (more: object, query = "") =>
      (await w.admin("POST", `${at}/import${query}`, { version: 1, application, ...more })).body["changed"];
    const rules = { signInRules: { secondFactor: ["admin"] }, retention: { ...usualRetention, calls: 30 } };
    const changed = [{ kind: "application", id: "callcenter", fields: ["signInRules", "retention"] }];
    expect(await put(rules, "?dryRun=true")).toEqual(changed);
    expect(await taken(w)).toEqual(file);
    expect(await put(rules)).toEqual(changed);
    expect(await taken(w)).toEqual({ ...file, ...rules });
    expect([await put(rules), await put({})]).toEqual([[], []]);
    expect(await taken(w)).toEqual({ ...file, ...rules });
    expect((await w.admin("GET", `${at}/retention`)).body).toMatchObject({ calls: 30 });
    const lines = (await w.admin("GET", `${at}/audit?limit=100`)).body["items"] as { action: string }[];
    for (const action of ["retention.changed", "signInRules.changed"])
      expect(lines.filter((line) => line.action === action)).toHaveLength(1);
  });

  it("[A47] everything that is wrong is said at once with its place, and nothing is changed", async () => {
    const before = await taken(w);
    const wrong = async (file: object, query = "") => {
      const { status, body } = await w.admin("POST", `${at}/import${query}`, {
        version: 1,
        application: { name: "x" },
        ...file,
      });
      expect(status).toBe(422);
      return (body["errors"] as { field: string; remedy: string }[]).map(({ field }) => field);
    };
    expect(
      await wrong({
        queues: [
          { id: "A", name: "A", ringTime: 1 },
          { id: "B", name: "" },
        ],
        operators: [{ id: "o", name: "O", password: "a password", colour: "red" }],
        rules: [{ id: "r", mask: "x*y", queue: "A" }],
      }),
    ).toEqual(["queues.0.ringTime", "queues.1.name", "operators.0.password", "operators.0.colour", "rules.0.mask"]);
    const good = { id: "Good", name: "Good" };
    expect(
      await wrong({
        skillGroups: [good, good],
        queues: [
          { ...good, skillGroups: ["Support", "Nobody"], targets: { full: { to: "queue", queue: "Nowhere" } } },
          { id: "Next", name: "Next", hours: "Never", targets: { full: { to: "queue", queue: "Good" } } },
        ],
        rules: [{ id: "r", mask: "*", queue: "Nowhere", scenario: "IVR" }],
      }),
    ).toEqual([
      "skillGroups.1.id",
      "queues.0.skillGroups.1",
      "queues.0.targets.full.queue",
      "queues.1.hours",
      "rules.0.scenario",
      "rules.0.queue",
    ]);
    // With `prune` what is there now does not count.
    expect(await wrong({ queues: [{ ...good, skillGroups: ["Support"] }] }, "?prune=true")).toEqual([
      "queues.0.skillGroups.0",
    ]);
    expect(await taken(w)).toEqual(before);
    expect((await w.admin("POST", `${at}/import`, { version: 2, application: { name: "x" } })).status).toBe(422);
    expect((await w.admin("POST", `${at}/import?dryRun=perhaps`, before)).status).toBe(400);
    expect((await w.admin("POST", "/v1/applications/unknown/import", before)).status).toBe(404);
  });

  it("[A47] nobody brings along people or roles that may do more than they may, nor changes or removes such", async () => {
    const rights = ["application.import", "people.read", "people.write"];
    const file = await taken(w);
    await w.admin("PUT", `${at}/roles/Importer`, { name: "Importer", rights });
    const importer = { name: "Importer", role: "Importer", password: "password of importer" };
    await w.admin("PUT", `${at}/operators/importer`, importer);
    const token = await w.signIn("importer", importer.password);
    const put = async (body: object, query = "") =>
      (await w.ask("POST", `${at}/import${query}`, { as: token, body })).status;
    const { application } = file;
    const only = { version: 1, application };
    const person = (role: string) => ({ ...only, operators: [{ id: "new", name: "New", role }] });
    expect(await put(only)).toBe(200);
    expect(await put(person("Importer"))).toBe(200);
    expect(await put(person("supervisor"))).toBe(403);
    expect(await put({ ...only, operators: [{ id: "admin", name: "Renamed", role: "admin" }] })).toBe(403);
    expect(await put({ ...only, roles: [{ id: "Importer", name: "More", rights: [...rights, "roles.write"] }] })).toBe(
      403,
    );
    expect(await put({ ...person("New"), roles: [{ id: "New", name: "New", rights: ["reports.read"] }] })).toBe(403);
    expect(await put(only, "?prune=true")).toBe(403);
    expect(await put({ ...only, retention: file.retention, signInRules: file.signInRules })).toBe(200);
    expect(await put({ ...only, retention: { ...file.retention, calls: 1 } })).toBe(403);
    expect(await put({ ...only, signInRules: { secondFactor: ["admin"] } })).toBe(403);
    const limited = { name: "Importer", role: "Importer", scope: { queues: ["MainQueue"] } };
    await w.admin("PUT", `${at}/operators/importer`, limited);
    expect(await put(only)).toBe(403);
    expect(
      (await w.admin("POST", `${at}/import`, { ...only, roles: [{ id: "admin", name: "x", rights: [] }] })).body,
    ).toMatchObject({
      errors: [{ field: "roles.0.id" }],
    });
  });

  it("[A47] a queue in which somebody waits is not removed, nor anything else then", async () => {
    await w.admin("PUT", `${at}/queues/Busy`, { name: "Busy" });
    const file = await taken(w);
    w.state.queues.set("Busy", { queueId: "Busy", waiting: 1, entries: [{}] } as never); // the rest is not looked at
    const pruned = { ...file, queues: file.queues.filter(({ id }) => id !== "Busy") };
    const { status, body } = await w.admin("POST", `${at}/import?prune=true`, pruned);
    expect(status).toBe(409);
    expect(body).toMatchObject({ usedBy: [{ kind: "queue", id: "Busy" }] });
    expect(await taken(w)).toEqual(file);
  });

  it("[A47] a file may have 10 MiB, any other body 64 KiB", async () => {
    const skillGroups = Array.from({ length: 2_000 }, (_, index) => ({ id: `g${index}`, name: "x".repeat(50) }));
    const file = { version: 1, application: { name: "x" }, skillGroups };
    expect((await w.admin("POST", `${at}/import?dryRun=true`, file)).status).toBe(200);
    const large = { ...file, padding: "x".repeat(10 * 1_024 * 1_024) };
    expect((await w.admin("POST", `${at}/import?dryRun=true`, large)).status).toBe(413);
  });

  it("[A48] put in, taken out and put in again, here or in another application, it is the same", async () => {
    await w.admin("PUT", "/v1/applications/other", { name: "Other" });
    await fc.assert(
      fc.asyncProperty(file(), async (given) => {
        expect((await w.admin("POST", `${at}/import?prune=true`, given)).status).toBe(200);
        const out = await taken(w);
        expect(ids(out)).toEqual(ids(given));
        const again = await w.admin("POST", `${at}/import?prune=true`, out);
        expect(again.body).toMatchObject({ created: [], changed: [], removed: [] });
        expect((await w.admin("POST", "/v1/applications/other/import?prune=true", out)).status).toBe(200);
        expect(await taken(w, "/v1/applications/other")).toEqual(out);
        // One after the other comes to the same.
        for (const queue of given.queues) {
          const { id, ...body } = queue;
          expect((await w.admin("PUT", `${at}/queues/${id}`, body)).body).toMatchObject(
            out.queues.find((one) => one.id === id) ?? {},
          );
        }
        expect(await taken(w)).toEqual(out);
      }),
      { numRuns: 60, seed: 20_261_123 },
    );
  });
});

const ids = (file: File) =>
  Object.fromEntries(
    Object.entries(file).flatMap(([section, entries]) =>
      Array.isArray(entries) ? [[section, entries.map(({ id }: { id: string }) => id).toSorted()]] : [],
    ),
  );

/** Any application that might be. */
function file(): fc.Arbitrary<File> {
  const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,8}$/);
  const name = fc.string({ minLength: 1, maxLength: 30, unit: "grapheme" }).map((text) => `${text}x`.trim());
  const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.uniqueArray(arbitrary, { maxLength: 4 });
  return fc
    .record({
      groups: some(id),
      roles: some(id),
      hours: some(id),
      queues: some(id),
      people: some(id),
      numbers: some(id),
      rules: some(id),
      hooks: some(id),
      reasons: some(id),
    })
    .chain(({ groups, roles, hours, queues, people, numbers, rules, hooks, reasons }) => {
      const oneOf = (all: string[]) => (all.length === 0 ? fc.constant(undefined) : fc.constantFrom(...all));
      const each = <T extends object>(all: string[], fields: fc.Arbitrary<T>): fc.Arbitrary<({ id: string } & T)[]> =>
        fc.tuple(...all.map((one) => fields.map((given) => ({ id: one, ...given }))));
      const skillGroups = fc.subarray(groups);
      const target = fc.oneof(
        fc.record({ to: fc.constantFrom("voicemail", "callback") }),
        fc.record({ to: fc.constant("announcement"), text: fc.record({ ru: name, en: name }, { requiredKeys: [] }) }),
        ...(queues.length === 0 ? [] : [fc.record({ to: fc.constant("queue"), queue: fc.constantFrom(...queues) })]),
      );
      const scenarioSettings = fc.record({
        texts: fc.record({ ru: fc.record({ greeting: name }), en: fc.record({ closed: name }) }, { requiredKeys: [] }),
        music: oneOf(reasons).map((one) => one ?? null),
        sayPlace: fc.boolean(),
      });
      const maybe: { requiredKeys: ["name"] } = { requiredKeys: ["name"] };
      return fc.record({
        version: fc.constant(1),
        application: fc.record({ name, language: fc.constantFrom("ru", "en") }),
        skillGroups: each(groups, fc.record({ name })),
        hours: each(
          hours,
          fc.record({
            name,
            timeZone: fc.constantFrom("UTC", "Europe/Moscow", "Asia/Kathmandu"),
            week: fc.constantFrom([], [{ days: ["monday"], from: "09:00", to: "18:00" }]),
          }),
        ),
        roles: each(
          roles,
          fc.record({ name, rights: fc.constantFrom([], ["calls.read"], ["calls.read", "reports.read"]) }),
        ),
        pauseReasons: each(
          reasons,
          fc.record(
            {
              name,
              names: fc.record({ ru: name, en: name }, { requiredKeys: [] }),
              status: fc.constantFrom("Timeout", "DND"),
              order: fc.nat(1_000),
              paid: fc.boolean(),
              longest: fc.constantFrom(null, 60_000),
            },
            maybe,
          ),
        ),
        dispositions: each(
          reasons,
          fc.record({ name, group: fc.option(name), order: fc.nat(1_000), active: fc.boolean() }, maybe),
        ),
        sounds: each(reasons, fc.record({ name, use: fc.constantFrom("prompt", "music") })),
        scenarios: each(
          hooks,
          fc.record({
            name,
            settings: scenarioSettings,
            published: fc.option(fc.record({ flow: fc.constant("ACD"), settings: scenarioSettings, note: name })),
          }),
        ),
        queues: each(
          queues,
          fc.record(
            {
              name,
              skillGroups,
              weight: fc.integer({ min: 0, max: 100 }),
              ageing: fc.constantFrom(0, 0.5, 1.25),
              hours: oneOf(hours).map((one) => one ?? null),
              targets: fc.record({ full: target, waited: target }, { requiredKeys: [] }),
              order: fc.subarray(people),
              dispositions: fc.subarray(reasons),
              needs: fc.constantFrom([], [{ skill: "english", level: 3 }]),
            },
            maybe,
          ),
        ),
        operators: each(
          people,
          fc.record(
            {
              name,
              role: fc.constantFrom("operator", "supervisor", "admin", ...roles),
              scope: fc.oneof(fc.constant(null), fc.record({ queues: fc.subarray(queues) })),
              skillGroups,
              skills: fc.dictionary(id, fc.integer({ min: 1, max: 5 }), { maxKeys: 3 }),
              queueOrder: fc.subarray(queues),
              wrapUpMode: fc.constantFrom(null, "timed"),
            },
            maybe,
          ),
        ),
        numbers: each(
          numbers.filter((one) => one.length >= 2),
          fc.record({ label: name }),
        ),
        rules: each(
          queues.length === 0 ? [] : rules,
          fc.record({
            mask: fc.constantFrom("*", "+7495*", "+74951234567"),
            queue: oneOf(queues),
            scenario: fc.constantFrom("ACD", "Closed", ...hooks),
            closed: fc.oneof(fc.constant(null), target),
            order: fc.nat(1_000),
          }),
        ),
        webhooks: each(
          hooks,
          fc.record({
            url: fc.webUrl({ validSchemes: ["https"] }),
            events: fc.constantFrom("*", ["call.ended"]),
            numbers: fc.constantFrom("masked", "whole"),
            enabled: fc.boolean(),
          }),
        ),
        reportSchedules: each(
          reasons,
          fc.record({
            name,
            report: fc.constantFrom("queues", "operators"),
            period: fc.constantFrom({ of: "yesterday" }, { of: "lastDays", count: 3 }),
            when: fc.constantFrom({ every: "day", at: "08:00" }, { every: "month", day: 31, at: "00:00" }),
            timeZone: fc.constantFrom("UTC", "Europe/Moscow"),
            emails: fc.constant(["anna@example.com"]),
            webhooks: fc.subarray(hooks),
          }),
        ),
        identityProviders: each(
          hooks,
          fc.record({
            name,
            issuer: fc.constantFrom("https://login.example.com", "https://id.example.org/realms/a"),
            clientId: fc.constantFrom("acd", "call centre"),
            linkExisting: fc.boolean(),
            provision: fc.oneof(fc.constant(null), fc.record({ role: fc.constantFrom("operator", "supervisor") })),
          }),
        ),
      });
    });
}
