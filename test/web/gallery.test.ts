/** Every page and state as people see it: kept as pictures for those who review, and checked for what can be checked by rule. */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { keepPicture, personWhoseVoiceIs, type Person } from "./browser.ts";
import { faultsOf } from "./accessible.ts";
import { goodCode, password, servePages, type Pages } from "./pages.ts";
import { usualReason } from "../../src/protocol/reason.ts";
import { as, type OperatorId, type PauseReasonId } from "../../src/words/index.ts";
import { en } from "../../web/texts/en.ts";
import { ru } from "../../web/texts/ru.ts";

// Browsers, LiveKit and the pages share the machine with whatever else runs on it.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const looks = [
  { language: "en", colorScheme: "light", width: 1280, words: en },
  { language: "ru", colorScheme: "dark", width: 1280, words: ru },
  { language: "ru", colorScheme: "light", width: 390, words: ru },
  { language: "en", colorScheme: "dark", width: 390, words: en },
] as const;
type Look = (typeof looks)[number];

let pages: Pages;
let person: Person;

beforeAll(async () => {
  [pages, person] = await Promise.all([servePages(), personWhoseVoiceIs(300)]);
});
afterAll(async () => {
  await person?.close();
  await pages?.stop();
});

afterEach(async () => {
  pages.refuseSockets = undefined;
  pages.refuseCalls = undefined;
  await Promise.all(person.browser.contexts().map((context) => context.close()));
  await expect.poll(() => pages.operator.consoles).toBe(0);
});

const open = (path: string, { language, colorScheme, width }: Look): Promise<Page> =>
  person.open(`${pages.url}${path}`, {
    locale: language,
    colorScheme,
    viewport: { width, height: width === 390 ? 844 : 800 },
  });

describe.each(looks)("$language, $colorScheme, $width wide", (look) => {
  const { words, language, colorScheme, width } = look;

  /** Keeps the picture, and holds the page to what every page must keep to. */
  async function show(page: Page, name: string): Promise<void> {
    await keepPicture(page, `${name}-${language}-${colorScheme}-${width}`);
    expect(await page.evaluate(faultsOf), name).toEqual([]);
  }

  it("[W21] start page and plain pages", async () => {
    for (const [path, name] of [
      ["/", "home"],
      ["/supervisor", "supervisor"],
      ["/admin", "admin"],
    ] as const) {
      const page = await open(path, look);
      await page.getByRole("heading", { level: 1 }).waitFor();
      if (path === "/") await page.getByText("+7 495 123-45-67").waitFor();
      await show(page, name);
      await page.context().close();
    }
  });

  it("[W21] operator console", async () => {
    const { operator } = pages;
    operator.reset();
    operator.wrapUpLasts = 30_000;
    const page = await open("/operator", look);
    const button = (name: string) => page.getByRole("button", { name, exact: true });
    const heading = (name: string) => page.getByRole("heading", { name, exact: true }).waitFor();
    await button(words.signIn.press).waitFor();
    await show(page, "sign-in");
    pages.companies = [{ id: "company", name: "Ромашка" }];
    await page.goto(`${pages.url.replace("127.0.0.1", "localhost")}/operator`);
    await page.getByRole("link", { name: words.signIn.company("Ромашка") }).waitFor();
    await show(page, "sign-in-others");
    pages.companySignOut = true;
    await page.getByRole("link", { name: words.signIn.company("Ромашка") }).click();
    await heading(words.stage.online.title);
    await page.reload();
    await heading(words.stage.online.title);
    const also = page.getByRole("checkbox", { name: words.leave.also("Ромашка") });
    await page.locator(".bar button[aria-haspopup=dialog]").click();
    await also.check();
    await show(page, "leave-company");
    await page.getByRole("dialog").getByRole("button", { name: words.bar.signOut }).click();
    await page.getByText(words.signIn.backFrom("Ромашка")).waitFor();
    await show(page, "sign-in-back");
    pages.companySignOut = false;
    pages.companies = [];
    operator.reset();
    operator.wrapUpLasts = 30_000;
    await page.goto(`${pages.url}/operator`);

    await page.getByLabel(words.signIn.operator).fill("operator1");
    await page.getByLabel(words.signIn.password).fill("wrong");
    await button(words.signIn.press).click();
    await page.getByText(words.signIn.wrong).waitFor();
    await show(page, "sign-in-wrong");

    await page.getByLabel(words.signIn.password).fill(password);
    await button(words.signIn.press).click();
    await heading(words.stage.online.title);
    await show(page, "online");

    await page.getByRole("button", { name: words.bar.sound }).first().click();
    await page.getByText(words.sound.heard).waitFor();
    await show(page, "sound-check");
    await button(words.sound.done).click();

    await button(words.status.ready).click();
    await heading(words.stage.ready.title);
    await show(page, "ready");

    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await show(page, "help");
    await page.keyboard.press("Escape");

    const room = `call-callcenter_x_gallery${language}${width}`;
    await operator.offer(room);
    await button(words.offer.accept).waitFor();
    await show(page, "offer");
    operator.rescind();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await operator.offer(room, { callback: true });
    await page.getByText(words.offer.callbackHint).waitFor();
    await show(page, "offer-callback");
    operator.rescind();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await operator.offer(room);

    await button(words.offer.accept).click();
    await page.getByRole("timer", { name: words.call.duration }).getByText("0:0").waitFor();
    await show(page, "call");
    await button(words.call.mute).click();
    await page.getByText(words.call.muted).waitFor();
    await show(page, "call-muted");
    await button(words.call.transfer).click();
    await button("Billing").waitFor();
    await show(page, "transfer");
    await button(words.cancel).click();
    await button(words.bar.signOut).click();
    await heading(words.leave.title);
    await show(page, "leave");
    await button(words.cancel).click();

    pages.refuseSockets = 503;
    operator.cutSockets();
    await page.getByText(words.trouble.brokenInCall).waitFor();
    await show(page, "call-broken");
    pages.refuseSockets = undefined;
    await page.getByText(words.trouble.brokenInCall).waitFor({ state: "detached" });

    await button(words.disposition.open).click();
    await page.getByRole("button", { name: /^Sold/ }).click();
    await page.getByRole("textbox", { name: words.disposition.note }).fill("Перезвонить в марте.");
    await show(page, "disposition");
    await button(words.disposition.save).click();
    await button(words.disposition.chosen("Named sold")).waitFor();
    await show(page, "call-disposed");

    await button(words.call.hangUp).click();
    await heading(words.wrapUp.title);
    await show(page, "wrap-up");
    await button(words.status.timeout).click();
    await button(words.status.takeBack).waitFor();
    await show(page, "wrap-up-next");
    await button(words.status.takeBack).click();
    await button(words.wrapUp.finish).click();

    operator.wrapUpMode = "onRequest";
    await operator.offer(`${room}2`);
    await button(words.offer.accept).click();
    await button(words.wrapUp.request).click();
    await show(page, "call-wrap-up-requested");
    operator.wrapUpMode = "mandatory";
    await button(words.call.hangUp).click();
    await heading(words.wrapUp.title);
    await show(page, "wrap-up-mandatory");
    operator.overrunWrapUp();
    await heading(words.stage.unfinished.title);
    await show(page, "unfinished");

    operator.miss();
    await heading(words.stage.banned.title);
    await show(page, "banned");
    await button(words.status.timeout).click();
    await heading(words.stage.timeout.title);
    await show(page, "timeout");
    operator.ownReasons = ["Обед", "Обучение", "Training with the team lead, room 5"].map((name, n) => ({
      ...usualReason,
      id: as<PauseReasonId>(`reason${n}`),
      name,
    }));
    await button(words.status.dnd).click();
    await button(words.status.pauseFor).click();
    await page.getByRole("dialog", { name: words.pause.title }).waitFor();
    await show(page, "pause-reasons");
    await button("Обед").click();
    await heading("Обед");
    await show(page, "paused-for");

    const second = await page.context().newPage();
    await second.goto(`${pages.url}/operator`);
    await second.getByLabel(words.signIn.password).fill(password);
    await second.getByRole("button", { name: words.signIn.press, exact: true }).click();
    await second.getByText(words.otherTab.title).waitFor();
    await show(second, "other-tab");
  });

  it("[W21] the operator's page when the microphone is refused", async () => {
    pages.operator.reset();
    const page = await open("/operator", look);
    await page.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "NotAllowedError"));
    });
    await page.reload();
    await page.getByLabel(words.signIn.operator).fill("operator1");
    await page.getByLabel(words.signIn.password).fill(password);
    await page.getByRole("button", { name: words.signIn.press, exact: true }).click();
    await page.getByRole("button", { name: words.status.ready, exact: true }).click();
    await page.getByText(words.sound.denied).waitFor();
    await show(page, "microphone-refused");
  });

  it("[W21] the second factor, where it is demanded and when it is asked for", async () => {
    pages.secondFactor = "missing";
    const page = await open("/operator", look);
    const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
    await page.getByLabel(words.signIn.operator).fill("operator1");
    await page.getByLabel(words.signIn.password).fill(password);
    await press(words.signIn.press);
    await page.getByText(words.secondFactor.demanded).waitFor();
    await page.getByLabel(words.signIn.password).fill(password);
    await press(words.secondFactor.begin);
    await page.getByLabel(words.secondFactor.code, { exact: true }).fill("000000");
    await press(words.secondFactor.confirm);
    await page.getByText(words.secondFactor.wrong).waitFor();
    await show(page, "second-factor-secret");
    await page.getByLabel(words.secondFactor.code, { exact: true }).fill(goodCode);
    await press(words.secondFactor.confirm);
    await page.getByText(words.secondFactor.keep).waitFor();
    await show(page, "second-factor-codes");
    await press(words.secondFactor.kept);
    await press(words.bar.signOut);
    await page.getByLabel(words.signIn.password).fill(password);
    await press(words.signIn.press);
    await page.getByText(words.signIn.code).waitFor();
    await show(page, "sign-in-code");
    pages.secondFactor = "off";
  });

  it("[W21] passkeys", async () => {
    pages.secondFactor = "off";
    const made = { person: as<OperatorId>("operator1"), publicKey: "", counter: 0, transports: [], madeAt: 0 };
    pages.passkeys = [
      { ...made, id: "a", name: "Telephone", lastUsedAt: null },
      {
        ...made,
        id: "b",
        name: "A laptop with a name that is rather long",
        lastUsedAt: Date.parse("2026-11-20T10:00Z"),
      },
    ];
    const page = await open("/operator", look);
    await page.goto(`${pages.url.replace("127.0.0.1", "localhost")}/operator`);
    await page.getByLabel(words.signIn.operator).fill("operator1");
    await page.getByLabel(words.signIn.password).fill(password);
    await page.getByRole("button", { name: words.signIn.press, exact: true }).click();
    await page.getByRole("button", { name: words.status.ready, exact: true }).waitFor();
    // The button for it is not on a narrow bar.
    await page.getByRole("button", { name: words.secondFactor.title, includeHidden: true }).dispatchEvent("click");
    await page.getByText("Telephone").waitFor();
    await page.getByRole("button", { name: words.passkeys.add, exact: true }).click();
    await show(page, "passkeys");
    pages.passkeys = [];
  });

  it("[W21] caller page", async () => {
    const page = await open("/call", look);
    const button = (name: string) => page.getByRole("button", { name, exact: true });
    await page.getByText("+7 495 123-45-67").waitFor();
    await show(page, "caller");
    const before = pages.callersRooms.length;
    await button(words.caller.call).click();
    await button(words.call.hangUp).waitFor();
    await show(page, "caller-connecting");
    await expect.poll(() => pages.callersRooms.length).toBe(before + 1);
    await button(words.call.hangUp).click();
    await page.getByText(words.caller.endedByYou).waitFor();
    await show(page, "caller-ended");
    pages.refuseCalls = 503;
    await page.reload();
    await button(words.caller.call).click();
    await page.getByText(words.caller.unavailable).waitFor();
    await show(page, "caller-refused");
    pages.refuseCalls = undefined;
  });
});
