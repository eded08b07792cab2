import { beforeEach, describe, expect, it } from "vitest";
import { app, world, type World } from "./world.ts";

const at = `/v1/applications/${app}/phone-numbers`;
const number = "+14155550100";

describe("telephone numbers that LiveKit sells", () => {
  let w: World;
  const numbers = async () =>
    ((await w.admin("GET", `/v1/applications/${app}/numbers`)).body["items"] as { id: string }[]).map(({ id }) => id);

  beforeEach(async () => {
    w = world();
    await w.furnish();
  });

  it("[L28] a number is searched, bought, listed and given back; meanwhile it is the application's", async () => {
    const found = await w.admin("GET", `${at}/available?country=US&areaCode=415`);
    expect(found.body["items"]).toMatchObject([{ number, country: "US" }]);
    const before = await numbers();
    expect(await w.admin("POST", at, { number })).toMatchObject({ status: 201, body: { number } });
    expect(await numbers()).toEqual([number, ...before].toSorted());
    // Asked again, it is not bought twice over.
    expect((await w.admin("POST", at, { number })).status).toBe(201);
    expect((await w.admin("GET", at)).body["items"]).toMatchObject([{ number, status: "active" }]);
    expect((await w.admin("DELETE", `${at}/${encodeURIComponent(number)}`)).status).toBe(204);
    expect(await numbers()).toEqual(before);
    expect((await w.admin("DELETE", `${at}/${encodeURIComponent(number)}`)).status).toBe(409);
  });

  it("[L28] a number that is not to be had leaves nothing behind; one that was there stays", async () => {
    const before = await numbers();
    const refused = await w.admin("POST", at, { number: "+14155550199" });
    expect(refused).toMatchObject({ status: 409, body: { type: "urn:acd:problem:not-to-be-had" } });
    expect(await numbers()).toEqual(before);
    expect((await w.admin("POST", at, { number: before[0] })).status).toBe(409);
    expect(await numbers()).toEqual(before);
  });

  it("[L28] buying takes a right of its own, and numbers in international form", async () => {
    const writer = await w.key(["numbers.read", "numbers.write"]);
    expect((await w.ask("POST", at, { as: writer, body: { number } })).status).toBe(403);
    expect((await w.ask("GET", at, { as: writer })).status).toBe(200);
    const wrong = await w.admin("POST", at, { number: "415 555" });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ field: "number" }] } });
  });
});
