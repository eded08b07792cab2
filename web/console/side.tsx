import type { OperatorView } from "../../src/protocol/console.ts";
import { chosenInput, inputs } from "../lib/devices.ts";
import { counted } from "../lib/format.ts";
import { language, texts } from "../lib/texts.ts";
import { Headset } from "../parts/icons.tsx";
import { Meter } from "../parts/meter.tsx";
import { soundChecked } from "./actions.ts";
import { microphone, soundCheckOpen } from "./callAudio.ts";

/** Beside the stage: which queues, and which sound. */
export function Side({ desk }: { readonly desk: OperatorView }) {
  return (
    <aside class="side">
      <Queues desk={desk} />
      <Sound />
    </aside>
  );
}

function Queues({ desk }: { readonly desk: OperatorView }) {
  const words = texts.value.queues;
  return (
    <section class="card">
      <h2 class="card-title">
        {words.title}
        <span class="quiet">{counted(desk.queues.length, words.count, language.value)}</span>
      </h2>
      {desk.queues.length === 0 ? (
        <p class="quiet">{words.none}</p>
      ) : (
        <ul class="queues">
          {desk.queues.map(({ queueId, name }) => (
            <li key={queueId}>{name}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Sound() {
  const words = texts.value.sound;
  const open = microphone.source.value !== undefined;
  const device = inputs.value.find(({ id }) => id === chosenInput.value);
  return (
    <section class="card">
      <h2 class="card-title">{words.title}</h2>
      {open ? (
        <>
          <p class="quiet small">{device?.label || words.device}</p>
          <Meter label={words.level} track={microphone.source.value} />
        </>
      ) : (
        <p class="quiet small">{soundChecked.value === "" ? words.lead : words.kept}</p>
      )}
      <button
        type="button"
        class={soundChecked.value === "" ? "button button-primary button-wide" : "button button-wide"}
        onClick={() => (soundCheckOpen.value = true)}
      >
        <Headset />
        {texts.value.bar.sound}
      </button>
    </section>
  );
}
