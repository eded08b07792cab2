import { useEffect, useRef } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { texts } from "../lib/texts.ts";
import { Cross } from "./icons.tsx";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A window over the page. The browser keeps the focus inside and gives it back afterwards; Escape closes. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const element = useModal();
  return (
    <dialog
      class="dialog"
      ref={element}
      aria-labelledby="dialog-title"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div class="dialog-body">
        <header class="dialog-head">
          <h2 id="dialog-title">{title}</h2>
          <button type="button" class="icon-button" aria-label={texts.value.close} onClick={onClose}>
            <Cross />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}

/** Shows a `<dialog>` as a modal for as long as it is drawn. */
export function useModal() {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      // Taken off the page at once, it may not come to giving the focus back.
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return element;
}
