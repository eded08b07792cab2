/** What an e-mail with a report says: the most important figures; the rest is in the file. */
import type { Report } from "../reports/make.ts";
import type { Unit } from "../reports/metrics.ts";
import type { ReportName } from "../reports/names.ts";
import { minutes, seconds, type Language } from "../words/index.ts";

const ofCalls = ["offered", "answered", "abandoned", "abandonRate", "serviceLevelSettledOfAll", "asa"] as const;
const ofPeople = ["talks", "talkTime", "aht", "occupancy"] as const;
const shown = {
  queues: ofCalls,
  numbers: ofCalls,
  scenarios: ofCalls,
  hours: ofCalls,
  operators: ofPeople,
  groups: ofPeople,
  dispositions: ["disposed", "noted"],
} as const satisfies Record<ReportName, readonly string[]>;

type Shown = (typeof shown)[ReportName][number];

const words = {
  en: {
    figures: {
      offered: "Offered",
      answered: "Answered",
      abandoned: "Abandoned",
      abandonRate: "Abandon rate",
      serviceLevelSettledOfAll: "Service level",
      asa: "Average speed of answer",
      talks: "Talks",
      talkTime: "Talk time",
      aht: "Average handling time",
      occupancy: "Occupancy",
      disposed: "Talks with a disposition",
      noted: "With a note",
    },
    attached: "The whole report is attached",
    unread: "Nobody reads what is answered to this address.",
  },
  ru: {
    figures: {
      offered: "Поступило",
      answered: "Отвечено",
      abandoned: "Не дождались",
      abandonRate: "Доля не дождавшихся",
      serviceLevelSettledOfAll: "Уровень обслуживания",
      asa: "Среднее время ответа",
      talks: "Разговоров",
      talkTime: "Время разговоров",
      aht: "Среднее время обработки",
      occupancy: "Занятость",
      disposed: "Разговоров с итогом",
      noted: "С заметкой",
    },
    attached: "Отчёт целиком — во вложении",
    unread: "Ответы на этот адрес никто не читает.",
  },
} as const satisfies Record<Language, { figures: Record<Shown, string>; attached: string; unread: string }>;

export interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** `file`: the name of what is attached. */
export function letterOf(name: string, language: Language, report: Report, file: string): Letter {
  const { figures, attached, unread } = words[language];
  const { from, until, timeZone, table } = report;
  const clock = new Intl.DateTimeFormat(language, { timeZone, dateStyle: "medium", timeStyle: "short" });
  const period = `${clock.format(from)} – ${clock.format(until)} (${timeZone})`;
  const units = new Map(report.columns.map(({ name, unit }) => [name, unit]));
  const lines = shown[report.report].map((figure): readonly [string, string] => [
    figures[figure],
    inWords(table.total[figure] ?? null, units.get(figure) ?? "count", language),
  ]);
  return {
    subject: `${name}: ${clock.format(from)} – ${clock.format(until)}`,
    text: [
      name,
      period,
      "",
      ...lines.map(([what, value]) => `${what}: ${value}`),
      "",
      `${attached}: ${file}`,
      unread,
      "",
    ].join("\n"),
    html: [
      `<!doctype html><html lang="${language}"><body>`,
      `<h1>${escaped(name)}</h1><p>${escaped(period)}</p><table>`,
      ...lines.map(
        ([what, value]) => `<tr><th align="left">${escaped(what)}</th><td align="right">${escaped(value)}</td></tr>`,
      ),
      `</table><p>${escaped(`${attached}: ${file}`)}</p><p>${escaped(unread)}</p></body></html>`,
    ].join("\n"),
  };
}

function inWords(value: number | null, unit: Unit, language: Language): string {
  if (value === null) return "–";
  if (unit === "share")
    return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 }).format(value);
  if (unit === "count") return new Intl.NumberFormat(language).format(value);
  const [hours, rest] = [Math.floor(value / minutes(60)), value % minutes(60)];
  const two = (n: number): string => String(Math.floor(n)).padStart(2, "0");
  return `${hours}:${two(rest / minutes(1))}:${two((rest % minutes(1)) / seconds(1))}`;
}

const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
