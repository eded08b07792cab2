/** What reaches an operator who is looking elsewhere: a notification of the system and a title that changes. */

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

/** Lets the title of the tab alternate until told to stop. */
export function flashTitle(text: string): () => void {
  const usual = document.title;
  let on = false;
  const flash = (): void => {
    on = !on;
    document.title = on ? text : usual;
  };
  flash();
  const timer = setInterval(flash, 1_000);
  return () => {
    clearInterval(timer);
    document.title = usual;
  };
}
