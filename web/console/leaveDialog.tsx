import { texts } from "../lib/texts.ts";
import { Dialog } from "../parts/dialog.tsx";
import { hangUpAndLeave, leaveAfterwards, leaving } from "./actions.ts";

/** Asks before somebody on the line is cut off. */
export function LeaveDialog() {
  const words = texts.value.leave;
  const stay = (): void => void (leaving.value = false);
  return (
    <Dialog title={words.title} onClose={stay}>
      <p>{words.text}</p>
      <footer class="dialog-foot">
        <button type="button" class="button" onClick={stay}>
          {texts.value.cancel}
        </button>
        <button type="button" class="button" onClick={() => void leaveAfterwards()}>
          {words.afterwards}
        </button>
        <button type="button" class="button button-danger" onClick={() => void hangUpAndLeave()}>
          {words.confirm}
        </button>
      </footer>
    </Dialog>
  );
}
