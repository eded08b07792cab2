/** People and numbers as tables for spreadsheets. */
import { beforeEach, describe, expect, it } from "vitest";
import type { World } from "./world.ts";
import { adminKey, world } from "./world.ts";

const at = "/v1/applications/callcenter";

describe("tables as CSV", () => {
  let w: World;
  const post = (table: string, body: string, query = "", type = "text/csv; charset=utf-8") =>
    w.ask("POST", `${at}/import/${table}${query}`, { as: adminKey, body, headers: { "content-type": type } });
  const get = async (table: string) => (await w.admin("GET", `${at}/export/${table}`)).text;
  const person = async (id: string) => (await w.admin("GET", `${at}/operators/${id}`)).body;

  beforeEach(async () => {
    w = world();
    await w.furnish();
    for (const id of ["operator1", "supervisor1", "admin"]) await w.admin("DELETE", `${at}/operators/${id}`);
    await w.admin("PUT", `${at}/operators/anna`, {
      name: 'Анна "A", the first',
      skillGroups: ["Support"],
      skills: { english: 4, billing: 2 },
      queueOrder: ["MainQueue"],
      wrapUp: 5_000,
    });
    await w.admin("PUT", `${at}/operators/boris`, { name: "=cmd()", role: "supervisor", scope: { queues: [] } });
  });

  it("[A52] people and numbers can be taken out; a spreadsheet runs nothing of it", async () => {
    const { headers } = await w.admin("GET", `${at}/export/operators`);
    expect(headers.get("content-type")).toBe("text/csv; charset=utf-8; header=present");
    expect(await get("operators")).toBe(
      [
        "id,name,role,scope,skillGroups,skills,queueOrder,ringTime,wrapUpMode,wrapUp",
        'anna,"Анна ""A"", the first",operator,,Support,english:4 billing:2,MainQueue,,,5000',
        `boris,"'=cmd()",supervisor,~,,,,,,`,
        "",
      ].join("\r\n"),
    );
    expect(await get("numbers")).toBe(`id,label\r\n"'+74951234567",Main line\r\n`);
    expect((await w.admin("GET", `${at}/export/rules`)).status).toBe(400);
  });

  it("[A52] what was taken out and put in again is the same, and comes back where it was removed", async () => {
    const [people, numbers, anna] = [await get("operators"), await get("numbers"), await person("anna")];
    const same = await post("operators", people);
    expect(same.body).toMatchObject({ created: [], changed: [], unchanged: [{}, { id: "anna" }, { id: "boris" }] });
    await w.admin("DELETE", `${at}/operators/anna`);
    await w.admin("DELETE", `${at}/numbers/%2B74951234567`);
    expect((await post("operators", people)).body).toMatchObject({ created: [{ kind: "operator", id: "anna" }] });
    expect((await post("numbers", numbers)).body).toMatchObject({ created: [{ kind: "number", id: "+74951234567" }] });
    expect(await person("anna")).toEqual(anna);
    expect([await get("operators"), await get("numbers")]).toEqual([people, numbers]);
  });

  it("[A52] a column that is left out leaves what is there, an empty cell means the usual; spreadsheets may use their own separators", async () => {
    const before = await person("anna");
    const answer = await post("operators", "\uFEFFid;name;wrapUp\r\nanna;Anna;\r\n\r\nclara;Clara;7000\r\n");
    expect(answer.body).toMatchObject({
      created: [{ id: "clara" }],
      changed: [{ id: "anna", fields: ["name", "wrapUp"] }],
      removed: [],
    });
    expect(await person("anna")).toEqual({ ...before, name: "Anna", wrapUp: null });
    expect(await person("clara")).toMatchObject({ name: "Clara", role: "operator", wrapUp: 7_000, canSignIn: false });
  });

  it("[A52] all that is wrong is said at once with its row, and nothing is done; neither is when it is only tried", async () => {
    const before = await get("operators");
    const wrong = async (table: string, body: string) => {
      const answer = await post(table, body);
      expect(answer.status).toBe(422);
      return (answer.body["errors"] as { field: string }[]).map(({ field }) => field);
    };
    expect(await wrong("operators", "id,name,wrapUp,skills\nnew,,x,english\nanna,Anna,-1,english:9\n")).toEqual([
      "row 2: name",
      "row 2: skills.english",
      "row 2: wrapUp",
      "row 3: skills.english",
      "row 3: wrapUp",
    ]);
    expect(await wrong("operators", "id,name,skillGroups\na,A,Support Nobody\na,A,\n")).toEqual([
      "row 2: skillGroups.1",
      "row 3: id",
    ]);
    expect(await wrong("operators", "id,colour,name,name\n")).toEqual(["row 1: colour", "row 1: name"]);
    expect(await wrong("operators", "name\nAnna\n")).toEqual(["row 1"]);
    expect(await wrong("operators", "")).toEqual(["row 1"]);
    expect(await wrong("numbers", "id,label\n100,one,more\n")).toEqual(["row 2"]);
    expect(await wrong("numbers", 'id,label\n100,"one\n')).toEqual(["row 2"]);
    expect((await post("operators", "id,name\nnew,New\n", "?dryRun=true")).body).toMatchObject({
      dryRun: true,
      created: [{ id: "new" }],
    });
    expect(await get("operators")).toBe(before);
    expect((await post("operators", "{}", "", "application/json")).status).toBe(415);
  });
});
