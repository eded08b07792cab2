/** The whole API as it runs, asked by Schemathesis: thousands of requests that it makes from /openapi.json, good ones and bad ones. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../../stack/run.ts";
import { Centre } from "./centre.ts";

const program = join(import.meta.dirname, "../../.acd/python/bin/schemathesis");
const checks = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
  "missing_required_header",
  "ignored_auth",
];
/** What it cannot know from the description. */
const hooks = join(import.meta.dirname, "hooks.py");

let centre: Centre;
let folder: string;
beforeAll(async () => {
  centre = await Centre.open();
  folder = await mkdtemp(join(tmpdir(), "acd-schemathesis-"));
});
afterAll(async () => {
  await centre.close();
  await rm(folder, { recursive: true, force: true });
});

async function ask(token: string, ...only: readonly string[]) {
  const { code, output } = await run(
    program,
    [
      ["run", `${centre.stack.url}/openapi.json`],
      ["--header", `Authorization: Bearer ${token}`],
      ["--checks", checks.join(",")],
      ["--phases", "examples,coverage,fuzzing,stateful"],
      ["--max-examples", "10", "--seed", "1", "--workers", "1", "--request-timeout", "20"],
      ["--generation-database", "none", "--no-color"],
      only,
    ].flat(),
    { env: { HYPOTHESIS_STORAGE_DIRECTORY: folder, SCHEMATHESIS_HOOKS: hooks } },
  );
  // Without the list of what it would have liked to know more of.
  const summary = output.slice(Math.max(output.indexOf("= FAILURES ="), output.indexOf("= SUMMARY =")));
  expect({ code, summary: code === 0 ? "" : summary.slice(0, 20_000) }).toEqual({ code: 0, summary: "" });
  return Number(/(\d+) generated/.exec(output)?.[1]);
}

describe("the API asked by Schemathesis", () => {
  it("[A50] gives a person no answer about their own sign-in that is not documented", async () => {
    const { token } = await centre.admin<{ token: string }>("POST", "/applications/callcenter/sessions", {
      operator: "admin",
      password: centre.stack.passwords.admin,
    });
    expect(await ask(token, "--include-path-regex", "second-factor|sessions|passkeys")).toBeGreaterThan(200);
  }, 300_000);

  // Afterwards little of the demo is left.
  it("[A50] has no fault and no answer that is not documented for who may do everything", async () => {
    await (
      await centre.dial()
    ).answered;
    expect(await ask(centre.stack.adminKey)).toBeGreaterThan(5_000);
  }, 300_000);
});
