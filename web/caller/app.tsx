import { useEffect } from "preact/hooks";
import { announce } from "../lib/announce.ts";
import { tick } from "../lib/clock.ts";
import { phone, timer } from "../lib/format.ts";
import type { HttpRefusal } from "../lib/http.ts";
import { texts } from "../lib/texts.ts";
import { Handset, HandsetDown, Mark, Mic, MicOff, Warning } from "../parts/icons.tsx";
import { Meter } from "../parts/meter.tsx";
import { Announcer, Tools } from "../parts/tools.tsx";
import { call, hangUp, microphone, mute, number, readNumber, room, stage, talkingSince, type Stage } from "./phone.ts";

export function App() {
  const { caller: pageTitle } = texts.value.titles;
  useEffect(() => void readNumber(), []);
  useEffect(() => void (document.title = pageTitle), [pageTitle]);
  const at = stage.value;
  const words = texts.value.caller;
  const title = titleOf(at);
  useEffect(() => {
    if (at.is !== "idle") announce(title);
  }, [title]);
  return (
    <>
      <header class="bar">
        <a class="brand" href="/">
          <Mark />
          <span>{texts.value.product}</span>
        </a>
        <div class="bar-tools">
          <Tools />
        </div>
      </header>
      <main class="narrow">
        <section class="card handset" data-stage={at.is}>
          <div class="handset-face" aria-hidden="true">
            <span class="handset-wave" />
            <Handset />
          </div>
          <h1>{title}</h1>
          <p class="quiet handset-text">{textOf(at)}</p>
          {at.is === "idle" || at.is === "ended" ? <Before at={at} /> : <During at={at} />}
        </section>
        {number.value !== "" && (
          <p class="quiet handset-number">
            {words.number} <span class="numbers">{phone(number.value)}</span>
          </p>
        )}
      </main>
      <Announcer />
    </>
  );
}

function Before({ at }: { readonly at: Extract<Stage, { is: "idle" | "ended" }> }) {
  const words = texts.value.caller;
  return (
    <>
      {at.is === "idle" && at.refusal !== undefined && (
        <div class="note note-warning" role="alert">
          <Warning />
          {at.refusal === "microphone" ? <NoMicrophone /> : <span>{refusalText(at.refusal)}</span>}
        </div>
      )}
      <button type="button" class="button button-primary button-call" onClick={() => void call()}>
        <Handset />
        {at.is === "ended" ? words.again : words.call}
      </button>
      {at.is === "idle" && <p class="quiet small">{words.permission}</p>}
    </>
  );
}

function NoMicrophone() {
  const words = texts.value.sound;
  const state = microphone.state.value;
  if (state !== "denied") return <span>{state === "absent" || state === "insecure" ? words[state] : words.busy}</span>;
  return (
    <div>
      <strong>{words.denied}</strong>
      <ol>
        {words.deniedHow.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </div>
  );
}

function During({ at }: { readonly at: Stage }) {
  const words = texts.value.call;
  const { muted, heard, speaking } = room.value;
  const voice = (heard.find(({ who }) => who === "operator") ?? heard[0])?.track;
  return (
    <>
      {at.is === "talking" && talkingSince.value !== undefined && (
        <p class="call-timer numbers" role="timer" aria-label={words.duration}>
          {timer(tick.value - talkingSince.value)}
        </p>
      )}
      <div class="voices">
        <div class="voice">
          <span>{texts.value.caller.callCentre}</span>
          <Meter label={texts.value.caller.callCentre} track={voice} />
        </div>
        <div class="voice">
          <span>{words.you}</span>
          <Meter label={words.you} track={microphone.source.value} muted={muted} />
        </div>
      </div>
      <div class="call-buttons">
        <button
          type="button"
          class="button button-large"
          aria-pressed={muted}
          disabled={!speaking}
          onClick={() => void mute()}
        >
          {muted ? <MicOff /> : <Mic />}
          {words.mute}
        </button>
        <button type="button" class="button button-large button-danger" onClick={hangUp}>
          <HandsetDown />
          {words.hangUp}
        </button>
      </div>
    </>
  );
}

function titleOf(at: Stage): string {
  const words = texts.value.caller;
  if (at.is === "idle") return words.title;
  return words[at.is];
}

function textOf(at: Stage): string {
  const words = texts.value.caller;
  if (at.is === "ended") {
    const who = { byYou: words.endedByYou, byUs: words.endedByUs, byNetwork: words.endedByNetwork }[at.ending];
    return at.lasted > 0 ? `${who} ${words.duration(timer(at.lasted))}` : who;
  }
  return {
    idle: words.lead,
    connecting: words.connectingText,
    waiting: words.waitingText,
    talking: "",
    troubled: words.troubledText,
  }[at.is];
}

function refusalText(refusal: HttpRefusal): string {
  const words = texts.value.caller;
  return {
    unknown: words.unknown,
    wrong: words.unknown,
    tooMany: words.tooMany,
    unreachable: words.unreachable,
    unavailable: words.unavailable,
    unexpected: words.unavailable,
  }[refusal];
}
