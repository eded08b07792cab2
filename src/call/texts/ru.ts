import { inRussian } from "./numerals.ts";
import { minuteForms, plural } from "./plural.ts";
import type { Texts } from "./wording.ts";

export const ru: Texts = {
  greeting: "Здравствуйте! Пожалуйста, оставайтесь на линии.",
  place: (place) => (place === 1 ? "Вы следующий в очереди." : `Ваш номер в очереди: ${inRussian(place)}.`),
  wait: (minutes) =>
    `Ожидайте ответа примерно ${inRussian(minutes, "feminineAccusative")} ${plural("ru", minutes, minuteForms.ru)}.`,
  shortWait: "Ожидание займёт меньше минуты.",
  nobodyServes: "К сожалению, сейчас нет операторов на линии. Пожалуйста, позвоните позже. До свидания.",
  full: "К сожалению, все линии заняты. Пожалуйста, позвоните позже. До свидания.",
};
