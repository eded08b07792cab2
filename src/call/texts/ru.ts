import { inRussian } from "./numerals.ts";
import { minuteForms, plural } from "./plural.ts";
import type { Fillings, Texts } from "./wording.ts";

export const ru: Texts = {
  greeting: "Здравствуйте! Пожалуйста, оставайтесь на линии.",
  next: "Вы следующий в очереди.",
  place: "Ваш номер в очереди: {place}.",
  wait: "Ожидайте ответа примерно {minutes}.",
  shortWait: "Ожидание займёт меньше минуты.",
  longWait: "Ожидание займёт больше получаса.",
  nobodyServes: "К сожалению, сейчас нет операторов на линии. Пожалуйста, позвоните позже. До свидания.",
  full: "К сожалению, все линии заняты. Пожалуйста, позвоните позже. До свидания.",
  closed: "К сожалению, сейчас мы не работаем. Пожалуйста, позвоните позже. До свидания.",
  waited: "К сожалению, все операторы всё ещё заняты. Пожалуйста, позвоните позже. До свидания.",
  callbackKey: "Чтобы не ждать на линии, нажмите {key}: мы сохраним ваше место и перезвоним вам.",
  promised: "Спасибо. Мы сохраним ваше место в очереди и перезвоним вам. До свидания.",
  calledBack: "Здравствуйте! Вы просили вам перезвонить. Соединяем вас с оператором.",
  marked: "К сожалению, сейчас мы не можем ответить. Мы отметили ваш звонок и свяжемся с вами. До свидания.",
};

export const russianFillings: Fillings = {
  place: (place) => inRussian(place),
  minutes: (minutes) => `${inRussian(minutes, "feminineAccusative")} ${plural("ru", minutes, minuteForms.ru)}`,
  key: (key) => (key === "*" ? "звёздочку" : key === "#" ? "решётку" : inRussian(Number(key))),
};
