import { countedMinutes } from "./plural.ts";
import type { Fillings, Texts } from "./wording.ts";

export const en: Texts = {
  greeting: "Hello! Please stay on the line.",
  next: "You are next in the queue.",
  place: "You are number {place} in the queue.",
  wait: "The expected wait is about {minutes}.",
  shortWait: "The expected wait is less than a minute.",
  longWait: "The expected wait is more than half an hour.",
  nobodyServes: "We are sorry, there is no operator on duty at the moment. Please call again later. Good-bye.",
  full: "We are sorry, all our lines are busy. Please call again later. Good-bye.",
  closed: "We are sorry, we are closed at the moment. Please call again later. Good-bye.",
  waited: "We are sorry, all our operators are still busy. Please call again later. Good-bye.",
  callbackKey: "If you would rather not hold the line, press {key}: we will keep your place and call you back.",
  promised: "Thank you. We will keep your place in the queue and call you back. Good-bye.",
  calledBack: "Hello! You asked us to call you back. We are connecting you to an operator.",
  marked: "We are sorry that we cannot answer your call now. We have noted it and will get back to you. Good-bye.",
};

const digits = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

export const englishFillings: Fillings = {
  place: String,
  minutes: (minutes) => countedMinutes("en", minutes),
  key: (key) => (key === "*" ? "star" : key === "#" ? "hash" : (digits[Number(key)] ?? key)),
};
