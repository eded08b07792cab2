import type { ComponentChildren } from "preact";
import type { ChosenStatus, OperatorView } from "../../src/protocol/console.ts";
import { texts } from "../lib/texts.ts";
import { Check, Here, Pause, Quiet } from "../parts/icons.tsx";
import { Key } from "../parts/key.tsx";
import { goReady, pause, takeBack } from "./actions.ts";
import { lead, link, pending, view } from "./desk.ts";
import { openReasons, ownReasons, reasonName } from "./pauseReason.ts";

interface StatusButtonProps {
  readonly name: "ready" | "online" | "timeout" | "dnd";
  readonly current: boolean;
  readonly onPress: () => void;
  readonly children: ComponentChildren;
}

function StatusButton({ name, current, onPress, children }: StatusButtonProps) {
  const words = texts.value.status;
  return (
    <button
      type="button"
      class={`status-button status-${name}`}
      aria-label={words[name]}
      aria-pressed={current}
      aria-keyshortcuts={name === "ready" ? "R" : undefined}
      disabled={link.value !== "open" || !lead.value}
      onClick={onPress}
    >
      {children}
      <span class="status-name">{words[name]}</span>
      <span class="status-hint">{words.hints[name]}</span>
    </button>
  );
}

/** What has been chosen last; undefined when nobody chose it, as with a missed call. */
function chosen({ next, presence, pauseReason }: OperatorView): ChosenStatus | undefined {
  if (next !== undefined) return next;
  if (presence === "ready") return "Ready";
  if (presence === "offline") return undefined;
  switch (pauseReason) {
    case "online":
      return "Online";
    case "timeout":
      return "Timeout";
    case "dnd":
      return "DND";
    case "missed":
    case "unfinished":
    case undefined:
      return undefined;
  }
}

/** Whether calls may come, and if not, why. During a call and its wrap-up it says what comes after them. */
export function StatusControl() {
  const words = texts.value.status;
  const desk = view.value;
  if (!desk) return null;
  const now = chosen(desk);
  const busy = desk.engagement === "talking" || desk.engagement === "wrappingUp";
  const label = busy ? words.afterCall : words.label;
  const own = desk.next === undefined ? desk.ownReason : desk.nextReason;
  const disabled = link.value !== "open" || !lead.value;
  return (
    <section class="status-control" role="group" aria-label={label} aria-busy={pending.value.includes("goReady")}>
      {busy && (
        <div class="status-head">
          <h2 class="eyebrow">{label}</h2>
          {desk.next !== undefined && (
            <p class="status-next" role="status">
              <span>{words.next(own ? reasonName(own) : words.names[desk.next])}</span>
              <button type="button" class="button button-small" disabled={disabled} onClick={() => void takeBack()}>
                {words.takeBack}
              </button>
            </p>
          )}
        </div>
      )}
      <div class="status-buttons">
        <StatusButton name="ready" current={now === "Ready"} onPress={() => void goReady()}>
          <Check />
        </StatusButton>
        <StatusButton name="timeout" current={now === "Timeout" && !own} onPress={() => void pause("timeout")}>
          <Pause />
        </StatusButton>
        <StatusButton name="dnd" current={now === "DND" && !own} onPress={() => void pause("dnd")}>
          <Quiet />
        </StatusButton>
        <StatusButton name="online" current={now === "Online"} onPress={() => void pause("online")}>
          <Here />
        </StatusButton>
      </div>
      {ownReasons.value.length > 0 && (
        <button
          type="button"
          class="button pause-for"
          data-chosen={own !== undefined}
          aria-haspopup="dialog"
          aria-keyshortcuts="P"
          disabled={disabled}
          onClick={openReasons}
        >
          <Pause />
          {own ? words.pausedFor(reasonName(own)) : words.pauseFor}
          <Key name="P" />
        </button>
      )}
    </section>
  );
}
