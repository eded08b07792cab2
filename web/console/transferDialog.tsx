import { texts } from "../lib/texts.ts";
import { Dialog } from "../parts/dialog.tsx";
import { closeTransfer, openTransfer, targets, transferTo } from "./transfer.ts";

/** Asks into which queue the caller is to go. Meanwhile the talk goes on. */
export function TransferDialog() {
  const words = texts.value.transfer;
  const found = targets.value;
  return (
    <Dialog title={words.title} onClose={closeTransfer}>
      <p>{words.text}</p>
      {found === undefined ? (
        <p class="quiet" role="status">
          {words.asking}
        </p>
      ) : found.ok ? (
        <ul class="choices" aria-label={words.queues}>
          {found.value.map(({ queueId, name }) => (
            <li key={queueId}>
              <button type="button" class="button" onClick={() => transferTo(queueId)}>
                {name}
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <p class="note note-warning" role="alert">
          {words.failed}
        </p>
      )}
      <footer class="dialog-foot">
        {found?.ok === false && (
          <button type="button" class="button" onClick={openTransfer}>
            {words.again}
          </button>
        )}
        <button type="button" class="button" onClick={closeTransfer}>
          {texts.value.cancel}
        </button>
      </footer>
    </Dialog>
  );
}
