import { describe, expect, it } from "vitest";
import {
  adminKeyBearer,
  builtInRoles,
  covers,
  everyRight,
  isBuiltIn,
  may,
  narrowed,
  type Bearer,
  type Grant,
} from "../../../src/rights/index.ts";
import { as } from "../../../src/words/index.ts";
import type { ApplicationId, OperatorId, QueueId, RoleId } from "../../../src/words/index.ts";

const [main, second] = [as<QueueId>("MainQueue"), as<QueueId>("Second")];
const anna = as<OperatorId>("anna");
const bearer = (grant: Partial<Grant>): Bearer => ({
  application: as<ApplicationId>("callcenter"),
  person: anna,
  name: anna,
  rights: [],
  scope: null,
  ...grant,
});

describe("what somebody may do", () => {
  it("[A8] is what is allowed in so many words, and nothing else", () => {
    for (const held of everyRight) {
      const one = bearer({ rights: [held] });
      for (const right of everyRight) expect(may(one, right), `${held} for ${right}`).toBe(right === held);
    }
    for (const right of everyRight) {
      expect(may(bearer({}), right)).toBe(false);
      expect(may(adminKeyBearer, right, { queue: null })).toBe(true);
    }
  });

  it("[A8] takes less where it is about oneself: one's own state, nobody else's", () => {
    const operator = bearer({ rights: builtInRoles.operator });
    expect(may(operator, "operators.watch", { person: anna })).toBe(true);
    expect(may(operator, "operators.watch", { person: as<OperatorId>("boris") })).toBe(false);
    expect(may(operator, "operators.force", { person: anna })).toBe(false);
    const { person: _, ...key } = operator;
    expect(may(key, "operators.watch", { person: anna })).toBe(false);
  });

  it("[A35] is limited to the queues of one's scope; what is of no queue is seen only by those who see all", () => {
    const limited = bearer({ rights: ["calls.read"], scope: { queues: [main] } });
    expect(may(limited, "calls.read")).toBe(true);
    expect(may(limited, "calls.read", { queue: main })).toBe(true);
    expect(may(limited, "calls.read", { queue: second })).toBe(false);
    expect(may(limited, "calls.read", { queue: null })).toBe(false);
    expect(may(limited, "calls.command", { queue: main })).toBe(false);
    expect(may(bearer({ rights: ["calls.read"], scope: { queues: [] } }), "calls.read", { queue: main })).toBe(false);
    expect(may(bearer({ rights: ["calls.read"] }), "calls.read", { queue: null })).toBe(true);
  });

  it("[A8] grows with the role that is built in; a role of one's own takes none of their names by accident", () => {
    const { operator, supervisor, admin } = builtInRoles;
    expect(operator.every((right) => supervisor.includes(right))).toBe(true);
    expect(admin).toEqual(everyRight);
    expect(isBuiltIn("supervisor")).toBe(true);
    for (const name of ["constructor", "toString", "__proto__", "Operator"])
      expect(isBuiltIn(as<RoleId>(name))).toBe(false);
  });
});

describe("what somebody may give", () => {
  const grants: Grant[] = [null, { queues: [] }, { queues: [main] }, { queues: [second] }, { queues: [main, second] }]
    .flatMap((scope) =>
      [[], ["calls.read"], ["queues.read"], ["calls.read", "queues.read"]].map((rights) => ({ rights, scope })),
    )
    .map((grant) => grant as Grant); // lists of literals are lists of strings to the compiler

  it("[A36] is no more than they have: neither another right nor another queue", () => {
    const has = { rights: ["calls.read"], scope: { queues: [main] } } as const;
    expect(covers(has, { rights: ["calls.read"], scope: { queues: [main] } })).toBe(true);
    expect(covers(has, { rights: [], scope: { queues: [] } })).toBe(true);
    expect(covers(has, { rights: ["queues.read"], scope: { queues: [main] } })).toBe(false);
    expect(covers(has, { rights: ["calls.read"], scope: { queues: [main, second] } })).toBe(false);
    expect(covers(has, { rights: [], scope: null })).toBe(false);
    expect(covers({ ...has, scope: null }, { ...has, scope: null })).toBe(true);
  });

  it("[A36] what is narrowed to somebody is no more than they have, and no more than it was", () => {
    for (const grant of grants) {
      for (const by of grants) {
        const left = narrowed(grant, by);
        expect([covers(by, left), covers(grant, left)], JSON.stringify([grant, by])).toEqual([true, true]);
        expect(covers(by, grant)).toBe(JSON.stringify(left) === JSON.stringify(grant));
      }
    }
  });
});
