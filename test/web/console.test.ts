import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { complaints, heardHertz, personWhoseVoiceIs, tabOf, type Person } from "./browser.ts";
import { goodCode, password, servePages, type Pages } from "./pages.ts";
import { usualReason } from "../../src/protocol/reason.ts";
import { as, type PauseReasonId } from "../../src/words/index.ts";

// Browsers, LiveKit and the pages share the machine with whatever else runs on it.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const operatorsVoice = 440;
const callersVoice = 1_000;
const near = (hertz: number) => ({ asymmetricMatch: (heard: number) => Math.abs(heard - hertz) < 15 });
const soon = { timeout: 20_000, interval: 50 };

let pages: Pages;
let operator: Person;
let caller: Person;
let page: Page;

beforeAll(async () => {
  [pages, operator, caller] = await Promise.all([
    servePages(),
    personWhoseVoiceIs(operatorsVoice),
    personWhoseVoiceIs(callersVoice),
  ]);
});
afterAll(async () => {
  await Promise.allSettled([operator?.close(), caller?.close()]);
  await pages?.stop();
});
beforeEach(async () => {
  pages.operator.reset();
  pages.tokensLast = 900_000;
  pages.secondFactor = "off";
  pages.companies = [];
  pages.companySignOut = false;
  pages.leftAtCompany = 0;
  pages.passkeys = [];
  pages.closed = 0;
  pages.refuseSockets = undefined;
  pages.refuseTargets = undefined;
  page = await operator.open(`${pages.url}/operator`);
});
afterEach(async () => {
  expect(complaints.get(page)).toEqual([]);
  await Promise.all([...operator.browser.contexts(), ...caller.browser.contexts()].map((context) => context.close()));
  await expect.poll(() => pages.operator.consoles, soon).toBe(0);
});

const button = (name: string, on: Page = page) => on.getByRole("button", { name, exact: true });
const asked = (type: string): number => pages.operator.asked.filter((command) => command.type === type).length;

async function signIn(on: Page = page): Promise<void> {
  await on.getByLabel("Operator name").fill("operator1");
  await on.getByLabel("Password").fill(password);
  await button("Sign in", on).click();
  await button("Ready", on).waitFor();
}

async function beReady(): Promise<void> {
  await signIn();
  await button("Ready").click();
  await page.getByText("Waiting for a call").waitFor();
}

/** A caller in a browser of their own is in a room, and that room is offered to the operator. */
async function offerOfCaller(): Promise<{ room: string; their: Page }> {
  const before = pages.callersRooms.length;
  const their = await caller.open(`${pages.url}/call`);
  await button("Call", their).click();
  await expect.poll(() => pages.callersRooms.length, soon).toBe(before + 1);
  const room = pages.callersRooms.at(-1) ?? "";
  await expect.poll(async () => (await pages.operator.rooms.identitiesIn(room)).length, soon).toBe(1);
  await pages.operator.offer(room);
  await button("Accept").waitFor();
  return { room, their };
}

async function talk(): Promise<{ room: string; their: Page }> {
  const call = await offerOfCaller();
  await button("Accept").click();
  await expect.poll(() => pages.operator.rooms.tracksOf(call.room, "operator_operator1"), soon).toBe(1);
  await page.getByRole("timer", { name: "Duration of the call" }).getByText("0:0").waitFor();
  return call;
}

describe("signing in", () => {
  it("[W1] says which of name and password it does not say, and lets in with the right ones", async () => {
    await page.getByLabel("Operator name").fill("operator1");
    await page.getByLabel("Password").fill("wrong");
    await button("Sign in").click();
    await page.getByRole("alert").getByText("The name or the password is not right.").waitFor();
    await page.getByLabel("Password").fill(password);
    await button("Sign in").click();
    await page.getByText("Анна Кузнецова").waitFor();
    await page.getByText("You take no calls yet").waitFor();
  });

  it("[W1] tells a lock from a mistake", async () => {
    pages.refuseSignIn = 429;
    await page.getByLabel("Operator name").fill("operator1");
    await page.getByLabel("Password").fill(password);
    await button("Sign in").click();
    await page.getByText("Too many attempts").waitFor();
    pages.refuseSignIn = undefined;
  });

  it("[W2] a reload stays signed in; another browser session remembers the name only", async () => {
    await signIn();
    await page.reload();
    await button("Ready").waitFor();
    await button("Sign out").click();
    await button("Sign in").waitFor();
    expect(asked("signOut")).toBe(1);
    expect(pages.closed).toBe(1);
    expect(await page.getByLabel("Operator name").inputValue()).toBe("operator1");
    expect(await page.getByLabel("Password").inputValue()).toBe("");
  });

  it("[W2] a token that the server no longer takes leads back to the sign-in", async () => {
    await signIn();
    pages.voidTokens("all");
    pages.operator.cutSockets();
    await page.getByText("You have been signed out").waitFor();
  });

  it("[W33] the session is renewed before its token ends, and the line does not notice", async () => {
    pages.tokensLast = 2_000;
    await beReady();
    const { sockets } = pages.operator;
    const before = pages.renewed;
    await expect.poll(() => pages.renewed, soon).toBeGreaterThan(before + 2);
    expect(pages.operator.sockets).toBe(sockets);
    pages.operator.cutSockets();
    await expect.poll(() => pages.operator.sockets, soon).toBe(sockets + 1);
    await page.getByText("Waiting for a call").waitFor();
  });

  it("[W33] after a sleep, when the token has ended, the session goes on without a word, also after a reload", async () => {
    await signIn();
    const before = pages.renewed;
    pages.voidTokens();
    pages.operator.cutSockets();
    await expect.poll(() => pages.renewed, soon).toBe(before + 1);
    await expect.poll(() => pages.operator.consoles, soon).toBe(1);
    await page.reload();
    await button("Ready").waitFor();
    expect(pages.renewed).toBe(before + 1);
  });

  it("[W33] two tabs of one session renew it in turns: neither puts the other out", async () => {
    pages.tokensLast = 5_000;
    await signIn();
    const kept = await page.evaluate(() => Object.entries(sessionStorage));
    const second = await tabOf(page.context(), `${pages.url}/operator`);
    // As the browser does when a tab is duplicated.
    await second.evaluate((entries) => entries.forEach(([key, value]) => sessionStorage.setItem(key, value)), kept);
    await second.reload();
    const before = pages.renewed;
    await expect.poll(() => pages.renewed, soon).toBeGreaterThan(before + 3);
    expect(await button("Sign in").count()).toBe(0);
    expect(await button("Sign in", second).count()).toBe(0);
  });
});

describe("a second factor", () => {
  const code = (on: Page = page) => on.getByLabel("Code", { exact: true });

  it("[W34] a code is asked for when it is needed, and one that is wrong is told from a wrong password", async () => {
    pages.secondFactor = "on";
    await page.getByLabel("Operator name").fill("operator1");
    await page.getByLabel("Password").fill(password);
    expect(await code().count()).toBe(0);
    await button("Sign in").click();
    await page.getByRole("alert").getByText("Give the code of your authenticator app").waitFor();
    // It can be typed at once.
    await expect.poll(() => code().evaluate((field) => field === document.activeElement), soon).toBe(true);
    await page.keyboard.type("000000");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("The code is not right").waitFor();
    await code().fill(goodCode);
    await button("Sign in").click();
    await button("Ready").waitFor();
    await button("Sign out").click();
    await button("Sign in").waitFor();
    expect(await code().count()).toBe(0);
  });

  it("[W34] is set up and ended in a dialog, and its codes for recovery are shown once", async () => {
    await signIn();
    await button("Second factor").click();
    await page.getByRole("dialog", { name: "Second factor" }).waitFor();
    await page.getByLabel("Password").fill("wrong");
    await button("Set it up").click();
    await page.getByRole("alert").getByText("That is not right").waitFor();
    await page.getByLabel("Password").fill(password);
    await button("Set it up").click();
    await page.getByText("GEZD GNBV").waitFor();
    await page.getByRole("img", { name: "QR code" }).waitFor();
    expect(await page.getByRole("link", { name: "Open it in an app" }).getAttribute("href")).toMatch(/^otpauth:/);
    await code().fill(goodCode);
    await button("Turn it on").click();
    await page.getByText("qrst-uvwx").waitFor();
    expect(await page.getByRole("list", { name: "Codes for recovery" }).getByRole("listitem").count()).toBe(2);
    await button("I have kept them").click();
    await button("Ready").waitFor();
    await button("Second factor").click();
    await page.getByText("Codes for recovery that are left: 10").waitFor();
    await code().fill(goodCode);
    await button("Turn it off").click();
    await button("Set it up").waitFor();
    await button("Cancel").click();
    expect(await page.getByRole("dialog").count()).toBe(0);
  });

  it("[W34] where it is demanded it is set up before anything else, a reload in between", async () => {
    pages.secondFactor = "missing";
    await page.getByLabel("Operator name").fill("operator1");
    await page.getByLabel("Password").fill(password);
    await button("Sign in").click();
    await page.getByText("Your work here needs a second factor").waitFor();
    await page.reload();
    await page.getByText("Your work here needs a second factor").waitFor();
    expect(await button("Ready").count()).toBe(0);
    await page.getByLabel("Password").fill(password);
    await button("Set it up").click();
    await code().fill(goodCode);
    await button("Turn it on").click();
    await button("I have kept them").click();
    await button("Ready").waitFor();
  });

  it("[W34] who was at work when it began to be demanded is led to it by the next connection; set up elsewhere, it is asked for no more", async () => {
    await signIn();
    pages.secondFactor = "missing";
    pages.operator.cutSockets();
    await page.getByText("Your work here needs a second factor").waitFor();
    pages.secondFactor = "on";
    await page.reload();
    await button("Ready").waitFor();
  });
});

describe("other ways in", () => {
  /** A browser with an authenticator whose owner is there, on the name that passkeys need. */
  async function withAuthenticator(): Promise<Page> {
    const here = await operator.open(`${pages.url.replace("127.0.0.1", "localhost")}/operator`);
    const devtools = await here.context().newCDPSession(here);
    await devtools.send("WebAuthn.enable");
    const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true } as const;
    await devtools.send("WebAuthn.addVirtualAuthenticator", {
      options: { ...options, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    });
    return here;
  }

  it("[W38] a passkey is added, signs in with one press, and is removed", async () => {
    const here = await withAuthenticator();
    await signIn(here);
    const part = here.getByRole("region", { name: "Passkeys" });
    await button("Second factor", here).click();
    await button("Add a passkey", here).click();
    await here.getByLabel("Name, to know it by").fill("This laptop");
    await part.getByLabel("Password (not needed").fill("wrong");
    await button("Go on", here).click();
    await here.getByRole("alert").getByText("That is not right").waitFor();
    await part.getByLabel("Password (not needed").fill("");
    await button("Go on", here).click();
    await here.getByRole("alert").getByText("You signed in a while ago").waitFor();
    await part.getByLabel("Password (not needed").fill(password);
    await button("Go on", here).click();
    await here.getByText("This laptop").waitFor();
    expect(pages.passkeys).toMatchObject([{ name: "This laptop" }]);
    // This device has one.
    await button("Add a passkey", here).click();
    await here.getByLabel("Name, to know it by").fill("Again");
    await part.getByLabel("Password (not needed").fill(password);
    await button("Go on", here).click();
    await here.getByRole("alert").getByText("There is a passkey on this device already").waitFor();
    await button("Close", here).click();

    await button("Sign out", here).click();
    await button("Sign in with a passkey", here).click();
    await button("Ready", here).waitFor();
    await button("Second factor", here).click();
    await button("Remove the passkey This laptop", here).click();
    await expect.poll(() => pages.passkeys, soon).toEqual([]);
    await button("Close", here).click();
    await button("Sign out", here).click();
    await button("Sign in with a passkey", here).click();
    await here.getByRole("alert").getByText("No passkey was taken").waitFor();
    expect(complaints.get(here)).toEqual([]);
  });

  it("[W38] on a bare address, which passkeys do not know, nothing is said of them", async () => {
    await button("Sign in").waitFor();
    expect(await button("Sign in with a passkey").count()).toBe(0);
    await signIn();
    await button("Second factor").click();
    await button("Set it up").waitFor();
    expect(await button("Add a passkey").count()).toBe(0);
  });

  it("[W39] a company's sign-in leads there and back, and asks for a code where one is needed; the ticket is gone from the address", async () => {
    pages.companies = [{ id: "company", name: "Romashka" }];
    await page.reload();
    const there = page.getByRole("link", { name: "Sign in with Romashka" });
    await there.click();
    await button("Ready").waitFor();
    expect(page.url()).toBe(`${pages.url}/operator`);
    await button("Sign out").click();
    pages.secondFactor = "on";
    await there.click();
    await page.getByRole("alert").getByText("Give the code of your authenticator app").waitFor();
    await page.getByLabel("Code", { exact: true }).fill("000000");
    await button("Sign in").click();
    await page.getByRole("alert").getByText("The code is not right").waitFor();
    await page.getByLabel("Code", { exact: true }).fill(goodCode);
    await button("Sign in").click();
    await button("Ready").waitFor();
  });

  /** From a page that has just been opened, at a company that has something of the kind or has not. */
  async function signInAtCompany(hasSignOut: boolean): Promise<void> {
    pages.companies = [{ id: "company", name: "Romashka" }];
    pages.companySignOut = hasSignOut;
    await page.reload();
    await page.getByRole("link", { name: "Sign in with Romashka" }).click();
    await button("Ready").waitFor();
  }

  /** Once it is known that the company has something of the kind. */
  const signOutAsks = () => page.locator("button[aria-label='Sign out'][aria-haspopup=dialog]");

  it("[W40] who came in at their company is asked whether to sign out there as well, by keyboard alone; it leads back, and the page says from where", async () => {
    await signInAtCompany(true);
    // A reload does not forget it.
    await page.reload();
    await button("Ready").waitFor();
    const dialog = page.getByRole("dialog", { name: "Sign out?" });
    const also = dialog.getByRole("checkbox", { name: "Also sign out at Romashka" });
    await signOutAsks().focus();
    await page.keyboard.press("Enter");
    await also.waitFor();
    expect(await also.isChecked()).toBe(false);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await button("Ready").waitFor();
    expect(pages.closed).toBe(0);

    expect(await signOutAsks().evaluate((press) => press === document.activeElement)).toBe(true);
    await page.keyboard.press("Enter");
    await also.waitFor();
    while (!(await also.evaluate((box) => box === document.activeElement))) await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    while (!(await dialog.getByRole("button", { name: "Sign out" }).evaluate((it) => it === document.activeElement)))
      await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("status").getByText("You are signed out, and back from Romashka.").waitFor();
    expect([page.url(), pages.closed, pages.leftAtCompany]).toEqual([`${pages.url}/operator`, 1, 1]);

    // Not wished: only here.
    await page.getByRole("link", { name: "Sign in with Romashka" }).click();
    await button("Ready").waitFor();
    await signOutAsks().click();
    await also.waitFor();
    expect(await also.isChecked()).toBe(false);
    await dialog.getByRole("button", { name: "Sign out" }).click();
    await button("Sign in").waitFor();
    await expect.poll(() => pages.closed, soon).toBe(2);
    expect(pages.leftAtCompany).toBe(1);
  });

  it("[W40] whoever came in otherwise, or at a company that offers nothing of the kind, is signed out without a question", async () => {
    pages.companySignOut = true;
    await signIn();
    await button("Sign out").click();
    await button("Sign in").waitFor();
    await signInAtCompany(false);
    await button("Sign out").click();
    await button("Sign in").waitFor();
    expect(pages.leftAtCompany).toBe(0);
    // A link from elsewhere says nothing.
    await page.goto(`${pages.url}/operator?state=of-this-time`);
    await button("Sign in").waitFor();
    expect(await page.getByText("back from").count()).toBe(0);
  });

  it("[W40] during a call it is asked with the rest, and done when the call is over", async () => {
    await signInAtCompany(true);
    await button("Ready").click();
    await page.getByText("Waiting for a call").waitFor();
    await talk();
    await signOutAsks().click();
    const dialog = page.getByRole("dialog", { name: "Sign out during a call?" });
    await dialog.getByRole("checkbox", { name: "Also sign out at Romashka" }).check();
    await dialog.getByRole("button", { name: "End the call and sign out" }).click();
    await page.getByRole("status").getByText("You are signed out, and back from Romashka.").waitFor();
    expect(pages.leftAtCompany).toBe(1);
  });

  it("[W39] says why a company's sign-in came to nothing", async () => {
    const elsewhere = await operator.open(`${pages.url}/operator#sign-in-failed=notAllowed&application=callcenter`);
    await elsewhere.getByRole("alert").getByText("Your company's account is not let in here").waitFor();
    expect(elsewhere.url()).toBe(`${pages.url}/operator`);
  });
});

describe("status", () => {
  it("[W3] nobody is Ready before they press it, and pauses name their reason", async () => {
    await signIn();
    expect(await button("Ready").getAttribute("aria-pressed")).toBe("false");
    await button("Ready").click();
    await page.getByText("Waiting for a call").waitFor();
    expect(await button("Ready").getAttribute("aria-pressed")).toBe("true");
    await button("Timeout").click();
    await page.getByText("On a break").waitFor();
    await button("DND").click();
    await page.getByRole("heading", { name: "Do not disturb" }).waitFor();
    expect(pages.operator.asked.map(({ type }) => type)).toEqual(["goReady", "pause", "pause"]);
  });

  it("[W36] the application's own reasons are chosen from a list that the keyboard reaches, by their names in the language of the page", async () => {
    const reason = (id: string, name: string, names = {}) => ({
      ...usualReason,
      id: as<PauseReasonId>(id),
      name,
      names,
    });
    pages.operator.ownReasons = [
      reason("lunch", "Lunch", { ru: "Обед" }),
      { ...reason("meeting", "Meeting"), status: "DND" },
    ];
    await beReady();
    await page.keyboard.press("p");
    await page.getByRole("dialog", { name: "Why do you pause?" }).waitFor();
    await expect
      .poll(async () => {
        await page.keyboard.press("Tab");
        return page.evaluate(() => document.activeElement?.textContent);
      }, soon)
      .toBe("Meeting");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Meeting" }).waitFor();
    await button("Pause: Meeting").click();
    await button("Lunch").click();
    await page.getByRole("heading", { name: "Lunch" }).waitFor();
    expect(await button("Timeout").getAttribute("aria-pressed")).toBe("false");
    expect(pages.operator.asked.filter(({ type }) => type === "pause")).toMatchObject([
      { reason: "dnd", own: "meeting" },
      { reason: "timeout", own: "lunch" },
    ]);
    await button("Русский").click();
    await page.getByRole("heading", { name: "Обед" }).waitFor();
  });

  it("[W36] where there are none the page has no such button; a reason that has just been removed is said not to be there", async () => {
    await beReady();
    expect(await page.getByText("Pause…").count()).toBe(0);
    pages.operator.ownReasons = [{ ...usualReason, id: as<PauseReasonId>("lunch"), name: "Lunch" }];
    await button("Online").click();
    pages.operator.refuse = "unknown_reason";
    await button("Pause…").click();
    await button("Lunch").click();
    await page.getByText("This reason is not there any more.").waitFor();
  });

  it("[W4] a missed call is explained, and one press leads back to Ready", async () => {
    await beReady();
    pages.operator.miss();
    await page.getByText("You missed a call").waitFor();
    await button("Ready").click();
    await page.getByText("Waiting for a call").waitFor();
  });

  it("[W5] without a microphone nobody becomes Ready, and the page says how to mend it", async () => {
    await page.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "NotAllowedError"));
    });
    await page.reload();
    await signIn();
    await button("Ready").click();
    await page.getByRole("dialog").getByText("The browser refuses the microphone").waitFor();
    await page.getByText("Reload the page.").waitFor();
    expect(asked("goReady")).toBe(0);
  });
});

describe("an offer", () => {
  it("[W6] covers the page with caller, queue, wait and deadline, and is gone the moment it is rescinded", async () => {
    await beReady();
    await pages.operator.offer("call-callcenter_x_000000000001");
    const sheet = page.getByRole("dialog");
    await sheet.getByText("+7 916 123-45-67").waitFor();
    await sheet.getByText("MainQueue").waitFor();
    await sheet.getByText("has waited 1 minute 23 seconds").waitFor();
    expect(await sheet.getByRole("timer").getAttribute("aria-label")).toMatch(/^(20|1\d) seconds left to accept$/);
    pages.operator.rescind();
    await sheet.waitFor({ state: "detached" });
    await page.getByText("The incoming call is gone").waitFor({ state: "attached" });
  });

  it("[W6] counts by the server's clock, not by the computer's", async () => {
    await page.addInitScript(() => {
      const hour = 3_600_000;
      const real = Date.now;
      Date.now = () => real() - hour;
    });
    await page.reload();
    await beReady();
    await pages.operator.offer("call-callcenter_x_000000000002", { ringTime: 15_000 });
    expect(await page.getByRole("dialog").getByRole("timer").getAttribute("aria-label")).toMatch(/^1?\d seconds left/);
  });

  it("[W6] disappears with its deadline even when nobody tells so", async () => {
    await beReady();
    await pages.operator.offer("call-callcenter_x_000000000003", { ringTime: 300 });
    await button("Accept").waitFor();
    await page.getByRole("dialog").waitFor({ state: "detached", timeout: 6_000 });
  });

  it("[W30] how the last offer ended is said: a caller who hung up is told apart from a call that was declined", async () => {
    await beReady();
    await pages.operator.offer("call-callcenter_x_000000000010");
    await button("Accept").waitFor();
    pages.operator.rescind();
    await page.getByText("The caller hung up before you could talk.").waitFor();
    await pages.operator.offer("call-callcenter_x_000000000011");
    await button("Decline").click();
    await page.getByText("You declined the call").waitFor();
  });

  it("[W32] of a caller who is to be phoned says so, and while they are being phoned the call does", async () => {
    await beReady();
    await pages.operator.offer("call-callcenter_x_000000000012", { callback: true });
    const sheet = page.getByRole("dialog", { name: "Callback", exact: true });
    await sheet.waitFor();
    const description = await sheet.getAttribute("aria-describedby");
    expect(await page.locator(`#${description}`).textContent()).toContain("Accept, and the number is phoned.");
    await expect.poll(() => page.title(), soon).toContain("Callback");
    await button("Accept").click();
    await page.getByRole("timer", { name: "Duration of the call" }).getByText("Phoning…").waitFor();
  });

  it("[W7] is declined with one press", async () => {
    await beReady();
    await pages.operator.offer("call-callcenter_x_000000000004");
    await button("Decline").click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(asked("decline")).toBe(1);
  });

  it("[W8] is rung: the title changes and sound comes out until it is answered", async () => {
    await page.addInitScript(() => {
      const tell = (rings: string) => (document.documentElement.dataset["rings"] = rings);
      // A loop is the ring; its context is closed when it stops. The level meter's contexts come and go as well.
      class Listened extends AudioContext {
        #rings = false;
        override createBufferSource(): AudioBufferSourceNode {
          this.#rings = true;
          tell("yes");
          return super.createBufferSource();
        }
        override close(): Promise<void> {
          if (this.#rings) tell("no");
          return super.close();
        }
      }
      globalThis.AudioContext = Listened;
    });
    await page.reload();
    await beReady();
    await pages.operator.offer("call-callcenter_x_000000000005");
    const rings = () => page.evaluate(() => document.documentElement.dataset["rings"]);
    await expect.poll(rings, soon).toBe("yes");
    await expect.poll(() => page.title(), soon).toContain("Incoming call");
    await button("Decline").click();
    await expect.poll(rings, soon).toBe("no");
    await expect.poll(() => page.title(), soon).toBe("Operator · ACD");
  });

  it("[W9] is a notification of the system while the operator looks elsewhere", async () => {
    await page.addInitScript(() => {
      class Shown extends EventTarget {
        static permission = "granted";
        static requestPermission = () => Promise.resolve("granted");
        constructor(title: string, options: NotificationOptions) {
          super();
          document.documentElement.dataset["notified"] = `${title}: ${options.body}`;
        }
        close(): void {
          document.documentElement.dataset["notified"] = "closed";
        }
      }
      Object.assign(globalThis, { Notification: Shown });
      document.hasFocus = () => false;
    });
    await page.reload();
    await beReady();
    await pages.operator.offer("call-callcenter_x_000000000006");
    const notified = () => page.evaluate(() => document.documentElement.dataset["notified"]);
    await expect.poll(notified, soon).toBe("Incoming call: +7 916 123-45-67 · MainQueue");
    pages.operator.rescind();
    await expect.poll(notified, soon).toBe("closed");
  });

  it("[W10] lets the operator into the room while it rings, mute and deaf", async () => {
    await beReady();
    const { room } = await offerOfCaller();
    await expect.poll(() => pages.operator.rooms.identitiesIn(room), soon).toContain("operator_operator1");
    expect(await pages.operator.rooms.tracksOf(room, "operator_operator1")).toBe(0);
    expect(await heardHertz(page)).toBe(0);
  });
});

describe("a call", () => {
  it("[W11] after Accept both hear each other", async () => {
    await beReady();
    const { their } = await talk();
    await expect.poll(() => heardHertz(page), soon).toEqual(near(callersVoice));
    await expect.poll(() => heardHertz(their), soon).toEqual(near(operatorsVoice));
    await their.getByRole("heading", { name: "You are talking to an operator" }).waitFor();
    await page.getByText("Connected", { exact: true }).first().waitFor({ state: "attached" });
  });

  it("[W12] Mute silences the operator and is told apart from being heard", async () => {
    await beReady();
    const { their } = await talk();
    await expect.poll(() => heardHertz(their), soon).toEqual(near(operatorsVoice));
    await button("Mute").click();
    await page.getByText("Muted: the caller does not hear you").waitFor();
    await expect.poll(() => heardHertz(their), soon).toBe(0);
    await button("Mute").click();
    await expect.poll(() => heardHertz(their), soon).toEqual(near(operatorsVoice));
  });

  it("[W37] how the call turned out is looked for by typing, chosen and noted by the keyboard alone, during the talk and after it", async () => {
    pages.operator.wrapUpLasts = 60_000;
    pages.operator.dispositionNeeded = true;
    await beReady();
    await talk();
    await page.keyboard.press("o");
    await page.getByRole("dialog", { name: "How did the call turn out?" }).waitFor();
    const look = page.getByRole("searchbox", { name: "Search" });
    await look.waitFor();
    await expect
      .poll(async () => {
        await page.keyboard.press("Tab");
        return look.evaluate((element) => element === document.activeElement);
      }, soon)
      .toBe(true);
    await page.keyboard.type("so");
    await expect.poll(() => page.getByRole("list", { name: "Outcomes" }).getByRole("button").count(), soon).toBe(2);
    await page.keyboard.press("Enter");
    await expect
      .poll(() => page.getByRole("button", { name: /^Sold/ }).getAttribute("aria-pressed"), soon)
      .toBe("true");
    await page.keyboard.press("Enter");
    await button("Outcome: Named sold").waitFor();
    await button("Hang up").click();
    await page.getByRole("heading", { name: "After the call" }).waitFor();
    await button("Outcome: Named sold").click();
    await page.getByRole("textbox", { name: "Note" }).fill("Wants a call in March.");
    await button("Save").click();
    await page.getByText("Wants a call in March.").waitFor();
    expect(pages.operator.asked.filter(({ type }) => type === "setDisposition")).toMatchObject([
      { dispositionId: "sold", note: "" },
      { dispositionId: "sold", note: "Wants a call in March." },
    ]);
    await button("Finish").click();
    await page.getByText("Waiting for a call").waitFor();
  });

  it("[W37] where one is needed Finish waits for it; a list that cannot be read is asked for again", async () => {
    pages.operator.wrapUpLasts = 60_000;
    pages.operator.dispositionNeeded = true;
    await beReady();
    await talk();
    await button("Hang up").click();
    await page.getByText("Needed to finish.").waitFor();
    expect(await button("Finish").isDisabled()).toBe(true);
    pages.refuseTargets = 503;
    await button("Outcome…").click();
    await page.getByRole("alert").getByText("The outcomes cannot be read just now.").waitFor();
    pages.refuseTargets = undefined;
    await button("Try again").click();
    await page.getByRole("button", { name: /^Wrong number/ }).click();
    await button("Save").click();
    await button("Finish").click();
    await page.getByText("Waiting for a call").waitFor();
  });

  it("[W31] Transfer asks into which queue; the caller stays, the operator is out and ready for the next", async () => {
    await beReady();
    const { room } = await talk();
    await page.keyboard.press("t");
    await page.getByRole("dialog", { name: "Transfer to a queue" }).waitFor();
    await button("Billing").waitFor();
    // By keyboard alone: past Close, to the second queue.
    await expect
      .poll(async () => {
        await page.keyboard.press("Tab");
        return page.evaluate(() => document.activeElement?.textContent);
      }, soon)
      .toBe("Поддержка VIP");
    await page.keyboard.press("Enter");
    await page.getByText("Waiting for a call").waitFor();
    const transfers = pages.operator.asked.filter(({ type }) => type === "transfer");
    expect(transfers).toMatchObject([{ transfer: { queueId: "vip" } }]);
    await expect.poll(() => pages.operator.rooms.identitiesIn(room), soon).toHaveLength(1);
    await expect.poll(() => page.getByRole("dialog").count(), soon).toBe(0);
  });

  it("[W31] a list of queues that cannot be read is asked for again; the talk goes on", async () => {
    await beReady();
    await talk();
    pages.refuseTargets = 503;
    await button("Transfer").click();
    await page.getByRole("alert").getByText("The queues cannot be read just now.").waitFor();
    pages.refuseTargets = undefined;
    await button("Try again").click();
    await button("Billing").waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => page.getByRole("dialog").count(), soon).toBe(0);
    expect(asked("transfer")).toBe(0);
    await button("Hang up").click();
  });

  it("[W13] Hang up ends it; the wrap-up counts down and Finish ends that", async () => {
    pages.operator.wrapUpLasts = 30_000;
    await beReady();
    const { their } = await talk();
    await button("Hang up").click();
    await page.getByText("After the call").waitFor();
    expect(await page.getByRole("timer").getAttribute("aria-label")).toMatch(/^(30|2\d) seconds left$/);
    await their.getByText("The call centre ended the call.").waitFor();
    await button("Finish").click();
    await page.getByText("Waiting for a call").waitFor();
  });

  it("[W14] the microphone is the same for one call after another", async () => {
    await page.addInitScript(() => {
      const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      let times = 0;
      navigator.mediaDevices.getUserMedia = (wanted) => {
        document.documentElement.dataset["opened"] = String(++times);
        return open(wanted);
      };
    });
    await page.reload();
    await beReady();
    await talk();
    await pages.operator.endCall();
    await page.getByText("Waiting for a call").waitFor();
    const { their } = await talk();
    await expect.poll(() => heardHertz(their), soon).toEqual(near(operatorsVoice));
    expect(await page.evaluate(() => document.documentElement.dataset["opened"])).toBe("1");
  });

  it("[W15] a reload in the middle finds back into it, with a pass that has expired, too", async () => {
    await beReady();
    const { their } = await talk();
    pages.operator.spoilPass();
    await page.reload();
    await page.getByRole("timer", { name: "Duration of the call" }).waitFor();
    await expect.poll(() => heardHertz(page), soon).toEqual(near(callersVoice));
    await expect.poll(() => heardHertz(their), soon).toEqual(near(operatorsVoice));
  });

  it("[W25] an unplugged microphone is replaced, and the operator is told", async () => {
    await page.addInitScript(() => {
      const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = async (wanted) => {
        const stream = await open(wanted);
        // What the browser does to a track whose device is pulled out.
        addEventListener(
          "unplug",
          () => {
            for (const track of stream.getTracks()) {
              track.stop();
              track.dispatchEvent(new Event("ended"));
            }
          },
          { once: true },
        );
        return stream;
      };
    });
    await page.reload();
    await beReady();
    const { their } = await talk();
    await expect.poll(() => heardHertz(their), soon).toEqual(near(operatorsVoice));
    await page.evaluate(() => dispatchEvent(new Event("unplug")));
    await page.getByText("Your microphone was unplugged.").waitFor();
    await expect.poll(() => heardHertz(their), soon).toEqual(near(operatorsVoice));
  });

  it("[W26] whoever is put out of the room does not come back into it", async () => {
    await beReady();
    const { room } = await talk();
    await pages.operator.rooms.remove(room, "operator_operator1");
    await expect.poll(() => page.locator("audio").count(), soon).toBe(0);
    await pause(2_000);
    expect(await pages.operator.rooms.identitiesIn(room)).not.toContain("operator_operator1");
    expect(asked("renewPass")).toBe(0);
  });

  it("[W16] asks before signing out of it, and then hangs up first", async () => {
    await beReady();
    await talk();
    await button("Sign out").click();
    await page.getByText("Sign out during a call?").waitFor();
    await button("Cancel").click();
    expect(asked("hangUp")).toBe(0);
    await button("Sign out").click();
    await button("End the call and sign out").click();
    await button("Sign in").waitFor();
    expect(pages.operator.asked.at(-1)).toEqual({ type: "signOut", atOnce: true });
  });

  it("[W16] signs out after the call, if that is wished, and says so until then", async () => {
    await beReady();
    await talk();
    await button("Sign out").click();
    await button("After the call").click();
    await page.getByText("Next: Offline").waitFor();
    expect(pages.operator.asked.at(-1)).toEqual({ type: "signOut" });
    await pages.operator.endCall();
    await button("Sign in").waitFor();
    expect(await page.getByText("You have been signed out").count()).toBe(0);
  });

  it("[W28] what is chosen during a call is shown as next, and can be taken back", async () => {
    await beReady();
    await talk();
    expect(await page.getByText("Next:").count()).toBe(0);
    await button("Timeout").click();
    await page.getByText("Next: Timeout").waitFor();
    await button("DND").click();
    await page.getByText("Next: DND").waitFor();
    expect(await button("DND").getAttribute("aria-pressed")).toBe("true");
    await button("Take back").click();
    await page.getByText("Next:").waitFor({ state: "detached" });
    expect(await button("Ready").getAttribute("aria-pressed")).toBe("true");
    await button("DND").click();
    await button("Hang up").click();
    await page.getByRole("heading", { name: "Do not disturb" }).waitFor();
  });

  it("[W29] the buttons of a wrap-up are those that its mode has", async () => {
    const { operator: standIn } = pages;
    standIn.wrapUpLasts = 30_000;
    await beReady();
    for (const [mode, finish, extend, timer] of [
      ["optional", 1, 1, /seconds left$/],
      ["forced", 1, 1, /seconds left$/],
      ["mandatory", 1, 0, /^Time since the call$/],
      ["timed", 0, 0, /seconds left$/],
    ] as const) {
      standIn.wrapUpMode = mode;
      await talk();
      await button("Hang up").click();
      await page.getByRole("heading", { name: "After the call" }).waitFor();
      expect([mode, await button("Finish").count()]).toEqual([mode, finish]);
      expect([mode, await button("1 minute more").count()]).toEqual([mode, extend]);
      expect(await page.getByRole("timer").getAttribute("aria-label")).toMatch(timer);
      if (finish > 0) {
        await button("Finish").click();
        await page.getByText("Waiting for a call").waitFor();
      }
    }
  });

  it("[W29] a wrap-up is prolonged with one press, once", async () => {
    pages.operator.wrapUpLasts = 30_000;
    await beReady();
    await talk();
    await button("Hang up").click();
    await button("1 minute more").click();
    await button("1 minute more").waitFor({ state: "detached" });
    expect(await page.getByRole("timer").getAttribute("aria-label")).toMatch(/^1 minute \d+ seconds left$/);
  });

  it("[W29] a wrap-up that has to be asked for is asked for during the call; one that was not finished in time is explained", async () => {
    pages.operator.wrapUpMode = "onRequest";
    await beReady();
    await talk();
    const request = button("Time after this call");
    expect(await request.getAttribute("aria-pressed")).toBe("false");
    await request.click();
    await expect.poll(() => request.getAttribute("aria-pressed"), soon).toBe("true");
    await request.click();
    await expect.poll(() => request.getAttribute("aria-pressed"), soon).toBe("false");
    pages.operator.overrunWrapUp();
    await page.getByText("You did not finish in time").waitFor();
    await button("Ready").click();
    await page.getByText("Waiting for a call").waitFor();
  });
});

describe("the line to the server", () => {
  it("[W17] comes back by itself, and says so meanwhile", async () => {
    await beReady();
    pages.refuseSockets = 503;
    pages.operator.cutSockets();
    await page.getByText("The connection to the server is lost").waitFor();
    expect(await button("Ready").isDisabled()).toBe(true);
    pages.refuseSockets = undefined;
    await page.getByText("The connection to the server is lost").waitFor({ state: "detached" });
    await page.getByText("Waiting for a call").waitFor();
    expect(await button("Timeout").isDisabled()).toBe(false);
  });

  it("[W17] its loss does not touch the talk", async () => {
    await beReady();
    const { their } = await talk();
    pages.refuseSockets = 503;
    pages.operator.cutSockets();
    await page.getByText("You can go on talking").waitFor();
    await expect.poll(() => heardHertz(page), soon).toEqual(near(callersVoice));
    await expect.poll(() => heardHertz(their), soon).toEqual(near(operatorsVoice));
    pages.refuseSockets = undefined;
    await page.getByText("You can go on talking").waitFor({ state: "detached" });
    await expect.poll(() => heardHertz(their), soon).toEqual(near(operatorsVoice));
    expect(asked("renewPass")).toBe(0);
  });
});

describe("a tab that nobody looks at", () => {
  it("[W27] goes on pinging when its own timers hardly run", async () => {
    // Chromium lets the timers of a hidden page run once a minute: here they never do.
    await page.addInitScript(() => {
      globalThis.setTimeout = (() => 0) as unknown as typeof setTimeout;
      globalThis.setInterval = (() => 0) as unknown as typeof setInterval;
    });
    await page.reload();
    await signIn();
    await expect.poll(() => pages.operator.pings, { timeout: 15_000, interval: 100 }).toBeGreaterThan(1);
  });
});

describe("two tabs of one operator", () => {
  it("[W18] only one rings and is in the room; the other takes over when told to", async () => {
    await beReady();
    const second = await tabOf(page.context(), `${pages.url}/operator`);
    await signIn(second);
    await second.getByText("Your account is open in another tab").waitFor();
    const { room } = await offerOfCaller();
    expect(await button("Accept", second).count()).toBe(0);
    await page.bringToFront();
    await button("Accept").click();
    await expect.poll(() => pages.operator.rooms.tracksOf(room, "operator_operator1"), soon).toBe(1);
    await second.getByText("+7 916 123-45-67").waitFor();
    await button("Take over here", second).click();
    await expect.poll(() => heardHertz(second), soon).toEqual(near(callersVoice));
    await expect.poll(() => page.locator("audio").count(), soon).toBe(0);
    await page.getByText("Your account is open in another tab").waitFor();
    expect(complaints.get(second)).toEqual([]);
  });
});

describe("the keyboard", () => {
  it("[W19] does everything without a mouse", async () => {
    await page.keyboard.type("operator1");
    await page.keyboard.press("Tab");
    await page.keyboard.type(password);
    await page.keyboard.press("Enter");
    await button("Ready").waitFor();
    await page.keyboard.press("r");
    await page.getByText("Waiting for a call").waitFor();
    await pages.operator.offer("call-callcenter_x_000000000007");
    await button("Decline").waitFor();
    await page.keyboard.press("d");
    await expect.poll(() => asked("decline"), soon).toBe(1);
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await pages.operator.offer("call-callcenter_x_000000000008");
    await button("Accept").waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("timer", { name: "Duration of the call" }).getByText("0:0").waitFor();
    await page.keyboard.press("m");
    await page.getByText("Muted: the caller does not hear you").waitFor();
    await page.keyboard.press("h");
    await page.getByText("Waiting for a call").waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });

  it("[W19] a letter typed into a field is a letter", async () => {
    await page.getByLabel("Operator name").fill("");
    await page.keyboard.type("ramh");
    expect(await page.getByLabel("Operator name").inputValue()).toBe("ramh");
    expect(pages.operator.asked).toEqual([]);
  });
});

describe("languages", () => {
  it("[W20] what is pressed is named in Russian, too, and the choice is remembered", async () => {
    await button("Русский").click();
    await page.getByLabel("Имя оператора").fill("operator1");
    await page.getByLabel("Пароль").fill(password);
    await button("Войти").click();
    await button("Готов").click();
    await page.getByText("Ждём звонка").waitFor();
    await pages.operator.offer("call-callcenter_x_000000000009");
    await page.getByRole("dialog").getByText("ожидание: 1 минута 23 секунды").waitFor();
    await button("Отклонить").waitFor();
    await button("Принять").click();
    await button("Без звука").waitFor();
    await button("Завершить").waitFor();
    await page.reload();
    await button("Завершить").waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("ru");
  });
});
