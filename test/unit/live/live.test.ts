import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Follower, LiveBook, showsWholeNumbers, sightOf } from "../../../src/live/index.ts";
import type { OperatorSummary, QueueView } from "../../../src/protocol/views.ts";
import type { LiveFrame, LiveItem, LiveReport } from "../../../src/protocol/live.ts";
import { adminKeyBearer, everyRight, type Bearer } from "../../../src/rights/index.ts";
import { as, type ApplicationId, type CallId, type OperatorId, type QueueId } from "../../../src/words/index.ts";

const queueIds = ["Sales", "Support"].map((id) => as<QueueId>(id));
const number = "+79161234567";
const outlook = { expectedWait: 60_000, medianWait: 60_000, ninetiethWait: 60_000 };

/** The queue with these calls in its line; of the second of them an offer rings. */
function queueSays(version: number, queueId: QueueId, calls: readonly number[]): LiveReport {
  const entries = calls.map((n, index): QueueView["entries"][number] => ({
    callId: as<CallId>(`c${n}`),
    place: index + 1,
    state: index === 1 ? "reserved" : "waiting",
    since: n,
    caller: number,
    why: "",
    ...outlook,
  }));
  const [waiting, offered] = [entries.length, 0];
  const operators = { free: 0, busy: 0, away: 0 };
  const view: QueueView = {
    queueId,
    name: queueId,
    waiting,
    offered,
    opening: { open: true, until: null },
    waitingSince: null,
    operators,
    entries,
    ...outlook,
  };
  return { kind: "queue", version, view };
}

function operatorSays(version: number, n: number, queueId: QueueId, call: number | undefined): LiveReport {
  const summary: OperatorSummary = {
    operatorId: as<OperatorId>(`o${n}`),
    name: `Operator ${n}`,
    status: call === undefined ? "Ready" : "InService",
    since: 0,
    presence: "ready",
    engagement: call === undefined ? "free" : "talking",
    ...(call !== undefined && { call: { callId: as<CallId>(`c${call}`), queueId, caller: number, since: 0 } }),
    queues: [queueId],
  };
  return { kind: "operator", version, summary };
}

const scoped: Bearer = {
  application: as<ApplicationId>("callcenter"),
  name: "supervisor1",
  person: as<OperatorId>("supervisor1"),
  rights: everyRight.filter((right) => right !== "numbers.unmask"),
  scope: { queues: queueIds.slice(0, 1) },
};

/** What a reader makes of the frames. */
class Reader {
  readonly items = new Map<string, LiveItem>();
  seq = 0;

  read(frame: LiveFrame | undefined): void {
    if (frame === undefined) return;
    this.seq = Number(frame.seq);
    if (frame.type === "snapshot") this.items.clear();
    for (const item of frame.type === "snapshot" ? frame.items : frame.changed) {
      this.items.set(`${item.kind}/${item.id}`, item);
    }
    if (frame.type === "delta") for (const { kind, id } of frame.gone) this.items.delete(`${kind}/${id}`);
  }
}

const everything = (book: LiveBook): Map<string, LiveItem> =>
  new Map([...book.everything()].map((item) => [`${item.kind}/${item.id}`, item]));

const report = fc.oneof(
  fc
    .record({ version: fc.nat(30), queue: fc.constantFrom(...queueIds), calls: fc.uniqueArray(fc.nat(5)) })
    .map(({ version, queue, calls }) => queueSays(version, queue, calls)),
  fc
    .record({
      version: fc.nat(30),
      n: fc.nat(2),
      queue: fc.constantFrom(...queueIds),
      call: fc.option(fc.nat(5), { nil: undefined }),
    })
    .map(({ version, n, queue, call }) => operatorSays(version, n, queue, call)),
);
const happening = fc.oneof(
  report.map((of) => ({ report: of })),
  fc.constantFrom("look", "look", "come back"),
);

describe("what goes on, live", () => {
  it("[A72] a reader who is told of changes knows what one who comes now is told, whatever was lost, late or repeated and whenever they came back", () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60 }), (happenings) => {
        const book = new LiveBook();
        const reader = new Reader();
        const limited = new Reader();
        let follower = new Follower(adminKeyBearer, {});
        const other = new Follower(scoped, {});
        const look = (): void => {
          reader.read(follower.next(book, String));
          limited.read(other.next(book, String));
          expect(reader.items).toEqual(everything(book));
          const fresh = new Reader();
          fresh.read(new Follower(scoped, {}).next(book, String));
          expect(limited.items).toEqual(fresh.items);
        };
        for (const what of happenings) {
          if (what === "look") look();
          else if (what === "come back") follower = new Follower(adminKeyBearer, {}, reader.seq);
          else book.take(what.report);
        }
        look();
      }),
      { seed: 60, numRuns: 300 },
    );
  });

  it("[A72] what an actor said before it said something newer means nothing", () => {
    const book = new LiveBook();
    book.take(operatorSays(2, 1, as<QueueId>("Sales"), 1));
    book.take(operatorSays(1, 1, as<QueueId>("Sales"), undefined));
    expect([...book.everything()]).toContainEqual(expect.objectContaining({ kind: "call", state: "talking" }));
  });

  it("[A72] a call that is in a line and in a talk at once, as far as is known, is in the talk", () => {
    const book = new LiveBook();
    const sales = as<QueueId>("Sales");
    book.take(operatorSays(1, 1, sales, 1));
    book.take(queueSays(1, sales, [1]));
    expect([...book.everything()].filter(({ kind }) => kind === "call")).toEqual([
      expect.objectContaining({ id: "c1", state: "talking", operatorId: "o1" }),
    ]);
  });

  it("[A72] who was away for longer than is remembered is told everything", () => {
    const book = new LiveBook();
    const sales = as<QueueId>("Sales");
    book.take(queueSays(1, sales, [0]));
    const before = book.seq;
    for (let n = 1; n <= 12_000; n += 1) book.take(queueSays(n + 1, sales, [n]));
    expect(new Follower(adminKeyBearer, {}, before).next(book, String)).toMatchObject({ type: "snapshot" });
    expect(new Follower(adminKeyBearer, {}, book.seq - 1).next(book, String)).toMatchObject({ type: "delta" });
    expect(new Follower(adminKeyBearer, {}, book.seq).next(book, String)).toBeUndefined();
  });

  it("[A73] nobody sees other queues than their own, what they have no right to, or whole numbers without the right to these", () => {
    const book = new LiveBook();
    const [sales, support] = [as<QueueId>("Sales"), as<QueueId>("Support")];
    book.take(queueSays(1, sales, [1]));
    book.take(queueSays(1, support, [2]));
    book.take(operatorSays(1, 1, sales, undefined));
    book.take(operatorSays(1, 2, support, undefined));
    const seenBy = (bearer: Bearer, interest = {}) => {
      const frame = new Follower(bearer, interest).next(book, String);
      return frame?.type === "snapshot" ? frame.items.map(({ kind, id }) => `${kind}/${id}`).toSorted() : [];
    };
    expect(seenBy(adminKeyBearer)).toHaveLength(6);
    expect(seenBy(scoped)).toEqual(["call/c1", "operator/o1", "queue/Sales"]);
    expect(seenBy({ ...scoped, rights: ["queues.watch"] })).toEqual(["queue/Sales"]);
    expect(seenBy({ ...scoped, rights: [] })).toEqual([]);
    expect(seenBy(adminKeyBearer, { kinds: ["operator"] })).toEqual(["operator/o1", "operator/o2"]);
    expect(seenBy(adminKeyBearer, { queues: [support] })).toEqual(["call/c2", "operator/o2", "queue/Support"]);
    const frame = JSON.stringify(new Follower(scoped, {}).next(book, String));
    expect(frame).toContain("+7••••••••67");
    expect(frame).not.toContain("9161234567");
  });

  it("[A73] whose rights change is told anew what they may see", () => {
    const book = new LiveBook();
    book.take(queueSays(1, as<QueueId>("Sales"), [1]));
    book.take(queueSays(1, as<QueueId>("Support"), [2]));
    const follower = new Follower({ ...scoped, scope: null }, {});
    const reader = new Reader();
    reader.read(follower.next(book, String));
    expect(reader.items.size).toBe(4);
    follower.mayNow(scoped);
    reader.read(follower.next(book, String));
    expect([...reader.items.keys()]).toEqual(["queue/Sales", "call/c1"]);
  });

  it("[U27] whole numbers are shown to whoever has the right to them and to calls, and wishes to see calls", () => {
    const without = (right: string): Bearer => ({
      ...adminKeyBearer,
      rights: everyRight.filter((other) => other !== right),
    });
    expect(showsWholeNumbers(adminKeyBearer, {})).toBe(true);
    expect(showsWholeNumbers(adminKeyBearer, { kinds: ["call"] })).toBe(true);
    expect(showsWholeNumbers(adminKeyBearer, { kinds: ["queue", "operator"] })).toBe(false);
    for (const right of ["numbers.unmask", "calls.read"]) {
      expect(showsWholeNumbers(without(right), {})).toBe(false);
      const follower = new Follower(without(right), {});
      expect([follower.wouldUnmask(adminKeyBearer), follower.wouldUnmask(without(right))]).toEqual([true, false]);
    }
    expect(new Follower(adminKeyBearer, {}).wouldUnmask(adminKeyBearer)).toBe(false);
    expect(new Follower(without("numbers.unmask"), { kinds: ["queue"] }).wouldUnmask(adminKeyBearer)).toBe(false);
    expect(sightOf(adminKeyBearer, {})).toBe("everything");
    expect(sightOf(without("numbers.unmask"), {})).toBe("masked");
    expect(sightOf(without("calls.read"), {})).toBe("part");
    expect(sightOf(adminKeyBearer, { kinds: ["call"] })).toBe("part");
  });
});
