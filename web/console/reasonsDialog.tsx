import { texts } from "../lib/texts.ts";
import { Dialog } from "../parts/dialog.tsx";
import { closeReasons, ownReasons, pauseFor, reasonName } from "./pauseReason.ts";

/** Asks why. */
export function ReasonsDialog() {
  const words = texts.value.pause;
  return (
    <Dialog title={words.title} onClose={closeReasons}>
      <ul class="choices" aria-label={words.title}>
        {ownReasons.value.map((reason) => (
          <li key={reason.id}>
            <button type="button" class="button" onClick={() => pauseFor(reason)}>
              {reasonName(reason)}
            </button>
          </li>
        ))}
      </ul>
      <footer class="dialog-foot">
        <button type="button" class="button" onClick={closeReasons}>
          {texts.value.cancel}
        </button>
      </footer>
    </Dialog>
  );
}
