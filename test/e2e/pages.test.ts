/** The real pages in a real browser, against the real stack: a person at the console, a caller at a telephone or in a browser. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { tone, windowsWith } from "../support/phone.ts";
import { complaints, heardHertz, keepPicture, personWhoseVoiceIs, type Person } from "../web/browser.ts";
import { Centre, eventually, pause } from "./centre.ts";

let centre: Centre;
let operator: Person;
let caller: Person;
beforeAll(async () => {
  [centre, operator, caller] = await Promise.all([
    Centre.open({ language: "en" }),
    personWhoseVoiceIs(900),
    personWhoseVoiceIs(500),
  ]);
  await centre.change("/applications/callcenter/queues/MainQueue", { wrapUp: 3_000 });
});
afterAll(async () => {
  await Promise.all([operator?.close(), caller?.close()]);
  await centre?.close();
});

async function openConsole() {
  const page = await operator.open(`${centre.stack.url}/operator`, { viewport: { width: 1280, height: 800 } });
  await page.getByLabel("Operator").fill("operator1");
  await page.getByLabel("Password").fill(centre.stack.passwords.operator1);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Ready", exact: true }).click();
  return page;
}

it("[E15] a telephone and the console in Chromium: offer, Accept, two-way audio, Hang up, wrap-up, Ready", async () => {
  const page = await openConsole();
  const call = await centre.dial({ from: "+79161112233" });
  await page.getByRole("button", { name: "Accept" }).waitFor();
  await keepPicture(page, "e2e-offer");
  await page.getByRole("button", { name: "Accept" }).click();
  await page.getByRole("button", { name: "Hang up" }).waitFor();
  void call.line.play(tone(440, 10_000));
  await pause(3_000);
  await keepPicture(page, "e2e-in-call");
  expect(windowsWith(900, call.line.heard().subarray(-8_000))).toBeGreaterThan(0.8);
  expect(Math.abs((await heardHertz(page)) - 440)).toBeLessThan(15);
  await page.getByRole("button", { name: "Hang up" }).click();
  expect((await call.ended).by).toBe("them");
  await eventually(async () => ((await centre.call(() => true)).outcome === "answered" ? true : undefined));
  expect(complaints.get(page)).toEqual([]);
  await page.context().close();
});

it("[E16] a caller in the browser hears the music, then the operator, who hears them", async () => {
  const console = await openConsole();
  const page = await caller.open(`${centre.stack.url}/call`);
  await page.getByRole("button", { name: "Call" }).click();
  await console.getByRole("button", { name: "Accept" }).waitFor();
  await console.getByRole("button", { name: "Accept" }).click();
  await console.getByRole("button", { name: "Hang up" }).waitFor();
  await pause(2_000);
  await keepPicture(page, "e2e-caller-talking");
  expect(Math.abs((await heardHertz(page)) - 900)).toBeLessThan(25);
  expect(Math.abs((await heardHertz(console)) - 500)).toBeLessThan(25);
  await page.getByRole("button", { name: "Hang up" }).click();
  await eventually(async () => ((await centre.call(() => true)).endedBy === "caller" ? true : undefined));
  expect(complaints.get(page)).toEqual([]);
  await Promise.all([page.context().close(), console.context().close()]);
});

it("[E17] every page opens without a complaint", async () => {
  for (const path of ["/", "/operator", "/supervisor", "/admin", "/call", "/docs"]) {
    const page = await operator.open(`${centre.stack.url}${path}`);
    expect(await page.title()).not.toBe("");
    await keepPicture(page, `e2e-page-${path.slice(1) || "home"}`);
    expect(complaints.get(page), path).toEqual([]);
    await page.context().close();
  }
});
