import { inRussian } from "./numerals.ts";
import { minuteForms, plural } from "./plural.ts";
import type { Texts } from "./wording.ts";

export const ru: Texts = {
  greeting: "Здравствуйте! Пожалуйста, оставайтесь на линии.",
  place: (place) => (place === 1 ? "Вы следующий в очереди." : `Ваш номер в очереди: ${inRussian(place)}.`),
  wait: (minutes) =>
    `Ожидайте ответа примерно ${inRussian(minutes, "feminineAccusative")} ${plural("ru", minutes, minuteForms.ru)}.`,
  shortWait: "Ожидание займёт меньше минуты.",
  longWait: "Ожидание займёт больше получаса.",
  nobodyServes: "К сожалению, сейчас нет операторов на линии. Пожалуйста, позвоните позже. До свидания.",
  full: "К сожалению, все линии заняты. Пожалуйста, позвоните позже. До свидания.",
  closed: "К сожалению, сейчас мы не работаем. Пожалуйста, позвоните позже. До свидания.",
  waited: "К сожалению, все операторы всё ещё заняты. Пожалуйста, позвоните позже. До свидания.",
  marked: "К сожалению, сейчас мы не можем ответить. Мы отметили ваш звонок и свяжемся с вами. До свидания.",
};
