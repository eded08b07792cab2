import { longestNote } from "../../src/protocol/disposition.ts";
import { texts } from "../lib/texts.ts";
import { Dialog } from "../parts/dialog.tsx";
import {
  askForChoices,
  choices,
  choose,
  chosen,
  closeDisposition,
  found,
  saveDisposition,
  search,
  written,
} from "./disposition.ts";

/** Asks how the call turned out. Meanwhile the talk, or the wrap-up, goes on. */
export function DispositionDialog() {
  const words = texts.value.disposition;
  return (
    <Dialog title={words.title} onClose={closeDisposition}>
      <form
        class="disposition-form"
        onSubmit={(event) => {
          event.preventDefault();
          saveDisposition();
        }}
      >
        <Choices />
        <label class="field">
          <span>{words.note}</span>
          <textarea
            rows={3}
            maxLength={longestNote}
            value={written.value}
            onInput={({ currentTarget }) => (written.value = currentTarget.value)}
          />
        </label>
        <footer class="dialog-foot">
          <button type="button" class="button" onClick={closeDisposition}>
            {texts.value.cancel}
          </button>
          <button type="submit" class="button button-primary">
            {words.save}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

function Choices() {
  const words = texts.value.disposition;
  const answer = choices.value;
  if (answer === undefined)
    return (
      <p class="quiet" role="status">
        {words.asking}
      </p>
    );
  if (!answer.ok)
    return (
      <div class="note note-warning" role="alert">
        <span>{words.failed}</span>
        <button type="button" class="button button-small" onClick={askForChoices}>
          {texts.value.transfer.again}
        </button>
      </div>
    );
  if (answer.value.length === 0) return null;
  return (
    <>
      <label class="field">
        <span>{words.search}</span>
        <input
          type="search"
          autoComplete="off"
          value={search.value}
          onInput={({ currentTarget }) => (search.value = currentTarget.value)}
          onKeyDown={takeFirst}
        />
      </label>
      <ul class="choices" aria-label={words.choices}>
        {found.value.map(({ dispositionId, name, group }) => (
          <li key={dispositionId}>
            <button
              type="button"
              class="button"
              aria-pressed={chosen.value === dispositionId}
              onClick={() => choose(dispositionId)}
            >
              {name}
              {group !== null && <span class="quiet small">{group}</span>}
            </button>
          </li>
        ))}
      </ul>
      {found.value.length === 0 && (
        <p class="quiet" role="status">
          {words.none}
        </p>
      )}
    </>
  );
}

/** Enter takes the first of those that are left; once something is chosen it saves, as in any form. */
function takeFirst(event: KeyboardEvent): void {
  const [first] = found.peek();
  if (event.key !== "Enter" || first === undefined || chosen.peek() === first.dispositionId) return;
  event.preventDefault();
  choose(first.dispositionId);
}
