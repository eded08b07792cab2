import { describe, expect, it } from "vitest";
import { counted, phone, secondsLeft, spoken, timer } from "../../web/lib/format.ts";
import { shortcutOf } from "../../web/lib/keys.ts";
import { en } from "../../web/texts/en.ts";
import { ru } from "../../web/texts/ru.ts";

describe("durations", () => {
  it.each([
    [-5, "0:00"],
    [0, "0:00"],
    [7_999, "0:07"],
    [754_000, "12:34"],
    [3_723_000, "1:02:03"],
  ])("[W22] a timer of %i ms shows %s", (duration, shown) => {
    expect(timer(duration)).toBe(shown);
  });

  it("[W22] the last second shows 1, and 0 means over", () => {
    expect([1_001, 1_000, 1, 0, -1].map(secondsLeft)).toEqual([2, 1, 1, 0, 0]);
  });

  it.each([
    [1_000, "1 секунда", "1 second"],
    [2_000, "2 секунды", "2 seconds"],
    [11_000, "11 секунд", "11 seconds"],
    [21_000, "21 секунда", "21 seconds"],
    [60_000, "1 минута", "1 minute"],
    [125_000, "2 минуты 5 секунд", "2 minutes 5 seconds"],
  ])("[W22] %i ms is said %s, %s", (duration, russian, english) => {
    expect(spoken(duration, "ru")).toBe(russian);
    expect(spoken(duration, "en")).toBe(english);
  });

  it("[W22] counted nouns take the form that the number wants", () => {
    const queues = (n: number) => counted(n, ru.queues.count, "ru");
    expect([1, 2, 5, 11, 21, 111].map(queues)).toEqual([
      "1 очередь",
      "2 очереди",
      "5 очередей",
      "11 очередей",
      "21 очередь",
      "111 очередей",
    ]);
    expect(counted(1, en.queues.count, "en")).toBe("1 queue");
  });
});

describe("numbers", () => {
  it("[W22] numbers are grouped as people read them, anything else stays", () => {
    expect(phone("+74951234567")).toBe("+7 495 123-45-67");
    expect(phone("+12125550123")).toBe("+1 212 555-0123");
    expect(phone("+442079460018")).toBe("+442079460018");
    expect(phone("reception")).toBe("reception");
  });
});

describe("shortcuts", () => {
  it.each([
    ["a", "KeyA", "A"],
    ["ф", "KeyA", "A"],
    ["Ь", "KeyM", "M"],
    ["a", "KeyQ", "A"],
    ["Enter", "Enter", "Enter"],
    ["?", "Slash", "?"],
  ])("[W19] the key that prints %s at %s means %s", (key, code, shortcut) => {
    expect(shortcutOf({ key, code })).toBe(shortcut);
  });
});

describe("texts", () => {
  const keysOf = (value: unknown, path = ""): string[] =>
    typeof value === "object" && value !== null && !("other" in value)
      ? Object.entries(value).flatMap(([key, below]) => keysOf(below, `${path}.${key}`))
      : [`${path}:${typeof value}`];

  it("[W20] both languages say the same things, and nothing is empty", () => {
    expect(keysOf(ru)).toEqual(keysOf(en));
    expect(JSON.stringify([ru, en])).not.toMatch(/""/);
  });

  it("[W20] what people press has the names the field gives it", () => {
    const pressed = (words: typeof en) => [
      words.signIn.press,
      words.status.ready,
      words.offer.accept,
      words.offer.decline,
      words.call.mute,
      words.call.hangUp,
    ];
    expect(pressed(en)).toEqual(["Sign in", "Ready", "Accept", "Decline", "Mute", "Hang up"]);
    expect(pressed(ru)).toEqual(["Войти", "Готов", "Принять", "Отклонить", "Без звука", "Завершить"]);
  });
});
