import { texts } from "../lib/texts.ts";
import { Dialog } from "../parts/dialog.tsx";
import { helpOpen } from "./actions.ts";

/** Every shortcut there is. */
export function Help() {
  const words = texts.value.help;
  const rows: readonly (readonly [string, readonly string[]])[] = [
    [words.ready, ["R"]],
    [words.pause, ["P"]],
    [words.accept, [words.enter, "A"]],
    [words.decline, ["D"]],
    [words.mute, ["M"]],
    [words.transfer, ["T"]],
    [words.hangUp, ["H"]],
    [words.disposition, ["O"]],
    [words.help, ["?"]],
  ];
  return (
    <Dialog title={words.title} onClose={() => (helpOpen.value = false)}>
      <dl class="shortcuts">
        {rows.map(([what, keys]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>
              {keys.map((key, index) => (
                <span key={key}>
                  {index > 0 && ` ${words.or} `}
                  <kbd class="key">{key}</kbd>
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <p class="quiet small">{words.note}</p>
    </Dialog>
  );
}
