import type { CallView } from "../../src/protocol/console.ts";
import { now } from "../lib/clock.ts";
import { timer } from "../lib/format.ts";
import { texts } from "../lib/texts.ts";
import { Forward, HandsetDown, Mic, MicOff, Warning } from "../parts/icons.tsx";
import { Key } from "../parts/key.tsx";
import { Meter } from "../parts/meter.tsx";
import { hangUp, mute, requestWrapUp } from "./actions.ts";
import { microphone, room } from "./callAudio.ts";
import { callerName } from "./callerName.ts";
import { lead, link, pending } from "./desk.ts";
import { DispositionLine } from "./dispositionLine.tsx";
import { mayTransfer, openTransfer } from "./transfer.ts";

/** The call on the line. */
export function CallCard({ call }: { readonly call: CallView }) {
  const words = texts.value.call;
  const { muted, quality } = room.value;
  const callersVoice = room.value.heard.find(({ who }) => who === "caller")?.track;
  return (
    <div class="call">
      <p class="eyebrow">{call.queue}</p>
      <h1 class="call-caller numbers">{callerName(call.caller)}</h1>
      <p class="call-timer numbers" role="timer" aria-label={words.duration}>
        {call.connectedAt !== undefined
          ? timer(now.value - call.connectedAt)
          : call.callback
            ? words.phoning
            : words.connecting}
      </p>
      <Trouble />
      {lead.value && (
        <>
          <div class="voices">
            <div class="voice">
              <span>{words.caller}</span>
              <Meter label={words.caller} track={callersVoice} />
            </div>
            <div class="voice">
              <span>{words.you}</span>
              <Meter label={words.you} track={microphone.source.value} muted={muted} />
            </div>
            <p class="quality" data-quality={quality}>
              <span class="quality-bars" aria-hidden="true">
                <i />
                <i />
                <i />
              </span>
              {words.quality}: {words.qualities[quality]}
            </p>
          </div>
          <div class="call-buttons">
            <button
              type="button"
              class="button button-large"
              aria-label={words.mute}
              aria-pressed={muted}
              aria-keyshortcuts="M"
              disabled={!room.value.speaking}
              onClick={() => void mute()}
            >
              {muted ? <MicOff /> : <Mic />}
              {words.mute}
              <Key name="M" />
            </button>
            <button
              type="button"
              class="button button-large"
              aria-label={words.transfer}
              aria-keyshortcuts="T"
              aria-haspopup="dialog"
              aria-busy={pending.value.includes("transfer")}
              disabled={link.value !== "open" || !mayTransfer.value}
              onClick={openTransfer}
            >
              <Forward />
              {words.transfer}
              <Key name="T" />
            </button>
            <button
              type="button"
              class="button button-large button-danger"
              aria-label={words.hangUp}
              aria-keyshortcuts="H"
              aria-busy={pending.value.includes("hangUp")}
              disabled={link.value !== "open"}
              onClick={hangUp}
            >
              <HandsetDown />
              {words.hangUp}
              <Key name="H" />
            </button>
          </div>
          <DispositionLine talk={call} />
          {call.wrapUpRequested !== undefined && (
            <button
              type="button"
              class="button"
              aria-pressed={call.wrapUpRequested}
              aria-busy={pending.value.includes("requestWrapUp")}
              disabled={link.value !== "open"}
              onClick={() => void requestWrapUp()}
            >
              {texts.value.wrapUp.request}
            </button>
          )}
        </>
      )}
    </div>
  );
}

/** What stands between the two voices just now, if anything. */
function Trouble() {
  const words = texts.value.call;
  const { phase, muted } = room.value;
  const text =
    phase === "troubled"
      ? words.trouble
      : phase === "joining" || phase === "lost"
        ? words.rejoining
        : microphone.source.value === undefined && phase === "inside"
          ? words.noMicrophone
          : muted
            ? words.muted
            : undefined;
  return (
    <div role="status" class="call-trouble">
      {lead.value && text !== undefined && (
        <p class="note note-warning">
          <Warning />
          <span>{text}</span>
        </p>
      )}
    </div>
  );
}
