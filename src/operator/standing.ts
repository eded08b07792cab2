/** What follows from where the machine stands: for the queues, and for people. */
import type { OperatorStatus, PauseReason } from "../protocol/console.ts";

export interface Stance {
  readonly presence: "offline" | "paused" | "ready";
  readonly engagement: "free" | "offered" | "dialling" | "connecting" | "talking" | "wrappingUp" | "resting";
  readonly link: "up" | "down";
}

/** `free` is the only standing in which an offer rings. */
export type Standing = "free" | "busy" | "away" | "gone";

export function standingOf({ presence, engagement, link }: Stance): Standing {
  if (presence === "offline") return "gone";
  if (engagement !== "free") return "busy";
  if (presence === "paused" || link === "down") return "away";
  return "free";
}

/** The field's status names. What someone is doing shows before what they have chosen to do next. */
export function statusOf({ presence, engagement }: Stance, pauseReason: PauseReason | undefined): OperatorStatus {
  switch (engagement) {
    case "offered":
      return "BeforeService";
    case "dialling":
    case "connecting":
    case "talking":
      return "InService";
    case "wrappingUp":
      return "AfterService";
    case "free":
    case "resting":
      break;
    default:
      engagement satisfies never;
  }
  if (presence === "offline") return "Offline";
  if (presence === "ready") return "Ready";
  switch (pauseReason) {
    case "timeout":
      return "Timeout";
    case "dnd":
      return "DND";
    case "missed":
      return "Banned";
    case "online":
    case "unfinished":
    case undefined:
      return "Online";
    default:
      return pauseReason satisfies never;
  }
}
