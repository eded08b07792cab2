import { ServerError } from "livekit-server-sdk";
import { Fault } from "../kernel/index.ts";

/** LiveKit could not do what we asked. Its silence, its overload and its own trouble pass; what it has refused (4xx) it will refuse again. */
export class LiveKitFault extends Fault {
  constructor(doing: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`LiveKit could not ${doing}: ${why}`, mayPass(cause) ? { cause } : { cause, retry: "never" });
    this.name = "LiveKitFault";
  }
}

const passingStatuses = new Set([408, 429]);
const mayPass = (cause: unknown): boolean =>
  !(cause instanceof ServerError) || cause.status >= 500 || passingStatuses.has(cause.status);

/** What was asked about is not there. */
export const isNotFound = (cause: unknown): boolean =>
  cause instanceof ServerError && (cause.code === "not_found" || (cause.code === undefined && cause.status === 404));
