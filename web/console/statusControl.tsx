import type { ComponentChildren } from "preact";
import type { PauseReason } from "../../src/protocol/console.ts";
import { texts } from "../lib/texts.ts";
import { Check, Here, Pause, Quiet } from "../parts/icons.tsx";
import { goReady, pause } from "./actions.ts";
import { lead, link, pending, view } from "./desk.ts";

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

/** Whether calls may come, and if not, why. During a call it says what comes after it. */
export function StatusControl() {
  const words = texts.value.status;
  const desk = view.value;
  if (!desk) return null;
  const paused = (reason: PauseReason): boolean => desk.presence === "paused" && desk.pauseReason === reason;
  const busy = desk.engagement === "talking" || desk.engagement === "wrappingUp";
  const label = busy ? words.afterCall : words.label;
  return (
    <section class="status-control" role="group" aria-label={label} aria-busy={pending.value.includes("goReady")}>
      {busy && <h2 class="eyebrow">{label}</h2>}
      <div class="status-buttons">
        <StatusButton name="ready" current={desk.presence === "ready"} onPress={() => void goReady()}>
          <Check />
        </StatusButton>
        <StatusButton name="timeout" current={paused("timeout")} onPress={() => void pause("timeout")}>
          <Pause />
        </StatusButton>
        <StatusButton name="dnd" current={paused("dnd")} onPress={() => void pause("dnd")}>
          <Quiet />
        </StatusButton>
        <StatusButton name="online" current={paused("online")} onPress={() => void pause("online")}>
          <Here />
        </StatusButton>
      </div>
    </section>
  );
}
