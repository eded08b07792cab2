/** What a person, or somebody in their place, chooses to be. */
import type { ChosenPause, ChosenStatus } from "../protocol/console.ts";
import type { OwnReason } from "../protocol/reason.ts";
import type { OperatorProfile } from "../protocol/settings.ts";
import type { OperatorEvent } from "./events.ts";

const pauses = { Online: "online", Timeout: "timeout", DND: "dnd" } as const satisfies Partial<
  Record<ChosenStatus, ChosenPause>
>;
const names = { online: "Online", timeout: "Timeout", dnd: "DND" } as const satisfies Record<ChosenPause, ChosenStatus>;

/** The status that an event chooses; undefined when it chooses none. */
export function chosenBy(event: OperatorEvent): ChosenStatus | undefined {
  if (event.type === "goReady") return "Ready";
  if (event.type === "pause") return names[event.reason];
  if (event.type === "signOut") return "Offline";
  return undefined;
}

/** The reason of a chosen pause; undefined when what has been chosen is no pause. */
export const pauseIn = (chosen: ChosenStatus | undefined): ChosenPause | undefined =>
  chosen === "Online" || chosen === "Timeout" || chosen === "DND" ? pauses[chosen] : undefined;

/** The reason of the application's own that an event names; undefined: it names none, or none that there is for such a pause. */
export function ownReasonIn(event: OperatorEvent, profile: OperatorProfile | undefined): OwnReason | undefined {
  if (event.type !== "pause" || event.own === undefined) return undefined;
  const { own, reason } = event;
  return profile?.pauseReasons?.find(({ id, status }) => id === own && pauses[status] === reason);
}
