import { announcement } from "../../src/call/texts/announcement.ts";
import { inRussian } from "../../src/call/texts/numerals.ts";
import { countedMinutes } from "../../src/call/texts/plural.ts";
import { equal, test } from "./harness.ts";

test("[C11] Russian minutes have the plural that Russian wants", () => {
  const counted = [1, 2, 5, 11, 12, 14, 21, 22, 25, 101, 111, 112, 121].map((n) => countedMinutes("ru", n));
  equal(counted, [
    "1 минуту",
    "2 минуты",
    "5 минут",
    "11 минут",
    "12 минут",
    "14 минут",
    "21 минуту",
    "22 минуты",
    "25 минут",
    "101 минуту",
    "111 минут",
    "112 минут",
    "121 минуту",
  ]);
});

test("[C12] numbers are spoken right: in words, of the right gender and case", () => {
  equal(
    [1, 2, 3, 21, 40, 111, 122, 500].map((n) => inRussian(n, "feminineAccusative")),
    ["одну", "две", "три", "двадцать одну", "сорок", "сто одиннадцать", "сто двадцать две", "пятьсот"],
  );
  equal(
    [0, 1, 2, 12, 999].map((n) => inRussian(n)),
    ["ноль", "один", "два", "двенадцать", "девятьсот девяносто девять"],
  );
});

test("[C13] what is said of a standing, in both languages; nothing of a wait that cannot be estimated", () => {
  equal(
    announcement("ru", { place: 3, expectedWait: 61_000 }),
    "Ваш номер в очереди: три. Ожидайте ответа примерно две минуты.",
  );
  equal(
    announcement("ru", { place: 1, expectedWait: 20_000 }),
    "Вы следующий в очереди. Ожидание займёт меньше минуты.",
  );
  equal(
    announcement("en", { place: 2, expectedWait: 60_000 }),
    "You are number 2 in the queue. The expected wait is about 1 minute.",
  );
  equal(announcement("en", { place: 2, expectedWait: null }), "You are number 2 in the queue.");
});
