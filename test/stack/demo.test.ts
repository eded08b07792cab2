import { describe, expect, it } from "vitest";
import type { AdminClient } from "../../stack/steps/admin-client.ts";
import { setUpDemo } from "../../stack/steps/demo.ts";

const passwords = { operator1: "1", operator2: "2", supervisor1: "3", admin: "4" };

/** An admin API that only remembers. */
function memory(): { api: AdminClient; things: Map<string, object>; puts: string[] } {
  const things = new Map<string, object>();
  const puts: string[] = [];
  const api: AdminClient = {
    exists: async (path) => things.has(path),
    put: async (path, body) => {
      puts.push(path);
      things.set(path, body);
    },
    post: async () => undefined,
  };
  return { api, things, puts };
}

describe("demo data", () => {
  it("[S9] is made at the first start, what is named before what names it", async () => {
    const { api, puts } = memory();
    await setUpDemo({ api, passwords, newPasswords: true });
    expect(puts.map((path) => path.replace("/applications/callcenter", ""))).toEqual([
      "",
      "/skill-groups/Support",
      "/queues/MainQueue",
      "/operators/operator1",
      "/operators/operator2",
      "/operators/supervisor1",
      "/operators/admin",
      "/numbers/%2B74951234567",
      "/rules/InboundCalls",
    ]);
  });

  it("[S9] is left as administrators have changed it", async () => {
    const { api, things, puts } = memory();
    await setUpDemo({ api, passwords, newPasswords: true });
    things.set("/applications/callcenter/queues/MainQueue", { name: "Renamed" });
    puts.length = 0;
    await setUpDemo({ api, passwords, newPasswords: false });
    expect(puts).toEqual([]);
  });

  it("[S9] gives people who exist their new password when the passwords were made anew", async () => {
    const { api, puts } = memory();
    await setUpDemo({ api, passwords, newPasswords: true });
    puts.length = 0;
    await setUpDemo({ api, passwords: { ...passwords, admin: "new" }, newPasswords: true });
    expect(puts.filter((path) => path.includes("/operators/"))).toHaveLength(4);
    expect(puts).toHaveLength(4);
  });
});
