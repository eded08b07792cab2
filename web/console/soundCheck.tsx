import { useEffect, useState } from "preact/hooks";
import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { allowSound } from "../lib/audio.ts";
import {
  chosenInput,
  chosenOutput,
  chosenRing,
  inputs,
  outputs,
  outputsCanBeChosen,
  readDevices,
  type Device,
} from "../lib/devices.ts";
import { playRing, playTone } from "../lib/ringer.ts";
import { texts } from "../lib/texts.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Check, Warning } from "../parts/icons.tsx";
import { Meter } from "../parts/meter.tsx";
import { soundChecked } from "./actions.ts";
import { microphone, soundCheckOpen } from "./callAudio.ts";

/** Chooses and tries the devices, and says what to do if the browser keeps them back. */
export function SoundCheck() {
  const words = texts.value.sound;
  useEffect(() => {
    void allowSound();
    void readDevices();
  }, []);
  const close = (): void => {
    if (microphone.state.peek() === "open") soundChecked.value = "yes";
    soundCheckOpen.value = false;
  };
  return (
    <Dialog title={words.title} onClose={close}>
      <p class="quiet">{words.lead}</p>
      <Microphone />
      {outputsCanBeChosen && (
        <>
          <DeviceField label={words.speaker} devices={outputs.value} chosen={chosenOutput}>
            <button type="button" class="button" onClick={() => playTone(chosenOutput.peek())}>
              {words.tone}
            </button>
          </DeviceField>
          <DeviceField label={words.ring} devices={outputs.value} chosen={chosenRing}>
            <button type="button" class="button" onClick={() => playRing(chosenRing.peek())}>
              {words.ringTone}
            </button>
          </DeviceField>
        </>
      )}
      <p class="quiet small">{words.kept}</p>
      <footer class="dialog-foot">
        <button type="button" class="button button-primary" onClick={close}>
          {words.done}
        </button>
      </footer>
    </Dialog>
  );
}

function Microphone() {
  const words = texts.value.sound;
  const state = microphone.state.value;
  const [heard, setHeard] = useState(false);
  if (state === "open") {
    return (
      <div class="sound-row">
        <DeviceField
          label={words.microphone}
          devices={inputs.value}
          chosen={chosenInput}
          onChoose={(id) => void microphone.choose(id)}
        />
        <Meter label={words.level} track={microphone.source.value} onHeard={() => setHeard(true)} />
        <p class={heard ? "small good" : "small quiet"} role="status">
          {heard && <Check />}
          {heard ? words.heard : words.say}
        </p>
      </div>
    );
  }
  if (state === "asking" || state === "closed") return <p class="note">{words.asking}</p>;
  return (
    <div class="note note-warning" role="alert">
      <Warning />
      <div>
        {state === "denied" ? (
          <>
            <strong>{words.denied}</strong>
            <ol>
              {words.deniedHow.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </>
        ) : (
          <p>{state === "lost" ? texts.value.trouble.lost : words[state]}</p>
        )}
        <button type="button" class="button" onClick={() => void microphone.open()}>
          {words.again}
        </button>
      </div>
    </div>
  );
}

interface DeviceFieldProps {
  readonly label: string;
  readonly devices: readonly Device[];
  readonly chosen: Signal<string>;
  readonly onChoose?: (id: string) => void;
  readonly children?: ComponentChildren;
}

function DeviceField({ label, devices, chosen, onChoose, children }: DeviceFieldProps) {
  const words = texts.value.sound;
  // A device that was chosen once and is not plugged in now does not count as chosen.
  const present = devices.some(({ id }) => id === chosen.value) ? chosen.value : "";
  return (
    <div class="device">
      <label class="field">
        <span>{label}</span>
        <select
          value={present}
          onChange={(event) => {
            const id = event.currentTarget.value;
            if (onChoose) onChoose(id);
            else chosen.value = id;
          }}
        >
          <option value="">{words.device}</option>
          {devices.map(({ id, label: name }, index) => (
            <option key={id} value={id}>
              {name || words.numbered(index + 1)}
            </option>
          ))}
        </select>
      </label>
      {children}
    </div>
  );
}
