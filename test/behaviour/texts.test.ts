import { announcement } from "../../src/call/texts/announcement.ts";
import { wordsOf } from "../../src/call/texts/line.ts";
import { inRussian } from "../../src/call/texts/numerals.ts";
import { countedMinutes } from "../../src/call/texts/plural.ts";
import { told, waitSteps, type Told } from "../../src/call/texts/told.ts";
import { minutes, seconds, type Language } from "../../src/words/index.ts";
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

const saidOf = (language: Language, standing: Told): string => wordsOf(announcement({ language }, standing));

test("[C13] what is said of a standing, in both languages; nothing of a wait that cannot be estimated", () => {
  equal(
    saidOf("ru", told({ place: 3, expectedWait: minutes(2) })),
    "Ваш номер в очереди: три. Ожидайте ответа примерно две минуты.",
  );
  equal(
    saidOf("ru", told({ place: 1, expectedWait: seconds(20) })),
    "Вы следующий в очереди. Ожидание займёт меньше минуты.",
  );
  equal(
    saidOf("en", told({ place: 2, expectedWait: minutes(1) })),
    "You are number 2 in the queue. The expected wait is about 1 minute.",
  );
  equal(
    saidOf("en", told({ place: 2, expectedWait: minutes(50) })),
    "You are number 2 in the queue. The expected wait is more than half an hour.",
  );
  equal(saidOf("en", told({ place: 2, expectedWait: null })), "You are number 2 in the queue.");
});

const minutesTold = (wait: number, before?: Told): number =>
  waitSteps[told({ place: 1, expectedWait: wait }, before).step ?? -1]?.minutes ?? Number.NaN;

test("[C21] a wait is told in steps: less than a minute, about 1, 2, 3, 5, 10, 15, 20, 30 minutes, more", () => {
  const steps = [0.9, 1, 1.4, 1.6, 3, 4, 7, 8, 14, 20, 30, 39, 41].map((wait) => minutesTold(minutes(wait)));
  equal(steps, [0, 1, 1, 2, 3, 5, 5, 10, 15, 20, 30, 30, Number.POSITIVE_INFINITY]);
});

test("[C21] what was told is told again until the expected wait is clearly outside of that step", () => {
  const before = told({ place: 1, expectedWait: minutes(5) }); // 4 to 7.5 minutes
  equal(
    [3.3, 3.5, 4, 7, 8, 8.5, 9].map((wait) => minutesTold(minutes(wait), before)),
    [3, 5, 5, 5, 5, 5, 10],
  );
  // Whatever the estimate does around a border, the caller hears one thing.
  let last = before;
  const heard = [3.9, 4.1, 3.8, 4.2, 3.7, 4.3].map((wait) => {
    last = told({ place: 1, expectedWait: minutes(wait) }, last);
    return waitSteps[last.step ?? -1]?.minutes;
  });
  equal(heard, [5, 5, 5, 5, 5, 5]);
  equal(told({ place: 1, expectedWait: null }, before).step, null);
});

test("[C20] the place that was told never gets worse", () => {
  const first = told({ place: 3, expectedWait: null });
  const second = told({ place: 5, expectedWait: null }, first);
  equal([second.place, told({ place: 2, expectedWait: null }, second).place], [3, 2]);
});
