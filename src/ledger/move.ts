/** The way of records to their months. */
import type { Sql } from "../kernel/index.ts";
import type { Instant } from "../words/index.ts";
import { goneThrough, goneThroughUntil } from "./gone.ts";
import type { MonthRecord } from "./month.ts";
import { mayBeMovedUntil, moved, tellMonths } from "./months.ts";
import type { Atomically, Slices } from "./slices.ts";

/** Records in one slice: a megabyte or two. */
const atOnce = 50;
/** Ten thousand records. */
const slicesInOneGo = 200;

/** Records of calls that began before are to be moved. */
export function beginMove(sql: Sql, before: Instant, atomically: Atomically): void {
  if (before > mayBeMovedUntil(sql)) atomically(() => goneThrough(sql, "moving", before));
}

/** Whether there are some left that are to be, as SQL has it: it is asked with every fact, together with something else. */
export const areLeft = `coalesce((SELECT until FROM stripped WHERE what = 'moved'), 0) <
  coalesce((SELECT until FROM stripped WHERE what = 'moving'), 0)`;

const isMoving = (sql: Sql): boolean => sql.exec(`SELECT ${areLeft} AS moving`).toArray()[0]?.["moving"] === 1;

/**
 * Moves some of the records that are to be. A record is put into its month first, and taken out here only if it is still the one that was put: whoever dies in
 * between puts it again, and so does who finds it changed.
 */
export function* moveRecords(sql: Sql, atomically: Atomically): Slices {
  for (let slices = 0; slices < slicesInOneGo && isMoving(sql); slices += 1) {
    const before = mayBeMovedUntil(sql);
    const records = sql
      .exec(
        `SELECT place, started, summary, timeline, kept FROM call
         WHERE started >= ? AND started < ? AND summary <> '' ORDER BY started, id LIMIT ?`,
        goneThroughUntil(sql, "moved"),
        before,
        atOnce,
      )
      .toArray()
      .map(recordIn);
    yield* tellMonths(records, (month, places) => {
      const those = new Set(places);
      return month.put(records.filter(({ place }) => those.has(place)));
    });
    const until = records.length < atOnce ? before : (records.at(-1)?.started ?? before);
    atomically(() => {
      const isDone = records.every((record) => takeOut(sql, record));
      if (isDone) goneThrough(sql, "moved", until);
    });
    yield;
  }
}

interface Moving extends MonthRecord {
  readonly started: Instant;
}

const recordIn = (row: Record<string, unknown>): Moving => ({
  place: Number(row["place"]),
  started: Number(row["started"]),
  summary: String(row["summary"]),
  timeline: String(row["timeline"]),
  kept: typeof row["kept"] === "string" ? row["kept"] : null,
});

/** False: it has changed. */
const takeOut = (sql: Sql, { place, summary, timeline, kept }: Moving): boolean =>
  sql
    .exec(
      `UPDATE call SET ${moved} WHERE place = ? AND summary = ? AND timeline = ? AND kept IS ? RETURNING place`,
      place,
      summary,
      timeline,
      kept,
    )
    .toArray().length > 0;
