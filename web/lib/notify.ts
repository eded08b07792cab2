/** What reaches an operator who is looking elsewhere: a notification of the system and a title that changes. */

import { steadyAfter } from "./steadyTimers.ts";

/** Asks once. To be called from a click, and not before the operator has shown that they want calls. */
export function askToNotify(): void {
  if ("Notification" in globalThis && Notification.permission === "default") void Notification.requestPermission();
}

/** Shows a notification while nobody looks at this page; what comes back takes it away again. */
export function notifyOfCall(title: string, body: string, tag: string): () => void {
  if (!("Notification" in globalThis) || Notification.permission !== "granted" || document.hasFocus()) {
    return () => undefined;
  }
  try {
    const notification = new Notification(title, { body, tag, requireInteraction: true, silent: true });
    notification.addEventListener("click", () => {
      window.focus();
      notification.close();
    });
    return () => notification.close();
  } catch {
    // Some mobile browsers have the word but not the thing.
    return () => undefined;
  }
}

/** Lets the title of the tab alternate until told to stop; steadily, because it is for those who look at another tab. */
export function flashTitle(text: string): () => void {
  const usual = document.title;
  let cancel = (): void => undefined;
  const flash = (on: boolean): void => {
    document.title = on ? text : usual;
    cancel = steadyAfter(1_000, () => flash(!on));
  };
  flash(true);
  return () => {
    cancel();
    document.title = usual;
  };
}
