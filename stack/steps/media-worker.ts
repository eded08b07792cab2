/** The media workers: they sign on to the edge app, join callers' rooms and are what callers hear. */
import { join } from "node:path";
import { readinessOf } from "../ready.ts";
import type { ChildSpec } from "../supervisor.ts";

export interface MediaSetup {
  readonly project: string;
  readonly data: string;
  readonly edgeUrl: string;
  readonly secret: string;
  /** Counts from 1. */
  readonly number: number;
}

/** The first is called `media`, the others `media-2`, `media-3` … */
export const mediaName = (number: number): string => (number === 1 ? "media" : `media-${number}`);

export function mediaChild({ project, data, edgeUrl, secret, number }: MediaSetup): ChildSpec {
  return {
    name: mediaName(number),
    command: process.execPath,
    args: [join(project, "media/worker.ts")],
    env: { ACD_EDGE_URL: edgeUrl, ACD_MEDIA_SECRET: secret, ACD_DATA: data },
    // It listens nowhere: the edge app tells whether one has signed on.
    ready: async () => (await readinessOf(edgeUrl)).mediaWorkers === "ok",
    // The first start composes the hold music.
    readyWithin: 120_000,
    restart: "at once",
  };
}
