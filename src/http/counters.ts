/** What this isolate has done since it started, for /metrics. */
export interface Counters {
  /** `name` as Prometheus wants it, without the prefix `acd_`; labels are few and of few values. */
  count(name: string, labels?: Readonly<Record<string, string>>): void;
  /** In Prometheus' text format, with `gauges` from elsewhere. */
  text(gauges?: Readonly<Record<string, number>>): string;
}

const helps: Readonly<Record<string, string>> = {
  http_requests_total: "Requests answered, by class of status.",
  webhooks_total: "LiveKit webhooks, by what became of them.",
  sign_ins_total: "Attempts to sign in.",
  web_calls_total: "Calls begun in a browser.",
  sockets_total: "WebSockets opened, by who is at the other end.",
  patrol_rounds_total: "Comparisons of LiveKit's rooms with the calls.",
  patrol_looks_total: "Calls that had to look into their room.",
  patrol_callers_found_total: "Callers of whom no webhook had told.",
  patrol_rooms_missed_total: "Calls whose room was gone.",
  patrol_failures_total: "Steps of the patrol that failed and will be tried again.",
  media_workers: "Media workers signed on.",
};

export function counters(): Counters {
  const series = new Map<string, Map<string, number>>();
  return {
    count(name, labels = {}) {
      const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
      const key = pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
      const values = series.get(name) ?? new Map<string, number>();
      series.set(name, values.set(key, (values.get(key) ?? 0) + 1));
    },
    text(others = {}) {
      const lines: string[] = [];
      const metric = (name: string, values: Iterable<[string, number]>): void => {
        lines.push(
          `# HELP acd_${name} ${helps[name] ?? name}`,
          `# TYPE acd_${name} ${name.endsWith("_total") ? "counter" : "gauge"}`,
        );
        for (const [labels, value] of values) lines.push(`acd_${name}${labels} ${value}`);
      };
      for (const [name, values] of series) metric(name, values);
      for (const [name, value] of Object.entries(others)) metric(name, [["", value]]);
      return `${lines.join("\n")}\n`;
    },
  };
}
