import { texts } from "../lib/texts.ts";
import { Dialog } from "../parts/dialog.tsx";
import { hangUpAndLeave, leaveAfterwards, leaveNow, leaving } from "./actions.ts";
import { alsoThere, company } from "./companySignOut.ts";
import { view } from "./desk.ts";

/** Asks before somebody on the line is cut off, and whether to sign out at the company as well. */
export function LeaveDialog() {
  const words = texts.value.leave;
  const stay = (): void => void (leaving.value = false);
  const inCall = view.value?.call !== undefined;
  return (
    <Dialog title={inCall ? words.title : words.calm} onClose={stay}>
      {inCall && <p>{words.text}</p>}
      {company.value && (
        <label class="check">
          <input
            type="checkbox"
            checked={alsoThere.value}
            onChange={(event) => (alsoThere.value = event.currentTarget.checked)}
          />
          <span>{words.also(company.value.name)}</span>
        </label>
      )}
      <footer class="dialog-foot">
        <button type="button" class="button" onClick={stay}>
          {texts.value.cancel}
        </button>
        {inCall ? (
          <>
            <button type="button" class="button" onClick={() => void leaveAfterwards()}>
              {words.afterwards}
            </button>
            <button type="button" class="button button-danger" onClick={() => void hangUpAndLeave()}>
              {words.confirm}
            </button>
          </>
        ) : (
          <button type="button" class="button button-primary" onClick={() => void leaveNow()}>
            {texts.value.bar.signOut}
          </button>
        )}
      </footer>
    </Dialog>
  );
}
