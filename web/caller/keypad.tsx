import { texts } from "../lib/texts.ts";
import { press } from "./phone.ts";

const keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

/** A telephone's keys, for menus that ask for one. */
export function Keypad() {
  const words = texts.value.caller;
  return (
    <details class="keypad">
      <summary>{words.keypad}</summary>
      <div class="keypad-keys">
        {keys.map((key) => (
          <button key={key} type="button" class="button numbers" aria-label={words.key(key)} onClick={() => void press(key)}>
            {key}
          </button>
        ))}
      </div>
    </details>
  );
}
