/** The media workers that report to this application, and how much each has to do. */
import type { Sql } from "../kernel/index.ts";
import type { MediaWorkerEntry } from "../protocol/actors.ts";
import type { Duration, Instant, MediaWorkerId } from "../words/index.ts";
import { as, minutes } from "../words/index.ts";

/** One reports every few seconds. Of one that died together with this server nobody says that it is gone. */
const silence: Duration = minutes(1);

export const mediaWorkersAt = (sql: Sql, now: Instant): MediaWorkerEntry[] =>
  sql
    .exec("SELECT worker, calls, capacity, seen_at FROM media_worker WHERE seen_at > ? ORDER BY worker", now - silence)
    .toArray()
    .map((row) => ({
      worker: as<MediaWorkerId>(String(row["worker"])),
      calls: Number(row["calls"]),
      capacity: Number(row["capacity"]),
      seenAt: Number(row["seen_at"]),
    }));

export function mediaWorkerSeen(sql: Sql, { worker, calls, capacity, seenAt }: MediaWorkerEntry): void {
  sql.exec("DELETE FROM media_worker WHERE seen_at <= ?", seenAt - silence);
  sql.exec(
    "INSERT OR REPLACE INTO media_worker (worker, calls, capacity, seen_at) VALUES (?, ?, ?, ?)",
    worker,
    calls,
    capacity,
    seenAt,
  );
}

export function mediaWorkerGone(sql: Sql, worker: MediaWorkerId): void {
  sql.exec("DELETE FROM media_worker WHERE worker = ?", worker);
}
