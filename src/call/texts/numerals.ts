/**
 * Russian numerals in words, as a voice must say them: a speech engine reads "2 минуты" with the masculine "два".
 * 0 to 999; larger numbers stay digits (nobody waits as the thousandth).
 */
const units = ["ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять"];
const teens = [
  "десять",
  "одиннадцать",
  "двенадцать",
  "тринадцать",
  "четырнадцать",
  "пятнадцать",
  "шестнадцать",
  "семнадцать",
  "восемнадцать",
  "девятнадцать",
];
const tens = [
  "",
  "",
  "двадцать",
  "тридцать",
  "сорок",
  "пятьдесят",
  "шестьдесят",
  "семьдесят",
  "восемьдесят",
  "девяносто",
];
const hundreds = [
  "",
  "сто",
  "двести",
  "триста",
  "четыреста",
  "пятьсот",
  "шестьсот",
  "семьсот",
  "восемьсот",
  "девятьсот",
];
/** The only two that change with a feminine noun in the accusative: "одну минуту", "две минуты". */
const feminineAccusative: Readonly<Record<string, string>> = { один: "одну", два: "две" };

export function inRussian(n: number, form: "nominative" | "feminineAccusative" = "nominative"): string {
  if (!Number.isInteger(n) || n < 0 || n > 999) return String(n);
  const rest = n % 100;
  const words = [
    hundreds[Math.floor(n / 100)],
    rest >= 10 && rest < 20 ? teens[rest - 10] : tens[Math.floor(rest / 10)],
    rest >= 10 && rest < 20 ? "" : n === 0 || rest % 10 !== 0 ? units[rest % 10] : "",
  ].filter((word) => word !== undefined && word !== "");
  const last = words.at(-1);
  if (form === "feminineAccusative" && last !== undefined) words[words.length - 1] = feminineAccusative[last] ?? last;
  return words.join(" ");
}
