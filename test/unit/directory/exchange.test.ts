import { describe, expect, it } from "vitest";
import { DirectoryBook } from "../../../src/directory/book.ts";
import type { Whole } from "../../../src/directory/exchange.ts";
import { deliverPushes } from "../../../src/directory/pushes.ts";
import { usualOperator, usualQueue } from "../../../src/protocol/settings.ts";
import type { ApplicationId, OperatorId, QueueId, SkillGroupId } from "../../../src/words/index.ts";
import { as } from "../../../src/words/index.ts";
import { database } from "../../http/database.ts";
import { testLedger } from "../../support/seal.ts";

const boss = { by: "boss", from: null };
const app = as<ApplicationId>("callcenter");
const group = as<SkillGroupId>("Support");
const nothing: Whole["resources"] = {
  skillGroup: [],
  hours: [],
  role: [],
  pauseReason: [],
  disposition: [],
  sound: [],
  scenario: [],
  queue: [],
  person: [],
  number: [],
  rule: [],
  webhook: [],
  identityProvider: [],
  reportSchedule: [],
};
const application = { name: "Call centre", language: "ru" } as const;

const whole: Whole = {
  application,
  resources: {
    ...nothing,
    skillGroup: [{ id: group, name: "Support" }],
    queue: ["A", "B"].map((id) => ({ ...usualQueue, id: as<QueueId>(id), name: id, skillGroups: [group] })),
    person: ["anna", "boris"].map((id) => ({
      ...usualOperator,
      id: as<OperatorId>(id),
      name: id,
      role: "operator" as const,
      scope: null,
      skillGroups: [group],
      queueOrder: [],
    })),
  },
};

function setup() {
  const { sql, atomically } = database();
  const book = new DirectoryBook(sql, atomically, app, testLedger.seal);
  const told: { to: string; fact: object }[] = [];
  const tell = (to: string) => ({ tell: async (fact: object) => void told.push({ to, fact }) });
  const taken = async () => {
    const recipients = {
      queue: (id: string) => tell(`queue ${id}`),
      operator: (id: string) => tell(`operator ${id}`),
      webhook: (id: string) => tell(`webhook ${id}`),
      sound: (id: string) => tell(`sound ${id}`),
      schedules: () => tell("schedules"),
      ledger: () => tell("ledger"),
    };
    await deliverPushes(sql, recipients, () => 1);
    return told.splice(0).toSorted((a, b) => (a.to < b.to ? -1 : 1));
  };
  return { book, taken };
}

describe("taking a whole application in", () => {
  it("[D20] tells everybody concerned once, of how things are after all of it", async () => {
    const { book, taken } = setup();
    book.put("application", { id: app, ...application }, boss, 1);
    expect(book.takeIn(whole, { prune: false, dryRun: false }, boss, 1)).toMatchObject({ ok: true });
    const first = await taken();
    expect(first.map(({ to }) => to)).toEqual(["operator anna", "operator boris", "queue A", "queue B"]);
    expect(first[0]?.fact).toMatchObject({ profile: { queues: [{ queueId: "A" }, { queueId: "B" }] } });
    expect(book.takeIn(whole, { prune: false, dryRun: false }, boss, 1)).toMatchObject({ ok: true });
    expect(await taken()).toEqual([]);
    // Whoever is gone is signed out, and what was a queue is served by nobody.
    const empty: Whole = { application, resources: nothing };
    expect(book.takeIn(empty, { prune: true, dryRun: false }, boss, 1)).toMatchObject({ ok: true });
    expect((await taken()).map(({ to, fact }) => `${to}: ${(fact as { type: string }).type}`)).toEqual([
      "operator anna: operator.configured",
      "operator anna: operator.revoked",
      "operator boris: operator.configured",
      "operator boris: operator.revoked",
      "queue A: queue.configured",
      "queue B: queue.configured",
    ]);
    expect(book.takeOut()?.resources).toEqual(nothing);
  });

  it("[D20] that is only tried leaves no trace", async () => {
    const { book, taken } = setup();
    expect(book.takeIn(whole, { prune: false, dryRun: true }, boss, 1)).toEqual({
      ok: false,
      refusal: { because: "no_application" },
    });
    expect(book.takeOut()).toBeUndefined();
    book.put("application", { id: app, ...application }, boss, 1);
    const before = book.read("application", app);
    expect(
      book.takeIn({ ...whole, application: { ...application, name: "Other" } }, { prune: true, dryRun: true }, boss, 1),
    ).toEqual({
      ok: true,
      done: [
        { kind: "application", id: app, what: "changed", fields: ["name"] },
        ...["skillGroup Support", "queue A", "queue B", "person anna", "person boris"].map((text) => {
          const [kind, id] = text.split(" ");
          return { kind, id, what: "created" };
        }),
      ],
    });
    expect(book.takeOut()?.resources).toEqual(nothing);
    expect(book.read("application", app)).toEqual(before);
    expect(await taken()).toEqual([]);
  });
});
