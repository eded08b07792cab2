import { beforeEach, describe, expect, it } from "vitest";
import { DirectoryBook } from "../../../src/directory/book.ts";
import { deliverPushes } from "../../../src/directory/pushes.ts";
import type { OperatorFact, QueueFact } from "../../../src/directory/pushes.ts";
import type { Draft } from "../../../src/directory/resources.ts";
import { sessionLength } from "../../../src/directory/sessions.ts";
import { usualReason } from "../../../src/protocol/reason.ts";
import { usualOperator, usualPriority, usualQueue } from "../../../src/protocol/settings.ts";
import type {
  ApplicationId,
  MediaWorkerId,
  OperatorId,
  PauseReasonId,
  QueueId,
  RoleId,
  ScenarioId,
  SkillGroupId,
  SkillId,
} from "../../../src/words/index.ts";
import { as } from "../../../src/words/index.ts";
import { database } from "../../http/database.ts";
import { testLedger } from "../../support/seal.ts";

const boss = { by: "boss", from: null };
const app = as<ApplicationId>("callcenter");
const support = as<SkillGroupId>("Support");
const main = as<QueueId>("MainQueue");
const anna = as<OperatorId>("anna");

const queue = (more: Partial<Draft<"queue">> = {}): Draft<"queue"> => ({
  id: main,
  name: "Main",
  ...usualQueue,
  skillGroups: [support],
  ...more,
});
const person = (more: Partial<Draft<"person">> = {}): Draft<"person"> => ({
  id: anna,
  name: "Anna",
  role: "operator",
  scope: null,
  ...usualOperator,
  queueOrder: [],
  skillGroups: [support],
  ...more,
});
const rule = (more: Partial<Draft<"rule">> = {}): Draft<"rule"> => ({
  id: "InboundCalls",
  mask: "*",
  order: 100,
  scenario: as<ScenarioId>("ACD"),
  needs: [],
  lastOperator: null,
  queue: main,
  priority: usualPriority,
  language: null,
  announceEvery: 30_000,
  closed: null,
  ...more,
});

type Told = { to: string; fact: QueueFact | OperatorFact };

function setup() {
  const { sql, atomically } = database();
  const book = new DirectoryBook(sql, atomically, app, testLedger.seal);
  const told: Told[] = [];
  const deaf = new Set<string>();
  let now = 1_000;
  const tell = (to: string) => ({
    tell: async (fact: QueueFact | OperatorFact) => {
      if (deaf.has(to)) throw new Error("does not answer");
      told.push({ to, fact });
    },
  });
  const deliver = () =>
    deliverPushes(
      sql,
      {
        queue: (id) => tell(`queue ${id}`),
        operator: (id) => tell(`operator ${id}`),
        webhook: () => ({ tell: async () => undefined }),
        sound: () => ({ tell: async () => undefined }),
        schedules: () => ({ tell: async () => undefined }),
        ledger: () => ({ tell: async () => undefined }),
      },
      () => now,
    );
  const taken = async (): Promise<Told[]> => {
    await deliver();
    return told.splice(0);
  };
  return { book, sql, atomically, deaf, deliver, taken, told, at: (time: number) => (now = time) };
}

describe("the directory", () => {
  let set: ReturnType<typeof setup>;
  const put = <K extends Parameters<DirectoryBook["put"]>[0]>(kind: K, draft: Draft<K>) =>
    set.book.put(kind, draft, boss, 1_000);

  beforeEach(() => {
    set = setup();
    put("application", { id: app, name: "Call centre", language: "ru" });
    put("skillGroup", { id: support, name: "Support" });
  });

  it("[D3] nothing can be put into an application that does not exist, and asking does not bring it into being", () => {
    const { sql, book } = setup();
    expect(book.put("skillGroup", { id: support, name: "Support" }, boss, 0)).toEqual({
      ok: false,
      refusal: { because: "no_application" },
    });
    expect(book.list("queue")).toEqual([]);
    expect(book.route("1")).toBeUndefined();
    expect(book.signIn("anna", { hash: "x" }, { id: "s1", refresh: "r1" }, null, 0)).toEqual({
      ok: false,
      refusal: "wrong",
    });
    expect(book.nextPush()).toBeUndefined();
    expect(book.mediaWorkers(0)).toEqual([]);
    expect(sql.exec("SELECT name FROM sqlite_master").toArray()).toEqual([]);
  });

  it("[D3] what names something must name something that exists", () => {
    expect(put("queue", queue({ skillGroups: [support, as<SkillGroupId>("Sales")] }))).toEqual({
      ok: false,
      refusal: { because: "unknown", field: "skillGroups.1", kind: "skillGroup", id: "Sales" },
    });
    expect(put("rule", rule())).toMatchObject({ ok: false, refusal: { field: "queue", kind: "queue", id: main } });
  });

  it("[D4] what is used cannot be deleted, and the answer names the users", () => {
    put("queue", queue());
    put("person", person());
    put("rule", rule());
    expect(set.book.remove("skillGroup", support, boss, 0)).toEqual({
      ok: false,
      refusal: {
        because: "in_use",
        by: [
          { kind: "queue", id: main },
          { kind: "person", id: anna },
        ],
      },
    });
    expect(set.book.remove("queue", main, boss, 0)).toMatchObject({
      refusal: { by: [{ kind: "rule", id: "InboundCalls" }] },
    });
    expect(set.book.remove("rule", "InboundCalls", boss, 0)).toEqual({ ok: true });
    expect(set.book.remove("queue", main, boss, 0)).toEqual({ ok: true });
    expect(set.book.remove("person", anna, boss, 0)).toEqual({ ok: true });
    expect(set.book.remove("skillGroup", support, boss, 0)).toEqual({ ok: true });
    expect(set.book.remove("skillGroup", support, boss, 0)).toEqual({ ok: false, refusal: { because: "not_found" } });
  });

  it("[D2] a route has the rule's language or else the application's", () => {
    put("queue", queue());
    put("rule", rule());
    expect(set.book.route("+74951234567")).toEqual({
      application: app,
      number: "+74951234567",
      rule: "InboundCalls",
      scenario: "ACD",
      queueId: main,
      priority: usualPriority,
      needs: [],
      language: "ru",
      announceEvery: 30_000,
    });
    put("rule", rule({ language: "en" }));
    expect(set.book.route("+74951234567")?.language).toBe("en");
  });

  it("[D5] an operator is told their queues in the order of their own, then by weight, with tier and service probability", async () => {
    put("queue", queue({ tiers: { [support]: 2 }, serviceProbability: 80 }));
    put("queue", queue({ id: as<QueueId>("Heavy"), weight: 90 }));
    put("queue", queue({ id: as<QueueId>("Light"), weight: 10 }));
    put("person", person({ queueOrder: [as<QueueId>("Light")], skills: { [as<SkillId>("english")]: 4 } }));
    const told = await set.taken();
    expect(told.find(({ to }) => to === "operator anna")?.fact).toMatchObject({
      profile: {
        skills: { english: 4 },
        queues: [
          { queueId: "Light", tier: 1, serviceProbability: 100 },
          { queueId: "Heavy" },
          { queueId: main, tier: 2, serviceProbability: 80 },
        ],
      },
    });
  });

  it("[D5] a queue and its operators are told of a change, with a revision that grows", async () => {
    put("queue", queue());
    put("person", person());
    const first = await set.taken();
    expect(first.map(({ to, fact }) => `${to}: ${fact.type}`).toSorted()).toEqual([
      "operator anna: operator.configured",
      "queue MainQueue: queue.configured",
    ]);
    put("queue", queue({ weight: 80 }));
    const second = await set.taken();
    expect(second.find(({ to }) => to === "operator anna")?.fact).toMatchObject({
      profile: { queues: [{ queueId: main, weight: 80 }] },
    });
    const revision = (told: Told[]): number[] =>
      told.map(({ fact }) =>
        "settings" in fact ? fact.settings.revision : "profile" in fact ? fact.profile.revision : 0,
      );
    expect(Math.min(...revision(second))).toBeGreaterThan(Math.max(...revision(first)));
  });

  it("[D5] operators are told of a queue's new tiers and service probability, too", async () => {
    put("queue", queue());
    put("person", person());
    await set.taken();
    const changes: { change: Partial<Draft<"queue">>; shown: object }[] = [
      { change: { tiers: { [support]: 2 } }, shown: { tier: 2, serviceProbability: 100 } },
      { change: { tiers: { [support]: 2 }, serviceProbability: 80 }, shown: { tier: 2, serviceProbability: 80 } },
    ];
    for (const { change, shown } of changes) {
      put("queue", queue(change));
      const told = await set.taken();
      expect(told.find(({ to }) => to === "operator anna")?.fact).toMatchObject({ profile: { queues: [shown] } });
    }
  });

  it("[A90] everybody is told of a change of the pause reasons, in their order", async () => {
    put("person", person());
    put("person", person({ id: as<OperatorId>("boris"), skillGroups: [] }));
    await set.taken();
    const reason = (id: string, order: number) => ({ ...usualReason, id: as<PauseReasonId>(id), name: id, order });
    const told = async () =>
      new Map(
        (await set.taken()).map(({ to, fact }) => [
          to,
          "profile" in fact ? fact.profile.pauseReasons?.map(({ id }) => id) : undefined,
        ]),
      );
    put("pauseReason", reason("lunch", 2));
    await set.taken();
    put("pauseReason", reason("training", 1));
    const inOrder = ["training", "lunch"];
    expect(await told()).toEqual(
      new Map([
        ["operator anna", inOrder],
        ["operator boris", inOrder],
      ]),
    );
    put("pauseReason", reason("training", 1));
    expect(await told()).toEqual(new Map());
  });

  it("[O11] an operator is told of a wrap-up and a ring time of their own, and when they have them no more", async () => {
    const own = { ringTime: 12_000, wrapUpMode: "timed", wrapUp: 45_000 } as const;
    put("person", person(own));
    expect((await set.taken()).map(({ fact }) => fact)).toMatchObject([{ profile: own }]);
    put("person", person());
    expect((await set.taken()).map(({ fact }) => fact)).toMatchObject([{ profile: usualOperator }]);
  });

  it("[D5] who is not concerned is told nothing; the same again is no change", async () => {
    put("queue", queue());
    put("person", person());
    await set.taken();
    put("queue", queue({ ringTime: 30_000 }));
    expect((await set.taken()).map(({ to }) => to)).toEqual(["queue MainQueue"]);
    put("queue", queue({ ringTime: 30_000 }));
    put("number", { id: "+74951234567", label: "" });
    put("rule", rule());
    expect(await set.taken()).toEqual([]);
  });

  it("[D6] what cannot be delivered is kept, the newest only, and tried again with growing pauses", async () => {
    set.deaf.add("queue MainQueue");
    put("queue", queue());
    put("queue", queue({ name: "Newer" }));
    expect(await set.taken()).toEqual([]);
    expect(set.book.nextPush()).toBe(1_250);
    set.at(1_250);
    await set.deliver();
    expect(set.book.nextPush()).toBe(1_750);
    set.deaf.clear();
    set.at(1_750);
    expect(await set.taken()).toMatchObject([{ to: "queue MainQueue", fact: { settings: { name: "Newer" } } }]);
    expect(set.book.nextPush()).toBeUndefined();
  });

  it("[D6] a fact that changed while its older form was under way is still delivered", async () => {
    put("queue", queue());
    let changed = false;
    const seen: string[] = [];
    await deliverPushes(
      set.sql,
      {
        queue: () => ({
          tell: async (fact) => {
            if (!changed) put("queue", queue({ name: "Newer" }));
            changed = true;
            seen.push(fact.settings.name);
          },
        }),
        operator: () => ({ tell: async () => undefined }),
        webhook: () => ({ tell: async () => undefined }),
        sound: () => ({ tell: async () => undefined }),
        schedules: () => ({ tell: async () => undefined }),
        ledger: () => ({ tell: async () => undefined }),
      },
      () => 1_000,
    );
    expect(seen).toEqual(["Main", "Newer"]);
  });

  it("[D6] what was to be told survives the process", async () => {
    put("queue", queue());
    const reborn = new DirectoryBook(set.sql, set.atomically, app, testLedger.seal);
    expect(reborn.nextPush()).toBe(1_000);
    expect(await set.taken()).toHaveLength(1);
  });

  it("[D5] a deleted queue is served by nobody any more", async () => {
    put("queue", queue());
    put("person", person());
    await set.taken();
    set.book.remove("queue", main, boss, 1_000);
    const told = await set.taken();
    expect(told.find(({ to }) => to === "queue MainQueue")?.fact).toMatchObject({ settings: { skillGroups: [] } });
    expect(told.find(({ to }) => to === "operator anna")?.fact).toMatchObject({ profile: { queues: [] } });
  });

  describe("people", () => {
    const password = { salt: "c2FsdA==", hash: "aGFzaA==" };
    let sessions = 0;
    const opened = () => ({ id: `s${(sessions += 1)}`, refresh: `r${sessions}` });
    const signIn = (hash = password.hash, now = 0, as: string = anna) =>
      set.book.signIn(as, { hash }, opened(), null, now);
    /** Signs in; the session that has begun. */
    const session = () => {
      const answer = signIn();
      return { id: `s${sessions}`, person: anna, epoch: answer.ok ? answer.person.epoch : -1 };
    };
    const stands = (mark: ReturnType<typeof session>, now = 0) => set.book.admits(mark, now) !== undefined;

    beforeEach(() => (sessions = 0));

    it("[D7] nobody signs in without a password; a hash never leaves the directory", () => {
      expect(put("person", person())).toMatchObject({ resource: { canSignIn: false } });
      expect(signIn("")).toEqual({ ok: false, refusal: "wrong" });
      const answer = put("person", person({ password }));
      expect(answer).toMatchObject({ ok: true, resource: { canSignIn: true } });
      expect(JSON.stringify([answer, set.book.list("person")])).not.toContain(password.hash);
      expect(signIn()).toMatchObject({ ok: true, person: { id: anna, role: "operator" } });
    });

    it("[D8] after too many wrong passwords even the right one is refused, for a name that nobody bears as well", () => {
      put("person", person({ password }));
      for (const name of [anna, "nobody"]) {
        for (let time = 0; time < 5; time++) expect(signIn("wrong", 0, name)).toEqual({ ok: false, refusal: "wrong" });
        expect(signIn(password.hash, 29_999, name)).toEqual({ ok: false, refusal: "locked", until: 30_000 });
      }
      expect(signIn(password.hash, 30_000)).toMatchObject({ ok: true });
      expect(signIn("wrong", 30_001)).toEqual({ ok: false, refusal: "wrong" });
      expect(signIn(password.hash, 30_002)).toMatchObject({ ok: true });
    });

    it("[D9] a new password, another role or a deletion makes sessions void and signs the person out", async () => {
      put("person", person({ password }));
      await set.taken();
      const first = session();
      expect(stands(first)).toBe(true);
      put("person", person({ name: "Anna B." }));
      expect(stands(first)).toBe(true);
      expect((await set.taken()).map(({ fact }) => fact.type)).toEqual(["operator.configured"]);

      put("person", person({ password: { ...password } }));
      expect(stands(first)).toBe(false);
      expect((await set.taken()).map(({ fact }) => fact.type)).toContain("operator.revoked");

      const second = session();
      put("person", person({ role: "supervisor" }));
      expect(stands(second)).toBe(false);

      set.book.remove("person", anna, boss, 0);
      expect(stands(second)).toBe(false);
      expect((await set.taken()).map(({ fact }) => fact.type)).toContain("operator.revoked");
      put("person", person({ password }));
      expect(session().epoch).toBeGreaterThan(second.epoch);
    });

    it("[D18] the end of sessions is told to the person's consoles, all that are still to be told together", async () => {
      put("person", person({ password }));
      await set.taken();
      set.deaf.add(`operator ${anna}`);
      for (const { id } of [session(), session()]) expect(set.book.signOut({ id }, boss, 0)).toBe(1);
      expect(await set.taken()).toEqual([]);
      set.deaf.clear();
      set.at(60_000);
      expect(await set.taken()).toMatchObject([{ fact: { type: "sessions.ended", sessions: ["s1", "s2"] } }]);
    });

    it("[D18] a role that allows its people to work no longer signs them out; one that changes otherwise tells nobody", async () => {
      const role = (rights: Draft<"role">["rights"]) => put("role", { id: as<RoleId>("Lead"), name: "Lead", rights });
      role(["console.open", "calls.read"]);
      put("person", person({ role: as<RoleId>("Lead") }));
      await set.taken();
      role(["console.open"]);
      expect(await set.taken()).toEqual([]);
      role(["calls.read"]);
      expect(await set.taken()).toMatchObject([{ to: "operator anna", fact: { type: "operator.revoked" } }]);
      expect(set.book.remove("role", "Lead", boss, 1_000)).toMatchObject({
        refusal: { because: "in_use", by: [{ id: anna }] },
      });
    });

    it("[D9] signing out ends one session, or all of a person; each ends by itself after 12 hours", () => {
      put("person", person({ password }));
      const [first, second, third] = [session(), session(), session()];
      expect(set.book.signOut({ id: first.id }, boss, 0)).toBe(1);
      expect(set.book.signOut({ id: first.id }, boss, 0)).toBe(0);
      expect([first, second, third].map((each) => stands(each))).toEqual([false, true, true]);
      expect(set.book.sessions(anna, 0).map(({ id }) => id)).toEqual(["s2", "s3"]);
      expect([stands(second, sessionLength - 1), stands(second, sessionLength)]).toEqual([true, false]);
      expect(set.book.signOut({ person: anna }, boss, 0)).toBe(2);
      expect([second, third].map((each) => stands(each))).toEqual([false, false]);
      expect(stands({ ...second, id: "s9" })).toBe(false);
    });

    describe("a session that is renewed", () => {
      const minute = 60_000;
      const renew = (token: string, next: string, now: number) => set.book.renew(token, next, null, now).ok;
      let mark: ReturnType<typeof session>;

      beforeEach(() => {
        put("person", person({ password }));
        mark = session(); // with the token r1
      });

      it("[U2] stays the same, and each token serves once", () => {
        expect(set.book.renew("r1", "n1", null, 10 * minute)).toMatchObject({
          ok: true,
          person: { id: anna, epoch: mark.epoch },
          session: { id: "s1", endsAt: sessionLength },
        });
        expect(renew("n1", "n2", 20 * minute)).toBe(true);
        expect(stands(mark, 20 * minute)).toBe(true);
        expect(renew("nobody's", "n3", 20 * minute)).toBe(false);
        expect(stands(mark, 20 * minute)).toBe(true);
      });

      it("[U3] ends when a token comes a second time, and its consoles are told", async () => {
        await set.taken();
        renew("r1", "n1", 10 * minute);
        expect(renew("r1", "n2", 12 * minute + 1)).toBe(false);
        expect(stands(mark, 13 * minute)).toBe(false);
        expect([renew("n1", "n3", 13 * minute), renew("n2", "n3", 13 * minute)]).toEqual([false, false]);
        set.at(13 * minute);
        expect(await set.taken()).toMatchObject([{ fact: { type: "sessions.ended", sessions: ["s1"] } }]);
        expect(set.book.audit({ order: "newest", limit: 1 }, 0).lines).toMatchObject([
          { action: "session.stolen", what: "session/s1", by: anna },
        ]);
      });

      it("[U3] a token whose answer was lost serves again for two minutes; what was answered before is void", () => {
        renew("r1", "n1", 10 * minute);
        expect(renew("r1", "n2", 12 * minute)).toBe(true);
        expect(renew("n2", "n3", 20 * minute)).toBe(true);
        // Somebody else had got the first answer.
        expect(renew("n1", "n4", 20 * minute + 1)).toBe(false);
        expect(stands(mark, 20 * minute + 1)).toBe(false);
      });

      it("[U3] not when its answer has been used: then there are two of them", () => {
        renew("r1", "n1", 10 * minute);
        renew("n1", "n2", 10 * minute + 1);
        expect(renew("r1", "n3", 10 * minute + 2)).toBe(false);
        expect(stands(mark, 10 * minute + 2)).toBe(false);
      });

      it("[U2] is over when nobody has renewed it for an hour, and after 12 hours in any case", () => {
        expect(renew("r1", "n0", 60 * minute)).toBe(false);
        expect(set.book.sessions(anna, 60 * minute)).toEqual([]);
        mark = session(); // r2
        let token = "r2";
        for (let at = 50 * minute; at < sessionLength; at += 50 * minute) {
          expect(renew(token, `m${at}`, at)).toBe(true);
          token = `m${at}`;
        }
        expect(renew(token, "last", sessionLength)).toBe(false);
      });

      it("[U2] is not renewed once it has been ended, or its person has a new password", () => {
        set.book.signOut({ id: "s1" }, boss, 0);
        expect(renew("r1", "n1", 1)).toBe(false);
        session(); // r2
        put("person", person({ password: { ...password } }));
        expect(renew("r2", "n2", 1)).toBe(false);
      });
    });
  });

  it("[D10] media workers are listed from when they sign on until they sign off", () => {
    const worker = { worker: as<MediaWorkerId>("w_1"), calls: 3, capacity: 500, seenAt: 5 };
    set.book.mediaWorkerSeen({ ...worker, calls: 1, seenAt: 1 });
    set.book.mediaWorkerSeen(worker);
    expect(set.book.mediaWorkers(5)).toEqual([worker]);
    set.book.mediaWorkerGone(worker.worker);
    expect(set.book.mediaWorkers(5)).toEqual([]);
  });

  it("[D10] one that has been silent for a minute counts as gone", () => {
    const worker = { worker: as<MediaWorkerId>("w_1"), calls: 3, capacity: 500, seenAt: 5 };
    set.book.mediaWorkerSeen(worker);
    expect(set.book.mediaWorkers(60_004)).toEqual([worker]);
    expect(set.book.mediaWorkers(60_005)).toEqual([]);
  });
});
