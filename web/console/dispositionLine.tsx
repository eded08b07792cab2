import type { DispositionView } from "../../src/protocol/console.ts";
import { texts } from "../lib/texts.ts";
import { Check } from "../parts/icons.tsx";
import { Key } from "../parts/key.tsx";
import { lead, link, pending } from "./desk.ts";
import { mayDispose, openDisposition } from "./disposition.ts";

/** How the call turned out, as far as it has been said, and the way to say it. */
export function DispositionLine({ talk: { disposed, dispositionMissing } }: { readonly talk: DispositionView }) {
  const words = texts.value.disposition;
  if (!mayDispose.value) return null;
  const name = disposed?.disposition?.name;
  return (
    <div class="disposition">
      <button
        type="button"
        class="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="O"
        aria-busy={pending.value.includes("setDisposition")}
        disabled={link.value !== "open" || !lead.value}
        onClick={openDisposition}
      >
        {name !== undefined && <Check />}
        {name === undefined ? words.open : words.chosen(name)}
        <Key name="O" />
      </button>
      {disposed !== undefined && disposed.note !== "" && <p class="quiet small disposition-note">{disposed.note}</p>}
      {dispositionMissing && <p class="quiet small">{words.needed}</p>}
    </div>
  );
}
