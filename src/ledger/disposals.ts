/** How talks turned out, each under its call: told by the operator's actor when the wrap-up is over, or set afterwards. */
import type { Disposal } from "../protocol/disposition.ts";
import type { ReportFilter, ReportQuery } from "../reports/query.ts";
import type { Sums } from "../reports/sums.ts";
import type { Sql } from "../kernel/index.ts";
import type { CallId } from "../words/index.ts";
import type { Slices } from "./slices.ts";

/** Rows only where something was said, or had to be. `offer` is empty for what was set for an operator who has not said anything yet. */
export const disposalTable = `
  CREATE TABLE disposal (
    call TEXT NOT NULL,
    operator TEXT NOT NULL,
    offer TEXT NOT NULL,
    disposition TEXT,
    queue TEXT,
    at INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (call, operator, offer)
  ) WITHOUT ROWID;
  CREATE INDEX disposal_by_disposition ON disposal (disposition, call);
`;

/** Of one talk what was chosen last counts, in whatever order and however often it is told; that nothing was chosen counts for nothing else. */
export function keepDisposal(sql: Sql, told: Disposal): void {
  const { callId, operatorId } = told;
  const known = ofOperator(sql, callId, operatorId);
  const unsaid = known.find(({ offerId }) => offerId === null);
  // What was set for the operator's talk before they said anything is about this talk.
  const before =
    told.offerId === null ? known.at(-1) : (known.find(({ offerId }) => offerId === told.offerId) ?? unsaid);
  const latest = before === undefined || follows(told, before) ? told : before;
  const kept = { ...latest, offerId: told.offerId ?? before?.offerId ?? null, queueId: told.queueId ?? latest.queueId };
  if (unsaid !== undefined) {
    sql.exec("DELETE FROM disposal WHERE call = ? AND operator = ? AND offer = ''", callId, operatorId);
  }
  sql.exec(
    "INSERT OR REPLACE INTO disposal (call, operator, offer, disposition, queue, at, record) VALUES (?, ?, ?, ?, ?, ?, ?)",
    callId,
    operatorId,
    kept.offerId ?? "",
    kept.dispositionId,
    kept.queueId,
    kept.at,
    JSON.stringify(kept),
  );
}

const saysNothing = ({ missing, note }: Disposal): boolean => missing && note === "";

const follows = (told: Disposal, before: Disposal): boolean =>
  saysNothing(before) || (!saysNothing(told) && told.at >= before.at);

const ofOperator = (sql: Sql, call: CallId, operator: string): Disposal[] =>
  sql
    .exec("SELECT record FROM disposal WHERE call = ? AND operator = ? ORDER BY at, offer", call, operator)
    .toArray()
    .map(disposalIn);

/** Of these calls, by call and time. */
export const disposalsOf = (sql: Sql, calls: readonly CallId[]): Disposal[] =>
  sql
    .exec(
      "SELECT record FROM disposal WHERE call IN (SELECT value FROM json_each(?)) ORDER BY call, at",
      JSON.stringify(calls),
    )
    .toArray()
    .map(disposalIn);

const disposalIn = (row: Record<string, unknown>): Disposal => JSON.parse(String(row["record"])) as Disposal; // written by keepDisposal

/** How many calls are looked at in one slice. */
const callsRead = 1_000;

/** Talks by disposition, of the calls that began in the interval. Read from the calls' index: what is set later needs no sum to be made anew. */
export function* countDisposals(sql: Sql, query: ReportQuery, sums: Sums): Slices {
  const { text, bindings } = conditionsOf(query);
  let [started, id] = [query.bounds[0] ?? 0, ""];
  for (;;) {
    const rows = sql
      .exec(
        `SELECT call.started, call.id, disposal.call AS said, disposal.disposition, disposal.record ->> '$.note' <> '' AS noted
         FROM (SELECT started, id, number, channel, scenario FROM call
               WHERE (started, id) > (?, ?) AND started < ? ORDER BY started, id LIMIT ?) AS call
         LEFT JOIN disposal ON disposal.call = call.id${text} ORDER BY call.started, call.id`,
        started,
        id,
        query.bounds.at(-1) ?? 0,
        callsRead,
        ...bindings,
      )
      .toArray();
    for (const row of rows) {
      [started, id] = [Number(row["started"]), String(row["id"])];
      if (row["said"] === null) continue;
      const tally = sums.of(started, typeof row["disposition"] === "string" ? row["disposition"] : "");
      tally?.add("disposed");
      if (row["noted"] === 1) tally?.add("noted");
    }
    if (rows.length < callsRead) return;
    yield;
  }
}

function conditionsOf({ queues, operator, number, channel, scenario }: ReportFilter): {
  readonly text: string;
  readonly bindings: readonly string[];
} {
  const wanted = {
    "call.number": number,
    "call.channel": channel,
    "call.scenario": scenario,
    "disposal.operator": operator,
  };
  const conditions = Object.entries(wanted).flatMap(([column, value]): [string, string][] =>
    value === undefined ? [] : [[`${column} = ?`, value]],
  );
  if (queues !== undefined)
    conditions.push(["disposal.queue IN (SELECT value FROM json_each(?))", JSON.stringify(queues)]);
  return {
    text: conditions.map(([condition]) => ` AND ${condition}`).join(""),
    bindings: conditions.map(([, binding]) => binding),
  };
}
